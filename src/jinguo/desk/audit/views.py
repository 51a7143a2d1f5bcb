"""The trail, for those who audit: filtered, a page at a time, and verified as a whole."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from jinguo import __version__
from jinguo.audit import actions, alerts, queries
from jinguo.audit.models import Event
from jinguo.core.errors import Invalid, NotFound
from jinguo.desk.accounts.proof import proven
from jinguo.desk.audit import choosing, words
from jinguo.desk.http import EXCEL, DeskRequest, access, render_page
from jinguo.desk.saved.filters import List, saved_here
from jinguo.exchange.trail_sheet import export_alerts, export_trail
from jinguo.org.roles import Capability
from jinguo.reports import audit_pack

A_PAGE = 50
DAYS_SHOWN = 30
YEARS_SHOWN = 6
FILTERS = ("actor", "action", "result", "day", "object")


@access(Capability.AUDIT_VIEW)
@require_GET
def trail(request: DeskRequest) -> HttpResponse:
    """List what was done, seen, exported and refused, newest first."""
    chosen = chosen_in(request)
    after = request.GET.get("after", "")
    found = list(page_after(filtered(queries.events(request.actor), chosen), after)[: A_PAGE + 1])
    shown = found[:A_PAGE]
    context = {
        "events": shown,
        "first": address(request, "") if after else "",
        "next": address(request, key_of(shown[-1])) if len(found) > A_PAGE else "",
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "saved": saved_here(request, List.TRAIL),
        "acts": choosing.offered(chosen["action"]),
        "results": words.RESULTS.items(),
        "titles": words.RESULTS,
        "link": queries.last_link(),
        "root": queries.find_root(),
        "query": request.GET.urlencode(),
    }
    return render_page(request, "desk/audit/trail.html#rows", context)


def chosen_in(request: DeskRequest) -> dict[str, str]:
    """Return what the address filters by."""
    chosen = {key: request.GET.get(key, "").strip() for key in FILTERS}
    return {**chosen, "action": choosing.asked(chosen["action"])}


def filtered(events: QuerySet[Event], chosen: Mapping[str, str]) -> QuerySet[Event]:
    """Return the events a filter keeps; a part that cannot be read keeps none."""
    if chosen["actor"]:
        events = events.filter(actor__icontains=chosen["actor"])
    if chosen["action"]:
        events = choosing.kept(events, chosen["action"])
    if chosen["result"]:
        events = events.filter(result=chosen["result"])
    if chosen["day"]:
        begins, ends = bounds(chosen["day"])
        events = events.filter(at__gte=begins, at__lt=ends)
    if chosen["object"]:
        events = events.filter(object_id=id_of(chosen["object"]))
    return events


def bounds(text: str) -> tuple[datetime, datetime]:
    """
    Return the first instant of a day and of the next, in the zone of the office.

    :raises Invalid: not a day
    """
    try:
        day: date | None = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise Invalid(_("The day must be written like 2020-12-31."), day=text)
    begins = timezone.make_aware(datetime.combine(day, time()))
    return begins, begins + timedelta(days=1)


def id_of(text: str) -> UUID:
    """
    Return the id a text is.

    :raises Invalid: not an id
    """
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(_("This is not the id of a record."), object=text) from None


def page_after(events: QuerySet[Event], key: str) -> QuerySet[Event]:
    """
    Return the events that follow the one a key names, in the order of the list.

    :raises Invalid: not a key of this list
    """
    if not key:
        return events
    at, _comma, last = key.partition(",")
    try:
        instant, id_ = datetime.fromisoformat(at), UUID(last)
    except ValueError:
        raise Invalid(_("That page does not exist. Open the list again.")) from None
    # Events of one act bear the same instant, so the id has the last word.
    return events.filter(at__lte=instant).exclude(at=instant, id__gte=id_)


def key_of(event: Event) -> str:
    """Return what the address of the page after an event says."""
    return f"{event.at.isoformat()},{event.id}"


def address(request: DeskRequest, after: str) -> str:
    """Return the address of another page of the same filter."""
    parts = request.GET.copy()
    parts.pop("after", None)
    if after:
        parts["after"] = after
    return f"?{parts.urlencode()}"


@access(Capability.AUDIT_VIEW)
@require_POST
def verify(request: DeskRequest) -> HttpResponse:
    """Chain what is finished, recompute the whole chain, and say what does not hold."""
    actions.seal_links()
    problems = queries.verify()
    for problem in problems[:10]:
        messages.error(request, f"{problem.seq or ''} {problem.message}".strip())
    if not problems:
        last = queries.last_link()
        count = last.seq if last else 0
        messages.success(request, _("The trail holds: %s events verified.") % f"{count:,}")
    return redirect("desk:audit")


@access(Capability.AUDIT_VIEW)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export(request: DeskRequest) -> FileResponse:
    """Send the filtered events as a workbook."""
    found = filtered(queries.events(request.actor), chosen_in(request))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "trail.xlsx"
        export_trail(actor=request.actor, events=found, say=words.sayer(), path=file)
        name = f"{_('Trail')}-{timezone.localdate()}.xlsx"
        return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=EXCEL)


@access(Capability.AUDIT_ALERTS)
@require_GET
def alerts_page(request: DeskRequest) -> HttpResponse:
    """Show what the last days gave reason to look at, and by which rules."""
    context = {
        "alerts": alerts.alerts(request.actor, now=timezone.now(), days=DAYS_SHOWN),
        "rules": alerts.RULES,
        "days": DAYS_SHOWN,
        "can_audit": request.actor.can(Capability.AUDIT_VIEW),
    }
    return render_page(request, "desk/audit/alerts.html", context)


@access(Capability.AUDIT_ALERTS)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_alerts_shown(request: DeskRequest) -> FileResponse:
    """Send the alerts of the page as a workbook."""
    found = alerts.alerts(request.actor, now=timezone.now(), days=DAYS_SHOWN)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "alerts.xlsx"
        export_alerts(actor=request.actor, alerts=found, path=file)
        name = f"alerts-{timezone.localdate()}.xlsx"
        return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=EXCEL)


@access(Capability.AUDIT_VIEW)
@require_GET
def sheet(request: DeskRequest) -> HttpResponse:
    """Show the root of a finished day, the last one when none is named, to be printed and signed."""
    text = request.GET.get("day", "").strip()
    root = queries.find_root(bounds(text)[0].date() if text else None)
    if text and root is None:
        raise NotFound(_("That day has no root: it is not finished, or nothing happened on it."))
    context = {
        "root": root,
        # In groups of eight, so that two people can compare it reading aloud.
        "digits": bytes(root.root).hex(" ", 4) if root else "",
        "version": __version__,
    }
    return render_page(request, "desk/audit/sheet.html", context)


@access(Capability.AUDIT_PACK)
@require_GET
def pack(request: DeskRequest) -> HttpResponse:
    """Show what a year's audit pack holds, and let a year be chosen."""
    last = timezone.localdate().year
    context = {"years": range(last, last - YEARS_SHOWN, -1), "chosen": last - 1}
    return render_page(request, "desk/audit/pack.html", context)


@access(Capability.AUDIT_PACK)
@require_POST
@proven(gettext_lazy("Take the audit pack out"))
def take_pack(request: DeskRequest) -> FileResponse:
    """Send the audit pack of a year as an archive."""
    text = request.POST.get("year", "").strip()
    if not text.isascii() or not text.isdigit() or len(text) != 4:
        raise Invalid(_("Choose a year."), year=text[:20])
    made = audit_pack.make(
        actor=request.actor, year=int(text), words=words.pack_words(), now=timezone.now()
    )
    return FileResponse(
        io.BytesIO(made.data),
        as_attachment=True,
        filename=made.name,
        content_type="application/zip",
    )
