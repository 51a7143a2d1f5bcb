from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.people import policies, queries
from jinguo.people.checking import check_name
from jinguo.people.models import GUARDIANS, Consent, Person

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class AlreadyAgreed(Refused):
    """A consent for this purpose and recipient has not been withdrawn."""

    code = "already-agreed"


class AskedTooSoon(Refused):
    """She withdrew such a consent a short while ago and is not to be asked again yet."""

    code = "asked-too-soon"


@dataclass(frozen=True, kw_only=True)
class ConsentIn:
    """
    What a person agreed to: for which purpose, shown which text, for which of her data, for whom.

    ``recipient`` is empty when the data stay with the federation. ``guardian`` is the name of who consents
    for a child under 14, ``guardian_relation`` one of ``GUARDIANS``; both are empty for everyone else.
    """

    purpose: str
    text_version: str
    fields: Sequence[str]
    given_how: str
    recipient: str = ""
    guardian: str = ""
    guardian_relation: str = ""


@transaction.atomic
def record_consent(
    *, actor: Actor, person_id: UUID, consent: ConsentIn, given_on: date, now: datetime
) -> Consent:
    """
    Record that a person agreed, or her guardian for her (个人信息保护法 arts 14, 23, 29, 31).

    The actor is whoever edits her record, she herself, or a guardian of hers.

    :raises NotFound: no such person for this actor
    :raises Denied: the actor may see her record but not edit it
    :raises Refused: ``given_on`` is to come
    :raises Invalid: no purpose, no text, no fields, an unknown way of giving it, no guardian for a child
    :raises AlreadyAgreed: a consent for this purpose and recipient has not been withdrawn
    :raises AskedTooSoon: she withdrew one less than ``JINGUO_CONSENT_PAUSE_DAYS`` before, and another
        than she or a guardian records it
    """
    person = queries.get_person(actor, person_id, lock=True)
    policies.check_agree(actor, person)
    policies.check_unrestricted(person)
    return keep_consent(actor=actor, person=person, consent=consent, given_on=given_on, now=now)


@transaction.atomic
def keep_consent(
    *, actor: Actor, person: Person, consent: ConsentIn, given_on: date, now: datetime
) -> Consent:
    """
    Write a consent down for a module that has asked itself whether the actor may.

    :raises Refused, Invalid, AlreadyAgreed, AskedTooSoon: as :func:`record_consent`
    """
    consent = check_consent_given(consent)
    if given_on > localdate(now):
        raise Refused(_("A consent cannot be given on a day to come."))
    check_guardian(consent, person, given_on)
    refuse_giving_twice(person, consent)
    if not actor.is_resident:  # who gives it of her own accord is asked by nobody
        refuse_asking_again(person, consent, given_on)
    try:
        with transaction.atomic():
            made = Consent.objects.create(
                person=person,
                purpose=consent.purpose,
                text_version=consent.text_version,
                fields=list(consent.fields),
                recipient=consent.recipient,
                guardian=consent.guardian,
                guardian_relation=consent.guardian_relation,
                given_on=given_on,
                given_how=consent.given_how,
                recorded_by=actor.account_id,
            )
    except IntegrityError as fault:
        raise AlreadyAgreed(agreed_already()) from fault
    note(actor, "people.record-consent", person, made)
    return made


def check_consent_given(consent: ConsentIn) -> ConsentIn:
    """
    Return a consent without blanks around its words, when it says everything the law asks.

    :raises Invalid: naming what is missing
    """
    consent = replace(
        consent,
        purpose=" ".join(consent.purpose.split()),
        text_version=" ".join(consent.text_version.split()),
        recipient=" ".join(consent.recipient.split()),
        guardian=check_name(consent.guardian) if consent.guardian.strip() else "",
    )
    if not consent.purpose:
        raise Invalid(_("Say what the consent is for."), purpose="")
    if not consent.text_version:
        raise Invalid(_("Name the version of the text she was shown."), text_version="")
    if not consent.fields:
        raise Invalid(_("Name the data she agreed to."), fields="")
    if consent.given_how not in Consent.How.values:
        raise Invalid(_("Choose how the consent was given."), given_how="")
    return consent


def check_guardian(consent: ConsentIn, person: Person, on: date) -> None:
    """
    Pass when a guardian consents for a child under 14, and is named with her relation to the child.

    The age is counted from the date of birth; of someone whose date of birth is not on the register
    nothing is asked.

    :raises Invalid: naming what is missing
    """
    if policies.needs_guardian(person, on) and not consent.guardian:
        raise Invalid(
            _(
                "On that day this is a child under {age}, for whom the guardian consents. Enter who that"
                " is and the relation to the child."
            ).format(age=policies.OWN_CONSENT_FROM),
            guardian="",
        )
    if consent.guardian and consent.guardian_relation not in GUARDIANS:
        raise Invalid(_("Choose what the guardian is to the child."), guardian_relation="")
    if consent.guardian_relation and not consent.guardian:
        raise Invalid(_("Enter the name of the guardian."), guardian="")


def refuse_giving_twice(person: Person, consent: ConsentIn) -> None:
    """
    Pass when she does not agree already.

    :raises AlreadyAgreed: a consent for this purpose and recipient has not been withdrawn
    """
    held = alike(person, consent.purpose, consent.recipient).filter(withdrawn_on__isnull=True)
    if held.exists():
        raise AlreadyAgreed(agreed_already())


def refuse_asking_again(person: Person, consent: ConsentIn, on: date) -> None:
    """
    Pass when she may be asked for this on a day: not soon after she withdrew.

    :raises AskedTooSoon: she withdrew one less than ``JINGUO_CONSENT_PAUSE_DAYS`` before, or later
    """
    withdrawn = alike(person, consent.purpose, consent.recipient).filter(withdrawn_on__isnull=False)
    last = withdrawn.aggregate(last=Max("withdrawn_on"))["last"]
    if last is not None and on < (again := may_be_asked_from(last)):
        raise AskedTooSoon(
            _("She withdrew this consent on {day}. She may be asked again from {again}.").format(
                day=date_format(last), again=date_format(again)
            )
        )


def may_be_asked_from(withdrawn_on: date) -> date:
    """Return the first day on which someone may be asked again for what she withdrew."""
    return withdrawn_on + timedelta(days=settings.JINGUO_CONSENT_PAUSE_DAYS)


def agreed_already() -> str:
    return _("She has agreed to this already. Withdraw that consent first.")


def alike(person: Person, purpose: str, recipient: str) -> QuerySet[Consent]:
    """Return a person's consents for one purpose and recipient, those of her merged records too."""
    return queries.consents_of(person).filter(purpose=purpose, recipient=recipient)


@transaction.atomic
def withdraw_consent(
    *, actor: Actor, consent_id: UUID, withdrawn_on: date, now: datetime
) -> Consent:
    """
    Record that a person took her consent back (个人信息保护法 art. 15); needs no reason.

    Where records of hers were merged, what each of them agreed to for this purpose is taken back.

    :raises NotFound: no such consent of a person this actor may see
    :raises Denied: the actor may see her record but not edit it
    :raises Refused: withdrawn already, or ``withdrawn_on`` is to come or before it was given
    """
    found = Consent.objects.select_related("person").filter(pk=consent_id).first()
    if found is None:
        raise NotFound(_("There is no such consent."))
    person = queries.get_person(actor, found.person.merged_into_id or found.person_id, lock=True)
    policies.check_withdraw(actor, person)
    found.refresh_from_db()  # as it is now that no one else changes it
    if found.withdrawn_on is not None:
        raise Refused(_("This consent was withdrawn already."))
    if not found.given_on <= withdrawn_on <= localdate(now):
        raise Refused(_("Choose a day from the day it was given until today."))
    alike(person, found.purpose, found.recipient).filter(
        withdrawn_on__isnull=True, given_on__lte=withdrawn_on
    ).update(withdrawn_on=withdrawn_on)
    found.refresh_from_db()
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
