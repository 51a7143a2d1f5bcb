"""The privacy agreement of a counselling slot, recorded by the counsellor who has it signed before her."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from jinguo.activities import policies, queries
from jinguo.activities.actions import common
from jinguo.people import actions as people
from jinguo.people.actions import ConsentIn
from jinguo.people.models import Consent

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

FIELDS = ("notes",)


@transaction.atomic
def record_agreement(
    *,
    actor: Actor,
    session_id: UUID,
    enrolment_id: UUID,
    text_version: str,
    signed_on: date,
    now: datetime,
) -> Consent:
    """
    Record that who booked a slot has signed its privacy agreement on paper (MZ/T 084—2017, annex C).

    The counsellor need not edit records of residents: she records this one agreement, of who comes to her.

    :raises NotFound: no such session or entry for this actor
    :raises Denied: she is no counsellor there, or another one is on duty
    :raises Refused: no agreement is asked for, or the day is still to come
    :raises WrongState: the entry has no seat
    :raises Invalid: the version of the text is missing
    :raises AlreadyAgreed: it is on record
    """
    session = queries.get_session(actor, session_id)
    entry = queries.get_entry_of(session, actor, enrolment_id, lock=True)
    needed = queries.asks_for_agreement(session)
    policies.check_record_agreement(actor, session, needs_agreement=needed)
    policies.check_entry(entry, "attend")
    consent = ConsentIn(
        purpose=policies.AGREEMENT,
        text_version=text_version,
        fields=FIELDS,
        given_how=Consent.How.PAPER,
    )
    made = people.keep_consent(
        actor=actor, person=entry.person, consent=consent, given_on=signed_on, now=now
    )
    common.note(actor, "record-agreement", session.activity)
    return made
