"""Whom a message did not reach, and who is told by hand: the list, and that she was told."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.messages import pages
from jinguo.notices import messages
from jinguo.org.roles import Capability

SHOWN = 100


@access(Capability.NOTICES_RESEND)
@require_GET
def to_tell(request: DeskRequest) -> HttpResponse:
    """List who is to be told by hand, the longest waiting first."""
    found = messages.to_tell(request.actor, now=timezone.now())
    context = {
        "rows": [
            (
                pages.row(request.actor, one),
                pages.text_of(one),
                one.area,
                pages.contact_href(request.actor, one),
            )
            for one in found[:SHOWN]
        ],
        "count": found.count(),
        "shown": SHOWN,
        "hows": messages.HOWS.items(),
    }
    return render_page(request, "desk/messages/by-hand.html", context)


@access(Capability.NOTICES_RESEND)
@require_POST
def told(request: DeskRequest, message_id: UUID) -> HttpResponse:
    """Note that she was told, and how."""
    how = request.POST.get("how", "")
    messages.note_told(actor=request.actor, message_id=message_id, how=how, now=timezone.now())
    flash.success(request, _("It is noted that she was told."))
    return redirect("desk:messages-by-hand")
