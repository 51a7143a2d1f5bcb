"""Associations, those who are in them, and who holds which office."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.members.models import Body, Membership, Office
from jinguo.members.models.bodies import BodyQuerySet
from jinguo.members.models.reach import InAreaQuerySet

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Person


def bodies(actor: Actor) -> BodyQuerySet:
    """Return the bodies the actor may see, by name."""
    return Body.objects.visible_to(actor).select_related("area", "unit").order_by("name", "id")


def get_body(actor: Actor, body_id: UUID, *, lock: bool = False) -> Body:
    """
    Return one body; ``lock`` holds its row until the transaction ends.

    :raises NotFound: no such body, or none this actor may see
    """
    found = bodies(actor).filter(id=body_id)
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    body = found.first()
    if body is None:
        raise NotFound(_("There is no such association."))
    return body


def memberships(actor: Actor) -> InAreaQuerySet[Membership]:
    """Return the memberships the actor may see, with body, area and person, the newest first."""
    found = Membership.objects.visible_to(actor).select_related("body", "area", "person")
    return found.order_by("-id")


def get_membership(actor: Actor, membership_id: UUID, *, lock: bool = False) -> Membership:
    """
    Return one membership; ``lock`` holds its row until the transaction ends.

    :raises NotFound: no such membership, or none this actor may see
    """
    found = memberships(actor).filter(id=membership_id)
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    membership = found.first()
    if membership is None:
        raise NotFound(_("There is no such membership."))
    return membership


def directory(actor: Actor, body: Body) -> QuerySet[Membership]:
    """Return the members of a body who agreed to stand in its directory, by name."""
    found = memberships(actor).filter(body=body, agreed_on__isnull=False)
    return found.order_by("enterprise", "person__pinyin", "id")


def offices_of(actor: Actor, body: Body) -> QuerySet[Office]:
    """Return who holds and held which office of a body, as far as the actor sees the members."""
    seen = Membership.objects.visible_to(actor)
    found = Office.objects.filter(body=body, membership__in=seen)
    return found.select_related("membership__person").order_by("-period", "title")


def office_now(membership: Membership, on: date) -> Office | None:
    """Return the office a member holds on a day, or None. The caller got the membership from here."""
    return membership.offices.filter(period__contains=on).first()


def memberships_of(actor: Actor, person: Person) -> QuerySet[Membership]:
    """Return a person's memberships that the actor may see, with those of records merged into hers."""
    return memberships(actor).filter(Q(person=person) | Q(person__merged_into=person))
