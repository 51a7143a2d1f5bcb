"""Every read others may use."""

from jinguo.facts.queries.checking import Problem, check
from jinguo.facts.queries.comparing import Change, compare
from jinguo.facts.queries.figures import (
    ChildFigure,
    Figure,
    Point,
    by_child,
    figure,
    figures,
    series,
)
from jinguo.facts.queries.measures import measures_for
from jinguo.facts.queries.points import AsOf, Period, newest_transaction
from jinguo.facts.queries.records import Record, all_records, get_fact, records
from jinguo.facts.queries.targets import LAGS_BY, Status, TargetStatus, target_statuses

__all__ = [
    "LAGS_BY",
    "AsOf",
    "Change",
    "ChildFigure",
    "Figure",
    "Period",
    "Point",
    "Problem",
    "Record",
    "Status",
    "TargetStatus",
    "all_records",
    "by_child",
    "check",
    "compare",
    "figure",
    "figures",
    "get_fact",
    "measures_for",
    "newest_transaction",
    "records",
    "series",
    "target_statuses",
]
