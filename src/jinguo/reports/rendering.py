"""From a template and a point of knowledge to a report with every figure in its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TypeAlias

from jinguo.facts import queries as facts
from jinguo.facts.models import Measure
from jinguo.facts.queries import AsOf, Figure, Period
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.reports import templates
from jinguo.reports.models import Report
from jinguo.reports.rendered import Block, Rendered, Span, Value
from jinguo.reports.templates import Format, Placeholder
from jinguo.reports.wording import number_of, say, say_change

Key: TypeAlias = tuple[str, str, Period]


def render_template(
    actor: Actor, report: Report, as_of: AsOf, *, known_at: datetime | None
) -> Rendered:
    """
    Return the report with its figures as known at ``as_of``, in a constant number of queries.

    :raises NotFound: a figure's area is out of the actor's reach, or its measure is gone
    """
    template = templates.Template.model_validate(report.template.body)
    period = Period(report.starts_on, report.ends_on)
    names = _names(report, template)
    asked = list(_asked(template, report, period))
    values = _values(actor, asked, as_of, names)
    writer = Writer(report, period, values, names)
    blocks = writer.blocks(template)
    return Rendered(
        report=report.id,
        title=template.title,
        area=report.area,
        area_name=names[report.area],
        period=period,
        as_of=as_of,
        known_at=known_at,
        frozen=None,
        issuer=template.issuer,
        attachments=tuple(template.attachments),
        blocks=blocks,
        figures={value.key: value for value in values.values()},
    )


def _placeholders(template: templates.Template) -> Iterator[Placeholder]:
    for block in template.blocks:
        for part in templates.split(block.text):
            if isinstance(part, Placeholder) and not part.is_word:
                yield part


def _names(report: Report, template: templates.Template) -> dict[str, str]:
    codes = {report.area, *(one.area for one in _placeholders(template) if one.area)}
    return org.names_of(codes, report.ends_on)


def _asked(template: templates.Template, report: Report, period: Period) -> Iterator[Key]:
    for one in _placeholders(template):
        yield from dict.fromkeys(keys_of(one, report.area, period))


def keys_of(one: Placeholder, area: str, period: Period) -> tuple[Key, ...]:
    """
    Return the figures a placeholder speaks of: one, or for a change the later and the earlier.

    ``day=previous-year`` is the same period a year before; a day is its year up to that day.
    """
    here = (one.name, one.area or area, period)
    if one.day is None:
        return (here,)
    then = Period.up_to(one.day) if isinstance(one.day, date) else a_year_before(period)
    there = (one.name, one.area or area, then)
    return (here, there) if one.format is Format.CHANGE else (there,)


def a_year_before(period: Period) -> Period:
    """Return the same days of the year before; 29 February becomes the 28th."""
    return Period(_year_before(period.starts_on), _year_before(period.ends_on))


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _values(
    actor: Actor, asked: list[Key], as_of: AsOf, names: Mapping[str, str]
) -> dict[Key, Value]:
    groups: defaultdict[tuple[str, Period], list[str]] = defaultdict(list)
    for measure, area, period in dict.fromkeys(asked):
        groups[area, period].append(measure)
    found = {
        (measure, area, period): _value(figure, names.get(area, area))
        for (area, period), measures in groups.items()
        for measure, figure in facts.figures(
            actor, measures, area=area, period=period, as_of=as_of
        ).items()
    }
    return {key: found[key] for key in dict.fromkeys(asked)}


def _value(figure: Figure, area_name: str) -> Value:
    measure = figure.measure
    return Value(
        measure=measure.id,
        title=measure.title,
        title_en=measure.title_en,
        definition=measure.definition,
        definition_en=measure.definition_en,
        unit=measure.unit,
        how=measure.how,
        filter=_filter(measure),
        area=figure.area,
        area_name=area_name,
        starts_on=figure.period.starts_on,
        ends_on=figure.period.ends_on,
        value=figure.value,
        records=figure.records,
    )


def _filter(measure: Measure) -> str:
    """Say what a measure counts in the names facts are stored under."""
    if measure.how == Measure.How.RATIO:
        return f"{measure.numerator} ÷ {measure.denominator}"
    if measure.how == Measure.How.AREAS:
        return f"{measure.level}: {measure.of} ≥ {measure.at_least}"
    parts = [measure.kind, *(f"category={one}" for one in measure.categories)]
    if measure.of_programme:
        parts.append(f"programme={measure.of_programme}")
    return ", ".join(parts)


class Writer:
    """Puts values and words into a template's blocks and numbers its headings."""

    def __init__(
        self,
        report: Report,
        period: Period,
        values: Mapping[Key, Value],
        names: Mapping[str, str],
    ) -> None:
        self.area = report.area
        self.period = period
        self.values = values
        end = period.ends_on
        self.words = {
            "period.year": str(end.year),
            "period.end": f"{end.year}年{end.month}月{end.day}日",
            "area.name": names[report.area],
        }

    def blocks(self, template: templates.Template) -> list[Block]:
        """Return the blocks; what is numbered begins with 一、 （一） 1. or （1）, within the rank above."""
        blocks, counted = [], [0] * len(templates.NUMBERED)
        for block in template.blocks:
            number = ""
            if block.kind in templates.NUMBERED:
                rank = templates.NUMBERED.index(block.kind)
                counted[rank:] = [counted[rank] + 1, *(0 for _rank in counted[rank + 1 :])]
                number = number_of(rank, counted[rank])
            spans = tuple(self.span(part) for part in templates.split(block.text))
            blocks.append(Block(block.kind, spans, number))
        return blocks

    def span(self, part: str | Placeholder) -> Span:
        """Return one part of a block's words."""
        if isinstance(part, str):
            return Span(part)
        if part.is_word:
            return Span(self.words[part.name])
        found = [self.values[key] for key in keys_of(part, self.area, self.period)]
        words = say_change(*found) if len(found) == 2 else say(found[0], part.format)
        return Span(words, tuple(value.key for value in found))
