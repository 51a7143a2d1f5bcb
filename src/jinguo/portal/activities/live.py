"""The live room of a session: when it is on, the stream or where to find it, and afterwards the replay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, checkin, policies, queries
from jinguo.activities.links import is_link
from jinguo.activities.models import Attendance, Enrolment, Session
from jinguo.core.errors import NotFound
from jinguo.core.web import allow, refusal
from jinguo.portal.activities.availability import instant
from jinguo.portal.activities.rows import period_text
from jinguo.portal.activities.views import activity_response
from jinguo.portal.bookings.people import living_bookings
from jinguo.portal.http import public

EARLY = timedelta(minutes=15)
"""How long before the start the room opens."""
HLS = ".m3u8"
PLAYED = (HLS, ".mp4")
"""What browsers and phones play in the page; everything else is a link."""


@dataclass(frozen=True)
class Room:
    """What a live room shows now: a sentence, and an address to watch at, empty while there is none."""

    said: str
    address: str = ""
    title: str = ""

    @property
    def played(self) -> str:
        """The address, when it is a video that plays in the page."""
        return self.address if urlsplit(self.address).path.endswith(PLAYED) else ""

    @property
    def is_hls(self) -> bool:
        """Whether it comes in pieces, which most browsers play by a script."""
        return urlsplit(self.address).path.endswith(HLS)

    @property
    def origin(self) -> str:
        """Where it comes from, as the content policy names it."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def live(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the live room of a session; who has a seat and opens it in time is noted as there."""
    now = timezone.now()
    activity = queries.get_public(code)
    session = queries.sessions_of(activity).filter(number=number).first()
    if session is None or not (session.stream_url or session.replay_url):
        raise NotFound(_("There is no live room here."))
    bookings = living_bookings(request, activity)
    if request.method == "POST":
        note_all(request, session, missing(session, bookings), now)
        return redirect(request.path)
    room = room_of(session, now)
    unnoted = missing(session, bookings)
    context = {
        "when": period_text(session.starts_at, session.ends_at),
        "room": room,
        "present": [one.person.name for one in bookings if one not in unnoted],
        "to_record": unnoted and is_in_time(session, now),
    }
    response = activity_response(request, "activities/live.html", activity, context)
    if room.played:
        allow(response, "media-src", room.origin)
    if room.is_hls:  # the script fetches the pieces and hands them to the video
        allow(response, "media-src", room.origin, "blob:")
        allow(response, "connect-src", room.origin)
    return response


def missing(session: Session, bookings: Sequence[Enrolment]) -> list[Enrolment]:
    """Return the bookings with a seat that are not noted as there."""
    present = Attendance.State.PRESENT
    there = set(session.attendances.filter(state=present).values_list("enrolment_id", flat=True))
    seated = Enrolment.State.ENROLLED
    return [one for one in bookings if one.state == seated and one.id not in there]


def is_in_time(session: Session, now: datetime) -> bool:
    """Say whether one may be noted as there at an instant."""
    late = queries.limits_of(session.activity, localdate(now)).late_minutes
    return refusal(policies.check_in_time, session, now, late_minutes=late) is None


def note_all(
    request: HttpRequest, session: Session, bookings: Sequence[Enrolment], now: datetime
) -> None:
    """Note that those are there who opened the room; it is the room that knows the code of the moment."""
    for one in bookings:
        actions.check_in(
            actor=request.actor,  # type: ignore[attr-defined]
            session_id=session.id,
            enrolment_id=one.id,
            code=checkin.code_at(session.id, now),
            now=now,
        )


def room_of(session: Session, now: datetime) -> Room:
    """Return what the room of a session shows at an instant."""
    if session.state == Session.State.CANCELLED:
        return Room(_("This session is cancelled."))
    if now < session.starts_at - EARLY:
        return Room(_("The room opens at %s.") % instant(session.starts_at - EARLY))
    if now < session.ends_at and session.stream_url:
        return Room(_("It is on now."), web_address(session.stream_url), _("Watch live"))
    if session.replay_url:
        return Room(
            _("It is over; here is the replay."),
            web_address(session.replay_url),
            _("Watch the replay"),
        )
    return Room(_("It is over. There is no replay yet."))


def web_address(text: str) -> str:
    """Return an address of the web; nothing for any other, which no page may lead to."""
    return text if is_link(text) else ""
