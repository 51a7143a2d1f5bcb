"""Rounds as a list, as a page, as they are published, and the draw's record to take away."""

from __future__ import annotations

import json
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from jinguo.assess import actions, queries
from jinguo.assess.evaluation.draws.published import digest_groups, plan_lines
from jinguo.assess.models import Round
from jinguo.desk import areas
from jinguo.desk.assess.pages import chips_of
from jinguo.desk.assess.rounds import pages
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.saved.filters import List, saved_here
from jinguo.org.roles import Capability

A_PAGE = 50


@access(Capability.ASSESS_VIEW_ROUNDS)
@require_GET
def rounds(request: DeskRequest) -> HttpResponse:
    """List the rounds by state, the newest first."""
    state = asked_state(request)
    counts = queries.count_rounds(areas.kept(queries.rounds(request.actor), request))
    page = Paginator(listed(request), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, pages.TAGS[one.state]) for one in page],
        "chips": chips_of(Round.State, counts, state),
        "state": state,
        "areas": areas.area_filter(request, Capability.ASSESS_VIEW_ROUNDS),
        "saved": saved_here(request, List.ROUNDS),
        "can_run": request.actor.can(Capability.ASSESS_RUN_ROUNDS),
    }
    return render_page(request, "desk/assess/rounds/rounds.html", context)


def asked_state(request: DeskRequest) -> str:
    """Return the state the address asks for; empty for all."""
    state = request.GET.get("state", "")
    return state if state in Round.State.values else ""


def listed(request: DeskRequest) -> QuerySet[Round]:
    """Return the rounds the address asks for, the newest first."""
    found, state = areas.kept(queries.rounds(request.actor), request), asked_state(request)
    rows = found.filter(state=state) if state else found
    return rows.select_related("area").order_by("-frame_on", "-id")


@access(Capability.ASSESS_VIEW_ROUNDS)
@require_GET
def round_page(request: DeskRequest, round_id: UUID) -> HttpResponse:
    """Show one round: what it is, what is published, how far it is, and its history."""
    found = queries.get_round(request.actor, round_id)
    can_run = request.actor.can(Capability.ASSESS_RUN_ROUNDS, found.area_id)
    assessors = pages.assessor_rows(request.actor, found, timezone.localdate())
    context = {
        "round": found,
        "tag": pages.TAGS[found.state],
        "buttons": pages.buttons(request.actor, found),
        "plan": plan_lines(found.plan),
        "frame_digest": digest_groups(found.frame_digest),
        "plan_digest": digest_groups(found.plan_digest),
        "towns": pages.town_shares(queries.sample_of(found)) if found.seed else [],
        "assessors": assessors,
        "brings_workbooks": found.state == Round.State.IN_FIELD
        and not all(one.progress.has_account for one in assessors),
        "can_run": can_run,
        "moments": pages.moments(found, is_named=can_run),
    }
    return render_page(request, "desk/assess/rounds/round.html", context)


@access(Capability.ASSESS_VIEW_ROUNDS)
@require_GET
def publication(request: DeskRequest, round_id: UUID) -> HttpResponse:
    """Show what is published of a round before the seed is known, and the draw once it is, to be printed."""
    found = queries.get_round(request.actor, round_id)
    context = {
        "round": found,
        "plan": plan_lines(found.plan),
        "frame_digest": digest_groups(found.frame_digest),
        "plan_digest": digest_groups(found.plan_digest),
        "address": request.build_absolute_uri(reverse("portal:round", args=[found.id])),
    }
    return render_page(request, "desk/assess/rounds/publication.html", context)


@access(Capability.ASSESS_VIEW_ROUNDS)
@require_GET
def record(request: DeskRequest, round_id: UUID) -> HttpResponse:
    """Return the record with which anyone outside repeats the draw: pseudonyms only."""
    data = actions.take_record(actor=request.actor, round_id=round_id)
    name = content_disposition_header(True, f"draw-{round_id}.json") or ""
    return HttpResponse(
        json.dumps(data, ensure_ascii=False, indent=1),
        content_type="application/json",
        headers={"Content-Disposition": name},
    )
