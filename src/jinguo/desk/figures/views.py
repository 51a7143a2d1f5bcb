"""A figure's page: the number, what it means, where it comes from, and the records behind it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jinguo.desk.figures.addresses import address_asked
from jinguo.desk.figures.gathering import figure_page
from jinguo.desk.http import DeskRequest, access, render_page


@access("figures.view")
@require_GET
def figure(request: DeskRequest, measure: str) -> HttpResponse:
    """Show one figure of one area, as it is known now, was known at an instant or to a frozen report."""
    address = address_asked(request, measure)
    after = request.GET.get("after") or None
    page = figure_page(request.actor, address, after=after, today=timezone.localdate())
    return render_page(request, "desk/figures/figure.html", {"page": page})
