"""The poster of an activity, to be passed on: a picture with a code that leads to its page."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jinguo.activities import queries
from jinguo.activities.models import Activity, Session
from jinguo.activities.printing.drawing import Poster, Row, draw_poster
from jinguo.activities.telling import place_of
from jinguo.core.errors import NotFound
from jinguo.core.typesetting import Form
from jinguo.portal.activities.pages import fee_text
from jinguo.portal.activities.rows import period_text
from jinguo.portal.codes import whole_address
from jinguo.portal.http import public

SECONDS = 60  # a poster drawn is given out to whoever asks


@public
@require_safe
def poster(request: HttpRequest, code: str) -> HttpResponse:
    """Send the poster of an activity, in Chinese: it is for everyone, not for whoever asks."""
    activity = queries.get_public(code)
    if activity.is_private:
        raise NotFound(_("There is no such poster."))
    address = whole_address(request, reverse("portal:activity", args=[activity.code]))
    with translation.override(settings.LANGUAGE_CODE):
        picture = caches["pages"].get_or_set(
            f"poster:{address}",
            lambda: draw_poster(as_poster(activity, address), Form.PNG),
            SECONDS,
        )
    name = content_disposition_header(True, f"{activity.code}.png") or ""
    return HttpResponse(picture, content_type="image/png", headers={"Content-Disposition": name})


def as_poster(activity: Activity, address: str) -> Poster:
    """
    Return what stands on the poster of an activity.

    :raises NotFound: none of its sessions takes place
    """
    sessions = list(queries.sessions_of(activity).going_on())
    if not sessions:
        raise NotFound(_("There is no such poster."))
    first = sessions[0]
    said = [
        (_("When"), meetings_text(first, len(sessions))),
        (_("Where it is"), " · ".join(filter(None, [place_of(first), queries.address_of(first)]))),
        (_("Fee"), fee_text(activity)),
        (_("Seats"), str(activity.capacity)),
    ]
    return Poster(
        title=activity.title,
        organiser=str(activity.unit or activity.area),
        rows=[Row(label, words) for label, words in said if words],
        call=_("Scan to book"),
        address=address,
        kind=queries.kind_of(activity, localdate(first.starts_at)).label,
        summary=activity.summary,
    )


def meetings_text(first: Session, meetings: int) -> str:
    """Return when the first session is, and of how many."""
    said = period_text(first.starts_at, first.ends_at)
    if meetings == 1:
        return said
    return _("%(first)s, %(meetings)d meetings") % {"first": said, "meetings": meetings}
