"""An activity as it is told to others: the text for a group, the poster."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jinguo.activities import policies, queries
from jinguo.activities.models import Activity
from jinguo.activities.printing.drawing import Poster, Row, draw_poster
from jinguo.activities.signups.writing import Announced, when
from jinguo.activities.telling import place_of
from jinguo.core.errors import NotFound
from jinguo.core.money import exact
from jinguo.core.typesetting import Form
from jinguo.desk.activities.offered import words_of
from jinguo.desk.http import DeskRequest, access
from jinguo.org.roles import Capability

TYPES = {Form.PNG: "image/png", Form.SVG: "image/svg+xml", Form.PDF: "application/pdf"}


def public_address(request: DeskRequest, activity: Activity) -> str:
    """Return where the public page of an activity is found, as it is printed and pasted."""
    return public_base(request) + reverse("portal:activity", args=[activity.code])


def public_base(request: DeskRequest) -> str:
    """Return the address before every public page."""
    return settings.JINGUO_PUBLIC_ADDRESS or f"{request.scheme}://{request.get_host()}"


def announced(request: DeskRequest, activity: Activity) -> Announced:
    """Return what a text or a poster says of an activity."""
    sessions = list(queries.sessions_of(activity).going_on())
    taken = queries.taken_of(activity)
    if not sessions:
        raise NotFound(_("The activity has no session that takes place."))
    return Announced(
        title=activity.title,
        starts_at=sessions[0].starts_at,
        ends_at=sessions[0].ends_at,
        place=place_of(sessions[0]),
        link=public_address(request, activity),
        meetings=len(sessions),
        left=max(activity.capacity - taken.seats, 0),
        fee=fee_text(activity),
        organiser=activity.unit.name if activity.unit else activity.area.name,
    )


def fee_text(activity: Activity) -> str:
    """Return what a seat in an activity costs in words; empty for nothing."""
    if not activity.fee_fen:
        return activity.fee_note
    fee = _("%s yuan a seat, paid on site") % exact(activity.fee_fen)
    if not activity.fee_note:
        return fee
    return _("%(fee)s (%(note)s)") % {"fee": fee, "note": activity.fee_note}


@access(Capability.ACTIVITIES_VIEW)
@require_GET
def poster(request: DeskRequest, activity_id: UUID, form: str) -> HttpResponse:
    """Send the poster of an activity: a picture for a group, or a page to print."""
    if form not in list(Form):
        raise NotFound(_("There is no such poster."))
    activity = queries.get_activity(request.actor, activity_id)
    policies.check_announce(activity)
    with translation.override(settings.LANGUAGE_CODE):  # it is for the public, not for whoever asks
        made = draw_poster(as_poster(request, activity), Form(form))
    name = content_disposition_header(form != Form.SVG, f"poster-{activity.code}.{form}") or ""
    return HttpResponse(made, content_type=TYPES[Form(form)], headers={"Content-Disposition": name})


def as_poster(request: DeskRequest, activity: Activity) -> Poster:
    """Return what stands on the poster of an activity."""
    about, words = announced(request, activity), words_of(activity)
    first = queries.first_session(activity)
    address = queries.address_of(first) if first else ""
    said = [
        (_("Time"), when(about)),
        (_("Venue"), " · ".join(filter(None, [about.place, address]))),
        (_("Fee"), about.fee or _("free")),
        (_("Seats"), str(activity.capacity)),
    ]
    return Poster(
        title=activity.title,
        organiser=about.organiser,
        rows=[Row(label, words) for label, words in said if words],
        call=_("Scan to book"),
        address=about.link,
        kind=words.category or words.kind,
        summary=activity.summary,
    )
