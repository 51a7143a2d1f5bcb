"""For whom a resident books: herself, and the children she speaks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.activities import queries
from jinguo.activities.models import Activity, Enrolment
from jinguo.org.actor import Actor
from jinguo.org.models import Account
from jinguo.people import policies
from jinguo.people import queries as people
from jinguo.people.models import Guardianship, Person, Sex
from jinguo.portal.bookings import consents


@dataclass(frozen=True)
class Own:
    """Somebody a resident books for; ``ward`` says that it is a child of hers, and since when."""

    person: Person
    ward: Guardianship | None = None


@dataclass(frozen=True)
class Candidate:
    """Somebody as the page of a booking offers her; ``refusal`` is why she cannot be booked for."""

    id: str
    title: str
    refusal: str | None
    needs_consent: bool


def own_people(person: Person, on: date) -> list[Own]:
    """Return whom somebody books for: herself first, then her children."""
    return [Own(person), *(Own(ward.child, ward) for ward in people.wards_of(person, on))]


def of_unknown_sex(person: Person, on: date) -> list[Person]:
    """Return whose sex the register lacks, of somebody and her children."""
    return [one.person for one in own_people(person, on) if one.person.sex == Sex.UNKNOWN]


def candidates(activity: Activity, own: Sequence[Own], now: datetime) -> list[Candidate]:
    """Return whom a resident may book for, each with what stands in the way."""
    return [
        replace(one, refusal=queries.why_not(activity, of.person, now))
        for one, of in zip(unasked(own, localdate(now)), own, strict=True)
    ]


def unasked(own: Sequence[Own], on: date) -> list[Candidate]:
    """Return the same without asking what stands in the way; booking itself will say."""
    return [
        Candidate(
            id=str(one.person.id),
            title=title_of(one, on),
            refusal=None,
            needs_consent=needs_consent(one, on),
        )
        for one in own
    ]


def title_of(one: Own, on: date) -> str:
    """Return how somebody is called on the page of who books for her."""
    if one.ward is None:
        return _("Myself (%s)") % one.person.name
    age = one.person.age_on(on)
    return _("My child %(name)s (%(age)s)") % {"name": one.person.name, "age": age}


def needs_consent(one: Own, on: date) -> bool:
    """Say whether her guardian has to agree first: a child under 14, of whom no consent is on record."""
    if one.ward is None or not policies.needs_guardian(one.person, on):
        return False
    return not consents.has_agreed(one.person, on)


def bookings_of(own: Sequence[Own]) -> list[Enrolment]:
    """Return the bookings of somebody and of her children, the newest first."""
    found = [booking for one in own for booking in queries.enrolments_of(one.person)]
    return sorted(found, key=lambda booking: (booking.entered_at, booking.id), reverse=True)


def signed_in(request: HttpRequest) -> Person | None:
    """Return the record of the resident who is signed in; None for everybody else."""
    if not request.user.is_authenticated or request.user.kind != Account.Kind.RESIDENT:
        return None
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return people.own_person(actor)


@dataclass(frozen=True)
class Family:
    """What tells the stage of a family: births of its children, one to come too, and what it said itself."""

    births: Sequence[date] = ()
    stages: Sequence[str] = ()


def family_of(request: HttpRequest, on: date) -> Family:
    """Return what tells the stage of the family of the resident who is signed in."""
    person = signed_in(request)
    if person is None:
        return Family()
    births = people.births_of_wards([person.id], on).get(person.id, [])
    said = queries.stated_by([person.id], on).get(person.id, queries.Stated())
    return Family([*births, *([said.due_on] if said.due_on else [])], said.stages)


def living_bookings(request: HttpRequest, activity: Activity) -> list[Enrolment]:
    """Return the bookings for an activity, of the resident who is signed in and of her children."""
    person = signed_in(request)
    if person is None:
        return []
    ids = [one.person.id for one in own_people(person, localdate())]
    found = activity.enrolments.living().filter(person__in=ids).select_related("person")
    return list(found.order_by("entered_at", "id"))
