"""A round is drafted: what it is for, where, and how households are drawn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.assess import actions, queries
from jinguo.assess.evaluation.draws.plan import StratifiedPlan
from jinguo.assess.models import Round
from jinguo.core.errors import NotFound
from jinguo.core.web import posted
from jinguo.desk.assess.offered import Offered, offered
from jinguo.desk.assess.rounds.forms import DESIGNS
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org import queries as org
from jinguo.org.roles import Capability

VISITED_WITHIN = timedelta(days=21)


@access(Capability.ASSESS_RUN_ROUNDS)
@require_http_methods(["GET", "POST"])
def new_round(request: DeskRequest, design: str) -> HttpResponse:
    """Ask what a round is and how it is drawn; draft it."""
    if design not in DESIGNS:
        raise NotFound(_("There is no such design."))
    today = timezone.localdate()
    home = request.actor.home_for(Capability.ASSESS_RUN_ROUNDS)
    programmes = offered(request.actor, home, today)
    asked = share_asked(request, programmes, home, today)
    form = DESIGNS[design](
        posted(request),
        programmes=[(one.key, one.title) for one in programmes],
        areas=[(one.code, one.name) for one in [org.get_area(home), *org.children(home, today)]],
        initial={
            "purpose": Round.Purpose.DISTRICT,
            "frame_on": today,
            "due_on": today + VISITED_WITHIN,
            **({"listed": asked["share"]} if asked and design == StratifiedPlan.design else {}),
            **like_asked(request, design, today),
        },
    )
    if form.is_valid():
        with refused_into(form, request):
            made = actions.draft_round(
                actor=request.actor, round_=form.as_round(), now=timezone.now()
            )
            messages.success(request, _("Drafted. Name who visits, then freeze the list."))
            return redirect("desk:round", made.id)
    context = {
        "form": form,
        "design": design,
        "asked": asked,
        "programmes": programmes,
        "like": request.GET.get("like", ""),
    }
    return render_page(request, "desk/assess/rounds/new.html", context, 422 if form.errors else 200)


def like_asked(request: DeskRequest, design: str, today: date) -> dict[str, Any]:
    """
    Return what the round named in the address was drafted with, to be changed; nothing where none is named.

    Its numbers only for the same design, and its last day only while that is to come.
    """
    wanted = request.GET.get("like", "")
    if not wanted:
        return {}
    try:
        found = queries.get_round(request.actor, UUID(wanted))
    except ValueError as error:
        raise NotFound(_("There is no such round.")) from error
    drawn = found.plan if found.plan["design"] == design else {}
    return {
        "title": found.title,
        "purpose": found.purpose,
        "programme": found.programme,
        "area": found.area_id,
        **({"due_on": found.due_on} if found.due_on >= today else {}),
        **{name: value for name, value in drawn.items() if name != "design"},
    }


def share_asked(
    request: DeskRequest, programmes: list[Offered], area: str, today: date
) -> dict[str, Any]:
    """Return how many hold a level today, and how many of them the plan has a district check itself."""
    if not programmes:
        return {}
    programme = programmes[0].key
    held = queries.held_on(request.actor, programme, area, today).count()
    rules = queries.ladders_around(area, today)[programme].rules
    share = queries.share_asked(rules, held)
    of = f"{org.get_area(area).name} · {programmes[0].title}"
    return {"of": of, "held": held, "share": share, "percent": f"{100 * rules.sample_share:g}"}
