"""A guardian agrees that a child takes part: on her phone, or before whoever enrols the child for her."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.activities import guardian_consent, policies
from jinguo.people import actions as people_actions
from jinguo.people import queries as people
from jinguo.people.actions import ConsentIn

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Consent


@transaction.atomic
def record_guardian_consent(
    *, actor: Actor, person_id: UUID, guardian_id: UUID | None, given_how: str, now: datetime
) -> Consent:
    """
    Record that a guardian of a child agrees to what ``guardian_consent`` says; what is on record stays.

    Who may enrol the child may record it, as she need not edit records of residents.

    :raises NotFound: no such person for this actor
    :raises Denied: the actor may see the child but not enrol her
    :raises GuardianNeeded: the one named is no guardian of hers on record
    :raises Invalid: an unknown way of agreeing
    :raises AskedTooSoon: it was withdrawn a short while ago, and another than the guardian records it
    """
    person, on = people.get_person(actor, person_id, lock=True), localdate(now)
    policies.check_enrol_for(actor, person)
    held = people.find_consent(person, policies.CONSENT, on)
    if held is not None and held.guardian:
        return held
    links = people.guardians_of(person, on)
    link = next((one for one in links if one.guardian_id == guardian_id), None)
    if link is None:
        raise policies.GuardianNeeded(
            _("A child under 14 is enrolled by her guardian. Name the guardian.")
        )
    given = ConsentIn(
        purpose=policies.CONSENT,
        text_version=guardian_consent.VERSION,
        fields=guardian_consent.FIELDS,
        given_how=given_how,
        guardian=link.guardian.name,
        guardian_relation=link.relation,
    )
    return people_actions.keep_consent(
        actor=actor, person=person, consent=given, given_on=on, now=now
    )
