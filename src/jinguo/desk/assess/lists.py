"""The work lists of courtyards: by state, the earliest deadline first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jinguo.assess import queries, states
from jinguo.assess.actions import STATE_OF_KIND
from jinguo.assess.models import Application, Recognition, Score
from jinguo.core.errors import Invalid
from jinguo.desk.assess import pages
from jinguo.desk.assess.verbs import VERBS
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
        and request.actor.can(Capability.EXCHANGE_EXPORT)
        and chosen["state"] in STATE_OF_KIND[Score.Kind.TOWN],
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
