"""What a guardian is told, and agrees to, before a child under 14 takes part (个人信息保护法 art. 31)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities.policies import CONSENT
from jinguo.org.actor import Actor
from jinguo.people import queries as people
from jinguo.people.actions import ConsentIn, record_consent
from jinguo.people.models import Consent, Guardianship, Person

VERSION = "portal-child-2020"
"""Of the text below; a new wording takes a new one, so that what was agreed to can be told."""
FIELDS = ("name", "born_on", "guardian", "phone")


def text() -> list[str]:
    """Return the text, line by line."""
    return [
        _(
            "To book for the child, the Women’s Federation keeps the child’s name and date of birth, and"
            " your name and phone number."
        ),
        _(
            "Only the organiser sees them: to know who comes, to call you, and to hand the child to nobody"
            " else. They are not passed on and not published, and no picture of the child is taken for it."
        ),
        _("You may withdraw this at any time under “What you agreed to”."),
    ]


def has_agreed(child: Person, on: date) -> bool:
    """Say whether a guardian's consent for a child is on record on a day."""
    found = people.find_consent(child, CONSENT, on)
    return found is not None and bool(found.guardian)


def record(actor: Actor, ward: Guardianship, guardian: Person, now: datetime) -> None:
    """Record what the guardian agreed to on the screen, unless it is on record."""
    today = timezone.localdate(now)
    if has_agreed(ward.child, today):
        return
    given = ConsentIn(
        purpose=CONSENT,
        text_version=VERSION,
        fields=FIELDS,
        given_how=Consent.How.SCREEN,
        guardian=guardian.name,
        guardian_relation=ward.relation,
    )
    record_consent(actor=actor, person_id=ward.child_id, consent=given, given_on=today, now=now)
