"""Another phone opens a resident's account."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core import crypto, locks, trail
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.core.identity import check_mobile
from jinguo.org.actions import move_resident
from jinguo.people import policies, queries
from jinguo.people.actions import changes
from jinguo.people.actions.persons import PersonChange, correct_person, set_phone
from jinguo.people.checking import check_reason
from jinguo.people.models import Change, Household, Person, Resident
from jinguo.people.rows import PHONE, RESIDENT

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class PhoneInUse(Refused):
    """The phone opens another account."""

    code = "phone-in-use"


@transaction.atomic
def change_sign_in_phone(
    *, actor: Actor, person_id: UUID, phone: str, now: datetime, reason: str = ""
) -> str:
    """
    Let a resident's account open with another phone, and no more with the one before; return that one.

    Her sessions end, save the one the actor acts in. The phone of her record becomes the same one, with its
    history. A resident does it herself once both phones have shown a code: that is for the surface to ask,
    and so is that whoever does it for her has seen who she is. Surfaces call it through
    ``notices.messages.change_sign_in_phone``, which tells the phone before.

    :raises NotFound: no such person for this actor, or one without an account
    :raises Denied: the actor is neither she herself nor edits her record and may see her numbers
    :raises Refused: her record was merged, or someone else does it and gives no reason
    :raises Invalid: not a mobile number, or the one that opens the account already
    :raises PhoneInUse: another account opens with it; nothing has changed
    """
    household, person = held(actor, person_id)
    policies.check_change_sign_in_phone(actor, person)
    why = "" if actor.is_resident else check_reason(reason)
    phone = check_mobile(phone)
    index = crypto.blind(PHONE, phone)
    locks.hold(f"people.resident:{index}")
    resident = account_of(person)
    if resident.phone_index == index:
        raise Invalid(_("This phone opens the account already. Enter the new one."), phone="")
    if Resident.objects.filter(phone_index=index).exists():
        raise PhoneInUse(
            _(
                "This phone signs in to another record, so nothing was changed. The Women’s Federation of"
                " the town or sub-district can tell whether both records are one person’s."
            ),
            phone="",
        )
    former = crypto.unseal(RESIDENT, "phone", resident.pk, bytes(resident.phone))
    resident.phone = crypto.seal(RESIDENT, "phone", resident.pk, phone)
    resident.phone_index = index
    resident.save(update_fields=["phone", "phone_index"])
    move_resident(actor=actor, account_id=resident.account_id, phone_tail=phone[-4:])
    if household is None:
        set_phone(person, phone)
        person.save(update_fields=["phone", "phone_index", "phone_tail"])
    else:
        corrected = correct_person(household, person, PersonChange(phone=phone), now)
        changes.keep(corrected, actor=actor, on=localdate(now), now=now, reason=why)
    trail.note(
        actor,
        "people.change-sign-in-phone",
        object_type="people.person",
        object_id=person.pk,
        area=person.area_id,
        purpose=why,
        fields=[Change.What.PHONE],
    )
    return former


def held(actor: Actor, person_id: UUID) -> tuple[Household | None, Person]:
    """
    Return a person and the household she lives in, both locked, the household first as in every act.

    :raises NotFound: no such person for this actor
    """
    seen = queries.get_person(actor, person_id)
    homes = Household.objects.filter(
        memberships__person=seen, memberships__period__endswith__isnull=True
    )
    household = homes.select_for_update(of=("self",)).first()
    return household, queries.get_person(actor, person_id, lock=True)


def account_of(person: Person) -> Resident:
    """
    Return a person's account, locked.

    :raises NotFound: she has none
    """
    found = queries.find_resident_of(person)
    if found is None:
        raise NotFound(_("She has no account of her own."))
    return Resident.objects.select_for_update().get(pk=found.pk)
