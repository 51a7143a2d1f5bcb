"""
Every write of the module. Each act takes a list of ids; a single one is a list of one.

An act is done for all of them or for none: one that is out of sight, in the wrong state or beyond
the actor's rights refuses the whole. An empty list changes nothing and leaves no note.
"""

from __future__ import annotations

from jinguo.assess.actions.applications import CannotApply, apply, recommend, reject, withdraw
from jinguo.assess.actions.notices import raise_objection, settle_objection, start_notice
from jinguo.assess.actions.photos import (
    EvidenceNeeded,
    TooManyPhotos,
    add_photo,
    erase_stray_photos,
    withdraw_photo,
)
from jinguo.assess.actions.publishing import publish_ladder, publish_sheet
from jinguo.assess.actions.recognitions import (
    CannotCertify,
    certify,
    close_recognition,
    delist,
)
from jinguo.assess.actions.rectifications import (
    HELPER_LENGTH,
    AlreadyRight,
    FaultsOpen,
    add_faults,
    order_rectification,
    put_right,
    restore,
)
from jinguo.assess.actions.scoring import (
    NOTE_LENGTH,
    STATE_OF_KIND,
    BadSheets,
    InspectionIn,
    ScoreIn,
    decide,
    inspect,
    kind_in,
    score,
)

__all__ = [
    "HELPER_LENGTH",
    "NOTE_LENGTH",
    "STATE_OF_KIND",
    "AlreadyRight",
    "BadSheets",
    "CannotApply",
    "CannotCertify",
    "EvidenceNeeded",
    "FaultsOpen",
    "InspectionIn",
    "ScoreIn",
    "TooManyPhotos",
    "add_faults",
    "add_photo",
    "apply",
    "certify",
    "close_recognition",
    "decide",
    "delist",
    "erase_stray_photos",
    "inspect",
    "kind_in",
    "order_rectification",
    "publish_ladder",
    "publish_sheet",
    "put_right",
    "raise_objection",
    "recommend",
    "reject",
    "restore",
    "score",
    "settle_objection",
    "start_notice",
    "withdraw",
    "withdraw_photo",
]
