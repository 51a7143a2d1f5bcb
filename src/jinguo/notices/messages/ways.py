"""
How someone may be reached now: the only place from which a message gets a number or an address.

For a sensitive matter nothing but her safe contact counts, and only one she has confirmed in the last
30 days (trust.md R-022). For an ordinary one it is what she said of it, however long ago. When she said
nothing it is the phone she signs in with, on which she asked for what she is told (个人信息保护法 art. 13
no. 2); else the phone on the register, when she agreed to be told on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from jinguo.core import crypto
from jinguo.core.errors import Refused
from jinguo.core.identity import MOBILE
from jinguo.notices.messages import hours
from jinguo.notices.models import Channel, Purpose, SafeContact
from jinguo.people import queries as people
from jinguo.people.models import Person, Resident

VALID_FOR = timedelta(days=30)
CONSENT = "活动通知"
"""The purpose of the consent by which someone agrees to be told of ordinary matters on her phone."""
CONTACTS, PERSONS, RESIDENTS = "notices_safecontact", "people_person", "people_resident"


class Why(StrEnum):
    """Why someone is not reached."""

    NO_CONTACT = "no-contact"
    CONTACT_EXPIRED = "contact-expired"
    NOT_WANTED = "not-wanted"
    NO_PHONE = "no-phone"
    NO_CONSENT = "no-consent"
    NO_HOUR = "no-hour"
    LANDLINE = "landline"
    RESTRICTED = "restricted"


SENTENCES = {
    Why.NO_CONTACT: gettext_lazy("She has not said how she may be reached in this matter."),
    Why.CONTACT_EXPIRED: gettext_lazy(
        "How she may be reached was last checked more than 30 days ago."
    ),
    Why.NOT_WANTED: gettext_lazy("She does not want messages."),
    Why.NO_PHONE: gettext_lazy("The register has no phone of hers."),
    Why.NO_CONSENT: gettext_lazy("She has not agreed to messages on her phone."),
    Why.NO_HOUR: gettext_lazy("The hours she chose lie in the quiet hours."),
    Why.LANDLINE: gettext_lazy("Her phone is a landline."),
    Why.RESTRICTED: gettext_lazy("Her data are kept and not used, or were erased."),
}


class NoWay(Refused):
    """Someone may not be told now; ``why`` says for what reason."""

    code = "no-way"

    def __init__(self, why: Why) -> None:
        super().__init__(str(SENTENCES[why]))
        self.why = why


@dataclass(frozen=True)
class Route:
    """Where the address of someone is kept, sealed, and when she may be told."""

    channel: Channel
    table: str
    column: str
    row: UUID
    token: bytes
    opens: time = time.min
    closes: time = time.max


@dataclass(frozen=True)
class Way:
    """How someone may be told: over what, at what address, and from when on."""

    channel: Channel
    address: str
    tail: str
    from_at: datetime


@dataclass(frozen=True)
class Reached:
    """How many of some persons would be told, by channel, and how many not, by reason."""

    told: Mapping[Channel, int]
    not_told: Mapping[Why, int]


def way_to(person: Person, purpose: Purpose, now: datetime) -> Way:
    """
    Return how someone may be told of a matter now.

    :raises NoWay: she may not
    """
    found = _routes([person], purpose, now)[person.id]
    if isinstance(found, Why):
        raise NoWay(found)
    from_at = hours.opening(now, found.opens, found.closes)
    if from_at is None:
        raise NoWay(Why.NO_HOUR)
    address = crypto.unseal(found.table, found.column, found.row, found.token)
    if found.channel == Channel.SMS and not MOBILE.fullmatch(address):
        raise NoWay(Why.LANDLINE)
    return Way(found.channel, address, _tail(found.channel, address), from_at)


def would_tell(persons: Collection[Person], purpose: Purpose, now: datetime) -> Reached:
    """Return how many of some persons a message would reach, before it is sent; three queries."""
    routes = _routes(persons, purpose, now).values()
    told = Counter(one.channel for one in routes if isinstance(one, Route))
    return Reached(told, Counter(one for one in routes if isinstance(one, Why)))


def has_said(person: Person, purpose: Purpose) -> bool:
    """Say whether someone has said how she may be reached for a purpose, if only that she may not be."""
    return bool(_contacts([person], purpose))


def _routes(
    persons: Collection[Person], purpose: Purpose, now: datetime
) -> dict[UUID, Route | Why]:
    """Return of each person how she may be told, or why not."""
    kept = {one.id for one in persons if one.restricted_on or one.erased_on}
    if kept:
        rest = [one for one in persons if one.id not in kept]
        return _routes(rest, purpose, now) | dict.fromkeys(kept, Why.RESTRICTED)
    said = _contacts(persons, purpose)
    unsaid = [one for one in persons if one.id not in said]
    found = {key: _said(one, purpose, now) for key, one in said.items()}
    if purpose == Purpose.SENSITIVE:
        return found | {one.id: Why.NO_CONTACT for one in unsaid}
    residents = people.residents_of(unsaid)
    answers = people.answers_to(unsaid, CONSENT, timezone.localdate(now))
    return found | {
        one.id: _unsaid(one, residents.get(one.id), answers.get(one.id)) for one in unsaid
    }


def _unsaid(person: Person, resident: Resident | None, answer: bool | None) -> Route | Why:
    """Return how one is told who said nothing: on the phone she signs in with, else the register's."""
    if answer is False:
        return Why.NO_CONSENT
    return _signed_in(resident) if resident else _registered(person, has_agreed=bool(answer))


def _contacts(persons: Collection[Person], purpose: Purpose) -> dict[UUID, SafeContact]:
    """Return what some persons said, by person; where records were merged, what was checked last."""
    theirs = Q(person__in=persons) | Q(person__merged_into__in=persons)
    rows = SafeContact.objects.filter(theirs, purpose=purpose).select_related("person")
    return {one.person.merged_into_id or one.person_id: one for one in rows.order_by("checked_at")}


def _said(contact: SafeContact, purpose: Purpose, now: datetime) -> Route | Why:
    if not contact.channel or contact.address is None:
        return Why.NOT_WANTED
    if purpose == Purpose.SENSITIVE and now >= contact.checked_at + VALID_FOR:
        return Why.CONTACT_EXPIRED
    return Route(
        Channel(contact.channel), CONTACTS, "address", contact.id, bytes(contact.address),
        contact.opens, contact.closes,
    )  # fmt: skip


def _signed_in(resident: Resident) -> Route:
    token = bytes(resident.phone)
    return Route(Channel.SMS, RESIDENTS, "phone", resident.id, token)


def _registered(person: Person, *, has_agreed: bool) -> Route | Why:
    if person.phone is None:
        return Why.NO_PHONE
    if not has_agreed:
        return Why.NO_CONSENT
    return Route(Channel.SMS, PERSONS, "phone", person.id, bytes(person.phone))


def _tail(channel: Channel, address: str) -> str:
    return address[-4:] if channel == Channel.SMS else ""
