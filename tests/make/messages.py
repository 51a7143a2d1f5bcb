"""People who can be told things, and messages to them."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import count
from uuid import UUID

from jinguo.notices import messages
from jinguo.notices.messages import About, ContactIn
from jinguo.notices.models import Message, SafeContact
from jinguo.org.actor import Actor
from jinguo.people import actions as people
from jinguo.people.actions import ConsentIn
from jinguo.people.models import Person
from tests.make import people as make
from tests.make.times import noon

PHONE, SAFE_PHONE, SAFE_EMAIL = "13800001234", "13911115678", "lin@example.org"
OFFICER = Actor.system(
    "tests", "people.view", "people.edit", "notices.keep-contacts", "notices.view-messages",
    "notices.resend",
)  # fmt: skip
CLASS = About("activities.activity", UUID(int=77))
STARTS = noon(date(2020, 6, 20))
BOOKED = {"activity": "茶艺体验", "starts": STARTS, "place": "东村妇女微家"}
_phones = count(13_800_000_001)


def booker(*, phone: str | None = None, has_agreed: bool = True) -> Person:
    """A woman on the register with a phone of her own, who agreed to be told on it."""
    number = str(next(_phones)) if phone is None else phone
    person = make.head(make.household(phone=number))
    if has_agreed:
        agree(person)
    return person


def agree(person: Person, *, on: date = date(2020, 6, 1)) -> None:
    """Record that someone agrees to messages on her phone."""
    consent = ConsentIn(
        purpose=messages.CONSENT, text_version="2020-1", fields=["phone"], given_how="paper"
    )
    people.record_consent(
        actor=OFFICER, person_id=person.id, consent=consent, given_on=on, now=noon()
    )


def safe_contact(
    person: Person, *, purpose: str = "sensitive", now: datetime | None = None, **given: object
) -> SafeContact:
    """What someone said of how she may be reached; a text message to another phone."""
    values = {"channel": "sms", "address": SAFE_PHONE, "closes": time(23), **given}
    return messages.set_safe_contact(
        actor=OFFICER, person_id=person.id, purpose=purpose, contact=ContactIn(**values),
        now=now or noon(),
    )  # fmt: skip


def message(*, to: Person | None = None, now: datetime | None = None, **given: object) -> Message:
    """A message about a booked class, in the queue."""
    values = {"actor": OFFICER, "template": "enrolled", "values": BOOKED, "about": CLASS, **given}
    return messages.send(person=to or booker(), now=now or noon(), **values)
