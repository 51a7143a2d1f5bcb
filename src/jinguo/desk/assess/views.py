"""Courtyards: work lists, records, score sheets, and every act on one or many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.assess import actions, queries, states
from jinguo.assess.ladders import as_sheet
from jinguo.assess.models import Application, Recognition, Score
from jinguo.core.errors import Invalid, JinguoError, NotFound
from jinguo.desk.assess import pages
from jinguo.desk.assess.forms import ScoreForm
from jinguo.desk.assess.verbs import VERBS, Verb, arguments
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org import queries as org
from jinguo.org.roles import Capability

A_PAGE = 50
PROGRAMME = "courtyards"


@access(Capability.ASSESS_VIEW)
@require_GET
def courtyards(request: DeskRequest) -> HttpResponse:
    """List work by state, the earliest deadline first."""
    today = timezone.localdate()
    chosen = {key: request.GET.get(key, "") for key in ("state", "area", "due", "level")}
    chosen["programme"] = request.GET.get("programme") or PROGRAMME
    area = chosen["area"] or request.actor.home_area
    levels = pages.level_titles(request.actor, chosen["programme"], request.actor.home_area, today)
    rows, after = found_rows(request, chosen, today)
    of = states.RECOGNITION if is_recognition(chosen["state"]) else states.APPLICATION
    row = pages.recognition_row if of == states.RECOGNITION else pages.application_row
    context = {
        "rows": [row(request.actor, one, levels, today) for one in rows],  # type: ignore[arg-type]
        "after": after,
        "chips": chips(request, chosen),
        "chosen": chosen,
        "levels": levels,
        "towns": org.children(request.actor.home_area, today),
        "of": of,
        "verbs": bulk_verbs(request, of, chosen["state"]),
        "empty": pages.no_rows_text(chosen["state"]),
        "area": area,
        "can_score_sheets": request.actor.can(Capability.ASSESS_SCORE)
        and chosen["state"] == Application.State.RECOMMENDED,
    }
    return render_page(request, "desk/assess/courtyards.html#list", context)


def is_recognition(state: str) -> bool:
    """Say whether a state of the list is one of recognitions."""
    return state in pages.RECOGNITION_STATES


def found_rows(
    request: DeskRequest, chosen: dict[str, str], today: date
) -> tuple[Sequence[Application] | Sequence[Recognition], str]:
    """Return the page of the list the filter asks for, and what opens the next."""
    if not is_recognition(chosen["state"]):
        page = queries.worklist(
            request.actor,
            programme=chosen["programme"],
            state=chosen["state"],
            area=chosen["area"],
            level=chosen["level"],
            due_before=due_before(chosen["due"], today),
            after=request.GET.get("after", ""),
            size=A_PAGE,
        )
        return page.rows, page.after
    return recognition_rows(request, chosen, today)


def due_before(due: str, today: date) -> date | None:
    """Return the day before which work of this urgency is due."""
    monday = today + timedelta(days=7 - today.weekday())
    return {"overdue": today, "week": monday}.get(due)


def recognition_rows(
    request: DeskRequest, chosen: dict[str, str], today: date
) -> tuple[Sequence[Recognition], str]:
    """Return the recognitions in a state by plaque number; those to put right by their deadline."""
    found = queries.recognitions(request.actor).filter(
        programme=chosen["programme"], state=chosen["state"]
    )
    if chosen["area"]:
        found = found.filter(area__code__startswith=chosen["area"])
    if chosen["level"]:
        found = found.filter(level=chosen["level"])
    if before := due_before(chosen["due"], today):
        found = found.filter(rectify_by__lt=before)
    start = offset(request.GET.get("after", ""))
    key = "rectify_by" if chosen["state"] == Recognition.State.RECTIFYING else "plaque"
    rows = list(
        found.select_related("household", "area").order_by(key, "id")[start : start + A_PAGE + 1]
    )
    return rows[:A_PAGE], str(start + A_PAGE) if len(rows) > A_PAGE else ""


def offset(text: str) -> int:
    """
    Return where a page begins.

    :raises Invalid: not a number
    """
    if text and not text.isdecimal():
        raise Invalid(_("That page does not exist. Open the list again."))
    return int(text or 0)


def chips(request: DeskRequest, chosen: dict[str, str]) -> list[pages.Chip]:
    """Return the states as filters, each with its count in the area chosen."""
    counts = queries.count_by_state(
        request.actor, programme=chosen["programme"], area=chosen["area"]
    )
    held = queries.recognitions(request.actor).filter(
        programme=chosen["programme"], area__code__startswith=chosen["area"]
    )
    kept = dict(held.order_by().values_list("state").annotate(Count("id")))
    made = [
        pages.Chip(
            str(state.label), state.value, counts[state.value], chosen["state"] == state.value
        )
        for state in Application.State
        if state in Application.OPEN
    ]
    made += [
        pages.Chip(
            str(state.label), state.value, kept.get(state.value, 0), chosen["state"] == state.value
        )
        for state in Recognition.State
        if state.value in pages.RECOGNITION_STATES
    ]
    everything = pages.Chip(
        _("All open"), "", sum(counts[one] for one in Application.OPEN), not chosen["state"]
    )
    return [everything, *made]


def bulk_verbs(request: DeskRequest, of: str, state: str) -> list[tuple[str, str, bool]]:
    """Return (verb, title, is grave) for what may be done to many of a state at once."""
    if not state:
        return []
    found = []
    for verb in states.verbs_from(of, state):
        step = states.step_from(of, verb, state)
        if verb in VERBS[of] and step is not None and request.actor.can(step.capability):
            found.append((verb, str(step.title), VERBS[of][verb].is_grave))
    return found


@access(Capability.ASSESS_VIEW)
@require_GET
def application(request: DeskRequest, application_id: UUID) -> HttpResponse:
    """Show one application: what it asks, its score, what comes next, and its history."""
    found = queries.get_application(request.actor, application_id)
    today = timezone.localdate()
    sheet = as_sheet(found.sheet)
    score = found.scores.order_by("-scored_on", "-id").first()
    levels = pages.level_titles(request.actor, found.programme, found.area_id, today)
    context = {
        "application": found,
        "row": pages.application_row(request.actor, found, levels, today),
        "phone": pages.masked_phone(found),
        "buttons": pages.buttons(request.actor, found, VERBS[states.APPLICATION]),
        "sheet": sheet,
        "score": score,
        "beauties": pages.beauties(sheet.items, score.points if score else None),
        "moments": pages.moments(request.actor, found.household_id),
    }
    return render_page(request, "desk/assess/application.html", context)


@access(Capability.ASSESS_VIEW)
@require_GET
def recognition(request: DeskRequest, recognition_id: UUID) -> HttpResponse:
    """Show one recognition: its plaque, what comes next, and the household's history."""
    found = queries.get_recognition(request.actor, recognition_id)
    today = timezone.localdate()
    levels = pages.level_titles(request.actor, found.programme, found.area_id, today)
    context = {
        "recognition": found,
        "row": pages.recognition_row(request.actor, found, levels, today),
        "phone": pages.masked_phone(found),
        "buttons": pages.buttons(request.actor, found, VERBS[states.RECOGNITION]),
        "moments": pages.moments(request.actor, found.household_id),
    }
    return render_page(request, "desk/assess/recognition.html", context)


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
