"""Public notices: which names are before the public, until when, and how to object."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jinguo.notices import queries
from jinguo.portal.http import page, public

A_PAGE = 100


@public
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices that are before the public, the newest first."""
    found = queries.public_notices(timezone.localdate())
    return page(request, "notices/notices.html", {"rows": found, "today": timezone.localdate()})


@public
@require_safe
def notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Show one notice: its names as they were masked, until when it stands, and how to object."""
    today = timezone.localdate()
    found = queries.get_public(notice_id, today)
    after = position(request.GET.get("after", ""))
    lines = queries.public_entries(found, after=after, size=A_PAGE + 1)
    context = {
        "notice": found,
        "lines": lines[:A_PAGE],
        "after": lines[A_PAGE - 1].position if len(lines) > A_PAGE else 0,
        "is_first_page": not after,
        "can_object": today <= found.stands_until,  # type: ignore[attr-defined]
    }
    return page(request, "notices/notice.html", context)


def position(text: str) -> int:
    """Return the line after which a page begins; 0 for the first."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
