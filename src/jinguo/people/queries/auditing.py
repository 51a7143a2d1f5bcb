"""What a year's audit counts of the register, without a word about whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people.models import Person
from jinguo.people.models.requests import DataRequest, DataRequestQuerySet


def requests_received(actor: Actor, first: date, last: date) -> DataRequestQuerySet:
    """
    Return the requests that came from ``first`` to ``last`` within reach of whoever takes the audit pack.

    :raises Denied: the actor takes no audit pack
    """
    actor.require(Capability.AUDIT_PACK)
    reach = actor.reach(Capability.AUDIT_PACK)
    came = DataRequest.objects.filter(reach.as_q("area__code"), received_on__range=(first, last))
    return came.order_by("received_on", "id")


def births_of(person_ids: Collection[UUID]) -> dict[UUID, Person]:
    """Return of some persons what tells their age."""
    return {one.pk: one for one in Person.objects.filter(pk__in=person_ids).only("pk", "born_on")}
