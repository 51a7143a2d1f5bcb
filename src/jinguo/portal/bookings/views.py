"""My bookings: what is to come, each with its code for the door, and what may be done with it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Allocation, Enrolment, Feedback
from jinguo.activities.queries.draws import code_of
from jinguo.core.web import refusal
from jinguo.portal.activities.pages import fee_due
from jinguo.portal.activities.views import activity_response
from jinguo.portal.bookings import blocks, feeds, pages
from jinguo.portal.bookings.certificates import find_certificate
from jinguo.portal.bookings.door import card_of, door_of
from jinguo.portal.bookings.forms import AppealForm, FeedbackForm
from jinguo.portal.bookings.people import bookings_of, own_people
from jinguo.portal.codes import whole_address
from jinguo.portal.http import ResidentRequest, page, refused_into, resident, unkept

State = Enrolment.State


@resident
@require_safe
def bookings(request: ResidentRequest) -> HttpResponse:
    """List the bookings of whoever is signed in, and of her children."""
    return bookings_page(request)


def bookings_page(
    request: ResidentRequest, sent: tuple[UUID, AppealForm] | None = None, status: int = 200
) -> HttpResponse:
    """
    Render the list of bookings; ``sent`` is an appeal that was not taken, with the block it is against.

    With a private one among them it leaves no trace and has a quick way out, as its own page.
    """
    now = timezone.now()
    own = own_people(request.person, localdate(now))
    feed = feeds.find_feed(request.actor.own_account)
    booked = bookings_of(own)
    is_private = any(one.activity.is_private for one in booked)
    context = {
        "layout": "portal/sensitive.html" if is_private else "portal/base.html",
        "blocks": blocks.cards_of(own, localdate(now), sent),
        "parts": pages.parts_of(booked, now),
        "feed": whole_address(request, feeds.address_of(feed)) if feed else "",
    }
    response = page(request, "bookings/bookings.html", context, status)
    if is_private:
        unkept(response)
    return response


@resident
@require_POST
def appeal(request: ResidentRequest, block_id: UUID) -> HttpResponse:
    """Say why absences should not count, of herself or of a child."""
    found = queries.get_block(request.actor, block_id)
    form = AppealForm(request.POST, auto_id=f"id_{found.id}_%s")
    if form.is_valid():
        with refused_into(form):
            actions.appeal(
                actor=request.actor,
                block_id=found.id,
                words=form.cleaned_data["words"],
                now=timezone.now(),
            )
            messages.success(request, _("Your appeal is sent. The answer will stand here."))
            return redirect(f"{reverse('portal:bookings')}#block-{found.id}")
    return bookings_page(request, (found.id, form), status=422)


@resident
@require_safe
def booking(request: ResidentRequest, booking_id: UUID) -> HttpResponse:
    """Show one booking: the code for the door, its sessions, and what may be done with it."""
    found = queries.get_enrolment(request.actor, booking_id)
    return booking_page(request, found, feedback_form(found))


def feedback_form(found: Enrolment) -> FeedbackForm | None:
    """Return the form in which she says how it was, as she said it before; None when she was not there."""
    times = queries.attended(found.activity).get(found.id, 0)
    if refusal(policies.check_was_there, found, times):
        return None
    said = Feedback.objects.filter(enrolment=found).first()
    return FeedbackForm(initial={"rating": said.rating, "words": said.words} if said else None)


def booking_page(
    request: ResidentRequest, found: Enrolment, feedback: FeedbackForm | None, status: int = 200
) -> HttpResponse:
    """Render the page of a booking; a minded child comes by its card, others by the code at the door."""
    card = card_of(found)
    context = {
        "booking": found,
        "name": pages.name_of(found),
        "tag": pages.state_tag(found, came=bool(queries.was_there([found]))),
        "said": pages.said_of(found),
        "offer": pages.offer_text(found) if found.state == State.OFFERED else "",
        "draw_code": code_of(found.id) if found.activity.allocation == Allocation.DRAW else "",
        "door": None if card else door_of(request, found),
        "card": card,
        "can_make_card": card is not None and found.person_id != request.person.pk,
        "sessions": pages.attended(found),
        "fee": fee_due(found.activity, found.seats) if found.state in Enrolment.LIVING else "",
        "certificate": find_certificate(found),
        "feedback": feedback,
        "is_to_come": found.state in (State.WAITING, State.OFFERED, State.ENROLLED),
        "can_cancel": found.state in (State.WAITING, State.ENROLLED),
    }
    response = activity_response(request, "bookings/booking.html", found.activity, context)
    response.status_code = status
    return response


@resident
@require_http_methods(["GET", "POST"])
def cancel(request: ResidentRequest, booking_id: UUID) -> HttpResponse:
    """Say what cancelling means now, and cancel."""
    now = timezone.now()
    found = queries.get_enrolment(request.actor, booking_id)
    if request.method == "POST":
        ended = actions.cancel_enrolment(actor=request.actor, enrolment_id=found.id, now=now)
        is_late = ended.state == State.LATE_CANCELLED
        messages.info(
            request, _("Cancelled; it counts as an absence.") if is_late else _("Cancelled.")
        )
        return redirect("portal:booking", found.id)
    limits = queries.limits_of(found.activity, localdate(now))
    is_late = found.state != State.WAITING and queries.is_late_to_cancel(found, now)
    context = {
        "booking": found,
        "name": pages.name_of(found),
        "is_late": is_late,
        "consequence": pages.consequence(found, limits, is_late=is_late),
    }
    return activity_response(request, "bookings/cancel.html", found.activity, context)


@resident
@require_POST
def answer_offer(request: ResidentRequest, booking_id: UUID) -> HttpResponse:
    """Take the seat that is offered, or give it to the next in line."""
    now = timezone.now()
    if request.POST.get("answer") == "accept":
        actions.accept_offer(actor=request.actor, enrolment_id=booking_id, now=now)
        messages.success(request, _("Booked. Show the code below at the door."))
    else:
        actions.decline_offer(actor=request.actor, enrolment_id=booking_id, now=now)
        messages.info(request, _("The seat goes to the next in line."))
    return redirect("portal:booking", booking_id)


@resident
@require_POST
def give_feedback(request: ResidentRequest, booking_id: UUID) -> HttpResponse:
    """Record how it was."""
    found = queries.get_enrolment(request.actor, booking_id)
    form = FeedbackForm(request.POST)
    if form.is_valid():
        with refused_into(form):
            actions.give_feedback(
                actor=request.actor,
                enrolment_id=found.id,
                rating=int(form.cleaned_data["rating"]),
                words=form.cleaned_data["words"],
                now=timezone.now(),
            )
            messages.success(request, _("The organiser reads what you said, without your name."))
            return redirect("portal:booking", found.id)
    return booking_page(request, found, form, status=422)


@resident
@require_POST
def my_calendar(request: ResidentRequest) -> HttpResponse:
    """Make the private calendar address, or end it."""
    if request.POST.get("act") == "end":
        feeds.end_feed(actor=request.actor)
        messages.info(request, _("The address has ended."))
    else:
        feeds.make_feed(actor=request.actor, now=timezone.now())
        messages.success(request, _("The address below is yours; one you had before has ended."))
    return redirect(f"{reverse('portal:bookings')}#calendar")
