"""Every write on rounds of evaluation."""

from __future__ import annotations

from jinguo.assess.actions.rounds.closing import VisitsOpen, check_done, close_round
from jinguo.assess.actions.rounds.drafting import (
    AlreadyNamed,
    MayNotVisit,
    RoundIn,
    change_round,
    check_namable,
    draft_round,
    drop_assessor,
    name_assessor,
    withdraw_round,
)
from jinguo.assess.actions.rounds.drawing import draw_sample, freeze_frame, take_record
from jinguo.assess.actions.rounds.passing import (
    NobodyElse,
    NothingOpen,
    check_passable,
    pass_visits_on,
)
from jinguo.assess.actions.rounds.sending import GrantsLevels, NoAssessors, check_named, send_out
from jinguo.assess.actions.rounds.visits import (
    SATISFACTION,
    FindingIn,
    check_vetoes,
    enter_vetoes,
    enter_visits,
    fill_visit,
    miss_visit,
    return_visit,
    show_the_way,
)

__all__ = [
    "SATISFACTION",
    "AlreadyNamed",
    "FindingIn",
    "GrantsLevels",
    "MayNotVisit",
    "NoAssessors",
    "NobodyElse",
    "NothingOpen",
    "RoundIn",
    "VisitsOpen",
    "change_round",
    "check_done",
    "check_namable",
    "check_named",
    "check_passable",
    "check_vetoes",
    "close_round",
    "draft_round",
    "draw_sample",
    "drop_assessor",
    "enter_vetoes",
    "enter_visits",
    "fill_visit",
    "freeze_frame",
    "miss_visit",
    "name_assessor",
    "pass_visits_on",
    "return_visit",
    "send_out",
    "show_the_way",
    "take_record",
    "withdraw_round",
]
