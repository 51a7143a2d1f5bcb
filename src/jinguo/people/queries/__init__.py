"""Every read of the register that others may use. Each starts at what the actor may see."""

from jinguo.people.queries.duplicates import (
    LIKENESSES,
    Like,
    Likeness,
    Pair,
    likenesses_to,
    possible_duplicates,
)
from jinguo.people.queries.households import (
    HouseholdFilter,
    codes_in_use,
    filtered_households,
    get_household,
    households,
    members_of,
    memberships_of,
    merged_from,
    page_of_households,
)
from jinguo.people.queries.paging import COUNTED, LAST, SORTS, Page
from jinguo.people.queries.persons import (
    consents_of,
    find_by_id_number,
    find_consent,
    get_person,
    history_of,
    known_id_indexes,
    persons,
    residence,
)
from jinguo.people.queries.rosters import Bearer, bearers, is_anybody_registered

__all__ = [
    "COUNTED",
    "LAST",
    "LIKENESSES",
    "SORTS",
    "Bearer",
    "HouseholdFilter",
    "Like",
    "Likeness",
    "Page",
    "Pair",
    "bearers",
    "codes_in_use",
    "consents_of",
    "filtered_households",
    "find_by_id_number",
    "find_consent",
    "get_household",
    "get_person",
    "history_of",
    "households",
    "is_anybody_registered",
    "known_id_indexes",
    "likenesses_to",
    "members_of",
    "memberships_of",
    "merged_from",
    "page_of_households",
    "persons",
    "possible_duplicates",
    "residence",
]
