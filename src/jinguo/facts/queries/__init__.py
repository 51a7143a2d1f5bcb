"""Every read others may use."""

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
from jinguo.facts.queries.points import AsOf, Period
from jinguo.facts.queries.records import Record, all_records, get_fact, records

__all__ = [
    "AsOf",
    "ChildFigure",
    "Figure",
    "Period",
    "Point",
    "Record",
    "all_records",
    "by_child",
    "figure",
    "figures",
    "get_fact",
    "measures_for",
    "records",
    "series",
]
