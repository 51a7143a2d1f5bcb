"""What is on: the list, the page of an activity, and calendar files of both."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jinguo.activities import queries
from jinguo.activities.queries import SessionFilter
from jinguo.notices import queries as notices
from jinguo.portal.activities import lists
from jinguo.portal.activities.pages import activity_page
from jinguo.portal.activities.rows import by_day, rows_of
from jinguo.portal.http import page, public
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
    shown = notices.public_notices(timezone.localdate())[:NOTICES]
    return whats_on_page(request, notices=shown, today=timezone.localdate())


@public
@require_safe
@kept
def whats_on(request: HttpRequest) -> HttpResponse:
    """List what is on, by town, days, kind and stage of family life."""
    return whats_on_page(request)


def whats_on_page(request: HttpRequest, **more: object) -> HttpResponse:
    """Render the list as the address narrows it."""
    now = timezone.now()
    form, offered = lists.filter_form(request.GET, now)
    chosen = form.chosen
    wanted = lists.session_filter(chosen, timezone.localdate(now))
    pages = page_of(queries.public_sessions(wanted, now=now), ORDER, request.GET, A_PAGE)
    rows = rows_of(lists.with_activities(pages.rows), offered.titles, now)
    action = reverse("portal:whats-on")
    context = {
        "form": form,
        "chips": lists.chips(request.GET, chosen["when"]),
        "days": by_day(rows),
        "pages": pages,
        "action": action,
        "is_narrowed": any(chosen.values()),
        "calendar": calendar_address(chosen["town"]),
        **more,
    }
    return page(request, "activities/whats_on.html", context)
