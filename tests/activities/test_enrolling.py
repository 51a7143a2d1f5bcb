"""Enrolling: who gets a seat, who waits, who is refused and why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Enrolment
from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.facts.models import Fact
from tests.make import activities as make
from tests.make import people, portal

pytestmark = pytest.mark.django_db


def states(activity) -> list[str]:
    return list(activity.enrolments.order_by("entered_at", "id").values_list("state", flat=True))


@pytest.mark.slow
def test_who_enrols_has_a_seat_and_is_counted_once():
    activity = make.activity()

    entry = make.enrol(activity)

    assert (entry.state, entry.place) == ("enrolled", None)
    [fact] = Fact.objects.filter(kind="activities.enrolled")
    assert (fact.object_id, fact.quantity, fact.category) == (entry.id, 1, "tea")


@pytest.mark.slow
def test_when_the_seats_are_taken_one_waits_in_order_and_then_is_refused():
    activity = make.activity(capacity=1, minimum=1, waiting_capacity=2)
    make.enrol(activity)

    waiting = [make.enrol(activity), make.enrol(activity)]
    with pytest.raises(actions.Full):
        make.enrol(activity)

    assert [(one.state, one.place) for one in waiting] == [("waiting", 1), ("waiting", 2)]
    assert Fact.objects.filter(kind="activities.enrolled").count() == 1
    assert queries.taken_of(activity) == queries.Taken(seats=1, seats_of_all=1, waiting=2)


@pytest.mark.slow
def test_one_person_has_one_place_in_an_activity():
    activity, person = make.activity(), make.woman()
    make.enrol(activity, person)

    with pytest.raises(actions.AlreadyEnrolled):
        make.enrol(activity, person)

    assert activity.enrolments.count() == 1


@pytest.mark.slow
def test_a_family_takes_several_seats_and_no_more_than_the_activity_lets_one_entry_take():
    activity = make.activity(capacity=5, minimum=1, seats_most=3)
    make.enrol(activity, seats=3)

    with pytest.raises(Invalid):
        make.enrol(activity, seats=4)
    family = make.enrol(activity, seats=3)

    assert family.state == "waiting"
    assert queries.taken_of(activity).seats == 3


@pytest.mark.slow
def test_a_seat_that_does_not_fit_who_waits_goes_to_the_next_whom_it_fits():
    activity = make.activity(capacity=3, minimum=1, seats_most=3)
    make.enrol(activity, seats=2)
    make.enrol(activity, seats=2)

    single = make.enrol(activity)

    assert single.state == "enrolled"


@pytest.mark.slow
def test_nobody_passes_who_waits_and_would_fit():
    activity = make.activity(capacity=1, minimum=1)
    first, second = make.enrol(activity), make.enrol(activity)
    Enrolment.objects.filter(id=first.id).update(
        state="dropped", ended_at=make.NOON, ended_because="cancelled"
    )

    late = make.enrol(activity)

    assert (second.state, late.state, late.place) == ("waiting", "waiting", 2)


@pytest.mark.slow
def test_a_list_is_decided_in_its_order_by_one_statement(django_assert_max_num_queries):
    activity = make.activity(capacity=2, minimum=1, waiting_capacity=1)
    persons = make.women(5)

    with django_assert_max_num_queries(40):
        decided = make.enrol_many(activity, [*persons, persons[0]])

    assert [one.state for one in decided] == [
        "enrolled", "enrolled", "waiting", "refused", "refused", "refused",
    ]  # fmt: skip
    assert [one.why.code for one in decided if one.why] == ["full", "full", "already-enrolled"]


@pytest.mark.slow
def test_enrolment_opens_and_closes_by_the_clock():
    opens = make.NOON + timedelta(hours=1)
    activity = make.activity(opens_at=opens, closes_at=opens + timedelta(hours=1))

    for late in (timedelta(), timedelta(hours=2)):
        with pytest.raises(policies.NotOpen):
            make.enrol(activity, now=make.NOON + late)

    assert make.enrol(activity, now=opens).state == "enrolled"


@pytest.mark.slow
def test_who_stands_at_the_door_is_let_in_as_long_as_seats_are_left():
    closes = make.START - timedelta(days=1)
    activity = make.activity(capacity=2, minimum=0, waiting_capacity=0, closes_at=closes)
    begins = activity.sessions.get().starts_at

    with pytest.raises(policies.NotOpen):
        make.enrol(activity, now=begins - timedelta(minutes=61))
    assert make.enrol(activity, now=begins - timedelta(minutes=60)).state == "enrolled"
    late = make.enrol(activity, now=begins + timedelta(hours=5))  # found on the paper list
    with pytest.raises(actions.Full):
        make.enrol(activity, now=begins)

    actions.cancel_enrolment(actor=make.officer(), enrolment_id=late.id, now=begins)
    actions.hold_session(
        actor=make.officer(), session_id=activity.sessions.get().id, now=begins + timedelta(hours=2)
    )
    with pytest.raises(policies.NotOpen):
        make.enrol(activity, now=begins + timedelta(hours=2))


@pytest.mark.slow
@pytest.mark.parametrize(
    "given", [{"allocation": "draw"}, {"kind": "counselling", "capacity": 1, "category": ""}]
)
def test_nobody_is_let_in_by_the_door_where_seats_are_drawn_or_it_is_private(given):
    activity = make.activity(minimum=0, closes_at=make.START - timedelta(days=1), **given)

    with pytest.raises(policies.NotOpen):
        make.enrol(activity, now=make.START)


@pytest.mark.slow
def test_a_resident_does_not_let_herself_in():
    activity = make.activity(closes_at=make.START - timedelta(days=1))
    resident = portal.resident(now=make.NOON)

    with pytest.raises(policies.NotOpen):
        make.enrol(
            activity, resident.person, by=people.acting(resident, make.START.date()),
            channel="portal", now=make.START,
        )  # fmt: skip


def test_a_draft_is_not_there_for_who_would_enrol():
    with pytest.raises(NotFound):
        make.enrol(make.draft())


@pytest.mark.slow
@pytest.mark.parametrize("role, at", [("village-chair", "370211105202"), ("auditor", "370211")])
def test_who_does_not_see_a_woman_cannot_enrol_her(role, at):
    activity = make.activity()

    with pytest.raises((Denied, NotFound)):
        make.enrol(activity, by=make.officer(role, at))


@pytest.mark.slow
def test_a_village_chair_enrols_her_own_women_in_an_activity_of_the_district():
    activity = make.activity()

    assert make.enrol(activity, by=make.officer("village-chair", make.VILLAGE)).state == "enrolled"


@pytest.mark.slow
def test_the_database_refuses_more_seats_than_there_are_whatever_writes():
    activity = make.activity(capacity=1, minimum=1)
    make.enrol(activity)
    person = make.woman()

    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.create(
            activity=activity, person=person, state="enrolled", channel="desk", entered_at=make.NOON
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        made = Enrolment.objects.create(
            activity=activity, person=person, state="waiting", place=1, channel="desk",
            entered_at=make.NOON,
        )  # fmt: skip
        Enrolment.objects.filter(id=made.id).update(state="enrolled")


@pytest.mark.slow
def test_the_database_refuses_fewer_seats_than_are_taken():
    activity = make.activity(capacity=2, minimum=1)
    make.enrol_many(activity, make.women(2))

    activity.capacity = 1
    with pytest.raises(IntegrityError), transaction.atomic():
        activity.save(update_fields=["capacity"])


@pytest.mark.slow
def test_whoever_comes_to_a_full_class_is_told_by_one_statement(django_assert_num_queries):
    activity = make.activity(capacity=1, minimum=1, waiting_capacity=0)
    seated, late = make.enrol(activity).person, make.woman()
    officer = make.officer()

    with pytest.raises(actions.Full), django_assert_num_queries(1):
        make.enrol(activity, late, by=officer)
    with pytest.raises(actions.AlreadyEnrolled):
        make.enrol(activity, seated, by=officer)
