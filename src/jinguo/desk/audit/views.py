"""The trail, for those who audit."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jinguo.audit import actions, queries
from jinguo.audit.models import DayRoot, Event, Link
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability

A_PAGE = 50


@access(Capability.AUDIT_VIEW)
@require_GET
def trail(request: DeskRequest) -> HttpResponse:
    """List what was done, seen, exported and refused, newest first."""
    found = queries.events(request.actor)
    chosen = {
        key: request.GET.get(key, "").strip()
        for key in ("actor", "action", "result", "day", "object")
    }
    if chosen["actor"]:
        found = found.filter(actor__icontains=chosen["actor"])
    if chosen["action"]:
        found = found.filter(action__startswith=chosen["action"])
    if chosen["result"]:
        found = found.filter(result=chosen["result"])
    if chosen["day"] and (day := day_of(chosen["day"])):
        found = found.filter(at__date=day)
    if chosen["object"] and (object_id := id_of(chosen["object"])):
        found = found.filter(object_id=object_id)
    after = request.GET.get("page")
    context = {
        "page": Paginator(found, A_PAGE).get_page(after),
        "chosen": chosen,
        "results": ("done", "refused", "denied"),
        "links": Link.objects.order_by("-seq").first(),
        "root": DayRoot.objects.order_by("-day").first(),
    }
    return render_page(request, "desk/audit/trail.html#rows", context)


def day_of(text: str) -> object:
    """Return the day a text names, or None."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def id_of(text: str) -> UUID | None:
    """Return the id a text is, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


@access(Capability.AUDIT_VIEW)
@require_POST
def verify(request: DeskRequest) -> HttpResponse:
    """Chain what is finished, recompute the whole chain, and say what does not hold."""
    actions.seal_links()
    problems = queries.verify()
    if problems:
        for problem in problems[:10]:
            messages.error(request, f"{problem.seq or ''} {problem.message}")
    else:
        count = Event.objects.count()
        messages.success(request, _("The trail holds: %s events verified.") % f"{count:,}")
    return redirect("desk:audit")
