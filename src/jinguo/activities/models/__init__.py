"""The tables: what is offered and when, who takes part, fairs, children minded, and the rules of it all."""

from jinguo.activities.models.activities import Activity, Allocation, Series, Session
from jinguo.activities.models.enrolments import (
    Attendance,
    Block,
    Certificate,
    CertificateCounter,
    Draw,
    Enrolment,
    Feedback,
    Outcome,
)
from jinguo.activities.models.fairs import Intent, Stall, Vacancy
from jinguo.activities.models.helpers import Helper
from jinguo.activities.models.minding import Charge, Incident, PickUp, Stay
from jinguo.activities.models.rulesets import Ruleset
from jinguo.activities.models.stages import StatedStage
from jinguo.activities.models.standings import Standing

__all__ = [
    "Activity",
    "Allocation",
    "Attendance",
    "Block",
    "Certificate",
    "CertificateCounter",
    "Charge",
    "Draw",
    "Enrolment",
    "Feedback",
    "Helper",
    "Incident",
    "Intent",
    "Outcome",
    "PickUp",
    "Ruleset",
    "Series",
    "Session",
    "Stall",
    "Standing",
    "StatedStage",
    "Stay",
    "Vacancy",
]
