"""What a resident says of herself, or of a child she speaks for, where the register lacks it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Invalid, Refused
from jinguo.people import policies
from jinguo.people.actions import changes
from jinguo.people.actions.persons import PersonChange, correct_person
from jinguo.people.actions.sign_in_phones import held
from jinguo.people.models import Change, Sex

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@transaction.atomic
def say_sex(*, actor: Actor, person_id: UUID, sex: str, now: datetime) -> None:
    """
    Record the sex of a resident, or of a child she speaks for, that the register does not have yet.

    Many activities are for women, and who comes in by her phone is asked for it nowhere else.

    :raises NotFound: neither she herself nor a child of hers
    :raises Denied: the actor is no resident; who works with the register corrects it there
    :raises Refused: the register has it already, or the record is merged or kept and not used
    :raises Invalid: neither of the two
    """
    policies.check_own(actor)
    household, person = held(actor, person_id)
    policies.check_current(person)
    policies.check_unrestricted(person)
    if person.sex != Sex.UNKNOWN:
        raise Refused(
            _("The register has this already. If it is wrong, ask for it to be corrected.")
        )
    if sex not in (Sex.FEMALE, Sex.MALE):
        raise Invalid(_("Choose one of the two."), sex="")
    if household is None:
        person.sex = sex
        person.save(update_fields=["sex"])
    else:
        corrected = correct_person(household, person, PersonChange(sex=sex), now)
        changes.keep(corrected, actor=actor, on=localdate(now), now=now)
    trail.note(
        actor,
        "people.say-sex",
        object_type="people.person",
        object_id=person.pk,
        area=person.area_id,
        fields=[Change.What.SEX],
    )
