"""What she agreed to: each given by one press and withdrawn by one press (trust.md R-053)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jinguo.activities import queries as activities
from jinguo.activities.policies import CONSENT as TAKES_PART
from jinguo.notices.messages import CONSENT
from jinguo.people import actions, policies, queries
from jinguo.people.actions import ConsentIn
from jinguo.people.models import Consent, Person
from jinguo.portal.http import ResidentRequest, page, resident


@dataclass(frozen=True)
class Offer:
    """Something one may agree to on the page: for what, of which of her data, in which words."""

    key: str
    purpose: str
    fields: tuple[str, ...]
    version: str
    title: Promise
    text: Promise


OFFERS = (
    Offer(
        "messages",
        CONSENT,
        ("phone",),
        "2026-11",
        gettext_lazy("Messages on my phone"),
        gettext_lazy(
            "The federation tells me on my phone when something I booked changes, or a place is"
            " free for me. Without it everything stands on this page all the same."
        ),
    ),
    Offer(
        "photos",
        "活动照片",
        ("photo",),
        "2026-11",
        gettext_lazy("Pictures of me"),
        gettext_lazy(
            "Pictures taken at activities in which I can be seen may be shown by the federation."
            " Without it none is shown; I take part all the same."
        ),
    ),
)


@dataclass(frozen=True)
class Standing:
    """
    How one offer stands for one person: agreed to, or not.

    ``is_unsaid``: it is about messages, and as she has an account and said nothing they go to its phone.
    """

    offer: Offer
    consent: Consent | None
    is_unsaid: bool = False


@resident
@require_safe
def consents(request: ResidentRequest) -> HttpResponse:
    """Show of herself and of each child what was agreed to and what was not, and what ended."""
    today = timezone.localdate()
    persons = [request.person, *(one.child for one in queries.wards_of(request.person, today))]
    rows = [
        (person, standing_of(person, has_account=person == request.person), others_of(person))
        for person in persons
    ]
    ended = queries.consents_of(*persons).filter(withdrawn_on__isnull=False)
    return page(request, "me/consents.html", {"rows": rows, "ended": ended})


def offers_to(person: Person, on: date) -> list[Offer]:
    """Return what one may agree to for a person; messages about a child under 14 go to who booked for it."""
    return [
        one for one in OFFERS if one.purpose != CONSENT or not policies.needs_guardian(person, on)
    ]


def standing_of(person: Person, *, has_account: bool) -> list[Standing]:
    """Return how every offer stands for a person today."""
    today = timezone.localdate()
    is_unsaid = has_account and not queries.answers_to([person], CONSENT, today)
    return [
        Standing(
            offer,
            queries.find_consent(person, offer.purpose, today),
            is_unsaid=is_unsaid and offer.purpose == CONSENT,
        )
        for offer in offers_to(person, today)
    ]


def others_of(person: Person) -> list[Consent]:
    """Return what a person agreed to elsewhere, on paper or before a witness."""
    held = queries.consents_of(person).filter(withdrawn_on__isnull=True)
    return list(held.exclude(purpose__in=[one.purpose for one in OFFERS], recipient=""))


@resident
@require_POST
def give(request: ResidentRequest, person_id: UUID, key: str) -> HttpResponse:
    """Record that she agrees, for herself or for a child."""
    offer = next((one for one in OFFERS if one.key == key), None)
    if offer is None:
        raise Http404
    today = timezone.localdate()
    ward = next(
        (one for one in queries.wards_of(request.person, today) if one.child_id == person_id), None
    )
    actions.record_consent(
        actor=request.actor,
        person_id=person_id,
        consent=ConsentIn(
            purpose=offer.purpose,
            text_version=offer.version,
            fields=offer.fields,
            given_how=Consent.How.SCREEN,
            guardian=request.person.name if ward else "",
            guardian_relation=ward.relation if ward else "",
        ),
        given_on=today,
        now=timezone.now(),
    )
    messages.success(request, _("You agree. You can take it back here at any time."))
    return redirect("portal:consents")


@resident
@require_POST
def withdraw(request: ResidentRequest, consent_id: UUID) -> HttpResponse:
    """Record that she takes a consent back, from now on."""
    taken_back = actions.withdraw_consent(
        actor=request.actor,
        consent_id=consent_id,
        withdrawn_on=timezone.localdate(),
        now=timezone.now(),
    )
    messages.success(request, _("You no longer agree. It has ended at once."))
    if taken_back.purpose == TAKES_PART and has_booked(taken_back.person):
        said = _("What is booked for %s stands until you cancel it under “My bookings”.")
        messages.info(request, said % taken_back.person.name)
    return redirect("portal:consents")


def has_booked(person: Person) -> bool:
    """Say whether a person has a place in something, or waits for one."""
    return activities.enrolments_of(person).living().exists()
