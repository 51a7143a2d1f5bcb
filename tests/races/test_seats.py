"""
Many book the last seats at once, from eight processes.

Each race runs twice: with the guards, and as a control without: the act does not hold the activity's row,
and the database's trigger is off. The control must go wrong, or the race proves nothing.
"""

from __future__ import annotations

import multiprocessing
import time
from contextlib import ExitStack, contextmanager
from unittest import mock

import pytest
from django.db import IntegrityError, connection, connections
from django.db.models import Sum

from jinguo.activities import actions, queries
from jinguo.activities.actions import enrolling
from jinguo.activities.models import Enrolment
from jinguo.activities.rulesets import Condition
from jinguo.core.errors import Refused
from tests.make import activities as make
from tests.make import people

pytestmark = [pytest.mark.race, pytest.mark.slow]
PROCESSES = 8
SEATS = 5


def outcome(activity, actor, person) -> str:
    try:
        entry = actions.enrol(
            actor=actor, activity_id=activity.id, person_id=person.id, channel="portal",
            now=make.NOON,
        )  # fmt: skip
    except Refused as refusal:
        return refusal.code
    except IntegrityError:
        return "collided"
    return entry.state


@contextmanager
def slowly():
    """Let every act take a while between its decision and its end, so that acts overlap."""
    record = enrolling._record

    def wait(*args):
        record(*args)
        time.sleep(0.15)

    with mock.patch.object(enrolling, "_record", wait):
        yield


@contextmanager
def without_the_row():
    """Let acts decide without holding the activity's row."""
    get = queries.get_published
    with mock.patch.object(queries, "get_published", lambda one, lock=False: get(one)):
        yield


def switch(how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE activities_enrolment {how} TRIGGER USER")


@contextmanager
def without_the_guards():
    with ExitStack() as stack:
        stack.enter_context(without_the_row())
        switch("DISABLE")
        stack.callback(switch, "ENABLE")
        yield


def book(activity, actor, persons, start, answers) -> None:
    connections.close_all()
    start.wait()
    try:
        with slowly():
            for person in persons:
                answers.put(outcome(activity, actor, person))
    finally:
        connections.close_all()


def at_once(activity, persons, work=book, *, per_person: bool = True) -> list[str]:
    """Let eight processes work on their shares of the persons; return what they answer."""
    forked = multiprocessing.get_context("fork")
    start, answers = forked.Barrier(PROCESSES), forked.Queue()
    actor = make.officer()
    connections.close_all()
    workers = [
        forked.Process(
            target=work, args=(activity, actor, persons[number::PROCESSES], start, answers)
        )
        for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    found = [answers.get(timeout=120) for _one in (persons if per_person else workers)]
    for worker in workers:
        worker.join(timeout=30)
    return sorted(found)


def seats_taken(activity) -> int:
    return activity.enrolments.holding().aggregate(total=Sum("seats"))["total"]


def places(activity) -> list[int]:
    found = activity.enrolments.filter(place__isnull=False)
    return sorted(found.values_list("place", flat=True))


def test_no_more_seats_are_given_than_there_are_and_the_rest_wait_in_order(committed):
    activity = make.activity(capacity=SEATS, minimum=1, waiting_capacity=6)

    found = at_once(activity, make.women(16))

    assert found == ["enrolled"] * 5 + ["full"] * 5 + ["waiting"] * 6
    assert seats_taken(activity) == SEATS
    assert places(activity) == [1, 2, 3, 4, 5, 6]


def test_control_without_the_guards_more_seats_are_given_than_there_are(committed):
    activity = make.activity(capacity=SEATS, minimum=1, waiting_capacity=0)
    persons = make.women(16)

    with without_the_guards():
        at_once(activity, persons)

    assert seats_taken(activity) > SEATS


def test_without_the_row_the_database_still_refuses_what_would_be_too_many(committed):
    activity = make.activity(capacity=SEATS, minimum=1, waiting_capacity=0)
    persons = make.women(16)

    with without_the_row():
        found = at_once(activity, persons)

    assert "collided" in found
    assert seats_taken(activity) == SEATS


def test_one_person_who_books_from_eight_places_at_once_has_one_place(committed):
    activity, person = make.activity(), make.woman()

    found = at_once(activity, [person] * PROCESSES)

    assert found == ["already-enrolled"] * (PROCESSES - 1) + ["enrolled"]
    assert activity.enrolments.count() == 1


def test_control_without_the_row_only_the_constraint_stops_a_second_place(committed):
    activity, person = make.activity(), make.woman()

    with without_the_row():
        found = at_once(activity, [person] * PROCESSES)

    assert "collided" in found
    assert activity.enrolments.count() == 1


def test_control_without_the_row_two_who_wait_claim_one_place_in_line(committed):
    activity = make.activity(capacity=1, minimum=1, waiting_capacity=20)
    make.enrol(activity)
    persons = make.women(PROCESSES)

    with without_the_row():
        found = at_once(activity, persons)

    assert "collided" in found
    assert places(activity) == list(range(1, len(places(activity)) + 1))


def come_and_go(activity, actor, persons, start, answers) -> None:
    """Book for each, and give every second place up again."""
    connections.close_all()
    start.wait()
    try:
        for number, person in enumerate(persons):
            found = outcome(activity, actor, person)
            if number % 2 and found in Enrolment.LIVING:
                entry = activity.enrolments.living().get(person=person)
                actions.cancel_enrolment(actor=actor, enrolment_id=entry.id, now=make.NOON)
        answers.put("done")
    finally:
        connections.close_all()


def test_while_some_book_and_some_give_up_no_seat_is_lost_and_none_given_twice(committed):
    activity = make.activity(capacity=SEATS, minimum=1, waiting_capacity=50)
    persons = make.women(32)

    assert at_once(activity, persons, come_and_go, per_person=False) == ["done"] * PROCESSES

    actions.offer_freed_seats(actor=make.officer(), now=make.NOON)
    taken = queries.taken_of(activity)
    assert taken.seats == SEATS
    assert taken.seats + taken.waiting == 16
    offered = activity.enrolments.filter(state="offered").values_list("place", flat=True)
    waiting = activity.enrolments.in_line().values_list("place", flat=True)
    assert not offered or max(offered) < min(waiting)


def of_one_household(number: int):
    home = people.household(head_name="王秀英")
    others = [
        people.member(home, relation="8", name=f"王{chr(0x4E00 + one)}")
        for one in range(number - 1)
    ]
    return [people.head(home), *others]


ONE_OF_A_HOUSEHOLD = [Condition("household-at-most", {"persons": 1})]


def test_of_one_household_who_books_from_eight_places_at_once_one_has_a_place(committed):
    activity = make.activity(audience=ONE_OF_A_HOUSEHOLD)

    found = at_once(activity, of_one_household(PROCESSES))

    assert found == ["enrolled"] + ["not-for-her"] * (PROCESSES - 1)


def test_control_without_the_guards_more_of_one_household_have_places(committed):
    activity = make.activity(audience=ONE_OF_A_HOUSEHOLD)
    persons = of_one_household(PROCESSES)

    with without_the_guards():
        at_once(activity, persons)

    assert seats_taken(activity) > 1


def test_without_the_row_the_database_still_refuses_more_of_one_household(committed):
    activity = make.activity(audience=ONE_OF_A_HOUSEHOLD)
    persons = of_one_household(PROCESSES)

    with without_the_row():
        found = at_once(activity, persons)

    assert "collided" in found
    assert seats_taken(activity) == 1
