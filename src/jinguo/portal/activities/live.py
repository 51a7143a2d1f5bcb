"""The live room of a session: when it is on, the stream or where to find it, and afterwards the replay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinguo.activities import queries
from jinguo.activities.models import Session
from jinguo.core.errors import NotFound
from jinguo.portal.activities.availability import instant
from jinguo.portal.activities.rows import period_text
from jinguo.portal.activities.views import activity_response
from jinguo.portal.http import allow, public

EARLY = timedelta(minutes=15)
"""How long before the start the room opens."""
PLAYED = (".m3u8", ".mp4")
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
    def origin(self) -> str:
        """Where it comes from, as the content policy names it."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"


@public
@require_safe
def live(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the live room of a session."""
    activity = queries.get_public(code)
    session = queries.sessions_of(activity).filter(number=number).first()
    if session is None or not (session.stream_url or session.replay_url):
        raise NotFound(_("There is no live room here."))
    room = room_of(session, timezone.now())
    context = {"session": session, "when": period_text(session.starts_at, session.ends_at), "room": room}
    response = activity_response(request, "activities/live.html", activity, context)
    return allow(response, "media-src", room.origin) if room.played else response


def room_of(session: Session, now: datetime) -> Room:
    """Return what the room of a session shows at an instant."""
    if session.state == Session.State.CANCELLED:
        return Room(_("This session is cancelled."))
    if now < session.starts_at - EARLY:
        return Room(_("The room opens at %s.") % instant(session.starts_at - EARLY))
    if now < session.ends_at and session.stream_url:
        return Room(_("It is on now."), web_address(session.stream_url), _("Watch live"))
    if session.replay_url:
        return Room(_("It is over; here is the replay."), web_address(session.replay_url), _("Watch the replay"))
    return Room(_("It is over. There is no replay yet."))


def web_address(text: str) -> str:
    """Return an address of the web; nothing for any other, which no page may lead to."""
    return text if urlsplit(text).scheme in ("http", "https") else ""
