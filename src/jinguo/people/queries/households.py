from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid, NotFound
from jinguo.people.models import TOWN, VILLAGE, Change, Household, HouseholdQuerySet, Membership
from jinguo.people.queries.names import name_condition
from jinguo.people.queries.paging import COUNTED, Page, keyset_page

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

PAGE = 50
LEVELS = (2, 4, 6, TOWN, VILLAGE)  # digits of the codes of province, city, county, town, village


@dataclass(frozen=True, kw_only=True)
class HouseholdFilter:
    """
    What a list is narrowed to; everything empty keeps all open households.

    ``area`` is an area's code of any level; ``lane`` is meant together with a village's. ``also`` is a
    condition of a module above, such as ``Q(id__in=<subquery of household ids>)`` for a level; it is part
    of the same statement.

    :raises Invalid: ``area`` is no code of an area
    """

    area: str = ""
    name: str = ""
    phone_tail: str = ""
    is_resident: bool | None = None
    lane: str = ""
    is_open: bool = True
    also: Q | None = None

    def __post_init__(self) -> None:
        check_area(self.area)


def check_area(code: str) -> str:
    """
    Return an area's code, or the empty one that means everywhere.

    :raises Invalid: other signs than digits, or a length no level has
    """
    if code and not (code.isascii() and code.isdigit() and len(code) in LEVELS):
        raise Invalid(
            _("“{code}” is not the code of an area. Choose it from the list.").format(code=code)
        )
    return code


def households(actor: Actor) -> HouseholdQuerySet:
    """Return every household the actor may see, closed and merged ones too."""
    return Household.objects.visible_to(actor)


def filtered_households(
    actor: Actor,
    chosen: HouseholdFilter,
    *,
    by_area: bool = False,
    capability: str = "people.view",
) -> HouseholdQuerySet:
    """
    Return the visible households a filter keeps, in no order. Lists and exports start here.

    ``by_area`` helps when the caller then sorts by area, or counts. ``capability`` is the right exercised,
    which may reach less far than seeing.
    """
    found = Household.objects.visible_to(
        actor, within=chosen.area, in_order=by_area, capability=capability
    )
    in_town = len(chosen.area or actor.home_for(capability)) >= TOWN
    found = found.filter(name_condition(chosen.name, in_town=in_town))
    found = found.filter(closed_on__isnull=chosen.is_open)
    if chosen.phone_tail:
        found = found.filter(phone_tail=chosen.phone_tail[-4:])
    if chosen.is_resident is not None:
        found = found.filter(is_resident=chosen.is_resident)
    if chosen.lane:
        found = found.filter(lane=chosen.lane)
    return found if chosen.also is None else found.filter(chosen.also)


def page_of_households(
    actor: Actor,
    chosen: HouseholdFilter,
    *,
    sort: str = "name",
    after: str = "",
    before: str = "",
    size: int = PAGE,
) -> Page:
    """
    Return one page of the list in two statements, whatever its size and place.

    ``sort`` is ``name`` (pinyin), ``code`` or ``area`` (then pinyin). Areas come with the rows.

    :raises Invalid: an unknown sort, or a cursor of another order
    """
    found = filtered_households(actor, chosen, by_area=sort == "area")
    rows, previous, following = keyset_page(
        found.select_related("area").defer("address"), sort, after, before, size
    )
    total, has_more = counted(actor, chosen)
    return Page(rows, previous, following, total, has_more)


def counted(actor: Actor, chosen: HouseholdFilter) -> tuple[int, bool]:
    """
    Return how many rows a filter keeps, and whether there are more than were counted.

    The open households of an area are counted on the index of their areas alone, 165,570 of them in some
    milliseconds. Any other filter may have to look at each row, so counting stops.
    """
    if chosen == HouseholdFilter(area=chosen.area):
        return filtered_households(actor, chosen, by_area=True).count(), False
    most = filtered_households(actor, chosen)[: COUNTED + 1].count()
    return min(most, COUNTED), most > COUNTED


def get_household(actor: Actor, household_id: UUID, *, lock: bool = False) -> Household:
    """
    Return one household the actor may see, with its area.

    ``lock`` holds its row until the transaction ends.

    :raises NotFound: no such household, or none this actor may see
    """
    found = Household.objects.visible_to(actor).select_related("area")
    if lock:
        found = found.select_for_update(of=("self",))
    household = found.filter(pk=household_id).first()
    if household is None:
        raise NotFound(_("There is no such household."))
    return household


def members_of(household: Household, on: date) -> list[Membership]:
    """Return who lives in a household on a day, the head first. The caller got it from here."""
    return list(
        household.memberships.filter(period__contains=on)
        .select_related("person")
        .order_by("relation", "person__born_on", "id")
    )


def get_member(household: Household, person_id: UUID, on: date) -> Membership:
    """
    Return the membership of one who lives in a household on a day. The caller got it from here.

    :raises NotFound: she does not live in it
    """
    found = household.memberships.filter(person=person_id, period__contains=on)
    member = found.select_related("person").first()
    if member is None:
        raise NotFound(_("This person does not live in the household."))
    return member


def memberships_of(household: Household) -> list[Membership]:
    """Return everyone who ever lived in a household, newest first, merged persons too."""
    return list(
        household.memberships.select_related("person").order_by("-period__startswith", "id")
    )


def changes_of(household: Household) -> list[Change]:
    """Return what happened to a household's record, newest first. The caller got it from here."""
    return list(household.changes.select_related("person").order_by("-at", "-id"))


def lanes_of(actor: Actor, village: str) -> list[str]:
    """Return the streets, lanes and groups of the open households of a village the actor may see, by name."""
    found = Household.objects.visible_to(actor, within=village).open().exclude(lane="")
    return sorted(set(found.values_list("lane", flat=True).distinct()))


def merged_from(household: Household) -> list[Household]:
    """Return the households that were merged into this one."""
    return list(household.merged.select_related("area").order_by("code"))


def codes_in_use(codes: Iterable[str]) -> dict[str, UUID]:
    """Return the households that bear any of these codes, in anyone's reach; for the importer's check."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code, id FROM people_household WHERE code = ANY(%s)", [list(codes)])
        return dict(cursor.fetchall())
