"""The database itself refuses that a person lives in two households on one day, whoever writes."""

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from jinguo.people.models import Membership
from tests.make import people as make

pytestmark = pytest.mark.django_db
YEAR = ("2020-01-01", "2021-01-01")
SPANS = [
    # before, then, whether both can be
    (("2020-01-01", None), ("2020-06-01", None), False),
    (("2020-01-01", None), ("2019-01-01", "2020-01-02"), False),
    (("2020-01-01", None), ("2019-01-01", "2020-01-01"), True),
    (("2019-01-01", "2020-01-02"), ("2020-01-01", None), False),
    (("2019-01-01", "2020-01-01"), ("2020-01-01", None), True),
    (YEAR, ("2020-12-31", "2022-01-01"), False),
    (YEAR, ("2021-01-01", "2022-01-01"), True),
]


@pytest.fixture
def person():
    """Someone who lives nowhere yet, and two households."""
    first, second = make.household(), make.household()
    member = make.member(first)
    Membership.objects.filter(person=member).delete()
    return member, first, second


def live(person, household, span) -> Membership:
    return Membership.objects.create(
        person=person, household=household, relation="9", period=DateRange(*span)
    )


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


@pytest.mark.slow
@pytest.mark.parametrize(("before", "then", "both"), SPANS)
def test_two_memberships_of_a_person_overlap_on_no_day(person, before, then, both):
    member, first, second = person
    live(member, first, before)

    assert refused(lambda: live(member, second, then)) is not both


@pytest.mark.parametrize(("before", "then", "both"), SPANS)
def test_nor_after_one_was_changed(person, before, then, both):
    member, first, second = person
    live(member, first, before)
    other = live(member, second, ("2010-01-01", "2010-02-01"))

    def change():
        Membership.objects.filter(id=other.id).update(period=DateRange(*then))

    assert refused(change) is not both


def test_nor_when_both_come_in_one_statement(person):
    member, first, second = person
    both = [
        Membership(person=member, household=one, relation="9", period=DateRange(*span))
        for one, span in ((first, YEAR), (second, ("2020-06-01", None)))
    ]

    assert refused(lambda: Membership.objects.bulk_create(both))


def test_two_persons_may(person):
    member, first, second = person
    live(member, first, YEAR)
    live(make.member(second), second, ("2010-01-01", "2010-02-01"))
