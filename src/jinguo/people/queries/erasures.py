"""Erasures with their certificates, and what may not be done with someone's data."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.people.models import Erasure, Person, Restraint

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

ANSWERS = "people.answer-requests"


def data_subjects(actor: Actor) -> QuerySet[Person]:
    """Return whose data the actor answers for: also who was erased, or whose data are kept and not used."""
    return Person.objects.filter(actor.reach(ANSWERS).as_q("area__code")).select_related("area")


def get_data_subject(actor: Actor, person_id: UUID, *, lock: bool = False) -> Person:
    """
    Return one person whose data the actor answers for, with her area.

    ``lock`` holds her row until the transaction ends.

    :raises NotFound: no such person, or none where this actor answers requests
    """
    found = data_subjects(actor)
    if lock:
        found = found.select_for_update(of=("self",))
    person = found.filter(pk=person_id).first()
    if person is None:
        raise NotFound(_("There is no such person."))
    return person


def erasures(actor: Actor) -> QuerySet[Erasure]:
    """Return the erasures the actor can see, those that wait for a second person first."""
    seen = Erasure.objects.visible_to(actor).select_related("area")
    return seen.order_by(F("decided_at").desc(nulls_first=True), "-proposed_at", "id")


def get_erasure(actor: Actor, erasure_id: UUID, *, lock: bool = False) -> Erasure:
    """
    Return one erasure.

    ``lock`` holds its row until the transaction ends.

    :raises NotFound: no such erasure, or none this actor may see
    """
    found = Erasure.objects.visible_to(actor).select_related("area")
    if lock:
        found = found.select_for_update(of=("self",))
    erasure = found.filter(pk=erasure_id).first()
    if erasure is None:
        raise NotFound(_("There is no such erasure."))
    return erasure


def erasures_of(person: Person) -> list[Erasure]:
    """Return the erasures a person is in, the latest first. The caller may see her."""
    found = Erasure.objects.filter(persons__person=person).select_related("area")
    return list(found.order_by("-proposed_at"))


def restraints_of(person: Person) -> list[Restraint]:
    """Return what may not be done with a person's data, those in force first. The caller may see her."""
    return list(person.restraints.order_by(F("lifted_at").desc(nulls_first=True), "-set_at"))


def erasures_to_confirm(actor: Actor) -> list[Erasure]:
    """Return the erasures that wait for the actor as the second person, the eldest first."""
    if actor.account_id is None or actor.is_resident:
        return []
    found = Erasure.objects.visible_to(actor).proposed().exclude(proposed_by=actor.account_id)
    return list(found.order_by("proposed_at", "id"))
