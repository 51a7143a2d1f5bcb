"""The work lists of courtyards: by state, the earliest deadline first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jinguo.assess import queries, states
from jinguo.assess.actions import STATE_OF_KIND
from jinguo.assess.models import Application, Recognition, Score
from jinguo.desk.assess import pages, printings
from jinguo.desk.assess.chosen import listed
from jinguo.desk.assess.narrowing import asked, due_titles, duty_titles, is_recognition, narrowing
from jinguo.desk.assess.offered import offered
from jinguo.desk.assess.verbs import VERBS
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.saved.filters import List, saved_here
from jinguo.org import queries as org
from jinguo.org.models import Level
from jinguo.org.roles import Capability

A_PAGE = 50


@access(Capability.ASSESS_VIEW)
@require_GET
def courtyards(request: DeskRequest) -> HttpResponse:
    """List work by state, the earliest deadline first."""
    today = timezone.localdate()
    home = request.actor.home_for(Capability.ASSESS_VIEW)
    programmes = offered(request.actor, home, today)
    chosen = asked(request.GET, programmes)
    programme = next((one for one in programmes if one.key == chosen["programme"]), None)
    levels = programme.levels if programme else {}
    rows, after = found_rows(request, chosen, today)
    of = states.RECOGNITION if is_recognition(chosen["state"]) else states.APPLICATION
    verbs = bulk_verbs(request, of, chosen["state"])
    can_print = (
        of == states.RECOGNITION
        and chosen["state"] != Recognition.State.DELISTED
        and request.actor.can(Capability.ASSESS_CERTIFY)
        and request.actor.can(Capability.EXCHANGE_EXPORT)
    )
    has_more = bool(after or request.GET.get("after"))
    context = {
        "rows": shown_rows(request, rows, levels, today),
        "is_one_village": org.level_of(home) == Level.VILLAGE if home else False,
        "has_notices": chosen["state"] in pages.NOTICE_STATES,
        "after": after,
        "chips": chips(request, chosen),
        "chosen": chosen,
        "levels": levels,
        "programme": programme,
        "programmes": programmes,
        "saved": saved_here(request, List.COURTYARDS),
        "due_titles": due_titles(),
        "duty_titles": duty_titles(),
        "towns": org.areas_to_choose(request.actor, Capability.ASSESS_VIEW, today),
        "of": of,
        "verbs": verbs,
        "whole": listed(request, chosen, today).count() if verbs and has_more else 0,
        "empty": pages.no_rows_text(chosen["state"]) if programmes else pages.no_levels_text(),
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT),
        "area": chosen["area"] or home,
        "can_print": can_print,
        "printings": printings.latest(request.actor) if can_print else [],
        "can_score_sheets": request.actor.can(Capability.ASSESS_SCORE)
        and request.actor.can(Capability.EXCHANGE_EXPORT)
        and chosen["state"] in STATE_OF_KIND[Score.Kind.TOWN],
    }
    return render_page(request, "desk/assess/courtyards.html#list", context)


def found_rows(
    request: DeskRequest, chosen: dict[str, str], today: date
) -> tuple[Sequence[Application] | Sequence[Recognition], str]:
    """Return the page of the list the filter asks for, and what opens the next."""
    one_page = queries.plaques if is_recognition(chosen["state"]) else queries.worklist
    page = one_page(
        request.actor, **narrowing(chosen, today), after=request.GET.get("after", ""), size=A_PAGE
    )
    return page.rows, page.after


def shown_rows(
    request: DeskRequest,
    rows: Sequence[Application] | Sequence[Recognition],
    levels: Mapping[str, str],
    today: date,
) -> list[pages.Row]:
    """Return the rows of one page as it shows them."""
    applications = [one for one in rows if isinstance(one, Application)]
    entries = queries.notice_entries(request.actor, applications)
    blind = queries.blind_to(request.actor)
    return [
        pages.application_row(request.actor, one, levels, today, blind, entries.get(one.id))
        if isinstance(one, Application)
        else pages.recognition_row(request.actor, one, levels, today, blind)
        for one in rows
    ]


def chips(request: DeskRequest, chosen: dict[str, str]) -> list[pages.Chip]:
    """Return the states as filters, each with its count in the area chosen."""
    counts = queries.count_by_state(
        request.actor, programme=chosen["programme"], area=chosen["area"]
    )
    kept = queries.count_recognitions(
        request.actor, programme=chosen["programme"], area=chosen["area"]
    )
    made = [
        pages.Chip(
            str(state.label), state.value, counts[state.value], chosen["state"] == state.value
        )
        for state in Application.State
        if state in Application.OPEN
    ]
    made += [
        pages.Chip(str(state.label), state.value, kept[state.value], chosen["state"] == state.value)
        for state in Recognition.State
        if state.value in pages.RECOGNITION_STATES
    ]
    everything = pages.Chip(
        _("All open"), "", sum(counts[one] for one in Application.OPEN), not chosen["state"]
    )
    return [everything, *made]


def bulk_verbs(request: DeskRequest, of: str, state: str) -> list[tuple[str, str, bool]]:
    """Return (address, title, is grave) for what may be done to many of a state at once."""
    if not state:
        return []
    found = []
    for verb in states.verbs_from(of, state):
        step = states.step_from(of, verb, state)
        known = VERBS[of].get(verb)
        if (known or verb in pages.OWN_PAGES) and step and request.actor.can(step.capability):
            is_grave = known is not None and known.is_grave
            found.append((pages.act_page(of, verb), str(step.title), is_grave))
    return found
