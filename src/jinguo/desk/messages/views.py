"""What was told to whom: a list, one message with what became of it, and sending again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jinguo.desk import areas
from jinguo.desk.figures.addresses import day_of
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.messages import pages
from jinguo.desk.saved.filters import List, saved_here
from jinguo.notices import messages
from jinguo.notices.messages import queries, states
from jinguo.notices.models import Message, MessageQuerySet
from jinguo.org.roles import Capability

A_PAGE = 50
FILTERS = ("state", "template", "day", "area")


@access(Capability.NOTICES_VIEW_MESSAGES)
@require_GET
def messages_list(request: DeskRequest) -> HttpResponse:
    """List the messages, the newest first."""
    actor = request.actor
    chosen = chosen_in(request)
    counts = queries.count_by_state(areas.kept(queries.messages(actor), request))
    used = queries.templates_used(actor)
    state = chosen["state"]
    rows = listed(request)
    found = queries.page_after(rows, id_in(request.GET.get("after", "")), A_PAGE + 1)
    shown = found[:A_PAGE]
    context = {
        "rows": [pages.row(actor, one) for one in shown],
        "chips": pages.chips(counts, state),
        "templates": [(one, pages.title_of(one)) for one in used],
        "chosen": chosen,
        "areas": areas.area_filter(request, Capability.NOTICES_VIEW_MESSAGES),
        "saved": saved_here(request, List.MESSAGES),
        "is_filtered": any(chosen[name] for name in FILTERS if name != "state"),
        "again": again_ids(request, state, shown),
        "by_hand": messages.to_tell(actor, now=timezone.now()).count(),
        "first": address(request, "") if "after" in request.GET else "",
        "next": address(request, str(shown[-1].id)) if len(found) > A_PAGE else "",
    }
    return render_page(request, "desk/messages/messages.html#rows", context)


def chosen_in(request: DeskRequest) -> dict[str, str]:
    """Return what the address filters by; a state there is not is none."""
    chosen = {name: request.GET.get(name, "").strip() for name in FILTERS}
    return chosen if chosen["state"] in Message.State.values else {**chosen, "state": ""}


def listed(request: DeskRequest) -> MessageQuerySet:
    """Return the messages the address asks for, the newest first."""
    chosen = chosen_in(request)
    found = queries.listed(
        request.actor,
        state=chosen["state"],
        template=chosen["template"],
        on=day_of(request, "day"),
    )
    return areas.kept(found, request)


@access(Capability.NOTICES_VIEW_MESSAGES)
@require_GET
def message(request: DeskRequest, message_id: UUID) -> HttpResponse:
    """Show one message: what it says, over what way it went, and what became of it."""
    found = messages.get_message(request.actor, message_id)
    context = {
        "message": found,
        "row": pages.row(request.actor, found),
        "text": pages.text_of(found),
        "about": pages.about(request.actor, found),
        "contact": pages.contact_href(request.actor, found),
        "moments": [pages.moment(one) for one in queries.changes_of(found)],
        "refusal": pages.again_refusal(request.actor, found),
        "is_doubtful": pages.is_doubtful(found),
    }
    return render_page(request, "desk/messages/message.html", context)


@access(Capability.NOTICES_RESEND)
@require_POST
def again(request: DeskRequest) -> HttpResponse:
    """Put the messages that were chosen into the queue again."""
    ids = [one for one in map(id_in, request.POST.getlist("ids")) if one]
    count = messages.send_again(actor=request.actor, message_ids=ids, now=timezone.now())
    flash.success(
        request,
        ngettext(
            "%(n)d message is in the queue again.", "%(n)d messages are in the queue again.", count
        )
        % {"n": count},
    )
    return redirect("desk:message", ids[0]) if count == 1 else redirect("desk:messages")


def again_ids(request: DeskRequest, state: str, shown: list[Message]) -> list[UUID]:
    """Return the failed ones of a page that the actor may have sent again together."""
    if state != states.State.FAILED:
        return []
    return [one.id for one in shown if not pages.again_refusal(request.actor, one)]


def id_in(text: str) -> UUID | None:
    """Return the id a text is, None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def address(request: DeskRequest, after: str) -> str:
    """Return the address of this list behind a message."""
    chosen = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    query = urlencode({**chosen, **({"after": after} if after else {})})
    return f"{reverse('desk:messages')}?{query}"
