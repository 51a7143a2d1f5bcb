"""Every write of areas, units, accounts and posts."""

from jinguo.org.actions.accounts import (
    close_residents,
    disable_account,
    empty_staff,
    enable_account,
    end_other_sessions,
    move_resident,
    open_account,
    open_resident_account,
    replace_password,
    reset_password,
    suspend_unused,
)
from jinguo.org.actions.areas import (
    BUNDLED_AREAS,
    AreaRow,
    import_areas,
    read_areas,
    record_succession,
    rename_area,
)
from jinguo.org.actions.posts import end_post, grant_post, hand_over
from jinguo.org.actions.tokens import count_call, make_token, revoke_token
from jinguo.org.actions.units import open_unit, open_units

__all__ = [
    "BUNDLED_AREAS",
    "AreaRow",
    "close_residents",
    "count_call",
    "disable_account",
    "empty_staff",
    "enable_account",
    "end_other_sessions",
    "end_post",
    "grant_post",
    "hand_over",
    "import_areas",
    "make_token",
    "move_resident",
    "open_account",
    "open_resident_account",
    "open_unit",
    "open_units",
    "read_areas",
    "record_succession",
    "rename_area",
    "replace_password",
    "reset_password",
    "revoke_token",
    "suspend_unused",
]
