"""Privacy agreements of counselling: who has signed, and the counsellor's own record of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Session
from jinguo.core.web import posted, refusal
from jinguo.desk.activities import pages
from jinguo.desk.activities.forms import AgreementForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people import queries as people


@dataclass(frozen=True)
class Signed:
    """Who comes to a slot, and whether she has signed; ``refusal`` says why this reader records none."""

    rows: list[tuple[pages.Entry, bool]]
    refusal: str


def signed(actor: Actor, session: Session, entries: Sequence[pages.Entry]) -> Signed | None:
    """Return who has signed the agreement of a session; None where none is asked for."""
    today = timezone.localdate()
    needed = queries.asks_for_agreement(session)
    if not needed:
        return None
    persons = [one.enrolment.person for one in entries]
    agreed = people.who_agreed(persons, policies.AGREEMENT, today)
    why = refusal(policies.check_record_agreement, actor, session, needs_agreement=needed)
    return Signed([(one, one.enrolment.person_id in agreed) for one in entries], why or "")


@access(Capability.ACTIVITIES_COUNSEL)
@require_http_methods(["GET", "POST"])
def agreement(request: DeskRequest, session_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Record the agreement somebody has signed before her counsellor."""
    session = queries.get_session(request.actor, session_id)
    entry = queries.get_entry_of(session, request.actor, enrolment_id)
    form = AgreementForm(posted(request), initial={"signed_on": timezone.localdate()})
    if form.is_valid():
        with refused_into(form, request):
            actions.record_agreement(
                actor=request.actor, session_id=session.id, enrolment_id=entry.id,
                now=timezone.now(), **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, _("The agreement is on record."))
            return redirect("desk:door", session.id)
    needed = queries.asks_for_agreement(session)
    [shown] = pages.entries_at(request.actor, session, [entry])
    context = {
        "session": session,
        "activity": session.activity,
        "entry": shown,
        "form": form,
        "refusal": refusal(
            policies.check_record_agreement, request.actor, session, needs_agreement=needed
        ),
    }
    template = "desk/activities/agreement.html"
    return render_page(request, template, context, 422 if form.errors else 200)
