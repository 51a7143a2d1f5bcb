"""One application, one recognition: what they are, what comes next, and what happened."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from jinguo.assess import policies, queries, states
from jinguo.assess.ladders import as_ladder, as_sheet
from jinguo.assess.models import Recognition, Score
from jinguo.core.web import refusal
from jinguo.desk.assess import notice_cards, pages, photo_cards
from jinguo.desk.assess.verbs import VERBS
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.exchange import policies as exchange
from jinguo.org.roles import Capability


@access(Capability.ASSESS_VIEW)
@require_GET
def application(request: DeskRequest, application_id: UUID) -> HttpResponse:
    """Show one application: what it asks, its score, what comes next, and its history."""
    found = queries.get_application(request.actor, application_id)
    today = timezone.localdate()
    sheet = as_sheet(found.sheet)
    blind = queries.blind_to(request.actor)
    is_blind = found.household_id in blind
    score = None if is_blind else queries.latest_scores([found.id]).get(found.id)
    levels = pages.level_titles([found])
    context = {
        "application": found,
        "row": pages.application_row(request.actor, found, levels, today, blind),
        "phone": pages.masked_phone(found),
        "buttons": pages.buttons(request.actor, found, VERBS[states.APPLICATION], today),
        "notice": notice_cards.card(request.actor, found),
        "sheet": sheet,
        "is_blind": is_blind,
        "score": score,
        "beauties": pages.beauties(sheet.items, score.points if score else None),
        "photos": photo_cards.card(request.actor, found),
        "moments": pages.moments(request.actor, found.household_id),
    }
    return render_page(request, "desk/assess/application.html", context)


@access(Capability.ASSESS_VIEW)
@require_GET
def recognition(request: DeskRequest, recognition_id: UUID) -> HttpResponse:
    """Show one recognition: its plaque, what comes next, and the household's history."""
    found = queries.get_recognition(request.actor, recognition_id)
    today = timezone.localdate()
    levels = pages.level_titles([found])
    sheet = as_sheet(found.application.sheet)
    blind = queries.blind_to(request.actor)
    is_blind = found.household_id in blind
    score = None if is_blind else last_score(found)
    level = as_ladder(found.application.ladder).level(found.level)
    context = {
        "recognition": found,
        "faults": queries.faults_of(request.actor, found.id),
        "complaints": queries.complaints_of(request.actor, found.id),
        "delistings": queries.delistings_of(request.actor, found.id),
        "certificate_refusal": refusal(exchange.check_certificate, request.actor, found),
        "can_certify": request.actor.can(Capability.ASSESS_CERTIFY),
        "strike_off_refusal": refusal(policies.check, request.actor, "restore", found, level),
        "today": today,
        "sheet": sheet,
        "is_blind": is_blind,
        "score": score,
        "beauties": pages.beauties(sheet.items, score.points if score else None),
        "row": pages.recognition_row(request.actor, found, levels, today, blind),
        "phone": pages.masked_phone(found),
        "buttons": pages.buttons(request.actor, found, VERBS[states.RECOGNITION], today),
        "photos": photo_cards.card(request.actor, found),
        "moments": pages.moments(request.actor, found.household_id),
    }
    return render_page(request, "desk/assess/recognition.html", context)


def last_score(found: Recognition) -> Score | None:
    """Return the sheet of the last inspection, before there was one that of the certification."""
    return queries.latest_inspection(found) or queries.latest_scores([found.application_id]).get(
        found.application_id
    )
