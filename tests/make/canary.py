"""Planted values that come out of no page and no file, and the search for them in what is answered."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from jinguo.activities import actions as activities
from jinguo.people import actions
from jinguo.people.models import Household, Resident
from tests.make import desk, people, portal

PHONE, ADDRESS = "14377665544", "珊瑚礁路7号灯塔旁"
NUMBER = people.id_number(123, "19810203")
HER_PHONE, HER_CONTACT, HER_WORD = "14399881277", "14322116655", "珊瑚石榴"
HER_NUMBER = people.id_number(124, "19830405")
SECRETS = (
    NUMBER, NUMBER[6:14], PHONE, PHONE[:7], ADDRESS, ADDRESS[:4],
    HER_NUMBER, HER_NUMBER[6:14], HER_PHONE, HER_PHONE[:7], HER_CONTACT, HER_CONTACT[:7], HER_WORD,
)  # fmt: skip


def plant(household: UUID) -> Household:
    """Give a household and its head what must not come out."""
    head = actions.PersonChange(id_number=NUMBER, phone=PHONE)
    actions.update_household(
        actor=people.colleague(),
        household_id=household,
        change=actions.HouseholdChange(address=ADDRESS, head=head),
        reason="核对",
        on=date(2020, 6, 15),
        now=people.instant(),
    )
    return Household.objects.get(pk=household)


@dataclass(frozen=True)
class Hers:
    """A resident of whom nothing must come out to others, and the ids of what is hers."""

    resident: Resident
    guardianship: UUID
    booking: UUID
    request: UUID


def plant_resident(activity: UUID) -> Hers:
    """Let a resident join, say where she is safely reached, enter a child, book, and ask for a correction."""
    now = timezone.now()
    today = timezone.localdate(now)
    her = portal.resident(name="尹灯塔", phone=HER_PHONE, id_number=HER_NUMBER)
    portal.client(her).post("/me/contact/", {
        "purpose": "sensitive", "channel": "sms", "address": HER_CONTACT, "opens": "09:00",
        "closes": "11:00", "may_answer": "herself", "code_word": HER_WORD,
    })  # fmt: skip
    booked = activities.enrol(
        actor=desk.officer("village-chair"), activity_id=activity, person_id=her.person_id,
        channel="desk", now=now,
    )  # fmt: skip
    asked = actions.ask(
        actor=people.acting(her, today), person_id=her.person_id, kind="correct", words="改",
        now=now,
    )  # fmt: skip
    return Hers(her, people.child(her, on=today).id, booked.id, asked.id)


def text_of(response) -> str:
    """Everything a response holds, the parts of a workbook or document unpacked."""
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            data = b"\n".join(file.read(name) for name in file.namelist())
    return data.decode("utf-8", "replace")


def clear_in(text: str) -> list[str]:
    """The planted values, and telling parts of them, that stand in a text."""
    return [secret for secret in SECRETS if secret in text]
