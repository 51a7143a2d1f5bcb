"""People who come in themselves or live in no household of the register, and whose guardians they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core import crypto, locks, trail
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.core.identity import check_id_number, check_phone
from jinguo.org.actions import open_resident_account
from jinguo.org.models import Area
from jinguo.people import policies, queries
from jinguo.people.actions.persons import PersonIn, complete, create_person
from jinguo.people.checking import check_born_on, check_name
from jinguo.people.models import GUARDIAN_OF, OF_AGE, Guardianship, Person, Resident, Sex
from jinguo.people.rows import ID_NUMBER, PHONE, RESIDENT

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

Verified = Guardianship.Verified


class AnotherName(Refused):
    """The ID number is on the register under another name."""

    code = "another-name"


class SignsInOtherwise(Refused):
    """She has an account already, which opens with another phone."""

    code = "signs-in-otherwise"


class GuardianUnproven(Refused):
    """The child is on the register already, and nothing there says that she is its guardian."""

    code = "guardian-unproven"


class AlreadyGuardian(Refused):
    """She is on record as the guardian of this child already."""

    code = "already-guardian"


@transaction.atomic
def register_person(*, actor: Actor, area: str, person: PersonIn, now: datetime) -> Person:
    """
    Return the record of someone who lives in an area, in a household of the register or in none.

    Who is there already is found, by ID number, else by name and phone together, and gets what her record
    lacked; nobody is registered twice.

    :raises Denied: the area lies outside what the actor edits
    :raises Invalid: a value that does not pass its check, or no such area
    :raises AnotherName: the ID number belongs to someone of another name
    """
    policies.check_register_person(actor, area)
    return found_or_made(actor, area, person, now)


def found_or_made(actor: Actor, area: str, given: PersonIn, now: datetime) -> Person:
    """Return the record of a person, made when there is none; see :func:`register_person`."""
    check_area(area)
    known = find_known(given)
    if known is not None:
        fill_in(known, given, now)
        note(actor, "people.find-person", known)
        return known
    made = create_person(given, area, localdate(now))
    note(actor, "people.register-person", made)
    return made


def check_area(code: str) -> None:
    """
    Pass for an area there is.

    :raises Invalid: there is none with this code
    """
    if not Area.objects.filter(code=code).exists():
        raise Invalid(_("Choose where she lives."), area="")


def find_known(given: PersonIn) -> Person | None:
    """
    Return the record in use of a person by ID number, else by name and phone; None for neither.

    Holds, until the transaction ends, the locks under which such a record is made, so that of two who
    enter her at once the second finds what the first has made.

    :raises Invalid: a value that does not pass its check
    :raises AnotherName: the ID number belongs to someone of another name
    """
    name = check_name(given.name)
    number = check_id_number(given.id_number).text if given.id_number.strip() else ""
    if number:
        index = crypto.blind(ID_NUMBER, number)
        locks.hold(f"people.person:{index}")
        if found := Person.objects.filter(id_index=index, merged_into__isnull=True).first():
            policies.check_unrestricted(found)
            if found.name != name:
                raise AnotherName(
                    _("This ID number is on the register under another name. Check both."),
                    id_number="",
                )
            return found
    if not given.phone.strip():
        return None
    index = crypto.blind(PHONE, check_phone(given.phone))
    locks.hold(f"people.person:{index}:{name}")
    alike = Person.objects.filter(phone_index=index, name=name, merged_into__isnull=True)
    if number:  # who has another one is another person
        alike = alike.filter(id_index__isnull=True)
    return alike.order_by("id").first()


def fill_in(person: Person, given: PersonIn, now: datetime) -> None:
    """Give a record what it lacked of what was entered for the same person, and save it."""
    if person.born_on is None:
        person.born_on = check_born_on(given.born_on, localdate(now))
    if person.sex == Sex.UNKNOWN:
        person.sex = given.sex
    complete(person, given, now)


@transaction.atomic
def open_resident(*, actor: Actor, area: str, person: PersonIn, now: datetime) -> Resident:
    """
    Open an account for someone who has just shown that the phone in ``person`` is hers.

    Her record is found or made as :func:`register_person` does. Whose phone has an account gets that one.

    :raises Denied: the actor may not open accounts or register people
    :raises Invalid: a value that does not pass its check, no date of birth, or no such area
    :raises Refused: she is under 14, for whom a guardian acts
    :raises SignsInOtherwise: her record has an account that opens with another phone
    """
    policies.check_register_person(actor, area)
    phone = check_phone(person.phone)
    index = crypto.blind(PHONE, phone)
    locks.hold(f"people.resident:{index}")
    if there := Resident.objects.filter(phone_index=index).first():
        return there
    found = found_or_made(actor, area, person, now)
    if found.born_on is None:
        raise Invalid(_("Enter the date of birth."), born_on="")
    if policies.needs_guardian(found, localdate(now)):
        raise Refused(
            _("Who is under {age} is entered by a guardian, on the guardian’s own page.").format(
                age=policies.OWN_CONSENT_FROM
            ),
            born_on="",
        )
    if there := queries.find_resident_of(found):
        raise SignsInOtherwise(
            _("You have an account already. Sign in with the phone number you gave at first.")
        )
    account = open_resident_account(actor=actor, name=found.name, phone_tail=phone[-4:], now=now)
    made = Resident(account=account, person=found, phone_index=index, since=now)
    made.phone = crypto.seal(RESIDENT, "phone", made.pk, phone)
    made.save(force_insert=True)
    return made


@transaction.atomic
def add_child(
    *, actor: Actor, guardian_id: UUID, child: PersonIn, relation: str, now: datetime
) -> Guardianship:
    """
    Record a child with its guardian; the child gets a record in the guardian's area when it has none.

    A child of the same household is found on the register. Of any other that is there already, someone
    of the federation records the guardian, after seeing papers.

    :raises NotFound: no such guardian for this actor
    :raises Denied: the actor is neither the guardian nor edits her record
    :raises Invalid: a value that does not pass its check, no date of birth, one who is of age
    :raises GuardianUnproven: the child is on the register, elsewhere than in the guardian's household
    :raises AlreadyGuardian: she is on record as its guardian
    """
    guardian = queries.get_person(actor, guardian_id, lock=True)
    policies.check_speak_for(actor, guardian)
    today = localdate(now)
    found = find_child(guardian, child)
    if found is None:
        made = create_person(child, guardian.area_id, today)
        note(actor, "people.register-person", made)
        verified = Verified.DECLARED
    else:
        made, verified = found, Verified.HOUSEHOLD
        fill_in(made, child, now)
    check_minor(made, today)
    return make_guardian(actor, guardian, made, relation, verified, today, now)


def find_child(guardian: Person, child: PersonIn) -> Person | None:
    """
    Return the record of a child that is in its guardian's household or ward of hers; None for a new child.

    :raises GuardianUnproven: it is elsewhere on the register
    :raises AnotherName: its ID number belongs to someone of another name
    """
    known = find_known(PersonIn(name=child.name, id_number=child.id_number))
    near = queries.near(guardian)
    if known is not None:
        if known.pk not in {one.pk for one in near}:
            raise GuardianUnproven(
                _(
                    "This child is on the register already. Show the household booklet at the Women’s"
                    " Federation of your village or community; it records you as guardian."
                )
            )
        return known
    name, born_on = check_name(child.name), child.born_on
    alike = [one for one in near if one.name == name and born_on and one.born_on == born_on]
    return alike[0] if alike else None


def check_minor(child: Person, on: date) -> None:
    """
    Pass for someone who is not of age on a day.

    :raises Invalid: the date of birth is not known, is to come, or lies 18 years back
    """
    age = child.age_on(on)
    if age is None:
        raise Invalid(_("Enter the date of birth."), born_on="")
    if not 0 <= age < OF_AGE:
        raise Invalid(
            _("A guardian enters children under {age}. Check the date of birth.").format(
                age=OF_AGE
            ),
            born_on="",
        )


@transaction.atomic
def record_guardianship(
    *,
    actor: Actor,
    guardian_id: UUID,
    child_id: UUID,
    relation: str,
    verified: str,
    from_on: date,
    now: datetime,
) -> Guardianship:
    """
    Record who is guardian of a child on the register, by someone who edits both records.

    A guardian who had only said so herself is then on record as verified.

    :raises NotFound: no such person for this actor
    :raises Denied: the actor may not edit one of the records
    :raises Refused: one of the records was merged
    :raises Invalid: the child is of age, the guardian is not, an unknown relation or way of verifying, a
        day to come
    """
    guardian = queries.get_person(actor, guardian_id, lock=True)
    child = queries.get_person(actor, child_id, lock=True)
    policies.check_edit(actor, guardian)
    policies.check_edit(actor, child)
    check_minor(child, from_on)
    if verified not in Verified.values:
        raise Invalid(_("Choose how you know that she is the guardian."), verified="")
    if from_on > localdate(now):
        raise Invalid(_("Choose a day until today."), from_on="")
    declared = find_guardianship(guardian, child)
    if declared is not None and declared.verified == Verified.DECLARED:
        declared.relation, declared.verified = check_relation(relation), verified
        declared.recorded_by, declared.recorded_at = actor.account_id, now
        declared.save()
        note(actor, "people.verify-guardian", child)
        return declared
    return make_guardian(actor, guardian, child, relation, verified, from_on, now)


def find_guardianship(guardian: Person, child: Person) -> Guardianship | None:
    """Return what says now that one person is the guardian of another; None when nothing does."""
    return Guardianship.objects.filter(
        guardian=guardian, child=child, period__endswith__isnull=True
    ).first()


def make_guardian(
    actor: Actor,
    guardian: Person,
    child: Person,
    relation: str,
    verified: str,
    from_on: date,
    now: datetime,
) -> Guardianship:
    """
    Write a guardianship that lasts.

    :raises Invalid: an unknown relation, a guardian who is not of age, or her own record
    :raises AlreadyGuardian: she is on record as its guardian
    """
    age = guardian.age_on(from_on)
    if guardian.pk == child.pk or (age is not None and age < OF_AGE):
        raise Invalid(_("A guardian is a person of {age} or over.").format(age=OF_AGE))
    try:
        with transaction.atomic():
            made = Guardianship.objects.create(
                guardian=guardian,
                child=child,
                relation=check_relation(relation),
                period=(from_on, None),
                verified=verified,
                recorded_by=actor.account_id,
                recorded_at=now,
            )
    except IntegrityError as fault:
        raise AlreadyGuardian(_("This child is among your children already.")) from fault
    note(actor, "people.add-guardian", child)
    return made


def check_relation(relation: str) -> str:
    """
    Return what a guardian may be to a child.

    :raises Invalid: another relation
    """
    if relation not in dict(GUARDIAN_OF):
        raise Invalid(_("Choose what the guardian is to the child."), relation="")
    return relation


@transaction.atomic
def end_guardianship(*, actor: Actor, guardianship_id: UUID, on: date, now: datetime) -> None:
    """
    Record that someone is no longer the guardian of a child, from a day on.

    :raises NotFound: no such guardianship in force of a person this actor may see
    :raises Denied: the actor is neither the guardian nor edits her record
    :raises Invalid: a day to come, or before the one it began on
    """
    found = (
        Guardianship.objects.select_for_update(of=("self",))
        .select_related("child")
        .filter(pk=guardianship_id, period__endswith__isnull=True)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such guardian."))
    guardian = queries.get_person(actor, found.guardian_id)
    policies.check_speak_for(actor, guardian)
    if not found.period.lower <= on <= localdate(now):
        raise Invalid(_("Choose a day from its beginning until today."), on="")
    if on == found.period.lower:  # said and taken back on one day: it never held
        found.delete()
    else:
        found.period = (found.period.lower, on)
        found.save(update_fields=["period"])
    note(actor, "people.end-guardian", found.child)


def note(actor: Actor, action: str, person: Person) -> None:
    trail.note(actor, action, object_type="people.person", object_id=person.pk, area=person.area_id)
