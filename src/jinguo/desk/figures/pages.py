"""What the figure page shows, as values a template prints without deciding anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.urls import reverse

from jinguo.desk.figures.labels import RecordLink
from jinguo.desk.language import in_language, unit_text
from jinguo.facts.models import Measure
from jinguo.facts.queries import AsOf, ChildFigure, Figure, Point, Record
from jinguo.org.models import Area


@dataclass(frozen=True)
class Value:
    """A figure's value and its unit apart, for the number is set larger."""

    text: str
    unit: str


@dataclass(frozen=True)
class Bar:
    """One bar of a chart and its row in the table beside it."""

    label: str
    value: Decimal | None
    text: str
    share: int
    href: str = ""


@dataclass(frozen=True)
class Tile:
    """One town on the schematic map: its place on the grid and its shade, 0 (least) to 4 (most)."""

    label: str
    text: str
    column: int
    row: int
    shade: int
    href: str


@dataclass(frozen=True)
class RecordRow:
    """One record behind a figure."""

    label: str
    area: str
    on: date
    quantity: str
    href: str


@dataclass(frozen=True)
class FigurePage:
    """A figure with its definition, its months, its areas and its records."""

    measure: Measure
    title: str
    definition: str
    area: Area
    on: date
    as_of: AsOf | None
    figure: Figure
    parts: Sequence[Figure]
    months: Sequence[Bar]
    children: Sequence[Bar]
    tiles: Sequence[Tile]
    records: Sequence[RecordRow]
    after: str


def value_of(figure: Figure) -> Value:
    """Return a figure's value and its unit in the reader's language; shares keep their sign."""
    unit = figure.measure.unit
    if figure.value is None or unit in ("%", "‰"):
        return Value(figure.text, "")
    return Value(figure.text.removesuffix(unit).strip(), unit_text(unit))


def title_of(measure: Measure) -> str:
    """Return the measure's title in the reader's language, the Chinese one when there is no other."""
    return in_language(measure.title, measure.title_en)


def figure_url(measure: str, area: str, on: date) -> str:
    """Return the address of one figure's page."""
    return f"{reverse('desk:figure', args=[measure])}?area={area}&on={on:%Y-%m-%d}"


def month_bars(points: Sequence[Point], unit: str) -> list[Bar]:
    """Return one bar a month, scaled to the largest."""
    return _scaled([(f"{point.month:%m}", point.value, "") for point in points], unit)


def area_bars(children: Sequence[ChildFigure], measure: str, on: date, unit: str) -> list[Bar]:
    """Return one bar an area, in the order of the areas' names, scaled to the largest."""
    rows = [
        (child.area.name, child.value, figure_url(measure, child.area.code, on))
        for child in children
    ]
    return _scaled(rows, unit)


def _scaled(rows: Sequence[tuple[str, Decimal | None, str]], unit: str) -> list[Bar]:
    largest = max((value for _label, value, _href in rows if value is not None), default=Decimal(0))
    return [
        Bar(
            label,
            value,
            text(value, unit),
            int(100 * value / largest) if value and largest > 0 else 0,
            href,
        )
        for label, value, href in rows
    ]


def text(value: Decimal | None, unit: str) -> str:
    """Return a value as the tables print it: one decimal for shares, grouped digits otherwise."""
    if value is None:
        return "—"
    return f"{value:.1f}%" if unit == "%" else f"{int(value):,}"


def record_row(
    record: Record, names: Mapping[str, str], links: Mapping[UUID, RecordLink]
) -> RecordRow:
    """Return the row of one record, linked to its page when the actor may see it."""
    link = links.get(record.object_id, RecordLink(str(record.object_id)[-8:], ""))
    return RecordRow(
        label=link.label,
        area=names.get(record.area, record.area),
        on=record.occurred_on,
        quantity=f"{record.quantity:+d}",
        href=link.href,
    )
