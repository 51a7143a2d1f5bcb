"""Reading reports: their list, their text with figures, their freezes and what lies between two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound, Refused
from jinguo.facts import queries as facts
from jinguo.facts.queries import AsOf, Change, Period
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.reports.models import Freeze, Report, Template
from jinguo.reports.rendered import Block, Rendered, Value, key_of
from jinguo.reports.rendering import render_template


def reports(actor: Actor) -> QuerySet[Report]:
    """Return the reports the actor may see, the latest period first."""
    reach = actor.reach(Capability.REPORTS_VIEW)
    return (
        Report.objects.filter(reach.as_q("area"))
        .select_related("template")
        .order_by("-ends_on", "area", "template__title", "-created_at")
    )


def get_report(actor: Actor, report_id: UUID) -> Report:
    """
    Return one report.

    :raises NotFound: there is none, or the actor may not see it
    """
    report = reports(actor).filter(id=report_id).first()
    if report is None:
        raise NotFound(_("There is no such report."))
    return report


def find_report(actor: Actor, *, template_key: str, area: str, period: Period) -> Report | None:
    """Return the report of a template, an area and a period, if it was opened."""
    return (
        reports(actor)
        .filter(
            template__key=template_key,
            area=area,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
        )
        .first()
    )


def templates(actor: Actor, area: str) -> list[Template]:
    """Return the templates that hold in ``area``: of each key the nearest pack's newest version."""
    if not actor.can(Capability.REPORTS_VIEW, area):
        return []
    rows = Template.objects.filter(_upward(area)).order_by("version")
    nearest = {row.key: row for row in sorted(rows, key=lambda row: (len(row.area), row.version))}
    return sorted(nearest.values(), key=lambda row: row.key)


def get_template(actor: Actor, key: str, area: str) -> Template:
    """
    Return the template that holds in ``area`` under ``key``.

    :raises NotFound: no pack there has it, or the actor sees no reports there
    """
    for template in templates(actor, area):
        if template.key == key:
            return template
    raise NotFound(_("There is no report template “%s” here.") % key)


def _upward(area: str) -> Q:
    return Q(area__in=[area[:length] for length in range(len(area) + 1)])


def freezes(actor: Actor, report_id: UUID) -> QuerySet[Freeze]:
    """
    Return the freezes of a report, the latest first.

    :raises NotFound: there is no such report, or the actor may not see it
    """
    return Freeze.objects.filter(report=get_report(actor, report_id)).order_by("-number")


def get_freeze(actor: Actor, freeze_id: UUID, *, report_id: UUID | None = None) -> Freeze:
    """
    Return one freeze, with ``report_id`` only of that report.

    :raises NotFound: there is none, or the actor may not see its report
    """
    found = Freeze.objects.filter(id=freeze_id, report__in=reports(actor))
    freeze = found.select_related("report__template").first()
    if freeze is None or report_id not in (None, freeze.report_id):
        raise NotFound(_("There is no such freeze."))
    return freeze


def render(actor: Actor, report_id: UUID, *, freeze_id: UUID | None = None) -> Rendered:
    """
    Return a report as it is read: the last freeze while it is frozen, else with the figures of now.

    With ``freeze_id`` exactly as it was frozen then, whatever its state.

    :raises NotFound: there is no such report or freeze, or the actor may not see it or its figures
    """
    report = get_report(actor, report_id)
    if freeze_id:
        return read_freeze(get_freeze(actor, freeze_id, report_id=report_id), report)
    if report.state == Report.State.FROZEN:
        return read_freeze(Freeze.objects.filter(report=report).latest("number"), report)
    return render_template(actor, report, AsOf.now(), known_at=None)


def read_freeze(freeze: Freeze, report: Report) -> Rendered:
    """Return the stored text and values of a freeze; nothing is worked out again."""
    values = [Value.from_json(one) for one in freeze.values.values()]
    text = freeze.text
    return Rendered(
        report=report.id,
        title=text["title"],
        area=report.area,
        area_name=text["area_name"],
        period=Period(report.starts_on, report.ends_on),
        as_of=AsOf.from_json(freeze.as_of),
        known_at=freeze.at,
        frozen=freeze.number,
        issuer=text["issuer"],
        attachments=tuple(text["attachments"]),
        blocks=[Block.from_json(one) for one in text["blocks"]],
        figures={value.key: value for value in values},
        freeze=freeze.id,
    )


def find_value(freeze: Freeze, measure: str, area: str, period: Period) -> Value | None:
    """Return what a freeze kept of a figure, if the report has it."""
    kept = freeze.values.get(key_of(measure, area, period))
    return Value.from_json(kept) if kept else None


@dataclass(frozen=True)
class Difference:
    """One figure in two freezes, None where it is not in one, and the facts that lie between."""

    before: Value | None
    after: Value | None
    causes: Sequence[Change]

    @property
    def value(self) -> Value:
        """The figure as the later freeze has it, or the earlier when it is gone."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def measure(self) -> str:
        return self.value.measure

    @property
    def change(self) -> Decimal | None:
        """By how much the value moved; None when one side says nothing."""
        if not self.before or not self.after:
            return None
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value


@dataclass(frozen=True)
class Comparison:
    """Two freezes of one report, and every figure that new facts touched or that moved."""

    first: Freeze
    second: Freeze
    differences: Sequence[Difference]


def compare(actor: Actor, report_id: UUID, freeze_a: UUID, freeze_b: UUID) -> Comparison:
    """
    Say why two freezes differ: each figure before and after, with the facts between them by reason.

    A figure that facts touched without moving it is listed too. One query a figure of the report.

    :raises NotFound: there is no such report or freeze, or the actor may not see it
    :raises Refused: a freeze is of another report
    """
    report = get_report(actor, report_id)
    first, second = get_freeze(actor, freeze_a), get_freeze(actor, freeze_b)
    if {first.report_id, second.report_id} != {report.id}:
        raise Refused(_("One of these freezes is of another report. Compare two of this one."))
    before = {key: Value.from_json(one) for key, one in first.values.items()}
    after = {key: Value.from_json(one) for key, one in second.values.items()}
    points = AsOf.from_json(first.as_of), AsOf.from_json(second.as_of)
    found = [
        Difference(before.get(key), after.get(key), _causes(actor, (after | before)[key], *points))
        for key in dict.fromkeys([*after, *before])
    ]
    return Comparison(first, second, [one for one in found if one.causes or _moved(one)])


def _moved(one: Difference) -> bool:
    return one.before is None or one.after is None or one.before.value != one.after.value


def _causes(actor: Actor, value: Value, first: AsOf, second: AsOf) -> Sequence[Change]:
    """Return the facts between two points that a figure counts; none for a measure that is gone."""
    try:
        return facts.compare(
            actor,
            value.measure,
            area=value.area,
            period=value.period,
            first=first,
            second=second,
        )
    except NotFound:
        return []
