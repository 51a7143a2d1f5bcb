"""Figures: what is counted, its value in an area over a period as of a point, its months, its records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from jinguo.api.access import Token
from jinguo.api.http import ApiRequest
from jinguo.api.shapes import AreaCode, Asked, Day, Instant, Size, optional
from jinguo.core.errors import Invalid
from jinguo.core.language import in_language
from jinguo.facts import queries
from jinguo.facts.models import Measure
from jinguo.facts.queries import AsOf, Figure, Period, Record
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

router = Router(tags=["figures"])

LONGEST_SERIES = 120  # months
MeasureId = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9_-]*)+$",
        max_length=80,
        examples=["courtyards.demo"],
    ),
]


class MeasureOut(Schema):
    """What a plan counts, and how it adds up."""

    id: str = Field(examples=["courtyards.demo"])
    programme: str
    title: str
    definition: str
    unit: str = Field(examples=["户"])
    how: str = Field(
        description="`flow` sums the period, `balance` up to its last day, `persons` counts different"
        " persons, `areas` areas that reach a number, `amount` money, `ratio` divides two measures."
    )
    numerator: str
    denominator: str


class MeasureList(Schema):
    items: list[MeasureOut]


class MeasuresAsked(Asked):
    area: AreaCode


def check_area(actor: Actor, code: str) -> None:
    """
    Pass for an area there is, of which the actor sees the figures.

    :raises NotFound: otherwise
    """
    queries.check_reach(actor, code)
    org.get_area(code)


@router.get("/measures", response=MeasureList, auth=Token(Capability.FIGURES_VIEW))
def list_measures(request: ApiRequest, asked: Query[MeasuresAsked]) -> MeasureList:
    """List what the plans over an area count."""
    check_area(request.auth, asked.area)
    found = queries.measures_for(asked.area).values()
    return MeasureList(items=[measure_out(one) for one in found])


def measure_out(measure: Measure) -> MeasureOut:
    return MeasureOut(
        id=measure.id,
        programme=measure.programme,
        title=in_language(measure.title, measure.title_en),
        definition=in_language(measure.definition, measure.definition_en),
        unit=measure.unit,
        how=measure.how,
        numerator=measure.numerator,
        denominator=measure.denominator,
    )


class Seen(Asked):
    """Area, period and point of knowledge of a figure."""

    area: AreaCode
    starts_on: Day | None = optional(
        description="Inclusive; else 1 January of the last day's year."
    )
    ends_on: Day | None = optional(description="Inclusive; else today.")
    as_of: Instant | None = optional(description="As it was known then; else as it is known now.")

    @property
    def period(self) -> Period:
        """
        The days asked for.

        :raises Invalid: the last comes before the first
        """
        last = self.ends_on or timezone.localdate()
        first = self.starts_on or date(last.year, 1, 1)
        if last < first:
            sentence = _("The last day comes before the first.")
            raise Invalid(sentence, ends_on=sentence)
        return Period(first, last)

    @property
    def point(self) -> AsOf:
        return AsOf.at(self.as_of) if self.as_of else AsOf.now()


class FiguresAsked(Seen):
    measure: list[MeasureId] = Field(min_length=1, max_length=50)


class FigureOut(Schema):
    """
    A measure at an area, a period and a point of knowledge.

    ``value`` is exact, in the measure's unit; a ratio over nothing has none. ``text`` is what the
    workbench shows.
    """

    measure: str
    area: str
    starts_on: date
    ends_on: date
    value: Decimal | None = Field(examples=["16557"])
    unit: str
    text: str = Field(examples=["16,557 户"])
    records: int = Field(description="Facts that add less those that take away.")
    numerator: Decimal | None
    denominator: Decimal | None


class FigureList(Schema):
    items: list[FigureOut]


def figure_out(figure: Figure) -> FigureOut:
    return FigureOut(
        measure=figure.measure.id,
        area=figure.area,
        starts_on=figure.period.starts_on,
        ends_on=figure.period.ends_on,
        value=figure.value,
        unit=figure.measure.unit,
        text=figure.text,
        records=figure.records,
        numerator=figure.numerator,
        denominator=figure.denominator,
    )


@router.get("/figures", response=FigureList, auth=Token(Capability.FIGURES_VIEW))
def list_figures(request: ApiRequest, asked: Query[FiguresAsked]) -> FigureList:
    """Return the figures of some measures, all read at the same instant."""
    check_area(request.auth, asked.area)
    wanted = list(dict.fromkeys(asked.measure))
    found = queries.figures(
        request.auth, wanted, area=asked.area, period=asked.period, as_of=asked.point
    )
    return FigureList(items=[figure_out(found[one]) for one in wanted])


@router.get("/figures/{measure}/areas", response=FigureList, auth=Token(Capability.FIGURES_VIEW))
def list_figures_by_area(request: ApiRequest, measure: MeasureId, asked: Query[Seen]) -> FigureList:
    """Return the figure of every area directly below one, read at the same instant."""
    check_area(request.auth, asked.area)
    found = queries.by_child(
        request.auth, measure, area=asked.area, period=asked.period, as_of=asked.point
    )
    return FigureList(items=[figure_out(child.figure) for child in found])


class PointOut(Schema):
    """One month: a flow's sum in it, a balance at its end, or at the period's last day."""

    month: date = Field(description="Its first day.")
    value: Decimal | None


class Series(Schema):
    measure: str
    items: list[PointOut]


@router.get("/figures/{measure}/series", response=Series, auth=Token(Capability.FIGURES_VIEW))
def show_series(request: ApiRequest, measure: MeasureId, asked: Query[Seen]) -> Series:
    """Return a figure month by month, over ten years at most."""
    check_area(request.auth, asked.area)
    period = asked.period
    if len(period.months()) > LONGEST_SERIES:
        sentence = _("A series has at most %d months.") % LONGEST_SERIES
        raise Invalid(sentence, starts_on=sentence)
    points = queries.series(
        request.auth, measure, area=asked.area, period=period, as_of=asked.point
    )
    return Series(
        measure=measure, items=[PointOut(month=one.month, value=one.value) for one in points]
    )


class RecordsAsked(Seen):
    after: Annotated[str, Field(pattern=r"^[0-9]{2,12}\.[0-9a-f-]{36}$")] | None = optional(
        description="`next` of the page before."
    )
    size: Size = 50


class RecordOut(Schema):
    """
    One object behind a figure, with what it adds to it.

    ``object_id`` is null where areas are counted. ``occurred_on`` is the day of its latest fact.
    """

    object_type: str = Field(examples=["assess.recognition"])
    object_id: UUID | None
    area: str
    occurred_on: date
    quantity: int
    amount_fen: int


class RecordPage(Schema):
    items: list[RecordOut]
    next: str | None


@router.get("/figures/{measure}/records", response=RecordPage, auth=Token(Capability.FIGURES_VIEW))
def list_records(request: ApiRequest, measure: MeasureId, asked: Query[RecordsAsked]) -> RecordPage:
    """List the objects behind a figure; what they add is the figure. Of a ratio, its numerator's."""
    check_area(request.auth, asked.area)
    found = queries.records(
        request.auth,
        measure,
        area=asked.area,
        period=asked.period,
        as_of=asked.point,
        limit=asked.size + 1,
        after=asked.after,
    )
    shown = found[: asked.size]
    return RecordPage(items=[record_out(one) for one in shown], next=next_key(found, shown))


def next_key(found: Sequence[Record], shown: Sequence[Record]) -> str | None:
    return shown[-1].key if len(found) > len(shown) else None


def record_out(record: Record) -> RecordOut:
    return RecordOut(
        object_type=record.object_type,
        object_id=record.object_id,
        area=record.area,
        occurred_on=record.occurred_on,
        quantity=record.quantity,
        amount_fen=record.amount,
    )
