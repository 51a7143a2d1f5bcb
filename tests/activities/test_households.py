"""Of one household no more are in an activity than its audience lets."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Enrolment
from jinguo.activities.rulesets import Condition
from jinguo.people.models import Person
from tests.make import activities as make
from tests.make import people

pytestmark = pytest.mark.django_db


def limited(persons: int = 1, **given):
    return make.activity(audience=[Condition("household-at-most", {"persons": persons})], **given)


def family(size: int) -> list[Person]:
    home = people.household(head_name="王秀英")
    others = [
        people.member(home, relation=str(number + 1), name=f"王{'兰桂梅芳'[number]}")
        for number in range(size - 1)
    ]
    return [people.head(home), *others]


@pytest.mark.slow
def test_one_of_a_household_has_a_place_and_the_others_hear_why_not():
    activity = limited()
    first, second = family(2)
    make.enrol(activity, first)

    assert "Somebody of her household" in queries.why_not(activity, second, make.NOON)
    with pytest.raises(policies.NotForHer, match="Somebody of her household"):
        make.enrol(activity, second)
    assert make.enrol(activity, make.woman()).state == "enrolled"


@pytest.mark.slow
def test_who_gives_her_place_up_leaves_it_to_another_of_her_household():
    activity = limited()
    first, second = family(2)
    entry = make.enrol(activity, first)
    actions.cancel_enrolment(actor=make.officer(), enrolment_id=entry.id, now=make.NOON)

    assert make.enrol(activity, second).state == "enrolled"


@pytest.mark.slow
def test_who_is_in_it_is_told_that_and_nothing_of_her_household():
    activity = limited()
    [first] = family(1)
    make.enrol(activity, first)

    with pytest.raises(actions.AlreadyEnrolled):
        make.enrol(activity, first)


@pytest.mark.slow
def test_in_one_act_the_first_of_a_household_get_places_in_the_order_given():
    activity = limited(2)
    some, others = family(4), family(1)

    decided = make.enrol_many(activity, [*some, *others])

    assert [one.state for one in decided] == [
        "enrolled",
        "enrolled",
        "refused",
        "refused",
        "enrolled",
    ]
    assert "2 of her household" in decided[2].why.message


@pytest.mark.slow
def test_who_is_refused_a_seat_does_not_stand_in_the_way_of_her_household():
    activity = limited(capacity=2, minimum=1, waiting_capacity=0, seats_most=2)
    make.enrol(activity)
    first, second = family(2)

    decided = actions.enrol_many(
        actor=make.officer(), activity_id=activity.id, channel="paste", now=make.NOON,
        entries=[
            actions.EntryIn(person_id=first.id, seats=2), actions.EntryIn(person_id=second.id),
        ],
    )  # fmt: skip

    assert [one.state for one in decided] == ["refused", "enrolled"]


@pytest.mark.slow
def test_before_a_draw_entries_of_a_household_are_limited_too():
    activity = limited(allocation="draw")
    first, second = family(2)
    make.enrol(activity, first)

    with pytest.raises(policies.NotForHer):
        make.enrol(activity, second)


def test_where_nothing_is_limited_no_household_is_kept():
    activity = make.activity()
    some = family(2)

    assert {one.state for one in make.enrol_many(activity, some)} == {"enrolled"}
    assert not Enrolment.objects.filter(household__isnull=False).exists()


@pytest.mark.slow
def test_the_database_refuses_one_more_of_a_household_whatever_writes():
    activity = limited()
    entry = make.enrol(activity, family(1)[0])
    other = make.enrol(activity, make.woman())

    with pytest.raises(IntegrityError, match="one household"), transaction.atomic():
        Enrolment.objects.filter(id=other.id).update(household=entry.household)
    free = make.activity()
    pair = [make.enrol(free, one) for one in make.women(2)]
    assert Enrolment.objects.filter(id__in=[one.id for one in pair]).update(
        household=entry.household
    ) == len(pair)
