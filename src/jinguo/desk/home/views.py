"""What waits for me, by deadline; what I left to the background worker; the targets of my area."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jinguo.desk.areas import area_in, places
from jinguo.desk.exchange import pages
from jinguo.desk.figures.targets import target_bars
from jinguo.desk.home.work import waiting
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability

BUSINESS = (Capability.ASSESS_VIEW, Capability.ASSESS_VISIT)


@access(None)
@require_GET
def home(request: DeskRequest) -> HttpResponse:
    """Show the actor's work by deadline, and the targets of her area or of the one she chose among hers."""
    today = timezone.localdate()
    figures_area = area_in(request) or request.actor.home_for(Capability.FIGURES_VIEW)
    mine = waiting(request.actor, today)
    context = {
        "today": today,
        "groups": mine.groups,
        "news": pages.news(request.actor),
        "others": mine.others,
        "figures_area": figures_area,
        "targets": target_bars(request.actor, figures_area, today),
        "places": places(request, Capability.FIGURES_VIEW, figures_area),
        "administers": not any(map(request.actor.can, BUSINESS)),
    }
    return render_page(request, "desk/home/home.html", context)
