"""Every read of areas, units, posts and accounts that others may use."""

from jinguo.org.queries.accounts import (
    account_of,
    accounts,
    actor_for,
    find_account,
    get_account,
    get_unit,
    posts_of,
    session_keys,
    units,
)
from jinguo.org.queries.areas import (
    area_path,
    areas_below,
    children,
    counted_codes,
    counted_codes_of,
    find_villages,
    get_area,
    level_of,
    short_name,
    successor_of,
    village_index,
)

__all__ = [
    "account_of",
    "accounts",
    "actor_for",
    "area_path",
    "areas_below",
    "children",
    "counted_codes",
    "counted_codes_of",
    "find_account",
    "find_villages",
    "get_account",
    "get_area",
    "get_unit",
    "level_of",
    "posts_of",
    "session_keys",
    "short_name",
    "successor_of",
    "units",
    "village_index",
]
