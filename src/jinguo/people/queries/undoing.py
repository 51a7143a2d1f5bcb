"""What stands in the way when a registration is taken back, and from when a household may leave."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import PROTECT, RESTRICT, ManyToOneRel, Model

from jinguo.people.models import Change, Household, Membership, Person


def heads_alone(households: Sequence[Household]) -> list[UUID] | None:
    """Return the heads of households that hold nobody else; None when something rests on one."""
    ids = [one.pk for one in households]
    members = Membership.objects.filter(household__in=ids)
    people = list(members.values_list("person_id", flat=True))
    rests = (
        len(people) != len(ids)
        or any(one.closed_on for one in households)
        or Membership.objects.filter(person__in=people).exclude(household__in=ids).exists()
        or Person.objects.filter(pk__in=people).filter(consents__isnull=False).exists()
        or Person.objects.filter(merged_into__in=people).exists()
        or Household.objects.filter(merged_into__in=ids).exists()
        or Change.objects.filter(household__in=ids).exists()
    )
    return None if rests else people


def is_free_of_work(household: Household) -> bool:
    """Say whether nothing rests on a household or its head, so that both can be removed."""
    people = heads_alone([household])
    return people is not None and not (
        is_held(Household, [household.pk]) or is_held(Person, people)
    )


def is_held(model: type[Model], ids: Collection[UUID]) -> bool:
    """Say whether another row, but for a membership, keeps any of these from being removed."""
    return any(
        relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": ids}).exists()
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel)
        and relation.on_delete in (PROTECT, RESTRICT)
        and relation.related_model is not Membership
    )


def proposed_day_off(household: Household, today: date) -> date:
    """Return the day from which a household can leave the register: today, or the first on which it can."""
    present = household.memberships.filter(period__endswith__isnull=True)
    came: list[date] = [one.period.lower for one in present]
    return max(today, household.registered_on, *(day + timedelta(days=1) for day in came))
