"""What waits for me, by deadline, and the workbooks I brought; then the targets of my area. Nothing else."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jinguo.desk.exchange import pages
from jinguo.desk.figures.targets import target_bars
from jinguo.desk.home.work import waiting
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.exchange import queries as exchange
from jinguo.org.roles import Capability

NEWS = 5
BUSINESS = (Capability.ASSESS_VIEW, Capability.ASSESS_VISIT)


@access(None)
@require_GET
def home(request: DeskRequest) -> HttpResponse:
    """Show the actor's work by deadline and her area's targets."""
    today = timezone.localdate()
    figures_area = request.actor.home_for(Capability.FIGURES_VIEW)
    mine = waiting(request.actor, today)
    context = {
        "today": today,
        "groups": mine.groups,
        "imports": pages.news(exchange.runs_to_tell(request.actor)[:NEWS]),
        "others": mine.others,
        "figures_area": figures_area,
        "targets": target_bars(request.actor, figures_area, today),
        "administers": not any(map(request.actor.can, BUSINESS)),
    }
    return render_page(request, "desk/home/home.html", context)
