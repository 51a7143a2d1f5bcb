"""Every write of this module."""

from jinguo.facts.actions.correcting import AlreadyCorrected, NotCorrectable, correct
from jinguo.facts.actions.defining import MeasureDef, TargetDef, define_measures, define_targets
from jinguo.facts.actions.recording import record
from jinguo.facts.actions.rolling import roll_up

__all__ = [
    "AlreadyCorrected",
    "MeasureDef",
    "NotCorrectable",
    "TargetDef",
    "correct",
    "define_measures",
    "define_targets",
    "record",
    "roll_up",
]
