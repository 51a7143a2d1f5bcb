"""The tables: plans as packs publish them, applications, recognitions, rounds, and what happened to each."""

from __future__ import annotations

from jinguo.assess.models.applications import Application, ApplicationQuerySet
from jinguo.assess.models.histories import Score, Transition
from jinguo.assess.models.photos import Photo, PhotoQuerySet
from jinguo.assess.models.plans import Ladder, Sheet
from jinguo.assess.models.recognitions import PlaqueCounter, Recognition, RecognitionQuerySet
from jinguo.assess.models.rectifications import Fault, Repair
from jinguo.assess.models.rounds import (
    Assessor,
    Finding,
    Round,
    RoundFrame,
    RoundQuerySet,
    Sampled,
    Visit,
    VisitQuerySet,
)

__all__ = [
    "Application",
    "ApplicationQuerySet",
    "Assessor",
    "Fault",
    "Finding",
    "Ladder",
    "Photo",
    "PhotoQuerySet",
    "PlaqueCounter",
    "Recognition",
    "RecognitionQuerySet",
    "Repair",
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
