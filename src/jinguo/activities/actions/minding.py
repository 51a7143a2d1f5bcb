"""Children minded after school: coming and going by the guardian's code, incidents."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries
from jinguo.activities.actions import attending, common, helping
from jinguo.activities.actions.cards import TEXT, digest_of
from jinguo.activities.models import Attendance, Charge, Incident, Session, Stay
from jinguo.core import crypto
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.core.ids import new_id

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

MOST_WRONG = 5


class WrongGuardianCode(Refused):
    """The code is not the guardian's; after five of them a new one must be given."""

    code = "wrong-guardian-code"


def sign_in(*, actor: Actor, session_id: UUID, charge_id: UUID, code: str, now: datetime) -> Stay:
    """
    Note by her guardian's code that a child has come. She counts as present.

    Records ``activities.attended``.

    :raises NotFound: no such session for this actor, or no such child in it
    :raises Denied: the actor does not record what happens there
    :raises WrongState: the session was held, or is cancelled
    :raises WrongGuardianCode: the code is not the guardian's
    :raises Unchecked: the crime-record check of somebody who helps does not hold
    :raises NobodyMinds: nobody is named who looks after the children
    :raises Refused: the child is here already
    """
    check_code(actor, session_id, charge_id, code)
    with transaction.atomic():
        session, charge = _minded(actor, session_id, charge_id)
        policies.check_session(session, "hold")
        helping.check_opening(session, [], now)
        stay, is_new = Stay.objects.get_or_create(
            session=session, charge=charge, defaults={"in_at": now}
        )
        if not is_new:
            raise Refused(_("The child is here already, or has left."))
        present = {charge.enrolment_id: Attendance.State.PRESENT}
        attending.note_all(actor, session, present, Attendance.How.CODE, now)
        common.note(actor, "sign-in", session.activity)
        return stay


def sign_out(
    *,
    actor: Actor,
    session_id: UUID,
    charge_id: UUID,
    code: str,
    now: datetime,
    fetched_by: UUID | None = None,
) -> Stay:
    """
    Note by her guardian's code that a child has left, and with whom; without a name, with her guardian.

    :raises NotFound: no such session for this actor, or no such child in it
    :raises Denied: the actor does not record what happens there
    :raises WrongGuardianCode: the code is not the guardian's
    :raises Refused: the child is not here, or who comes may not fetch her
    """
    check_code(actor, session_id, charge_id, code)
    with transaction.atomic():
        session, charge = _minded(actor, session_id, charge_id)
        stay = Stay.objects.select_for_update().filter(session=session, charge=charge).first()
        if stay is None or stay.out_at is not None:
            raise Refused(_("The child is not here."))
        if fetched_by is not None:
            stay.fetched_by = charge.pick_ups.filter(id=fetched_by, until_on__isnull=True).first()
            if stay.fetched_by is None:
                raise Refused(_("This person is not on the list of those who may fetch the child."))
        stay.out_at = now
        stay.save(update_fields=["out_at", "fetched_by"])
        common.note(actor, "sign-out", session.activity)
        return stay


def _minded(actor: Actor, session_id: UUID, charge_id: UUID) -> tuple[Session, Charge]:
    """Return and lock a session and the card of a child in it."""
    session = queries.get_session(actor, session_id, lock=True)
    policies.check_attend(actor, session)
    found = Charge.objects.select_for_update(of=("self",), no_key=True).select_related("enrolment")
    charge = found.filter(id=charge_id, enrolment__activity=session.activity_id).first()
    if charge is None:
        raise NotFound(_("There is no such child in this class."))
    return session, charge


def check_code(actor: Actor, session_id: UUID, charge_id: UUID, code: str) -> None:
    """
    Pass when a code is the guardian's. Five wrong ones in a row close the card until a new code is given.

    A transaction of its own: a wrong code is counted although the act is refused.

    :raises NotFound: no such session for this actor, or no such child in it
    :raises Denied: the actor does not record what happens there
    :raises WrongGuardianCode: it is not, or the card is closed
    """
    with transaction.atomic():
        _session, charge = _minded(actor, session_id, charge_id)
        is_open = charge.wrong_codes < MOST_WRONG
        is_right = hmac.compare_digest(digest_of(charge.id, code.strip()), charge.code_digest)
        if is_open:
            charge.wrong_codes = 0 if is_right else charge.wrong_codes + 1
            charge.save(update_fields=["wrong_codes"])
    if not is_open:
        raise WrongGuardianCode(
            _("Too many wrong codes. Have the guardian give the child's card a new one.")
        )
    if not is_right:
        raise WrongGuardianCode(_("This is not the guardian's code."))


@transaction.atomic
def record_incident(
    *,
    actor: Actor,
    session_id: UUID,
    at: datetime,
    what: str,
    now: datetime,
    charge_id: UUID | None = None,
    told_guardian_at: datetime | None = None,
) -> Incident:
    """
    Write down something that happened, and what was done. It is kept sealed.

    :raises NotFound: no such session for this actor, or no such child in it
    :raises Denied: the actor does not record what happens there
    :raises Invalid: no words or too many, or an instant still to come
    """
    session = queries.get_session(actor, session_id)
    policies.check_attend(actor, session)
    if charge_id is not None:
        _minded(actor, session_id, charge_id)
    text = what.strip()
    if not 0 < len(text) <= TEXT:
        raise Invalid(_("Say what happened, in at most %d signs.") % TEXT, what=what)
    if at > now or (told_guardian_at and told_guardian_at > now):
        raise Invalid(_("The time is still to come."), at=at)
    incident_id = new_id()
    made = Incident.objects.create(
        id=incident_id, session=session, charge_id=charge_id, at=at,
        what=crypto.seal("activities_incident", "what", incident_id, text),
        told_guardian_at=told_guardian_at, recorded_at=now, account=actor.account_id,
    )  # fmt: skip
    common.note(actor, "record-incident", session.activity)
    return made


@transaction.atomic
def note_guardian_told(*, actor: Actor, incident_id: UUID, now: datetime) -> Incident:
    """
    Note that the guardian was told of an incident after it was written down.

    :raises NotFound: no such incident where this actor records what happens
    :raises Refused: she was told before
    """
    found = queries.get_incident(actor, incident_id, lock=True)
    if found.told_guardian_at is not None:
        raise Refused(_("The guardian was told already."))
    found.told_guardian_at = now
    found.save(update_fields=["told_guardian_at"])
    common.note(actor, "note-guardian-told", found.session.activity)
    return found


@transaction.atomic
def read_incident(*, actor: Actor, incident_id: UUID, now: datetime) -> str:
    """
    Return what happened, in words; that it was read stands on the trail.

    :raises NotFound: no such incident where this actor records what happens
    """
    found = queries.get_incident(actor, incident_id)
    common.note(actor, "read-incident", found.session.activity)
    return crypto.unseal("activities_incident", "what", found.id, bytes(found.what))
