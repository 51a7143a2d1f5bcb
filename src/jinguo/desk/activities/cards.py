"""The cards of children minded after school: opened, put right, given a new code."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Charge, Enrolment, Session
from jinguo.activities.queries import records
from jinguo.core.identity import mask_tail
from jinguo.core.web import posted
from jinguo.desk.activities import pages
from jinguo.desk.activities.forms import CardForm, ChargeForm, PlainForm
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability

BOTH = ["GET", "POST"]


@access(Capability.ACTIVITIES_ATTEND)
@require_http_methods(BOTH)
def charge(request: DeskRequest, session_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Open a child's card; the code is shown once."""
    session, entry = child_of(request, session_id, enrolment_id)
    form = ChargeForm(posted(request))
    code = ""
    if form.is_valid():
        with refused_into(form, request):
            charged = actions.take_charge(
                actor=request.actor,
                enrolment_id=entry.id,
                pick_ups=form.cleaned_data["pick_ups"],
                allergies=form.cleaned_data["allergies"],
                now=timezone.now(),
            )
            code = charged.code
    return page_of(request, "charge", session, entry, form, code=code)


@access(Capability.ACTIVITIES_ATTEND)
@require_http_methods(BOTH)
def renew_code(request: DeskRequest, session_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Give a child's card a new code and nothing else; it is shown once."""
    session, entry = child_of(request, session_id, enrolment_id)
    records.get_charge_of(entry)
    form = PlainForm(posted(request))
    code = ""
    if form.is_valid():
        with refused_into(form, request):
            charged = actions.renew_code(
                actor=request.actor, enrolment_id=entry.id, now=timezone.now()
            )
            code = charged.code
    return page_of(request, "renew-code", session, entry, form, code=code)


@access(Capability.ACTIVITIES_ATTEND)
@require_http_methods(BOTH)
def change_card(request: DeskRequest, session_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Put a child's card right; the form begins as the card is, and that it was read stands on the trail."""
    session, entry = child_of(request, session_id, enrolment_id)
    card = records.get_charge_of(entry)
    form = card_form(request, card)
    if form.is_valid():
        with refused_into(form, request):
            actions.change_card(
                actor=request.actor,
                enrolment_id=entry.id,
                kept=[UUID(one) for one in form.cleaned_data.get("kept", ())],
                more=form.cleaned_data["pick_ups"],
                allergies=form.cleaned_data["allergies"],
                seen=form.cleaned_data["seen"],
                now=timezone.now(),
            )
            messages.success(request, _("The card is put right; the code stays as it is."))
            return redirect("desk:minded", session.id)
    return page_of(request, "change-card", session, entry, form)


def card_form(request: DeskRequest, card: Charge) -> CardForm:
    """Return the form of a card: as it was sent, else as the card is."""
    fetching = may_fetch(card)
    if request.method == "POST":
        return CardForm(request.POST, fetching=fetching)
    said = actions.read_allergies(actor=request.actor, charge_id=card.id, now=timezone.now())
    as_it_is = {
        "kept": [one for one, _name in fetching],
        "allergies": said,
        "seen": records.mark_of(card),
    }
    return CardForm(fetching=fetching, initial=as_it_is)


def child_of(
    request: DeskRequest, session_id: UUID, enrolment_id: UUID
) -> tuple[Session, Enrolment]:
    """Return a session at which the actor records what happens, and the entry of a child of it."""
    session = queries.get_session(request.actor, session_id)
    policies.check_attend(request.actor, session)
    return session, queries.get_entry_of(session, request.actor, enrolment_id)


def page_of(
    request: DeskRequest,
    name: str,
    session: Session,
    entry: Enrolment,
    form: DeskForm,
    *,
    code: str = "",
) -> HttpResponse:
    """Return a page about the card of a child, with the code it was given."""
    [shown] = pages.entries_at(request.actor, session, [entry])
    context = {
        "session": session,
        "activity": session.activity,
        "child": shown,
        "form": form,
        "code": code,
    }
    status = 422 if form.errors else 200
    return render_page(request, f"desk/activities/{name}.html", context, status)


def may_fetch(child: Charge) -> list[tuple[str, str]]:
    """Return who may fetch a child today, as a form chooses among them."""
    return [
        (str(one.id), f"{one.name} · {one.relation} {mask_tail(one.phone_tail)}".strip())
        for one in records.pick_ups_of(child)
    ]
