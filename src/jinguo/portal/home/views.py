"""The first page: what is on, what is on public notice, and where to find us."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jinguo.notices import queries as notices
from jinguo.portal.http import page, public

SHOWN = 3  # notices


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the first page."""
    today = timezone.localdate()
    context = {"today": today, "notices": notices.public_notices(today)[:SHOWN]}
    return page(request, "home/home.html", context)
