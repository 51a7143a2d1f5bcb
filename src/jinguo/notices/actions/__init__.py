"""Every write of the module."""

from jinguo.notices.actions.drafting import (
    AlreadyListed,
    Line,
    Wording,
    change_draft,
    draft,
    propose,
)
from jinguo.notices.actions.emptying import PART, lines_about, objected_to
from jinguo.notices.actions.objecting import (
    ObjectionIn,
    Objector,
    Receipt,
    decide,
    object_to,
    read_objection,
    reveal_objector,
)
from jinguo.notices.actions.releasing import close_by_day, release, send_back, withdraw
from jinguo.notices.actions.taking_out import take_out

__all__ = [
    "PART",
    "AlreadyListed",
    "Line",
    "ObjectionIn",
    "Objector",
    "Receipt",
    "Wording",
    "change_draft",
    "close_by_day",
    "decide",
    "draft",
    "lines_about",
    "object_to",
    "objected_to",
    "propose",
    "read_objection",
    "release",
    "reveal_objector",
    "send_back",
    "take_out",
    "withdraw",
]
