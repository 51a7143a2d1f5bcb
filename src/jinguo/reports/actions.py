"""Opening, freezing, reopening and exporting reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Refused
from jinguo.core.identifiers import refuse_document
from jinguo.facts.queries import AsOf, Period, check_reach
from jinguo.org.actor import Actor
from jinguo.org.queries import get_area
from jinguo.reports import documents, policies, queries
from jinguo.reports.models import Freeze, Report
from jinguo.reports.rendered import Rendered
from jinguo.reports.rendering import render_template


@transaction.atomic
def open_report(
    *, actor: Actor, template_key: str, area: str, period: Period, now: datetime
) -> Report:
    """
    Open a report of one area and period on the template that holds there.

    :raises Denied: the actor may not make reports there
    :raises NotFound: no pack has such a template there, or there is no such area
    :raises AlreadyOpened: this report was opened already
    """
    find = partial(queries.find_report, actor, template_key=template_key, area=area, period=period)
    policies.check_open(actor, area, there=find())
    get_area(area)
    report = Report(
        template=queries.get_template(actor, template_key, area),
        area=area,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        state=Report.State.OPEN,
        created_at=now,
    )
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        # Opened by someone else in the meantime, most likely by her own second click.
        policies.check_open(actor, area, there=find())
        raise
    _note(actor, "reports.open", report)
    return report


@transaction.atomic
def freeze(*, actor: Actor, report_id: UUID, note: str = "", now: datetime) -> Freeze:
    """
    Keep a report as it stands: the point of knowledge, every value and the whole text, for ever.

    :raises NotFound: there is no such report, or the actor may not see it
    :raises Denied: the actor may not freeze reports there
    :raises Refused: the report is frozen already
    """
    report = _lock(actor, report_id)
    policies.check_freeze(actor, report)
    rendered = render_template(actor, report, AsOf.snapshot(), known_at=now)
    frozen = Freeze.objects.create(
        report=report,
        number=report.freezes.count() + 1,
        at=now,
        as_of=rendered.as_of.to_json(),
        values={key: value.to_json() for key, value in rendered.figures.items()},
        text=_text(rendered),
        account=actor.account_id,
        actor=actor.name,
        note=note,
    )
    report.state = Report.State.FROZEN
    report.save(update_fields=["state"])
    _note(actor, "reports.freeze", report)
    return frozen


@transaction.atomic
def reopen(*, actor: Actor, report_id: UUID, reason: str, now: datetime) -> Report:
    """
    Let a frozen report grow again, on the newest version of its template. Its freezes stay.

    ``reason`` goes onto the trail.

    :raises NotFound: there is no such report, or the actor may not see it
    :raises Denied: the actor may not freeze reports there
    :raises Refused: the report is open, or no reason is given
    """
    report = _lock(actor, report_id)
    policies.check_reopen(actor, report)
    if not reason.strip():
        raise Refused(_("Say why the report is opened again."))
    report.template = queries.get_template(actor, report.template.key, report.area)
    report.state = Report.State.OPEN
    report.save(update_fields=["template", "state"])
    _note(actor, "reports.reopen", report, purpose=reason)
    return report


class Kind(StrEnum):
    """What a report is given out as."""

    DOCUMENT = "document"  # .docx in the official form
    ANNEX = "annex"  # .xlsx of its figures


@dataclass(frozen=True)
class Exported:
    """A file of a report, under the name it should be kept."""

    name: str
    data: bytes


@transaction.atomic
def export(*, actor: Actor, report_id: UUID, kind: Kind, freeze_id: UUID | None = None) -> Exported:
    """
    Return a file of a report as it is read, or as one of its freezes has it.

    The trail keeps who took it, of which freeze, and how many figures it holds.

    :raises NotFound: there is no such report or freeze, or the actor may not see it
    :raises IdentifierFound: the file holds something a person can be found or harmed by
    """
    rendered = queries.render(actor, report_id, freeze_id=freeze_id)
    standing = rendered.frozen or "draft"
    if kind is Kind.ANNEX:
        name, data = f"{rendered.heading}-{standing}-annex.xlsx", documents.annex(rendered)
    else:
        name, data = f"{rendered.heading}-{standing}.docx", documents.docx(rendered)
    refuse_document(data)
    trail.note(
        actor,
        "reports.export",
        object_type="reports.report",
        object_id=report_id,
        area=rendered.area,
        count=len(rendered.figures),
        purpose=f"#{standing}" if rendered.frozen else "",
        fields=[kind.value],
    )
    return Exported(name, data)


def take_brief(*, actor: Actor, area: str, brief: documents.Brief, now: datetime) -> bytes:
    """
    Return the brief of an area as .docx, and note that it was taken out.

    :raises NotFound: the actor sees no figures of the area
    :raises IdentifierFound: something in it would lead to a person
    """
    check_reach(actor, area)
    made = documents.brief_docx(brief, now)
    refuse_document(made)
    trail.note(
        actor, "reports.take-brief", area=area, count=sum(len(one.figures) for one in brief.parts)
    )
    return made


def _lock(actor: Actor, report_id: UUID) -> Report:
    queries.get_report(actor, report_id)
    return (
        Report.objects.select_for_update(of=("self",)).select_related("template").get(id=report_id)
    )


def _text(rendered: Rendered) -> dict[str, object]:
    return {
        "title": rendered.title,
        "area_name": rendered.area_name,
        "issuer": rendered.issuer,
        "attachments": list(rendered.attachments),
        "blocks": [block.to_json() for block in rendered.blocks],
    }


def _note(actor: Actor, action: str, report: Report, purpose: str = "") -> None:
    trail.note(
        actor,
        action,
        object_type="reports.report",
        object_id=report.id,
        area=report.area,
        purpose=purpose,
    )
