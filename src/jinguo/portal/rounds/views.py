"""Draws of evaluations as they are published: what makes each one nobody could arrange."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jinguo.assess import queries
from jinguo.assess.evaluation.draws.published import digest_groups, plan_lines
from jinguo.portal.http import page, public


@public
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds whose list of households is frozen, the latest first."""
    return page(request, "rounds/rounds.html", {"rows": queries.public_rounds()})


@public
@require_safe
def round_page(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Show the digests of a round, its plan and, once it is known, its seed; no household."""
    found = queries.get_public_round(round_id)
    context = {
        "round": found,
        "plan": plan_lines(found.plan),
        "frame_digest": digest_groups(found.frame_digest),
        "plan_digest": digest_groups(found.plan_digest),
    }
    return page(request, "rounds/round.html", context)
