"""An act on many applications taken back a moment later, by who did it."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jinguo.assess import actions, queries, states
from jinguo.assess.models import Recognition
from jinguo.core.errors import Invalid
from jinguo.desk.assess import pages
from jinguo.desk.assess.narrowing import list_address
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability


def done_text(request: DeskRequest, sentence: str, acted_at: datetime) -> str | SafeString:
    """Return the sentence that says what was done, with the way to take it back where there is one."""
    if not queries.can_take_back(request.actor, acted_at):
        return sentence
    way = f"{reverse('desk:take-back-act')}?{urlencode({'at': acted_at.isoformat()})}"
    return format_html('{} <a href="{}">{}</a>', sentence, way, _("Take back"))


@access(Capability.ASSESS_VIEW)
@require_http_methods(["GET", "POST"])
def take_back(request: DeskRequest) -> HttpResponse:
    """Show what an act of one's own changed; take it back when confirmed."""
    acted_at = instant(request)
    act = queries.get_act(request.actor, acted_at)
    before, after = way_of(act)
    if request.method == "POST":
        done = actions.take_back(actor=request.actor, acted_at=acted_at, now=timezone.now())
        messages.success(request, taken_back_text(len(done)))
        return redirect(list_address(state=before))
    from_states = sorted({one.from_state for one in act.changes})
    context = {
        "title": title_of(act),
        "count": len(act.changes),
        "struck": [one.fault.problem for one in act.repairs],
        "acted_at": acted_at,
        "states": [pages.state_title(one) for one in from_states],
        "minutes": actions.WITHIN.seconds // 60,
        "back": list_address(state=after),
    }
    return render_page(request, "desk/assess/take-back.html", context)


def way_of(act: queries.Act) -> tuple[str, str]:
    """Return the state whose list shows an act's households before it, and the one after it."""
    if act.repairs:  # a fault struck off changes no state
        return Recognition.State.RECTIFYING.value, Recognition.State.RECTIFYING.value
    return act.changes[0].from_state, act.changes[0].to_state


def title_of(act: queries.Act) -> str:
    """Return what an act is called."""
    if act.repairs:
        return _("Put right")
    step = states.step_between(act.of, *way_of(act))
    return str(step.title) if step else ""


def instant(request: DeskRequest) -> datetime:
    """
    Return the instant of the act that the address names.

    :raises Invalid: it names none
    """
    text = request.GET.get("at", "")
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or timezone.is_naive(found):
        raise Invalid(
            _("The address does not say which act. Open it from the message after the act.")
        )
    return found


def taken_back_text(count: int) -> str:
    """Say what is true when an act on so many households was taken back."""
    return (
        ngettext(
            "Taken back: %d household stands as before.",
            "Taken back: %d households stand as before.",
            count,
        )
        % count
    )
