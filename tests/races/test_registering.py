"""
Two clerks enter the same ID number in two villages at once, so that no lock keeps them apart.

The constraint lets one of them through and the other is told; as a control, without it, both go through.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest import mock

import pytest
from django.db import connection
from django.utils import translation

from jinguo.core.errors import Refused
from jinguo.people import actions
from jinguo.people.actions import members, registering
from jinguo.people.models import Household, Membership, Person
from tests.make import people as make

pytestmark = [pytest.mark.race, pytest.mark.slow]
VILLAGES = (make.HOME, make.NEXT_DOOR)
UNIQUE = next(
    one for one in Person._meta.constraints if one.name == "one_living_record_per_id_number"
)


@contextmanager
def both_past_the_checks(where, name):
    """Hold each clerk after her check until the other has passed hers too."""
    barrier, check = threading.Barrier(2), getattr(where, name)

    def slowly(*given):
        found = check(*given)
        barrier.wait(timeout=60)
        return found

    with mock.patch.object(where, name, slowly):
        yield


def told(act) -> str:
    try:
        with translation.override("en"):  # a thread of its own has no language yet
            act()
    except Refused as refused:
        return refused.message
    finally:
        connection.close()
    return "written"


def two_forms(number: str) -> list[str]:
    def enter(village: str) -> str:
        return told(
            lambda: actions.register_household(
                actor=make.colleague(),
                row=make.household_row(area=village, id_number=number),
                registered_on=make.date(2020, 6, 15),
                now=make.instant(),
            )
        )

    with both_past_the_checks(registering, "refuse_known"), ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(enter, VILLAGES))


def two_members(number: str) -> list[str]:
    homes = [make.household(area=village) for village in VILLAGES]

    def enter(home: Household) -> str:
        return told(lambda: make.member(home, id_number=number))

    known = members.queries
    with both_past_the_checks(known, "known_id_indexes"), ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(enter, homes))


@pytest.mark.parametrize("enter", [two_forms, two_members])
def test_one_of_two_is_told_that_the_number_is_taken(committed, enter):
    for village in VILLAGES:
        make.village(village)

    taken, written = enter(make.id_number())

    assert written == "written"
    assert taken.startswith("Someone else registered the same ID number")
    assert Person.objects.filter(id_index__isnull=False).count() == 1


def test_control_without_the_constraint_both_are_written(committed):
    for village in VILLAGES:
        make.village(village)
    with connection.schema_editor() as editor:
        editor.remove_constraint(Person, UNIQUE)
    try:
        assert two_forms(make.id_number()) == ["written", "written"]
    finally:
        Membership.objects.all().delete()
        Person.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Person, UNIQUE)
