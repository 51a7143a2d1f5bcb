"""Every write of this module."""

from jinguo.facts.actions.correcting import (
    REASON,
    AlreadyCorrected,
    correct,
    count_under,
    take_all_back,
    take_back,
)
from jinguo.facts.actions.defining import MeasureDef, TargetDef, define_measures, define_targets
from jinguo.facts.actions.recording import record
from jinguo.facts.actions.rolling import roll_up
from jinguo.facts.policies import NotCorrectable

__all__ = [
    "REASON",
    "AlreadyCorrected",
    "MeasureDef",
    "NotCorrectable",
    "TargetDef",
    "correct",
    "count_under",
    "define_measures",
    "define_targets",
    "record",
    "roll_up",
    "take_all_back",
    "take_back",
]
