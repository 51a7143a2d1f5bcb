"""Every write about sites. Actor, day and instant are arguments; nothing is half-written."""

from jinguo.sites.actions.checking_in import check_in, erase_check_ins
from jinguo.sites.actions.deciding import approve, check, close, give_plaque, withdraw
from jinguo.sites.actions.emptying import PART
from jinguo.sites.actions.logging import (
    fall_dormant,
    log_activity,
    meet_need,
    note_need,
    take_line_back,
)
from jinguo.sites.actions.noticing import draft_notice, follow_notice
from jinguo.sites.actions.picturing import add_picture, erase_stray_pictures, take_picture_off
from jinguo.sites.actions.proposing import Details, SiteExists, appoint, change, end_post, propose
from jinguo.sites.actions.publishing import publish_kind

__all__ = [
    "PART",
    "Details",
    "SiteExists",
    "add_picture",
    "appoint",
    "approve",
    "change",
    "check",
    "check_in",
    "close",
    "draft_notice",
    "end_post",
    "erase_check_ins",
    "erase_stray_pictures",
    "fall_dormant",
    "follow_notice",
    "give_plaque",
    "log_activity",
    "meet_need",
    "note_need",
    "propose",
    "publish_kind",
    "take_line_back",
    "take_picture_off",
    "withdraw",
]
