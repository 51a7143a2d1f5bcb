"""Booking: who, how many seats, and what a guardian agrees to; then it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from allauth.core import ratelimit
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, guardian_consent, queries
from jinguo.activities.models import Activity, Enrolment
from jinguo.activities.rules import is_for_women
from jinguo.core.errors import NotFound
from jinguo.org.models import Account
from jinguo.org.roles import Capability
from jinguo.people.models import Consent, Person
from jinguo.portal.activities.pages import book_title, fee_due, promise_text
from jinguo.portal.activities.rows import when_text
from jinguo.portal.activities.views import activity_response
from jinguo.portal.bookings.forms import Booking
from jinguo.portal.bookings.people import (
    Candidate,
    Own,
    candidates,
    of_unknown_sex,
    own_people,
    unasked,
)
from jinguo.portal.http import ResidentRequest, public, refused_into, resident

A_WHILE = 60
"""Seconds after which someone who booked too often may book again: what the limit counts over."""


@public
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, code: str) -> HttpResponseBase:
    """Ask for whom it is, and book; who is signed in for work and enrols others goes on at her desk."""
    if at_the_desk := page_at_the_desk(request, code):
        return redirect(at_the_desk)
    return book_herself(request, code)


def page_at_the_desk(request: HttpRequest, code: str) -> str:
    """Return where somebody signed in for work enrols others in an activity; empty when she does not."""
    if not request.user.is_authenticated or request.user.kind == Account.Kind.RESIDENT:
        return ""
    actor = cast(ResidentRequest, request).actor
    if not actor.can(Capability.ACTIVITIES_ENROL):
        return ""
    try:
        activity = queries.get_bookable(actor, queries.get_public(code).id)
    except NotFound:
        return ""
    return reverse("desk:book", args=[activity.id])


@resident
def book_herself(request: ResidentRequest, code: str) -> HttpResponse:
    """Ask a resident for whom it is, and book."""
    now = timezone.now()
    activity = queries.get_public(code)
    own = own_people(request.person, localdate(now))
    if request.method == "POST":
        return send(request, activity, own, now)
    offered = candidates(activity, own, now)
    form = Booking(people=offered, seats_most=activity.seats_most)
    return booking_form(request, activity, form, offered, now)


def send(
    request: ResidentRequest, activity: Activity, own: list[Own], now: datetime
) -> HttpResponse:
    """Book as she asked; where that is refused, show the form with what she filled in and why."""
    people = unasked(own, localdate(now))
    form = Booking(request.POST, people=people, seats_most=activity.seats_most)
    if not ratelimit.consume(request, action="book", user=request.user):
        return too_often(request, activity, form, people)
    if form.is_valid():
        with refused_into(form):
            made = booked(request, activity, own, form)
            if text := done_text(made):
                messages.success(request, text)
            return redirect("portal:booking", made.id)
    response = booking_form(request, activity, form, candidates(activity, own, now), now)
    # So that a crowd hears it at once (CrowdMiddleware).
    response.is_full = queries.is_full(activity)  # type: ignore[attr-defined]
    return response


def booking_form(
    request: ResidentRequest,
    activity: Activity,
    form: Booking,
    offered: Sequence[Candidate],
    now: datetime,
) -> HttpResponse:
    """Render the page that asks for whom it is, with what was filled in and what is wrong with it."""
    free = [one.id for one in offered if not one.refusal]
    first = queries.first_session(activity)
    context = {
        "form": form,
        "people": offered,
        "chosen": form["who"].value() or (free[0] if free else ""),
        "can_book": bool(free),
        "of_unknown_sex": refused_for_it(request, activity, offered, now),
        "is_blocked": is_blocked(request, activity, offered, now),
        "consent": guardian_consent.text(),
        "when": when_text(first),
        "fee": fee_due(activity),
        "promise": promise_text(queries.limits_of(activity, localdate(now)), first, now),
        "button": book_title(activity),
    }
    response = activity_response(request, "activities/book.html", activity, context)
    response.status_code = 422 if form.errors else 200
    return response


def refused_for_it(
    request: ResidentRequest, activity: Activity, offered: Sequence[Candidate], now: datetime
) -> list[Person]:
    """Return whom an activity for women refuses while the register lacks the sex; she may say it here."""
    if not is_for_women(activity):
        return []
    refused = {one.id for one in offered if one.refusal}
    unknown = of_unknown_sex(request.person, localdate(now))
    return [one for one in unknown if str(one.id) in refused]


def is_blocked(
    request: ResidentRequest, activity: Activity, offered: Sequence[Candidate], now: datetime
) -> bool:
    """Say whether absences stand in the way of somebody she books for; not asked where nothing does."""
    if not any(one.refusal for one in offered):
        return False
    today = localdate(now)
    own = [one.person.id for one in own_people(request.person, today)]
    found = queries.blocks_running(own, today, programme=activity.programme)
    return found.filter(is_lifted=False).exists()


def too_often(
    request: ResidentRequest, activity: Activity, form: Booking, people: Sequence[Candidate]
) -> HttpResponse:
    """Tell her to wait, with what she filled in; what stands in the way of each is not asked for."""
    form.add_error(
        None,
        _(
            "Your account sent too many bookings. This one was not made. Wait a minute, then send it again."
        ),
    )
    response = booking_form(request, activity, form, people, timezone.now())
    response.status_code = 429
    response["Retry-After"] = str(A_WHILE)
    return response


@transaction.atomic
def booked(
    request: ResidentRequest, activity: Activity, own: list[Own], form: Booking
) -> Enrolment:
    """Record what the guardian agreed to, and book; all of it or nothing."""
    now = timezone.now()
    given = form.cleaned_data
    chosen = next(one for one in own if str(one.person.id) == given["who"])
    if chosen.ward and given.get("agrees"):
        actions.record_guardian_consent(
            actor=request.actor,
            person_id=chosen.person.id,
            guardian_id=request.person.id,
            given_how=Consent.How.SCREEN,
            now=now,
        )
    return actions.enrol(
        actor=request.actor,
        activity_id=activity.id,
        person_id=chosen.person.id,
        seats=given.get("seats", 1),
        channel=Enrolment.Channel.PORTAL,
        now=now,
    )


def done_text(made: Enrolment) -> str:
    """Return what is now true; empty where the page of the booking says it itself."""
    if made.state != Enrolment.State.ENROLLED or made.activity.needs_confirmation:
        return ""
    return _("Booked. Show the code below at the door.")
