"""Who belongs to which household: begun and ended here, for every act that does it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, F
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.people.models import Change, Household, Membership, Person, Relation


class HeadStays(Refused):
    """The head cannot leave before another member is made head."""

    code = "head-stays"


def check_relation(relation: str) -> None:
    """
    Pass for a relation of GB/T 4761 other than the head's.

    :raises Invalid: not in the table, or the head's
    """
    if relation not in Relation.values or relation == Relation.HEAD:
        raise Invalid(_("Choose the relation to the head of the household."), relation="")


def present(person: Person) -> Membership | None:
    """Return a person's present membership, locked; None when she has none."""
    current = person.memberships.filter(period__endswith__isnull=True)
    return current.select_for_update(of=("self",)).select_related("household").first()


def membership_of(household: Household, person_id: UUID) -> Membership:
    """
    Return a person's present membership of a household, locked.

    :raises NotFound: she does not live in it
    """
    found = (
        household.memberships.filter(person=person_id, period__endswith__isnull=True)
        .select_related("person", "household")
        .select_for_update(of=("self",))
        .first()
    )
    if found is None:
        raise NotFound(_("This person does not live in the household."))
    return found


def check_may_leave(membership: Membership) -> None:
    """
    Pass when a member may leave her household.

    :raises HeadStays: she is its head
    """
    if membership.relation == Relation.HEAD:
        raise HeadStays(
            _(
                "She is the head of her household. Make another member head first, or take that household"
                " off the register."
            )
        )


def join(person: Person, household: Household, relation: str, on: date) -> Membership:
    """
    Begin a membership; she then belongs to the household's area.

    :raises Refused: the household was not on the register then
    """
    if on < household.registered_on:
        raise Refused(_("The household was not on the register on that day."))
    person.area_id = household.area_id
    person.save(update_fields=["area"])
    return Membership.objects.create(
        household=household, person=person, relation=relation, period=(on, None)
    )


def move_in(person: Person, household: Household, relation: str, on: date) -> Membership:
    """
    Begin a membership of someone who was not counted in the household before.

    :raises Refused: the household was not on the register then
    """
    membership = join(person, household, relation, on)
    Household.objects.filter(pk=household.pk).update(member_count=F("member_count") + 1)
    return membership


def end(membership: Membership, on: date) -> None:
    """
    End a membership on a day, exclusive.

    :raises Refused: it began on that day or later
    """
    if membership.period.lower >= on:
        raise Refused(_("She joined this household on that day or later. Choose a later day."))
    membership.period = (membership.period.lower, on)
    membership.save(update_fields=["period"])


def leave(membership: Membership, on: date) -> None:
    """
    End a membership on a day, exclusive; the household then counts one less.

    :raises Refused: it began on that day or later
    """
    end(membership, on)
    left = Household.objects.filter(pk=membership.household_id, member_count__gt=1)
    left.update(member_count=F("member_count") - 1)


def go_on_as(membership: Membership, relation: str, on: date) -> Change:
    """
    Let a member go on under another relation from a day; return the line of the history.

    A relation that would have lasted no day is replaced.

    :raises Refused: she joined after that day
    """
    changed = Change(
        household=membership.household, person=membership.person, what=Change.What.RELATION,
        before=membership.relation, after=relation,
    )  # fmt: skip
    if membership.period.lower == on:
        membership.relation = relation
        membership.save(update_fields=["relation"])
    else:
        end(membership, on)
        join(membership.person, membership.household, relation, on)
    return changed


def count_named(household: Household) -> int:
    """Return how many of a household are on the register by name now."""
    return named_in([household]).get(household.pk, 0)


def named_in(households: Iterable[Household]) -> dict[UUID, int]:
    """Return how many of each household are on the register by name now; one without any is left out."""
    current = Membership.objects.filter(household__in=households, period__endswith__isnull=True)
    return dict(current.values_list("household").annotate(Count("pk")).order_by())
