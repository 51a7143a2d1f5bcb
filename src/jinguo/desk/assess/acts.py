"""Every act on one courtyard or many: shown first, asked what it needs, done when confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.assess import actions, queries, states
from jinguo.core.errors import NotFound
from jinguo.desk.assess import pages
from jinguo.desk.assess.chosen import (
    Chosen,
    check_unchanged,
    choice,
    described,
    everything,
    things,
    ticked,
)
from jinguo.desk.assess.narrowing import list_address
from jinguo.desk.assess.offered import split
from jinguo.desk.assess.outcomes import is_decided_by_score, outcomes, tally
from jinguo.desk.assess.rehearsing import Rehearsal, rehearsed
from jinguo.desk.assess.taking_back import done_text
from jinguo.desk.assess.verbs import VERBS, Verb, arguments
from jinguo.desk.errors import ours, refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org import queries as org
from jinguo.org.roles import Capability

SHOWN = 20


@access(Capability.ASSESS_VIEW)
@require_http_methods(["GET", "POST"])
def act(request: DeskRequest, of: str, verb: str) -> HttpResponse:
    """
    Show what a verb will do to the things chosen and ask what it needs; do it when confirmed.

    One page for one, for many and for all of a list, with and without scripts. Where the form decides what
    becomes of them, it can be looked at with what she filled in before it is done.
    """
    known = VERBS.get(of, {}).get(verb)
    if known is None:
        raise NotFound(_("There is no such act."))
    what = choice(request, of)
    is_confirmed = "confirmed" in request.POST
    form = known.form(request.POST if is_confirmed else None)
    if is_confirmed and form.is_valid():
        if known.is_previewed and "preview" in request.POST:
            return preview(request, verb, what, form)
        with refused_into(form, request):
            check_unchanged(request, what)
            now = timezone.now()
            count = len(do(request, known, what.ids, form, now))
            sentence = str(known.done).format(count=count, left=len(what.ids) - count)
            messages.success(request, done_text(request, sentence, now))
            return redirect(what.back)
    return summary(request, verb, what, form)


def do(
    request: DeskRequest, verb: Verb, ids: list[UUID], form: DeskForm, now: datetime
) -> Sequence[UUID]:
    """Do a verb to the things chosen, today or on the day its form asks for."""
    given = {"on": timezone.localdate(now), **arguments(verb, form)}
    return verb.act(actor=request.actor, now=now, **{verb.ids: ids}, **given)


def preview(request: DeskRequest, verb: str, what: Chosen, form: DeskForm) -> HttpResponse:
    """Show what would become of each with what she filled in, which is kept; nothing is done."""
    known, now = VERBS[what.of][verb], timezone.now()
    tried = None
    with refused_into(form, request):
        tried = rehearsed(
            things(request, what, SHOWN), what.ids, lambda ids: do(request, known, ids, form, now)
        )
    return summary(request, verb, what, form, tried)


def summary(
    request: DeskRequest, verb: str, what: Chosen, form: DeskForm, tried: Rehearsal | None = None
) -> HttpResponse:
    """Show what will happen to whom, and how it went if it was ``tried``, with what is still asked."""
    of, count, found = what.of, len(what.ids), things(request, what, SHOWN)
    today = timezone.localdate()
    levels = pages.level_titles(found)
    row = pages.application_row if of == states.APPLICATION else pages.recognition_row
    step, blind = states.step_from(of, verb, found[0].state), queries.blind_to(request.actor)
    rows = [row(request.actor, one, levels, today, blind) for one in found]  # type: ignore[arg-type]
    after = tried.outcomes if tried else outcomes(of, verb, found, blind)
    context = {
        "of": of,
        "verb": verb,
        "title": str(step.title) if step else str(states.steps(of, verb)[0].title),
        "is_grave": VERBS[of][verb].is_grave,
        "is_previewed": VERBS[of][verb].is_previewed,
        "what": what,
        "list": described(what, levels, area_name(what)) if what.whole else "",
        "rows": list(zip_longest(rows, after)),
        "has_outcomes": bool(after),
        "refused": tried.refused if tried and count > 1 else "",
        "tally": tally(everything(request, what), blind) if is_decided_by_score(of, verb) else "",
        "more": count - len(found),
        "count": count,
        "refusal": queries.why_none(request.actor, verb, found, today),
        "form": form,
    }
    return render_page(request, "desk/assess/act.html", context, 422 if form.errors else 200)


def area_name(what: Chosen) -> str:
    """Return the name of the area a list is narrowed to, or nothing."""
    code = what.chosen["area"]
    return org.get_area(code).name if code else ""


@access(Capability.ASSESS_APPLY)
@require_POST
def apply(request: DeskRequest) -> HttpResponse:
    """Apply for one or many households."""
    ids = ticked(request.POST)
    programme, level = split(request.POST.get("level", ""))
    made = actions.apply(
        actor=request.actor,
        programme=programme,
        household_ids=ids,
        level=level,
        on=timezone.localdate(),
        now=timezone.now(),
    )
    messages.success(request, _("Applied: %s households. The village recommends next.") % len(made))
    if len(made) == 1:
        return redirect("desk:application", made[0])
    return redirect(list_address(programme=programme, state="applied"))


@access(Capability.ASSESS_INSPECT)
@require_POST
def put_right(request: DeskRequest, recognition_id: UUID, fault_id: UUID) -> HttpResponse:
    """Strike off one fault that was seen to be put right today; go back to the list it was done from."""
    now = timezone.now()
    actions.put_right(
        actor=request.actor, fault_ids=[fault_id], on=timezone.localdate(now), now=now
    )
    messages.success(request, done_text(request, _("Struck off as put right."), now))
    back = ours(request, request.POST.get("next", ""))
    return redirect(back or reverse("desk:recognition", args=[recognition_id]))
