"""Every act on one courtyard or many: shown first, asked what it needs, done when confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.assess import actions, queries, states
from jinguo.assess.ladders import as_sheet
from jinguo.assess.models import Application, Recognition, Score
from jinguo.core.errors import Invalid, JinguoError, NotFound
from jinguo.desk.assess import pages
from jinguo.desk.assess.forms import ScoreForm
from jinguo.desk.assess.lists import PROGRAMME
from jinguo.desk.assess.verbs import VERBS, Verb, arguments
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page, workbook_response
from jinguo.exchange import actions as exchange
from jinguo.org.roles import Capability


@access(Capability.ASSESS_VIEW)
@require_http_methods(["GET", "POST"])
def act(request: DeskRequest, of: str, verb: str) -> HttpResponse:
    """
    Show what a verb will do to the things chosen and ask what it needs; do it when confirmed.

    One page for one and for many, with and without scripts.
    """
    known = VERBS.get(of, {}).get(verb)
    if known is None:
        raise NotFound(_("There is no such act."))
    values = request.POST if request.method == "POST" else request.GET
    ids = chosen_ids(values.getlist("ids"))
    is_confirmed = "confirmed" in request.POST
    form = known.form(request.POST if is_confirmed else None)
    if is_confirmed and form.is_valid():
        try:
            count = len(do(request, known, ids, form))
        except JinguoError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, str(known.done).format(count=count))
            return redirect(where_next(of, ids))
    return summary(request, of, verb, ids, form)


def chosen_ids(texts: Sequence[str]) -> list[UUID]:
    """
    Return the ids chosen in a list.

    :raises Invalid: none was chosen, or one is not an id
    """
    try:
        ids = [UUID(text) for text in dict.fromkeys(texts)]
    except ValueError:
        ids = []
    if not ids:
        raise Invalid(_("Nothing is chosen. Tick at least one row of the list."))
    return ids


def do(request: DeskRequest, verb: Verb, ids: list[UUID], form: DeskForm) -> Sequence[UUID]:
    """Do a verb to the things chosen, today."""
    return verb.act(
        actor=request.actor,
        now=timezone.now(),
        **{verb.ids: ids, verb.day: timezone.localdate()},
        **arguments(verb, form),
    )


def where_next(of: str, ids: list[UUID]) -> str:
    """Return the record of one thing, the list for many."""
    if len(ids) == 1:
        page = "desk:application" if of == states.APPLICATION else "desk:recognition"
        return reverse(page, args=[ids[0]])
    return reverse("desk:courtyards")


def things(request: DeskRequest, of: str, ids: list[UUID]) -> list[Application] | list[Recognition]:
    """Return the things chosen that the actor may see, by the number of their household."""
    if of == states.APPLICATION:
        rows = queries.applications(request.actor).filter(id__in=ids)
        return list(rows.select_related("household", "area").order_by("household__code"))
    held = queries.recognitions(request.actor).filter(id__in=ids)
    return list(held.select_related("household", "area").order_by("household__code"))


def summary(
    request: DeskRequest, of: str, verb: str, ids: list[UUID], form: DeskForm
) -> HttpResponse:
    """Show what will happen to whom, with what is still asked."""
    found = things(request, of, ids)
    if len(found) != len(ids):
        raise NotFound(_("One of the rows chosen is not there. Open the list again."))
    today = timezone.localdate()
    levels = pages.level_titles(
        request.actor, found[0].programme, request.actor.home_area or found[0].area_id, today
    )
    row = pages.application_row if of == states.APPLICATION else pages.recognition_row
    step = states.step_from(of, verb, found[0].state)
    context = {
        "of": of,
        "verb": verb,
        "title": str(step.title) if step else str(states.steps(of, verb)[0].title),
        "is_grave": VERBS[of][verb].is_grave,
        "ids": ids,
        "rows": [row(request.actor, one, levels, today) for one in found[:20]],  # type: ignore[arg-type]
        "more": max(0, len(found) - 20),
        "count": len(found),
        "form": form,
        "back": where_next(of, ids),
    }
    return render_page(request, "desk/assess/act.html", context, 422 if form.errors else 200)


@access(Capability.ASSESS_SCORE)
@require_http_methods(["GET", "POST"])
def score(request: DeskRequest, application_id: UUID) -> HttpResponse:
    """Fill the score sheet of one application."""
    found = queries.get_application(request.actor, application_id)
    sheet = as_sheet(found.sheet)
    form = ScoreForm(request.POST or None, sheet=sheet)
    if form.is_valid():
        try:
            actions.score(
                actor=request.actor,
                sheets=[form.as_score(application_id)],
                kind=Score.Kind.TOWN,
                on=timezone.localdate(),
                now=timezone.now(),
            )
        except JinguoError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(
                request, _("Scored: %s points.") % sum(form.as_score(application_id).points)
            )
            return redirect("desk:application", application_id)
    levels = pages.level_titles(request.actor, found.programme, found.area_id, timezone.localdate())
    context: dict[str, Any] = {
        "application": found,
        "row": pages.application_row(request.actor, found, levels, timezone.localdate()),
        "sheet": sheet,
        "form": form,
        "beauties": form.beauties(),
    }
    return render_page(request, "desk/assess/score.html", context, 422 if form.errors else 200)


@access(Capability.ASSESS_SCORE)
@require_POST
def score_sheets(request: DeskRequest) -> HttpResponse:
    """Send the score sheets of the list as a workbook to be filled."""
    today = timezone.localdate()
    data = exchange.score_workbook(
        actor=request.actor,
        programme=request.POST.get("programme") or PROGRAMME,
        state=request.POST.get("state", ""),
        area=request.POST.get("area") or request.actor.home_area,
        level=request.POST.get("level", ""),
    )
    return workbook_response(data, f"score-sheets-{today}.xlsx")


@access(Capability.ASSESS_APPLY)
@require_POST
def apply(request: DeskRequest) -> HttpResponse:
    """Apply for one or many households."""
    ids = chosen_ids(request.POST.getlist("ids"))
    made = actions.apply(
        actor=request.actor,
        programme=request.POST.get("programme") or PROGRAMME,
        household_ids=ids,
        level=request.POST.get("level", ""),
        on=timezone.localdate(),
        now=timezone.now(),
    )
    messages.success(request, _("Applied: %s households. The village recommends next.") % len(made))
    if len(made) == 1:
        return redirect("desk:application", made[0])
    return redirect(f"{reverse('desk:courtyards')}?state=applied")
