"""The tables: plans as packs publish them, applications, recognitions, and what happened to each."""

from __future__ import annotations

from jinguo.assess.models.applications import Application, ApplicationQuerySet
from jinguo.assess.models.histories import Score, Transition
from jinguo.assess.models.plans import Ladder, Sheet
from jinguo.assess.models.recognitions import PlaqueCounter, Recognition, RecognitionQuerySet

__all__ = [
    "Application",
    "ApplicationQuerySet",
    "Ladder",
    "PlaqueCounter",
    "Recognition",
    "RecognitionQuerySet",
    "Score",
    "Sheet",
    "Transition",
]
