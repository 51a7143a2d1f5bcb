"""The tables: plans as packs publish them, applications, recognitions, rounds, and what happened to each."""

from __future__ import annotations

from jinguo.assess.models.applications import Application, ApplicationQuerySet
from jinguo.assess.models.area_recognitions import (
    AreaDecision,
    AreaRecognition,
    AreaRecognitionQuerySet,
)
from jinguo.assess.models.complaints import Complaint
from jinguo.assess.models.delistings import Appeal, Delisting
from jinguo.assess.models.histories import Score, Transition
from jinguo.assess.models.inspections import (
    InspectionPlan,
    InspectionPlanQuerySet,
    PlannedVisit,
    PlannedVisitQuerySet,
)
from jinguo.assess.models.photos import Photo, PhotoQuerySet
from jinguo.assess.models.plans import LANE, AreaLevel, Ladder, Sheet
from jinguo.assess.models.recognitions import PlaqueCounter, Recognition, RecognitionQuerySet
from jinguo.assess.models.rectifications import Fault, Repair, RepairTakenBack
from jinguo.assess.models.rounds import (
    Assessor,
    Finding,
    PassedOn,
    Round,
    RoundFrame,
    RoundQuerySet,
    Sampled,
    Visit,
    VisitQuerySet,
)

__all__ = [
    "LANE",
    "Appeal",
    "Application",
    "ApplicationQuerySet",
    "AreaDecision",
    "AreaLevel",
    "AreaRecognition",
    "AreaRecognitionQuerySet",
    "Assessor",
    "Complaint",
    "Delisting",
    "Fault",
    "Finding",
    "InspectionPlan",
    "InspectionPlanQuerySet",
    "Ladder",
    "PassedOn",
    "Photo",
    "PhotoQuerySet",
    "PlannedVisit",
    "PlannedVisitQuerySet",
    "PlaqueCounter",
    "Recognition",
    "RecognitionQuerySet",
    "Repair",
    "RepairTakenBack",
    "Round",
    "RoundFrame",
    "RoundQuerySet",
    "Sampled",
    "Score",
    "Sheet",
    "Transition",
    "Visit",
    "VisitQuerySet",
]
