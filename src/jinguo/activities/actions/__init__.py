"""Every write to activities. Actor and instant are arguments; nothing is half-written."""

from jinguo.activities.actions.enrolling import (
    AlreadyEnrolled,
    Decision,
    EntryIn,
    Full,
    enrol,
    enrol_many,
)
from jinguo.activities.actions.planning import (
    Clash,
    OfferIn,
    SessionIn,
    add_sessions,
    plan_activity,
    plan_in_series,
    plan_series,
    publish,
)
from jinguo.activities.actions.publishing import publish_ruleset

__all__ = [
    "AlreadyEnrolled",
    "Clash",
    "Decision",
    "EntryIn",
    "Full",
    "OfferIn",
    "SessionIn",
    "add_sessions",
    "enrol",
    "enrol_many",
    "plan_activity",
    "plan_in_series",
    "plan_series",
    "publish",
    "publish_ruleset",
]
