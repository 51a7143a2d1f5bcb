"""What is done to a round as a whole: shown first, asked what it needs, done when confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from jinguo.assess import actions, queries, states
from jinguo.assess.evaluation.draws.published import plan_lines
from jinguo.assess.models import Round
from jinguo.core.errors import NotFound
from jinguo.core.web import posted
from jinguo.desk.assess.rounds import pages
from jinguo.desk.assess.rounds.forms import ConfirmForm, DrawForm, WithdrawForm
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability


@dataclass(frozen=True)
class Verb:
    """One button: its action, what it asks, what it means, and what is true when it is done."""

    act: Callable[..., Round]
    form: type[DeskForm]
    means: str | Promise
    done: str | Promise


VERBS = {
    "freeze": Verb(
        actions.freeze_frame,
        ConfirmForm,
        _("The list is stored as of its day and cannot be changed. Publish its digest before the seed"
          " is known, so that nobody can say the list was made to fit."),
        _("The list is frozen. Print what is to be published; enter the seed when it is known."),
    ),
    "draw": Verb(
        actions.draw_sample,
        DrawForm,
        _("The sample follows from the list, the plan and this seed, and from nothing else."),
        _("The sample is drawn. Anyone with the record can repeat it."),
    ),
    "send-out": Verb(
        actions.send_out,
        ConfirmForm,
        _("Each drawn household is given to an assessor by lot. From then on each sees her own"
          " visits, and nobody can be taken off; another can still be named."),
        _("The assessors have their visits."),
    ),
    "close": Verb(
        actions.close_round,
        ConfirmForm,
        _("The results are worked out once and stay as they are. Nothing more can be recorded."),
        _("The round is closed. Its results stand."),
    ),
    "withdraw": Verb(
        actions.withdraw_round,
        WithdrawForm,
        _("The round ends without results. What was drawn and recorded stays on record."),
        _("The round is withdrawn."),
    ),
}  # fmt: skip


@access(Capability.ASSESS_RUN_ROUNDS)
@require_http_methods(["GET", "POST"])
def act(request: DeskRequest, round_id: UUID, verb: str) -> HttpResponse:
    """Show what a verb means for a round and ask what it needs; do it when confirmed."""
    known = VERBS.get(verb)
    if known is None:
        raise NotFound(gettext("There is no such act."))
    found = queries.get_round(request.actor, round_id)
    pages.check(request.actor, verb, found)
    form = known.form(posted(request))
    if form.is_valid():
        with refused_into(form, request):
            known.act(
                actor=request.actor, round_id=round_id, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, str(known.done))
            return redirect("desk:round", round_id)
    step = states.step_from(states.ROUND, verb, found.state)
    context = {
        "round": found,
        "title": step.title if step else verb,
        "means": known.means,
        "is_grave": verb == "withdraw",
        "plan": plan_lines(found.plan),
        "form": form,
    }
    return render_page(request, "desk/assess/rounds/act.html", context, 422 if form.errors else 200)
