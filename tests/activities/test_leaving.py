"""Giving up a seat, offers to who waits, and what follows from staying away."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Block, Enrolment
from jinguo.core.errors import Denied, Refused
from jinguo.facts.models import Fact
from jinguo.notices.models import Message
from jinguo.org.actor import Actor
from tests.make import activities as make

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
JOB = Actor.system("offer-freed-seats")


def cancel(entry, *, by=None, now=make.NOON) -> Enrolment:
    return actions.cancel_enrolment(actor=by or make.officer(), enrolment_id=entry.id, now=now)


def full(waiting: int = 2, **given):
    """A class of one seat that is taken, and who waits for it."""
    activity = make.activity(**{"capacity": 1, "minimum": 1, **given})
    return activity, make.enrol(activity), [make.enrol(activity) for _one in range(waiting)]


@pytest.mark.slow
def test_a_seat_given_up_is_offered_to_the_first_in_line_until_two_hours_later():
    _activity, holder, [first, second] = full()

    cancel(holder)

    first, second = make.again(first), make.again(second)
    assert (first.state, first.offer_expires_at) == ("offered", make.NOON + 2 * HOUR)
    assert second.state == "waiting"
    assert Fact.objects.filter(kind="activities.enrolled", quantity=-1).count() == 1
    assert Message.objects.filter(template="seat-offered", person=first.person_id).exists()


@pytest.mark.slow
def test_an_offer_taken_is_a_seat_and_one_passed_on_goes_to_the_next():
    _activity, holder, [first, second] = full()
    cancel(holder)

    actions.decline_offer(actor=make.officer(), enrolment_id=first.id, now=make.NOON + HOUR)
    actions.accept_offer(actor=make.officer(), enrolment_id=second.id, now=make.NOON + HOUR)

    assert make.again(first).ended_because == "declined"
    assert make.again(second).state == "enrolled"


@pytest.mark.slow
def test_an_offer_that_expires_goes_to_the_next_within_a_minute_and_cannot_be_taken_late():
    _activity, holder, [first, second] = full()
    cancel(holder)
    late = make.NOON + 2 * HOUR

    with pytest.raises(policies.WrongState):
        actions.accept_offer(actor=make.officer(), enrolment_id=first.id, now=late)
    made = actions.offer_freed_seats(actor=JOB, now=late)

    assert made == 1
    assert make.again(first).ended_because == "expired"
    assert make.again(second).state == "offered"
    assert actions.offer_freed_seats(actor=JOB, now=late) == 0


@pytest.mark.slow
def test_nothing_is_offered_at_night_and_in_the_morning_it_is():
    night = datetime(2020, 6, 15, 23, tzinfo=make.ZONE)
    _activity, holder, [first, _second] = full()

    cancel(holder, now=night)
    assert make.again(first).state == "waiting"
    actions.offer_freed_seats(actor=JOB, now=night + 9 * HOUR)

    assert make.again(first).state == "offered"


@pytest.mark.slow
def test_what_is_left_of_an_offer_in_the_evening_is_there_in_the_morning():
    _activity, holder, [first, _second] = full()

    cancel(holder, now=datetime(2020, 6, 15, 20, tzinfo=make.ZONE))

    assert make.again(first).offer_expires_at == datetime(2020, 6, 16, 9, tzinfo=make.ZONE)


@pytest.mark.slow
def test_seats_freed_one_by_one_go_to_a_family_once_they_suffice_and_to_others_till_then():
    activity = make.activity(capacity=2, minimum=1, seats_most=2)
    one, other = make.enrol(activity), make.enrol(activity)
    family, single = make.enrol(activity, seats=2), make.enrol(activity)

    cancel(one)
    assert (make.again(family).state, make.again(single).state) == ("waiting", "offered")
    actions.decline_offer(actor=make.officer(), enrolment_id=single.id, now=make.NOON)
    cancel(other)

    assert make.again(family).state == "offered"


@pytest.mark.slow
def test_more_seats_are_offered_to_who_waits():
    activity, _holder, [first, second] = full()

    actions.change_capacity(
        actor=make.officer(), activity_id=activity.id, capacity=3, now=make.NOON
    )

    assert [make.again(one).state for one in (first, second)] == ["offered", "offered"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "before, state", [(25 * HOUR, "dropped"), (24 * HOUR, "dropped"), (23 * HOUR, "late-cancelled")]
)
def test_until_a_day_before_one_cancels_freely_and_later_it_counts_as_an_absence(before, state):
    entry = make.enrol(make.activity())

    assert cancel(entry, now=make.START - before).state == state


@pytest.mark.slow
def test_two_absences_lead_to_ninety_days_without_enrolling():
    person = make.woman()
    for _class in range(2):
        cancel(make.enrol(make.activity(), person), now=make.START - HOUR)

    [block] = Block.objects.all()
    later = make.activity(closes_at=make.START + timedelta(days=200))
    with pytest.raises(policies.NotForHer, match="absent too often"):
        make.enrol(later, person, now=make.START)

    assert (block.until_on - block.from_on).days == 90
    assert make.enrol(later, person, now=make.START + timedelta(days=90)).state == "enrolled"


@pytest.mark.slow
@pytest.mark.parametrize(
    "given, is_sensitive",
    [({}, False), ({"kind": "counselling", "capacity": 1, "minimum": 1, "category": ""}, True)],
)
def test_who_is_blocked_is_told_once_until_when_and_no_word_of_what(given, is_sensitive):
    person = make.woman()
    first, second = (make.enrol(make.activity(**given), person) for _class in range(2))
    by = make.officer("counsellor") if is_sensitive else make.officer()
    cancel(first, by=by, now=make.START - HOUR)
    assert not Message.objects.filter(template="booking-paused").exists()

    cancel(second, by=by, now=make.START - HOUR)

    [told], [block] = Message.objects.filter(template="booking-paused"), Block.objects.all()
    assert (told.person_id, told.is_sensitive) == (person.id, is_sensitive)
    assert told.values == {"until": block.until_on.isoformat()}


@pytest.mark.slow
def test_an_absence_excused_takes_back_the_block_that_rests_on_it():
    person = make.woman()
    entries = [make.enrol(make.activity(), person) for _class in range(2)]
    for entry in entries:
        cancel(entry, now=make.START - HOUR)

    actions.excuse_late_cancellation(
        actor=make.officer(), enrolment_id=entries[0].id, reason="孩子发烧", now=make.START
    )

    assert Block.objects.get().is_lifted
    assert queries.why_not(make.activity(), person, make.NOON) is None


@pytest.mark.slow
def test_a_block_is_appealed_against_once_and_lifted_with_an_answer():
    person = make.woman()
    for _class in range(2):
        cancel(make.enrol(make.activity(), person), now=make.START - HOUR)
    block = Block.objects.get()
    chair, officer = make.officer("village-chair", make.VILLAGE), make.officer()

    actions.appeal(actor=chair, block_id=block.id, words="下大雨，车停了", now=make.START)
    with pytest.raises(Refused):
        actions.appeal(actor=chair, block_id=block.id, words="再说一次", now=make.START)
    with pytest.raises(Denied):
        actions.lift_block(actor=chair, block_id=block.id, answer="同意", now=make.START)
    assert [one.id for one in queries.open_appeals(officer)] == [block.id]
    actions.lift_block(actor=officer, block_id=block.id, answer="同意", now=make.START)

    assert queries.why_not(make.activity(), person, make.NOON) is None


@pytest.mark.slow
def test_what_needs_confirmation_is_confirmed_or_its_seat_goes_to_another():
    activity = make.activity(capacity=1, minimum=1, needs_confirmation=True)
    first, second = make.enrol(activity), make.enrol(activity)
    officer = make.officer()

    actions.refuse(actor=officer, enrolment_id=first.id, now=make.NOON)
    actions.accept_offer(actor=officer, enrolment_id=second.id, now=make.NOON)
    confirmed = actions.confirm(actor=officer, enrolment_id=second.id, now=make.NOON)

    assert make.again(first).ended_because == "not-confirmed"
    assert confirmed.confirmed_at == make.NOON
    with pytest.raises(policies.WrongState):
        actions.refuse(actor=officer, enrolment_id=second.id, now=make.NOON)
