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

from jinguo.assess import actions, policies, queries
from jinguo.assess.evaluation.draws.plan import StratifiedPlan
from jinguo.assess.models import Round
from jinguo.core.errors import NotFound
from jinguo.core.web import posted
from jinguo.desk.assess.offered import Offered, offered
from jinguo.desk.assess.rounds.forms import DESIGNS, RoundForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org import queries as org
from jinguo.org.roles import Capability

VISITED_WITHIN = timedelta(days=21)


@access(Capability.ASSESS_RUN_ROUNDS)
@require_http_methods(["GET", "POST"])
def new_round(request: DeskRequest, design: str) -> HttpResponse:
    """Ask what a round is and how it is drawn; draft it."""
    return drafting(request, design)


@access(Capability.ASSESS_RUN_ROUNDS)
@require_http_methods(["GET", "POST"])
def change_round(request: DeskRequest, round_id: UUID, design: str) -> HttpResponse:
    """Change what a drafted round is and how it is drawn."""
    found = queries.get_round(request.actor, round_id)
    policies.check_round(request.actor, "change", found)
    return drafting(request, design, found)


def drafting(request: DeskRequest, design: str, found: Round | None = None) -> HttpResponse:
    """Ask for a round, a new one or one that is changed, and keep it."""
    if design not in DESIGNS:
        raise NotFound(_("There is no such design."))
    today = timezone.localdate()
    home = request.actor.home_for(Capability.ASSESS_RUN_ROUNDS)
    places = [org.get_area(home), *org.children(home, today)]
    if found and found.area not in places:
        places.append(found.area)
    programmes = offered(request.actor, home, today)
    like = found or like_asked(request)
    form = DESIGNS[design](
        posted(request),
        programmes=[(one.key, one.title) for one in programmes],
        areas=[(one.code, one.name) for one in places],
        initial={
            "purpose": Round.Purpose.DISTRICT,
            "area": home,
            "programme": programmes[0].key if programmes else "",
            "frame_on": today,
            "due_on": today + VISITED_WITHIN,
            **(as_before(like, design, today) if like else {}),
            **({"frame_on": found.frame_on} if found else {}),
        },
    )
    asked = share_asked(request, form, programmes, today)
    if asked and not like and design == StratifiedPlan.design:
        form.initial["listed"] = asked["share"]
    if form.is_valid():
        with refused_into(form, request):
            return kept(request, form, found)
    context = {
        "form": form,
        "design": design,
        "asked": asked,
        "programmes": programmes,
        "found": found,
        "like": like if like and not found else None,
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/assess/rounds/new.html#asked", context, status)


def kept(request: DeskRequest, form: RoundForm, found: Round | None) -> HttpResponse:
    """Draft or change the round the form says, and go to it."""
    actor, round_, now = request.actor, form.as_round(), timezone.now()
    if found:
        made = actions.change_round(actor=actor, round_id=found.id, round_=round_, now=now)
        messages.success(request, _("The round is changed."))
    else:
        made = actions.draft_round(actor=actor, round_=round_, now=now)
        messages.success(request, _("Drafted. Name who visits, then freeze the list."))
    return redirect("desk:round", made.id)


def like_asked(request: DeskRequest) -> Round | None:
    """Return the round named in the address, which the new one is to be like; None where none is."""
    wanted = request.GET.get("like", "")
    if not wanted:
        return None
    try:
        return queries.get_round(request.actor, UUID(wanted))
    except ValueError as error:
        raise NotFound(_("There is no such round.")) from error


def as_before(found: Round, design: str, today: date) -> dict[str, Any]:
    """
    Return what a round was drafted with, to be changed.

    Its numbers only for the same design, and its last day only while that is to come.
    """
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
    request: DeskRequest, form: RoundForm, programmes: list[Offered], today: date
) -> dict[str, Any]:
    """
    Return how many hold a level today where the round is to be, and how many of them the plan has checked.

    Where it is to be is what the form says, or what the address does while it is being filled in.
    """
    areas, titles = dict(form.fields["area"].choices), {one.key: one.title for one in programmes}  # type: ignore[attr-defined]
    area = request.GET.get("area", form["area"].value())
    programme = request.GET.get("programme", form["programme"].value())
    ladder = queries.ladders_around(area, today).get(programme) if area in areas else None
    if ladder is None or programme not in titles:
        return {}
    held = queries.held_on(request.actor, programme, area, today).count()
    share = queries.share_asked(ladder.rules, held)
    of = f"{areas[area]} · {titles[programme]}"
    return {
        "of": of,
        "held": held,
        "share": share,
        "percent": f"{100 * ladder.rules.sample_share:g}",
    }
