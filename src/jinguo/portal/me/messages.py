"""Her inbox: what she was told about ordinary matters. Of sensitive ones nothing ever stands here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from jinguo.activities.models import Activity
from jinguo.members.models import Appointment
from jinguo.notices import messages
from jinguo.notices.messages.requests import ABOUT as REQUEST
from jinguo.notices.models import InboxMessage
from jinguo.people.models import Person
from jinguo.portal.http import ResidentRequest, page, resident
from jinguo.portal.paging import page_of

A_PAGE = 20
ORDER = ("at", "id")
WAYS = {
    Activity.OBJECT_TYPE: ("portal:bookings", _("My bookings")),
    Appointment.OBJECT_TYPE: ("portal:appointments", _("My appointments")),
    REQUEST: ("portal:requests", _("Ask about your data")),
}
"""Where one goes on from a message, by what it is about."""


@dataclass(frozen=True)
class Told:
    """
    One message as the page shows it.

    ``href`` is where she goes on and ``way`` what that is called, empty where there is no such page.
    """

    id: UUID
    title: str
    text: str
    at: datetime
    is_new: bool
    href: str
    way: str


@resident
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: ResidentRequest) -> HttpResponseBase:
    """Show what she was told, the newest first; a POST marks those it names as read."""
    if request.method == "POST":
        messages.mark_read(
            person=request.person,
            message_ids=list(ids_in(request.POST.getlist("message"))),
            now=timezone.now(),
        )
        return redirect(request.get_full_path())
    return inbox_page(request)


def inbox_page(request: ResidentRequest) -> HttpResponse:
    """Render one page of her inbox."""
    newest_first = messages.inbox_of(request.person).order_by(*[f"-{one}" for one in ORDER])
    pages = page_of(newest_first, ORDER, request.GET, A_PAGE, backwards=True)
    rows = [told(one) for one in pages.rows]
    context = {"rows": rows, "unread": [one for one in rows if one.is_new], "pages": pages}
    return page(request, "me/messages.html", context)


def told(message: InboxMessage) -> Told:
    """Return a message written out in the language in force."""
    template = messages.get_template(message.template)
    way = WAYS.get(message.about_type)
    return Told(
        id=message.id,
        title=template.title(),
        text=template.text(message.values),
        at=message.at,
        is_new=message.read_at is None,
        href=reverse(way[0]) if way else "",
        way=str(way[1]) if way else "",
    )


def ids_in(texts: Iterable[str]) -> Iterator[UUID]:
    """Yield the ids among some texts; what is none is passed over."""
    for text in texts:
        with suppress(ValueError):
            yield UUID(text)


def count_unread(person: Person) -> int:
    """Return how many messages in her inbox she has not marked as read."""
    return messages.inbox_of(person).filter(read_at__isnull=True).count()
