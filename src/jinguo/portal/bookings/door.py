"""At the door: her own code, and the page behind the code the organiser's phone shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, checkin, queries
from jinguo.activities.models import Enrolment, Session
from jinguo.activities.queries import records
from jinguo.core.errors import NotFound, Refused
from jinguo.portal.activities.rows import period_text
from jinguo.portal.activities.views import activity_response
from jinguo.portal.bookings.people import own_people
from jinguo.portal.codes import qr_picture, whole_address
from jinguo.portal.http import ResidentRequest, resident


@dataclass(frozen=True)
class Came:
    """One booking of hers for the session at the door: who it is, and what was said when she checked in."""

    name: str
    refusal: str = ""


@dataclass(frozen=True)
class Door:
    """The code of a booking: a picture the organiser scans, and the short code on her paper list."""

    picture: str
    code: str


def door_of(request: HttpRequest, booking: Enrolment) -> Door | None:
    """Return the code for the door of a booking with a seat; None for any other."""
    if booking.state != Enrolment.State.ENROLLED:
        return None
    path = reverse("desk:scanned", args=[booking.id])
    return Door(qr_picture(whole_address(request, path)), checkin.short_code(booking.id))


@dataclass(frozen=True)
class Card:
    """Whether the card of a minded child is made, and who besides her guardian may fetch her."""

    is_made: bool
    may_fetch: str


def card_of(booking: Enrolment) -> Card | None:
    """Return the card of a child who has a seat where children are minded; None for any other booking."""
    if booking.state != Enrolment.State.ENROLLED:
        return None
    if not queries.minds_children(booking.activity, localdate()):
        return None
    charge = records.find_charge(booking)
    listed = records.pick_ups_of(charge) if charge else ()
    named = [f"{one.name}（{one.relation}）" if one.relation else one.name for one in listed]
    return Card(charge is not None, _(", ").join(named))


@resident
@require_http_methods(["GET", "POST"])
def check_in(request: ResidentRequest, session_id: UUID) -> HttpResponse:
    """Check in whoever scanned the organiser's code, and the children she booked for."""
    now = timezone.now()
    session = get_session(session_id)
    found = own_seats(request, session, now)
    code = request.GET.get("t", "")
    came = (
        [checked_in(request, session, one, code, now) for one in found]
        if request.method == "POST"
        else []
    )
    context: dict[str, object] = {
        "when": period_text(session.starts_at, session.ends_at),
        "bookings": found,
        "came": came,
        "refusal": "" if found else _("You have no seat here. Book first, or ask the organiser."),
    }
    return activity_response(request, "bookings/check_in.html", session.activity, context)


def get_session(session_id: UUID) -> Session:
    """
    Return a session anybody may see.

    :raises NotFound: there is none
    """
    found = Session.objects.public().select_related("activity").filter(id=session_id).first()
    if found is None:
        raise NotFound(_("There is no such session."))
    return found


def own_seats(request: ResidentRequest, session: Session, now: datetime) -> list[Enrolment]:
    """Return the bookings with a seat for a session's activity, hers and her children's."""
    own = own_people(request.person, localdate(now))
    found = session.activity.enrolments.holding().filter(person__in=[one.person.id for one in own])
    return list(found.select_related("person").order_by("entered_at", "id"))


def checked_in(
    request: ResidentRequest, session: Session, booking: Enrolment, code: str, now: datetime
) -> Came:
    """Note that somebody is there, or say why it was not noted."""
    try:
        actions.check_in(
            actor=request.actor,
            session_id=session.id,
            enrolment_id=booking.id,
            code=code,
            now=now,
        )
    except Refused as refused:
        return Came(booking.person.name, refused.message)
    return Came(booking.person.name)
