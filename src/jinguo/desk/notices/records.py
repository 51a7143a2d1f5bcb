"""Notices as a list, as a page, and as they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jinguo.core.web import refusal
from jinguo.desk.assess.pages import Chip
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.notices import pages
from jinguo.desk.saved.filters import List, saved_here
from jinguo.notices import policies, queries
from jinguo.notices.models import Notice
from jinguo.org.roles import Capability

A_PAGE = 50
PAPER = "zh-hans"  # what hangs, and the record of it, are Chinese whoever prints them
OVER = (Notice.State.CLOSED, Notice.State.EXPIRED, Notice.State.WITHDRAWN)


@access(Capability.NOTICES_VIEW)
@require_GET
def notices(request: DeskRequest) -> HttpResponse:
    """List the notices by state, the newest first."""
    state = request.GET.get("state", "")
    counts = queries.count_by_state(request.actor)
    if state not in counts:
        state = ""
    page = Paginator(queries.listed(request.actor, state), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, pages.STATE_TAGS[one.state]) for one in page],
        "chips": chips(counts, state),
        "saved": saved_here(request, List.NOTICES),
        "state": state,
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT),
        "can_draft": request.actor.can(Capability.NOTICES_DRAFT),
    }
    return render_page(request, "desk/notices/notices.html", context)


def chips(counts: Mapping[str, int], state: str) -> list[Chip]:
    """Return the states as filters, each with its count."""
    titles = {one.value: str(one.label) for one in Notice.State}
    titles[queries.OBJECTED] = _("With open objections")
    made = [Chip(titles[one], one, count, one == state) for one, count in counts.items()]
    everything = sum(counts[one] for one in Notice.State.values)
    return [Chip(_("All"), "", everything, not state), *made]


@access(Capability.NOTICES_VIEW)
@require_GET
def notice(request: DeskRequest, notice_id: UUID) -> HttpResponse:
    """Show one notice: what it says, its lines, objections to them, and what happened."""
    found = queries.get_notice(request.actor, notice_id)
    after = position(request.GET.get("after", ""))
    entries = queries.entries(found, after=after, size=A_PAGE + 1)
    context = {
        "notice": found,
        "tag": pages.STATE_TAGS[found.state],
        "buttons": pages.buttons(request.actor, found),
        "lines": pages.lines(request.actor, found, entries[:A_PAGE], timezone.localdate()),
        "size": found.listed.counted(found.entries.count()),
        "after": entries[A_PAGE - 1].position if len(entries) > A_PAGE else 0,
        "is_first_page": not after,
        "objections": [
            (one, pages.OBJECTION_TAGS[one.state])
            for one in queries.objections(request.actor, found)
        ],
        "takes_in": request.actor.can(Capability.NOTICES_OBJECT),
        "can_print": refusal(policies.check_print, found) is None,
        "is_released": found.state not in Notice.BEFORE_RELEASE,
        "certify_href": pages.certify_url(request.actor, found),
        "moments": pages.moments(found),
    }
    return render_page(request, "desk/notices/notice.html#entries", context)


@access(Capability.NOTICES_VIEW)
@require_GET
def printed(request: DeskRequest, notice_id: UUID) -> HttpResponse:
    """
    Show a notice as it hangs, without who was struck off; once it is over, with its objections and history
    as its record.
    """
    found = queries.get_notice(request.actor, notice_id)
    policies.check_print(found)
    is_over = found.state in OVER
    with translation.override(PAPER):
        moments = pages.moments(found)[::-1]
    context = {
        "notice": found,
        "entries": queries.entries(found) if is_over else queries.public_entries(found),
        "is_over": is_over,
        "outcomes": queries.outcomes(found),
        "moments": moments,
    }
    return render_page(request, "desk/notices/print.html", context)


def position(text: str) -> int:
    """Return the line after which a page begins; 0 for the first."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
