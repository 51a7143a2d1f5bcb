"""Reading reports: their list, their text with figures, their freezes and what lies between two."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.facts.queries import AsOf, Period
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.reports.models import Freeze, Report, Template
from jinguo.reports.rendered import Block, Rendered, Value
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


def get_freeze(actor: Actor, freeze_id: UUID) -> Freeze:
    """
    Return one freeze.

    :raises NotFound: there is none, or the actor may not see its report
    """
    found = Freeze.objects.filter(id=freeze_id, report__in=reports(actor))
    freeze = found.select_related("report__template").first()
    if freeze is None:
        raise NotFound(_("There is no such freeze."))
    return freeze


def render(actor: Actor, report_id: UUID, as_of: AsOf | None = None) -> Rendered:
    """
    Return a report as it is read: the last freeze while it is frozen, else with the figures of now.

    With ``as_of`` the figures are worked out afresh as they were known then, whatever its state.

    :raises NotFound: there is no such report, or the actor may not see it or its figures
    """
    report = get_report(actor, report_id)
    if as_of is None and report.state == Report.State.FROZEN:
        return read_freeze(Freeze.objects.filter(report=report).latest("number"), report)
    return render_template(actor, report, as_of or AsOf.now(), known_at=None)


def render_freeze(actor: Actor, freeze_id: UUID) -> Rendered:
    """
    Return a report exactly as it was frozen.

    :raises NotFound: there is no such freeze, or the actor may not see its report
    """
    freeze = get_freeze(actor, freeze_id)
    return read_freeze(freeze, freeze.report)


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
    )
