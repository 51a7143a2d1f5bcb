from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.people import policies, queries
from jinguo.people.models import Consent, Person

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@dataclass(frozen=True, kw_only=True)
class ConsentIn:
    """
    What a person agreed to: for which purpose, shown which text, for which of her data, for whom.

    ``recipient`` is empty when the data stay with the federation.
    """

    purpose: str
    text_version: str
    fields: Sequence[str]
    given_how: str
    recipient: str = ""


@transaction.atomic
def record_consent(
    *, actor: Actor, person_id: UUID, consent: ConsentIn, given_on: date, now: datetime
) -> Consent:
    """
    Record that a person agreed (个人信息保护法 arts 14, 23, 29).

    :raises NotFound: no such person for this actor
    :raises Denied: the actor may see her record but not edit it
    :raises Refused: a consent for this purpose and recipient holds already, or ``given_on`` is to come
    :raises Invalid: no purpose, no text, no fields, or an unknown way of giving it
    """
    person = queries.get_person(actor, person_id, lock=True)
    policies.check_edit(actor, person)
    check_consent_given(consent)
    if given_on > localdate(now):
        raise Refused(_("A consent cannot be given on a day to come."))
    if queries.find_consent(person, consent.purpose, given_on, recipient=consent.recipient):
        raise Refused(_("She has agreed to this already. Withdraw that consent first."))
    made = Consent.objects.create(
        person=person,
        purpose=consent.purpose.strip(),
        text_version=consent.text_version.strip(),
        fields=list(consent.fields),
        recipient=consent.recipient.strip(),
        given_on=given_on,
        given_how=consent.given_how,
        recorded_by=actor.account_id,
    )
    note(actor, "people.record-consent", person, made)
    return made


def check_consent_given(consent: ConsentIn) -> None:
    """
    Pass when a consent says everything the law asks.

    :raises Invalid: naming what is missing
    """
    if not consent.purpose.strip():
        raise Invalid(_("Say what the consent is for."), purpose="")
    if not consent.text_version.strip():
        raise Invalid(_("Name the version of the text she was shown."), text_version="")
    if not consent.fields:
        raise Invalid(_("Name the data she agreed to."), fields="")
    if consent.given_how not in Consent.How.values:
        raise Invalid(_("Choose how the consent was given."), given_how="")


@transaction.atomic
def withdraw_consent(
    *, actor: Actor, consent_id: UUID, withdrawn_on: date, now: datetime
) -> Consent:
    """
    Record that a person took her consent back (个人信息保护法 art. 15); needs no reason.

    :raises NotFound: no such consent of a person this actor may see
    :raises Denied: the actor may see her record but not edit it
    :raises Refused: withdrawn already, or ``withdrawn_on`` is to come or before it was given
    """
    found = Consent.objects.select_for_update().filter(pk=consent_id).first()
    if found is None:
        raise NotFound(_("There is no such consent."))
    person = queries.get_person(actor, found.person_id)
    if not actor.can("people.edit", person.area_id):
        policies.check_edit(actor, person)
    if found.withdrawn_on is not None:
        raise Refused(_("This consent was withdrawn already."))
    if not found.given_on <= withdrawn_on <= localdate(now):
        raise Refused(_("Choose a day from the day it was given until today."))
    found.withdrawn_on = withdrawn_on
    found.save(update_fields=["withdrawn_on"])
    note(actor, "people.withdraw-consent", person, found)
    return found


def note(actor: Actor, action: str, person: Person, consent: Consent) -> None:
    trail.note(
        actor,
        action,
        object_type="people.person",
        object_id=person.pk,
        area=person.area_id,
        purpose=consent.purpose,
        fields=consent.fields,
    )
