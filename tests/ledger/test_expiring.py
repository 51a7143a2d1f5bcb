"""Points expire on their day, the oldest first, and what was exchanged is taken from those."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jinguo.facts.models import Fact
from jinguo.ledger import actions
from jinguo.ledger.models import Entry
from jinguo.org.actor import Actor
from tests.make import ledger as make
from tests.make import org, people

pytestmark = pytest.mark.django_db
NIGHT = Actor.system("expire-points", "people.view")
EARNED, EXPIRES = date(2020, 1, 10), date(2021, 1, 10)


def expire(on):
    return actions.expire_points(actor=NIGHT, now=people.instant(on))


@pytest.fixture(autouse=True)
def _tree():
    org.tree()


@pytest.mark.slow
def test_points_count_to_the_day_before_they_expire():
    make.scheme(expire_months=12)
    home = make.rich(20, on=EARNED)

    assert expire(date(2021, 1, 9)) == 0
    assert expire(EXPIRES) == 1

    assert make.balance(home) == 0
    assert Fact.objects.get(kind="ledger.expired").quantity == 20
    assert expire(EXPIRES) == 0  # again, and nothing more


@pytest.mark.slow
def test_what_was_exchanged_is_taken_from_what_expires_first():
    make.scheme(expire_months=12)
    home = make.rich(20, on=EARNED)
    make.record(home, rule="feast", on=date(2020, 5, 1), by=make.town())
    make.hand_over(home, make.good(price=15))

    expire(EXPIRES)

    assert make.balance(home) == 20  # the five left of January are gone, those of May stay


@pytest.mark.slow
def test_what_was_taken_back_does_not_expire_again():
    make.scheme(expire_months=12)
    home = make.rich(20, on=EARNED)
    make.record(home, rule="feast", on=date(2020, 5, 1), by=make.town())
    first = Entry.objects.get(on=EARNED)
    actions.take_points_back(
        actor=make.town(), entry_id=first.id, reason="记错", now=people.instant()
    )

    assert expire(EXPIRES) == 0
    assert make.balance(home) == 20


def test_where_the_plan_says_nothing_points_never_expire():
    make.scheme(expire_months=None)
    home = make.rich(20, on=EARNED)

    assert expire(date(2040, 1, 1)) == 0
    assert make.balance(home) == 20


@pytest.mark.slow
def test_the_nights_work_costs_the_same_for_one_household_and_for_many():
    make.scheme(expire_months=12)
    counts = []

    for number in (1, 12):
        for _n in range(number):
            make.rich(20, on=EARNED)
        with CaptureQueriesContext(connection) as queries:
            assert expire(EXPIRES) == number
        counts.append(len(queries))

    assert counts[0] == counts[1]
