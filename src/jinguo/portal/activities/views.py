"""What is on: the list, and the page of an activity."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jinguo.activities import queries
from jinguo.activities.models import Activity
from jinguo.notices import queries as notices
from jinguo.portal.activities import lists
from jinguo.portal.activities.calendars import calendar_address
from jinguo.portal.activities.pages import activity_page, meetings
from jinguo.portal.activities.rows import by_day, rows_of
from jinguo.portal.bookings.people import family_of, living_bookings
from jinguo.portal.codes import qr_picture, whole_address
from jinguo.portal.http import page, public, unkept
from jinguo.portal.kept import kept
from jinguo.portal.paging import page_of

A_PAGE = 40
ORDER = ("starts_at", "id")
NOTICES = 3


@public
@require_safe
@kept
def home(request: HttpRequest) -> HttpResponse:
    """Show the first page: what is on, and what is on public notice."""
    today = timezone.localdate()
    return whats_on_page(request, notices=notices.public_notices(today)[:NOTICES], today=today)


@public
@require_safe
@kept
def whats_on(request: HttpRequest) -> HttpResponse:
    """List what is on, by town, days, kind and stage of family life."""
    return whats_on_page(request)


def whats_on_page(request: HttpRequest, **more: object) -> HttpResponse:
    """Render the list as the address narrows it."""
    now = timezone.now()
    today = timezone.localdate(now)
    choices = lists.choices_of(request.GET, now, family_of(request, today))
    form, offered = choices.form, choices.offered
    chosen = form.chosen
    wanted = lists.session_filter(chosen, choices.kinds, today)
    pages = page_of(queries.public_sessions(wanted, now=now), ORDER, request.GET, A_PAGE)
    rows = rows_of(lists.with_activities(pages.rows), offered.about, now)
    context = {
        "form": form,
        "chips": lists.chips(request.GET, chosen["when"]),
        "stage_chips": lists.stage_chips(request.GET, chosen["stage"], offered),
        "when": chosen["when"],
        "days": by_day(rows),
        "pages": pages,
        "action": reverse("portal:whats-on"),
        "is_narrowed": any(chosen.values()),
        "calendar": calendar_address(chosen["town"]),
        **more,
    }
    return page(request, "activities/whats_on.html", context)


@public
@require_safe
@kept
def activity(request: HttpRequest, code: str) -> HttpResponse:
    """Show an activity: its sessions, for whom it is, how seats go, and how to book."""
    now = timezone.now()
    found = queries.get_public(code)
    found_sessions = list(queries.sessions_of(found))
    found.last_at = max((one.ends_at for one in found_sessions), default=None)
    today = timezone.localdate(now)
    ruleset = queries.ruleset_over(found.programme, found.area_id, today)
    stages = queries.stages_over(found.area_id, on=today) if found.stages else []
    context = {
        "activity": found,
        "shown": activity_page(found, ruleset, stages, now),
        "sessions": meetings(found_sessions),
        "bookings": living_bookings(request, found),
        "qr": qr_picture(whole_address(request, request.path)),
    }
    return activity_response(request, "activities/activity.html", found, context)


def activity_response(
    request: HttpRequest, template: str, about: Activity, context: dict[str, object]
) -> HttpResponse:
    """Render a page about an activity; about a private one it leaves no trace and has a quick way out."""
    layout = "portal/sensitive.html" if about.is_private else "portal/base.html"
    response = page(request, template, {**context, "activity": about, "layout": layout})
    if about.is_private:
        unkept(response)
    return response
