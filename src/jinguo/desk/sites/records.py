"""The page of one site."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jinguo.activities import queries as activities
from jinguo.core.web import refusal
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.members.pages import spent_text
from jinguo.desk.sites import pages, pictures
from jinguo.desk.sites.doors import door_address
from jinguo.org.roles import Capability
from jinguo.sites import policies, queries
from jinguo.sites.models import Site

A_PAGE = 50  # lines of the log


@access(Capability.SITES_VIEW)
@require_GET
def site(request: DeskRequest, site_id: UUID) -> HttpResponse:
    """Show a site: what is said about it, its checklist, its log, its people and its history."""
    today, actor = timezone.localdate(), request.actor
    found = queries.get_site(actor, site_id)
    kind = queries.kind_of(found, today)
    page = Paginator(queries.log_of(found), A_PAGE).get_page(request.GET.get("page"))
    year = (date(today.year, 1, 1), date(today.year + 1, 1, 1))
    used = activities.time_used([found.id], year[0], date(today.year, 12, 31))[found.id]
    this = Site.objects.filter(id=found.id)
    context = {
        "site": found,
        "kind": kind,
        "type": kind.type_label(found.category),
        "tag": pages.TAGS[found.state],
        "buttons": pages.buttons(actor, found, kind),
        "filled": pages.filled(queries.last_check(found)),
        "lines": pages.lines(actor, found, list(page)),
        "page": page,
        "needs": queries.open_needs(this),
        "activities": queries.activities_between(this, *year).get(found.id, 0),
        "used": spent_text(used),
        "keepers": pages.keepers(actor, found, today),
        "pictures": pictures.card(actor, found, kind),
        "moments": pages.moments(queries.history_of(found)),
        "can_change": refusal(policies.check_change, actor, found) is None,
        "can_log": refusal(policies.check_log, actor, found) is None,
        "listed": queries.notice_entry(actor, found),
        "door": door_address(request, found) if kind.is_public else "",
    }
    return render_page(request, "desk/sites/site.html", context)
