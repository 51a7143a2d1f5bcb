"""Honours as they are published: villages and towns by name, households by their number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jinguo.assess import queries
from jinguo.core.small_counts import LEAST
from jinguo.portal.http import page, public


@public
@require_safe
def honours(request: HttpRequest) -> HttpResponse:
    """Show what villages and towns hold now, and how many households hold what."""
    context = {
        "areas": queries.honoured_areas(),
        "households": queries.honoured_households(timezone.localdate()),
        "least": LEAST,
    }
    return page(request, "honours/honours.html", context)
