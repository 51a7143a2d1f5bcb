"""Entries that wait for somebody: to be confirmed, or for an answer to a seat offered."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jinguo.activities.models import Enrolment
from jinguo.activities.models.enrolments import EnrolmentQuerySet
from jinguo.activities.queries import work
from jinguo.desk.activities import pages
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability

A_PAGE = 50


@access(Capability.ACTIVITIES_ENROL)
@require_GET
def confirmations(request: DeskRequest) -> HttpResponse:
    """List the entries to be confirmed, the soonest first, beside who is on duty."""
    found = work.unconfirmed(request.actor).filter(within(request))
    page = page_of(request, found.select_related(*WITH))
    duties = work.duties(request.actor, now=timezone.now())
    context = {
        "rows": shown(request, page),
        "page": page,
        "days": pages.duty_days(request.actor, duties),
    }
    return render_page(request, "desk/activities/confirmations.html", context)


@access(Capability.ACTIVITIES_ENROL)
@require_GET
def offers(request: DeskRequest) -> HttpResponse:
    """List the seats offered that nobody has answered for, the first to expire first."""
    found = work.offered_seats(request.actor, timezone.now()).filter(within(request))
    page = page_of(request, found.select_related(*WITH).order_by("offer_expires_at", "id"))
    context = {"rows": shown(request, page), "page": page}
    return render_page(request, "desk/activities/offers.html", context)


WITH = ("activity", "person__area", "guardian")


def within(request: DeskRequest) -> Q:
    """Return the condition that keeps what the actor may answer for."""
    return request.actor.reach(Capability.ACTIVITIES_ENROL).as_q("activity__area__code")


def page_of(request: DeskRequest, found: EnrolmentQuerySet) -> Page[Enrolment]:
    """Return the page of a list that the address asks for."""
    return Paginator(found, A_PAGE).get_page(request.GET.get("page"))


def shown(request: DeskRequest, rows: Iterable[Enrolment]) -> list[pages.Entry]:
    """Return entries as this reader may see them; who booked her own duty under their whole names."""
    found = list(rows)
    return pages.entries(request.actor, found, met=work.own_clients(request.actor, found))
