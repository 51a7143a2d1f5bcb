"""Every read others may use."""

from jinguo.facts.queries.checked import Problem
from jinguo.facts.queries.checking import check
from jinguo.facts.queries.comparing import Change, compare
from jinguo.facts.queries.figures import (
    ChildFigure,
    Figure,
    Point,
    by_child,
    check_reach,
    figure,
    figures,
    figures_of,
    series,
)
from jinguo.facts.queries.measures import measures_for
from jinguo.facts.queries.points import AsOf, Period, newest_transaction
from jinguo.facts.queries.records import (
    Record,
    TakenBack,
    counted_measure,
    get_fact,
    record_pages,
    records,
    taken_back,
)
from jinguo.facts.queries.targets import LAGS_BY, Status, TargetStatus, target_statuses
from jinguo.facts.queries.values import in_unit

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
    "TakenBack",
    "TargetStatus",
    "by_child",
    "check",
    "check_reach",
    "compare",
    "counted_measure",
    "figure",
    "figures",
    "figures_of",
    "get_fact",
    "in_unit",
    "measures_for",
    "newest_transaction",
    "record_pages",
    "records",
    "series",
    "taken_back",
    "target_statuses",
]
