"""What is done to a notice as a whole: shown first, asked what it needs, done when confirmed."""

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

from jinguo.core.errors import NotFound
from jinguo.core.web import posted
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.notices import pages
from jinguo.desk.notices.forms import PlainForm, ReasonForm, ReleaseForm
from jinguo.notices import actions, queries, states
from jinguo.notices.models import Notice
from jinguo.org.roles import Capability


@dataclass(frozen=True)
class Verb:
    """One button: its action, what it asks, what it means, and what is true when it is done."""

    act: Callable[..., Notice]
    form: type[DeskForm]
    means: str | Promise
    done: str | Promise


VERBS = {
    "propose": Verb(
        actions.propose,
        PlainForm,
        _("A second person looks at it and releases it. Until then it cannot be changed."),
        _("The notice waits for its release by a second person."),
    ),
    "send-back": Verb(
        actions.send_back,
        ReasonForm,
        _("Who drafted it changes it and sends it again."),
        _("The notice is a draft again."),
    ),
    "release": Verb(
        actions.release,
        ReleaseForm,
        _("Everyone will read it. From its first day on, objections can be made."),
        _("The notice is released. Print it for the board."),
    ),
    "withdraw": Verb(
        actions.withdraw,
        ReasonForm,
        _("Nobody on it counts as having been on notice, and open objections lapse."),
        _("The notice is withdrawn. Take it down wherever it hangs."),
    ),
}


@access(Capability.NOTICES_VIEW)
@require_http_methods(["GET", "POST"])
def act(request: DeskRequest, notice_id: UUID, verb: str) -> HttpResponse:
    """Show what a verb means for a notice and ask what it needs; do it when confirmed."""
    known = VERBS.get(verb)
    if known is None:
        raise NotFound(gettext("There is no such act."))
    found = queries.get_notice(request.actor, notice_id)
    pages.check(request.actor, verb, found)
    form = known.form(posted(request), initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        with refused_into(form, request):
            known.act(
                actor=request.actor, notice_id=notice_id, now=timezone.now(), **form.cleaned_data
            )
            messages.success(request, str(known.done))
            return redirect("desk:notice", notice_id)
    context = {
        "notice": found,
        "count": found.entries.count(),
        "title": states.verb_title(verb),
        "means": known.means,
        "is_grave": verb == "withdraw",
        "form": form,
    }
    return render_page(request, "desk/notices/act.html", context, 422 if form.errors else 200)
