"""The card of a child minded after school: who may fetch her, what she must not eat, her guardian's code."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries
from jinguo.activities.actions import common
from jinguo.activities.models import Charge, Enrolment, PickUp, Stay
from jinguo.activities.queries import records
from jinguo.core import crypto
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.core.identity import check_phone
from jinguo.core.ids import new_id

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

CODE_DIGITS = 6
TEXT = 1_000  # signs


@dataclass(frozen=True, kw_only=True)
class PickUpIn:
    """Somebody who may fetch a child: name, what she is to the child, and a phone."""

    name: str
    relation: str
    phone: str = ""


@dataclass(frozen=True)
class Charged:
    """A child's card and the guardian's new code, which is told once and kept nowhere."""

    charge: Charge
    code: str


@transaction.atomic
def take_charge(
    *,
    actor: Actor,
    enrolment_id: UUID,
    pick_ups: Sequence[PickUpIn],
    now: datetime,
    allergies: str = "",
) -> Charged:
    """
    Open a child's card: who may fetch her, what she must not eat, and a code for her guardian.

    :raises NotFound: no such entry for this actor
    :raises Denied: the actor may not speak for this child, nor record what happens there
    :raises WrongState: the entry has no seat
    :raises Refused: children are not minded there, or she has a card
    :raises Invalid: a name or relation is missing, or a phone that is none
    """
    entry = queries.get_enrolment(actor, enrolment_id, lock=True)
    policies.check_end(actor, entry)
    policies.check_entry(entry, "take-charge")
    on = timezone.localdate(now)
    policies.check_minding(entry.activity, minds=queries.kind_of(entry.activity, on).minds_children)
    if Charge.objects.filter(enrolment=entry).exists():
        raise Refused(_("The child has a card already. Change it, or give it a new code."))
    charge = Charge(enrolment=entry)
    charge.allergies = _allergies(charge, allergies)
    code = _give_code(charge)
    charge.save()
    _add(charge, pick_ups, on)
    common.note(actor, "take-charge", entry.activity)
    return Charged(charge, code)


@transaction.atomic
def renew_code(*, actor: Actor, enrolment_id: UUID, now: datetime) -> Charged:
    """
    Give a child's card a new code; the one given before holds no more. All else stays as it is.

    While the child is inside it can always be done, whatever became of her entry: else nobody could sign
    her out once the card is closed.

    :raises NotFound: no such entry for this actor, or the child has no card
    :raises Denied: the actor may not speak for this child, nor record what happens there
    :raises WrongState: the entry has no seat, and the child is not inside
    """
    entry, charge = _card(actor, enrolment_id)
    if not Stay.objects.filter(charge=charge, out_at=None).exists():
        policies.check_entry(entry, "renew-code")
    code = _give_code(charge)
    charge.save(update_fields=["code_digest", "wrong_codes"])
    common.note(actor, "renew-code", entry.activity)
    return Charged(charge, code)


@transaction.atomic
def change_card(
    *,
    actor: Actor,
    enrolment_id: UUID,
    kept: Collection[UUID],
    more: Sequence[PickUpIn],
    allergies: str,
    seen: str,
    now: datetime,
) -> Charge:
    """
    Put a child's card right: who of those on it may still fetch her, who else may, what she must not eat.

    ``seen`` is the mark (``queries.records.mark_of``) of the card as it was shown. The guardian's code stays
    as it is.

    :raises NotFound: no such entry for this actor, or the child has no card
    :raises Denied: the actor may not speak for this child, nor record what happens there
    :raises WrongState: the entry has no seat
    :raises Refused: somebody else has changed the card since
    :raises Invalid: a name or relation is missing, or a phone that is none
    """
    entry, charge = _card(actor, enrolment_id)
    policies.check_entry(entry, "change-card")
    if seen != records.mark_of(charge):
        raise Refused(_("Somebody else has changed the card just now. Look at it again."))
    on = timezone.localdate(now)
    charge.allergies = _allergies(charge, allergies)
    charge.save(update_fields=["allergies"])
    charge.pick_ups.filter(until_on__isnull=True).exclude(id__in=kept).update(until_on=on)
    _add(charge, more, on)
    common.note(actor, "change-card", entry.activity)
    return charge


@transaction.atomic
def read_allergies(*, actor: Actor, charge_id: UUID, now: datetime) -> str:
    """
    Return what a child must not eat; that it was read stands on the trail.

    :raises NotFound: no such child of an activity this actor sees
    :raises Denied: the actor does not record what happens there
    """
    found = Charge.objects.filter(enrolment__in=Enrolment.objects.visible_to(actor))
    charge = found.select_related("enrolment__activity").filter(id=charge_id).first()
    if charge is None:
        raise NotFound(_("There is no such child in this class."))
    policies.check_attend_activity(actor, charge.enrolment.activity)
    common.note(actor, "read-allergies", charge.enrolment.activity)
    if charge.allergies is None:
        return ""
    return crypto.unseal("activities_charge", "allergies", charge.id, bytes(charge.allergies))


def digest_of(charge_id: UUID, code: str) -> str:
    """Return what is kept of the code of a card."""
    return crypto.ring().keyed_digest("guardian-code", charge_id.bytes + code.encode())


def _card(actor: Actor, enrolment_id: UUID) -> tuple[Enrolment, Charge]:
    """Return and lock an entry the actor may speak for, and the card of its child."""
    entry = queries.get_enrolment(actor, enrolment_id, lock=True)
    policies.check_end(actor, entry)
    charge = Charge.objects.select_for_update(no_key=True).filter(enrolment=entry).first()
    if charge is None:
        raise NotFound(_("The child has no card yet."))
    return entry, charge


def _give_code(charge: Charge) -> str:
    """Give a card a new code and return it; the caller saves it."""
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    charge.code_digest, charge.wrong_codes = digest_of(charge.id, code), 0
    return code


def _add(charge: Charge, given: Sequence[PickUpIn], on: date) -> None:
    PickUp.objects.bulk_create([_pick_up(charge, one, on) for one in given])


def _pick_up(charge: Charge, given: PickUpIn, on: date) -> PickUp:
    name, relation = given.name.strip(), given.relation.strip()
    if not 0 < len(name) <= 40 or not 0 < len(relation) <= 40:
        raise Invalid(_("Give the name of who may fetch the child, and what she is to the child."))
    phone = check_phone(given.phone) if given.phone.strip() else ""
    row_id = new_id()
    return PickUp(
        id=row_id, charge=charge, name=name, relation=relation, from_on=on, phone_tail=phone[-4:],
        phone=_sealed("activities_pickup", "phone", row_id, phone),
    )  # fmt: skip


def _allergies(charge: Charge, text: str) -> bytes | None:
    return _sealed("activities_charge", "allergies", charge.id, text)


def _sealed(table: str, column: str, row: UUID, text: str) -> bytes | None:
    return crypto.seal(table, column, row, text.strip()[:TEXT]) if text.strip() else None
