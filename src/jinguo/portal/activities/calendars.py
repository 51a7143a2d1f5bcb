"""Calendar feeds of what is on: all of it, of a town, of one activity."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinguo.activities import queries
from jinguo.activities.models import Session
from jinguo.activities.queries import SessionFilter
from jinguo.portal.activities.pages import discreet_title
from jinguo.portal.calendars import Entry, calendar_file
from jinguo.portal.codes import whole_address
from jinguo.portal.http import public, unkept

MOST = 1_000  # sessions of one file
TYPE = "text/calendar; charset=utf-8"


def calendar_address(town: str = "") -> str:
    """Return the address of the feed, of one town or of all."""
    query = f"?{urlencode({'town': town})}" if town else ""
    return reverse("portal:calendar") + query


@public
@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    """Send what is on to calendar programs, of one town or of all."""
    town = request.GET.get("town", "")
    wanted = SessionFilter(area=town if town.isascii() and town.isdigit() else "")
    sessions = queries.public_sessions(wanted, now=timezone.now())[:MOST]
    return calendar_response(request, _("Women’s Federation"), entries_of(request, sessions))


@public
@require_safe
def activity_calendar(request: HttpRequest, code: str) -> HttpResponseBase:
    """Send the sessions of an activity to calendar programs; one that is cancelled stays, and says so."""
    found = queries.get_public(code)
    sessions = queries.sessions_of(found).select_related("activity__site", "site")
    answer = calendar_response(request, discreet_title(found), entries_of(request, sessions))
    return unkept(answer) if found.is_private else answer


def entries_of(request: HttpRequest, sessions: Iterable[Session]) -> list[Entry]:
    """Return sessions as events of a calendar; of a private one it says neither what nor where it is."""
    return [
        Entry(
            id=session.id,
            title=title_of(session),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            place="" if session.activity.is_private else session.where,
            address=whole_address(
                request, reverse("portal:activity", args=[session.activity.code])
            ),
            changed_at=session.activity.published_at or session.activity.created_at,
            is_cancelled=session.state == Session.State.CANCELLED,
        )
        for session in sessions
    ]


def title_of(session: Session) -> str:
    """Return what a session is called: its activity, and what this one is about unless it is private."""
    about = "" if session.activity.is_private else session.title
    return "：".join(filter(None, [discreet_title(session.activity), about]))


def calendar_response(request: HttpRequest, name: str, entries: list[Entry]) -> HttpResponseBase:
    """Return a calendar file; to a program that has the same already, that nothing changed."""
    address = whole_address(request, request.get_full_path())
    body = calendar_file(name=name, address=address, entries=entries)
    etag = quote_etag(sha256(body).hexdigest()[:32])
    response = get_conditional_response(request, etag=etag) or HttpResponse(body, content_type=TYPE)
    response["ETag"] = etag
    response["Content-Disposition"] = content_disposition_header(False, "calendar.ics") or ""
    return response
