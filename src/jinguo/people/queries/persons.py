from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.core import crypto
from jinguo.core.errors import Invalid, NotFound
from jinguo.core.identity import check_id_number
from jinguo.people.models import Consent, Membership, Person, PersonQuerySet
from jinguo.people.rows import ID_NUMBER, PHONE

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

ID_NUMBER_LENGTH = 18


def persons(actor: Actor) -> PersonQuerySet:
    """Return every person the actor may see, merged records too."""
    return Person.objects.visible_to(actor)


def get_person(actor: Actor, person_id: UUID, *, lock: bool = False) -> Person:
    """
    Return one person the actor may see.

    ``lock`` holds the row until the transaction ends.

    :raises NotFound: no such person, or none this actor may see
    """
    found = Person.objects.visible_to(actor)
    if lock:
        found = found.select_for_update(of=("self",))
    person = found.filter(pk=person_id).first()
    if person is None:
        raise NotFound(_("There is no such person."))
    return person


def persons_like(actor: Actor, text: str) -> PersonQuerySet:
    """
    Return the records in use that what was typed may mean, by name; none for an empty text.

    It is a name or a part of one, the beginning of its pinyin, the last four digits of a phone, or a whole
    ID number.
    """
    typed = re.sub(r"[\s'·]+", "", text)
    found = Person.objects.visible_to(actor).filter(merged_into__isnull=True)
    found = found.select_related("area").order_by("pinyin", "id")
    if not typed:
        return found.none()
    if len(typed) == ID_NUMBER_LENGTH:
        try:
            known = find_by_id_number(actor, typed)
        except Invalid:
            return found.none()
        return found.filter(pk=known.pk) if known else found.none()
    if typed.isascii() and typed.isdigit():
        return found.filter(phone_tail=typed)
    if typed.isascii():
        return found.filter(pinyin__startswith=typed.lower())
    return found.filter(name__contains=typed)


def find_by_id_number(actor: Actor, text: str) -> Person | None:
    """
    Return the current record that bears an ID number, or None where the actor may see none.

    :raises Invalid: not an ID number
    """
    index = crypto.blind(ID_NUMBER, check_id_number(text).text)
    return Person.objects.visible_to(actor).filter(id_index=index, merged_into__isnull=True).first()


def persons_called(
    actor: Actor, *, area: str, pinyin: Collection[str], phones: Collection[str]
) -> list[Person]:
    """
    Return the current records of an area that bear one of some names or one of some phones, by name.

    ``pinyin`` is as the register keeps it, without blanks; ``phones`` are checked numbers. With the area
    of each, within the actor's reach.
    """
    has_phone = Q(phone_index__in=[crypto.blind(PHONE, phone) for phone in phones])
    return list(
        Person.objects.visible_to(actor)
        .filter(actor.moves.takes_in(area).as_q("area__code"), merged_into__isnull=True)
        .filter(Q(pinyin__in=pinyin) | has_phone)
        .select_related("area")
        .order_by("pinyin", "id")
    )


def known_id_indexes(indexes: Iterable[UUID]) -> dict[UUID, UUID]:
    """
    Return the current person behind each blind index that is on the register, in anyone's reach.

    For checks of whole rosters: it says *that* a number is known, so the caller shows nothing else.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id_index, id FROM people_person"
            " WHERE id_index = ANY(%s) AND merged_into_id IS NULL",
            [list(indexes)],
        )
        return dict(cursor.fetchall())


def residence(person: Person, on: date) -> Membership | None:
    """Return the membership that holds for a person on a day."""
    return person.memberships.filter(period__contains=on).select_related("household").first()


def residences(persons: Iterable[Person]) -> dict[UUID, Membership]:
    """Return where some persons live now, by person, each with its household."""
    current = Membership.objects.filter(person__in=persons, period__endswith__isnull=True)
    return {one.person_id: one for one in current.select_related("household__area")}


def history_of(person: Person) -> list[Membership]:
    """Return a person's memberships, newest first, with those of records merged into hers."""
    return list(
        Membership.objects.filter(Q(person=person) | Q(person__merged_into=person))
        .select_related("household__area", "person")
        .order_by("-period__startswith", "id")
    )


def consents_of(*persons: Person) -> QuerySet[Consent]:
    """Return the consents of some persons, newest first, with those of records merged into theirs."""
    return (
        Consent.objects.filter(Q(person__in=persons) | Q(person__merged_into__in=persons))
        .select_related("person")
        .order_by("-given_on", "id")
    )


def find_consent(person: Person, purpose: str, on: date, *, recipient: str = "") -> Consent | None:
    """
    Return the consent that holds for a purpose on a day, or None.

    What rests on consent asks ``policies.check_consent_holds`` with the answer.
    """
    asked = consents_of(person).filter(purpose=purpose, recipient=recipient)
    return next((consent for consent in asked if consent.holds_on(on)), None)


def who_agreed(persons: Collection[Person], purpose: str, on: date) -> set[UUID]:
    """Return which of some persons have a consent for a purpose that holds on a day; one query."""
    return {key for key, agrees in answers_to(persons, purpose, on).items() if agrees}


def answers_to(persons: Collection[Person], purpose: str, on: date) -> dict[UUID, bool]:
    """
    Return of some persons whether they agree to a purpose on a day; one query.

    False is who agreed and took it back; who never said anything is not in it.
    """
    given = consents_of(*persons).filter(purpose=purpose, given_on__lte=on)
    answers: dict[UUID, bool] = {}
    for one in given:
        key = one.person.merged_into_id or one.person_id
        answers[key] = answers.get(key, False) or one.holds_on(on)
    return answers
