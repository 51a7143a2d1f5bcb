"""What she agreed to: each given by one press and withdrawn by one press (trust.md R-053)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jinguo.people import actions, queries
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
        "活动通知",
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
    """How one offer stands for one person: agreed to, or not."""

    offer: Offer
    consent: Consent | None


@resident
@require_safe
def consents(request: ResidentRequest) -> HttpResponse:
    """Show of herself and of each child what was agreed to and what was not, and what ended."""
    today = timezone.localdate()
    persons = [request.person, *(one.child for one in queries.wards_of(request.person, today))]
    rows = [(person, standing_of(person), others_of(person)) for person in persons]
    ended = queries.consents_of(*persons).filter(withdrawn_on__isnull=False)
    return page(request, "me/consents.html", {"rows": rows, "ended": ended})


def standing_of(person: Person) -> list[Standing]:
    """Return how every offer stands for a person today."""
    today = timezone.localdate()
    return [Standing(offer, queries.find_consent(person, offer.purpose, today)) for offer in OFFERS]


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
    actions.withdraw_consent(
        actor=request.actor,
        consent_id=consent_id,
        withdrawn_on=timezone.localdate(),
        now=timezone.now(),
    )
    messages.success(request, _("You no longer agree. It has ended at once."))
    return redirect("portal:consents")
