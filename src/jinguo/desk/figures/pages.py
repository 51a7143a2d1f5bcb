"""What the figure page shows, as values a template prints without deciding anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from django.urls import reverse

from jinguo.core.language import in_language
from jinguo.desk.figures.addresses import FigureAddress
from jinguo.desk.figures.labels import RecordLink
from jinguo.facts.formats import (
    PERCENT,
    Measured,
    change_text,
    number_text,
    shown,
    unit_text,
    value_text,
)
from jinguo.facts.models import Measure
from jinguo.facts.queries import ChildFigure, Figure, Point, Record, TakenBack, in_unit
from jinguo.reports.models import Freeze
from jinguo.reports.rendered import Value as Kept

ZERO = Decimal(0)


@dataclass(frozen=True)
class Value:
    """A figure's value and its unit apart, for the number is set larger."""

    text: str
    unit: str


@dataclass(frozen=True)
class Link:
    """An area above this one, with the address of its figure."""

    name: str
    href: str


@dataclass(frozen=True)
class Part:
    """One of the two figures a share divides."""

    title: str
    text: str
    href: str


@dataclass(frozen=True)
class Bar:
    """One bar of a chart and its row in the table beside it; ``value`` is as exact as it is shown."""

    label: str
    value: Decimal | None
    text: str
    share: int
    href: str = ""


@dataclass(frozen=True)
class Tile:
    """One town on the schematic map: its place on the grid and its shade, 0 (least) to 4 (most)."""

    area: str
    label: str
    text: str
    column: int
    row: int
    shade: int
    href: str


@dataclass(frozen=True)
class Tree:
    """One way to cut the areas: as they were on a day."""

    label: str
    href: str
    is_chosen: bool


@dataclass(frozen=True)
class RecordRow:
    """
    One record behind a figure, or one entry that was taken back, with the reason.

    ``take_back`` is the address of the page that takes its latest entry back, where that may be done.
    """

    label: str
    area: str
    on: date
    quantity: str
    href: str
    take_back: str = ""
    reason: str = ""


class Rows(TypedDict):
    """What stands behind a figure: its records, a page at a time, and what no longer counts."""

    records: Sequence[RecordRow]
    next: str
    taken_back: Sequence[RecordRow]
    can_take_back: bool
    can_export: bool
    correcting: str


@dataclass(frozen=True)
class Known:
    """The point of knowledge of a page that does not show what is known now."""

    at: datetime
    freeze: int | None = None
    href: str = ""


class Frame(TypedDict):
    """Where a page stands."""

    address: FigureAddress
    place: str
    path: Sequence[Link]
    known: Known | None


class Said(TypedDict):
    """What a figure says of itself."""

    title: str
    definition: str
    how: str
    text: str
    count: int


@dataclass(frozen=True, kw_only=True)
class FigurePage:
    """
    A figure with its definition, its months, its areas and its records.

    ``text`` is the value. ``correcting`` says to those who correct figures why no entry of this one may be
    taken back. Of a frozen report's figure it is what the report says, and ``afresh`` what
    comes out today where that differs, because the definition or the areas have changed since; one
    without months is no longer defined at all.
    """

    address: FigureAddress
    place: str
    path: Sequence[Link]
    known: Known | None
    title: str
    definition: str
    how: str
    text: str
    count: int
    afresh: str = ""
    is_flow: bool = False
    charted: str = ""
    parts: Sequence[Part] = ()
    months: Sequence[Bar] = ()
    children: Sequence[Bar] = ()
    tiles: Sequence[Tile] = ()
    trees: Sequence[Tree] = ()
    records: Sequence[RecordRow] = ()
    next: str = ""
    taken_back: Sequence[RecordRow] = ()
    can_take_back: bool = False
    can_export: bool = False
    correcting: str = ""


def said(figure: Figure | Kept) -> Said:
    """Return what a figure, or what a freeze kept of one, says in the reader's language."""
    about = figure.measure if isinstance(figure, Figure) else figure
    return Said(
        title=in_language(about.title, about.title_en),
        definition=in_language(about.definition, about.definition_en),
        how=str(Measure.How(about.how).label),
        text=value_text(figure.value, about),
        count=figure.records,
    )


def afresh(kept: Kept | None, figure: Figure) -> str:
    """Return what comes out today of a figure that a freeze kept, where it is another value."""
    if kept is None or kept.value == figure.value:
        return ""
    return value_text(figure.value, figure.measure)


def known_by(freeze: Freeze) -> Known:
    """Return the point of knowledge of a frozen report, with its page."""
    href = reverse("desk:report-freeze", args=[freeze.report_id, freeze.id])
    return Known(freeze.at, freeze.number, href)


def value_of(figure: Figure, *, beside: Decimal | None = None) -> Value:
    """
    Return a figure's value and its unit in the reader's language; shares keep their sign.

    ``beside`` is the target it stands next to, see :func:`jinguo.facts.formats.number_text`.
    """
    unit = figure.measure.unit
    text = number_text(figure.value, figure.measure, beside=beside)
    return Value(
        text, "" if figure.value is None or unit == PERCENT else unit_text(unit, figure.value)
    )


def title_of(measure: Measure) -> str:
    """Return the measure's title in the reader's language, the Chinese one when there is no other."""
    return in_language(measure.title, measure.title_en)


def part(figure: Figure, address: FigureAddress) -> Part:
    """Return one of the figures a share divides, seen from where the share is seen."""
    href = replace(address, measure=figure.measure.id).url
    return Part(title_of(figure.measure), value_text(figure.value, figure.measure), href)


def charted(points: Sequence[Point]) -> str:
    """Return the year whose months a chart shows; of several years, the first and last month."""
    first, last = points[0].month, points[-1].month
    return f"{last:%Y}" if first.year == last.year else f"{first:%Y-%m} – {last:%Y-%m}"


def month_bars(points: Sequence[Point], of: Measured) -> list[Bar]:
    """Return one bar a month, scaled to the largest; the year is named where there are several."""
    years = {point.month.year for point in points}
    form = "%m" if len(years) == 1 else "%Y-%m"
    return _scaled([(f"{point.month:{form}}", point.value, "") for point in points], of)


def area_bars(
    children: Sequence[ChildFigure], names: Mapping[str, str], address: FigureAddress, of: Measured
) -> list[Bar]:
    """Return one bar an area, in the order of the areas' names, scaled to the largest."""
    rows = [
        (names[code], child.value, replace(address, area=code).url)
        for child in children
        for code in [child.area.code]
    ]
    return _scaled(rows, of)


def _scaled(rows: Sequence[tuple[str, Decimal | None, str]], of: Measured) -> list[Bar]:
    largest = max((value for _label, value, _href in rows if value is not None), default=ZERO)
    return [
        Bar(
            label,
            None if value is None else shown(value, of),
            number_text(value, of),
            int(100 * value / largest) if value and largest > 0 else 0,
            href,
        )
        for label, value, href in rows
    ]


def area_link(record: Record | TakenBack, address: FigureAddress, counted: Measure) -> RecordLink:
    """Return an area that a count of areas counts, by its code, with the balance it is counted by."""
    return RecordLink(record.area, replace(address, measure=counted.of, area=record.area).url)


def record_row(
    record: Record | TakenBack,
    names: Mapping[str, str],
    link: RecordLink,
    of: Measured,
    take_back: str = "",
) -> RecordRow:
    """Return the row of one record, linked to its page when the actor may see it."""
    return RecordRow(
        label=link.label,
        area=names.get(record.area, record.area),
        on=record.occurred_on,
        quantity=change_text(in_unit(record.quantity, record.amount, of), of),
        href=link.href,
        take_back=take_back,
        reason=record.reason,
    )
