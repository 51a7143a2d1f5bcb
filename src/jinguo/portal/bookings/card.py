"""The card of a minded child on her guardian's phone: who may fetch her, what she must not eat, the code."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.activities import actions, queries
from jinguo.activities.models import Charge, Enrolment
from jinguo.activities.queries import records
from jinguo.core.errors import NotFound
from jinguo.core.identity import mask_tail
from jinguo.core.web import posted
from jinguo.portal.activities.views import activity_response
from jinguo.portal.bookings.door import card_of
from jinguo.portal.bookings.forms import CardForm, ChangeCardForm
from jinguo.portal.http import ResidentRequest, refused_into, resident, unkept


@resident
@require_http_methods(["GET", "POST"])
def card(request: ResidentRequest, booking_id: UUID) -> HttpResponse:
    """Make the card of a child she booked for, or put it right; a code is shown once."""
    found = child_of(request, booking_id)
    made = records.find_charge(found)
    return make(request, found) if made is None else change(request, found, made)


@resident
@require_POST
def new_code(request: ResidentRequest, booking_id: UUID) -> HttpResponse:
    """Give the card a new code and nothing else; the one before holds no more."""
    found = child_of(request, booking_id)
    renewed = actions.renew_code(actor=request.actor, enrolment_id=found.id, now=timezone.now())
    return card_page(request, found, code=renewed.code)


def child_of(request: ResidentRequest, booking_id: UUID) -> Enrolment:
    """
    Return the booking of a child of hers with a seat where children are minded.

    :raises NotFound: it is none, or her own
    """
    found = queries.get_enrolment(request.actor, booking_id)
    if found.person_id == request.person.pk or card_of(found) is None:
        raise NotFound(_("There is no card for this booking."))
    return found


def make(request: ResidentRequest, found: Enrolment) -> HttpResponse:
    """Make the card by what the form says, and show the code."""
    form = CardForm(posted(request))
    if form.is_valid():
        with refused_into(form):
            charged = actions.take_charge(
                actor=request.actor,
                enrolment_id=found.id,
                pick_ups=form.cleaned_data["pick_ups"],
                allergies=form.cleaned_data["allergies"],
                now=timezone.now(),
            )
            return card_page(request, found, code=charged.code)
    return card_page(request, found, form)


def change(request: ResidentRequest, found: Enrolment, made: Charge) -> HttpResponse:
    """Put the card right; the form begins as the card is, and the code stays."""
    fetching = [
        (str(one.id), f"{one.name} · {one.relation} {mask_tail(one.phone_tail)}".strip())
        for one in records.pick_ups_of(made)
    ]
    as_it_is = {
        "kept": [one for one, _name in fetching],
        "allergies": records.own_allergies(request.actor, made),
        "seen": records.mark_of(made),
    }
    form = ChangeCardForm(posted(request), fetching=fetching, initial=as_it_is)
    if form.is_valid():
        with refused_into(form):
            actions.change_card(
                actor=request.actor,
                enrolment_id=found.id,
                kept=[UUID(one) for one in form.cleaned_data.get("kept", ())],
                more=form.cleaned_data["pick_ups"],
                allergies=form.cleaned_data["allergies"],
                seen=form.cleaned_data["seen"],
                now=timezone.now(),
            )
            messages.success(request, _("The card is put right; the code stays as it is."))
            return redirect("portal:booking", found.id)
    return card_page(request, found, form, is_made=True)


def card_page(
    request: ResidentRequest,
    found: Enrolment,
    form: CardForm | None = None,
    *,
    is_made: bool = False,
    code: str = "",
) -> HttpResponse:
    """Render the page of a card: its form, or the code it was given."""
    context: dict[str, object] = {
        "booking": found,
        "form": form,
        "is_made": is_made,
        "code": code,
    }
    response = activity_response(request, "bookings/card.html", found.activity, context)
    response.status_code = 422 if form is not None and form.errors else 200
    unkept(response)
    return response
