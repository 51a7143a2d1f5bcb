"""Cells take finished facts only; nothing is lost, nothing counted twice, and no figure moves."""

import random
import threading
from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from jinguo.facts import actions, queries
from jinguo.facts.actions import rolling
from jinguo.facts.models import Batch, Cell
from jinguo.facts.queries import sums
from jinguo.org.models import AreaSuccession
from tests.make import facts as make

INSERT = """
INSERT INTO facts_fact (id, kind, programme, category, area, occurred_on, object_type, object_id,
    quantity, amount, data)
VALUES (gen_random_uuid(), 'tests.happened', '', '', '370211105201', '2020-06-15', 'tests.thing',
    gen_random_uuid(), 1, 0, '{}')
"""


def test_every_level_gets_a_cell_of_the_month_and_of_the_year_and_all_but_villages_of_the_day(
    committed, all_rolled_up
):
    make.fact(occurred_on=date(2020, 6, 15), quantity=2, amount=5)
    make.fact(occurred_on=date(2020, 6, 16), quantity=-1)
    all_rolled_up()

    cells = Cell.objects.order_by("area", "grain", "starts_on").values_list(
        "area", "grain", "starts_on"
    )
    days = [("d", date(2020, 6, 15)), ("d", date(2020, 6, 16))]
    assert list(cells) == [
        (make.VILLAGE[:width], grain, day)
        for width in (2, 4, 6, 9, 12)
        for grain, day in [
            *(days if width < 12 else ()), ("m", date(2020, 6, 1)), ("y", date(2020, 1, 1)),
        ]
    ]  # fmt: skip
    sums = Cell.objects.values_list("quantity", "amount", "facts", "records")
    assert set(sums.exclude(grain="d")) == {(1, 5, 2, 0)}
    assert set(sums.filter(grain="d")) == {(2, 5, 1, 1), (-1, 0, 1, -1)}


def test_a_second_time_there_is_nothing_to_do(committed, all_rolled_up):
    make.fact()
    all_rolled_up()
    cells, batches = list(Cell.objects.values()), Batch.objects.count()

    assert actions.roll_up() == 0
    assert (list(Cell.objects.values()), Batch.objects.count()) == (cells, batches)


DAYS = [date(2019, 7, 1), date(2020, 6, 2), date(2020, 6, 15), date(2020, 6, 28)]


@pytest.mark.parametrize("on", [date(2020, 6, day) for day in (1, 2, 14, 15, 20, 28, 30)])
@pytest.mark.parametrize("starts_on", [date(2020, 1, 1), date(2020, 6, 1), date(2019, 7, 2)])
@pytest.mark.parametrize("area", [make.DISTRICT, make.VILLAGE])
def test_no_figure_moves_by_a_roll_up(committed, all_rolled_up, area, starts_on, on):
    make.defined(make.measure("flow"), make.measure("balance", id="tests.balance"))
    for day in DAYS:
        make.fact(occurred_on=day)
    asked = {"area": area, "period": queries.Period(starts_on, on)}
    expected = sum(starts_on <= day <= on for day in DAYS), sum(day <= on for day in DAYS)
    assert (make.value(**asked), make.value("tests.balance", **asked)) == expected

    all_rolled_up()

    assert (make.value(**asked), make.value("tests.balance", **asked)) == expected


days = st.dates(date(2018, 11, 1), date(2021, 3, 1))


@pytest.mark.slow
@given(first=days, last=days, day=days, years=st.booleans())
def test_a_period_is_covered_once_and_nothing_beside_it(first, last, day, years):
    first, last = sorted((first, last))
    starts = {"d": day, "m": day.replace(day=1), "y": day.replace(month=1, day=1)}

    spans = sums.cover(first, last + sums.DAY, years=years)

    counted = sum(sign for grain, from_on, to_on, sign in spans if from_on <= starts[grain] < to_on)
    assert counted == (first <= day <= last)
    assert all(from_on < to_on for _grain, from_on, to_on, _sign in spans)
    assert sum((to_on - from_on).days for grain, from_on, to_on, _s in spans if grain == "d") <= 46


def test_a_moved_village_counts_the_same_from_cells(committed, all_rolled_up):
    make.defined(make.measure("balance"))
    make.fact(area=make.VILLAGE)
    all_rolled_up()
    make.fact(area=make.VILLAGE, occurred_on=date(2020, 6, 20))
    AreaSuccession.objects.create(
        earlier=make.VILLAGE, later="370211106301", effective_on=date(2020, 7, 1), source="notice"
    )

    for period in (make.YEAR, queries.Period.up_to(date(2020, 6, 18))):
        on = date(2020, 7, 1)
        there = make.value(area=make.OTHER_TOWN, period=period, tree_on=on)
        here = make.value(area=make.TOWN, period=period, tree_on=on)
        assert (there, here) == (2 if period is make.YEAR else 1, 0)
    everything = [make.TOWN, make.OTHER_TOWN, make.DISTRICT]
    assert [make.value(area=area, tree_on=date(2020, 1, 1)) for area in everything] == [2, 0, 2]


@pytest.mark.race
def test_a_transaction_open_during_a_roll_up_is_counted_once(another, all_rolled_up):
    make.defined(make.measure("flow"))
    another.execute(INSERT)
    make.fact()
    actions.roll_up()
    assert make.value() == 1

    another.commit()

    assert make.value() == 2
    all_rolled_up()
    assert make.value() == 2
    assert queries.check() == []


@pytest.mark.race
def test_without_the_horizon_that_transaction_would_be_lost(another, all_rolled_up, monkeypatch):
    make.defined(make.measure("flow"))
    another.execute(INSERT)
    make.fact()
    monkeypatch.setattr(rolling, "HORIZON", "jinguo_xid()")
    actions.roll_up()
    another.commit()

    assert make.value() == 1
    assert queries.check() != []


@pytest.mark.race
def test_recording_and_rolling_up_at_once_loses_nothing(another, all_rolled_up):
    """Four recorders, two roll-ups at a time, a reader, and a transaction open all the while."""
    make.defined(make.measure("flow"))
    another.execute(INSERT)
    turns, recorders = 25, 4
    done = threading.Event()
    seen = []

    def record(number):
        chance = random.Random(number)
        try:
            for _turn in range(turns):
                actions.record(
                    [make.happened() for _n in range(chance.choice((1, 3, 501)))], actor=make.READER
                )
        finally:
            connection.close()

    def roll():
        while not done.is_set():
            actions.roll_up()
        connection.close()

    def read():
        while not done.is_set():
            seen.append(make.value())
        connection.close()

    writers = [threading.Thread(target=record, args=(n,)) for n in range(recorders)]
    helpers = [threading.Thread(target=one) for one in (roll, roll, read)]
    for thread in (*writers, *helpers):
        thread.start()
    for thread in writers:
        thread.join()
    another.commit()
    done.set()
    for thread in helpers:
        thread.join()

    chances = [random.Random(number) for number in range(recorders)]
    expected = 1 + sum(chance.choice((1, 3, 501)) for chance in chances for _turn in range(turns))
    assert make.value() == expected
    assert seen == sorted(seen)
    all_rolled_up()
    assert make.value() == expected
    assert queries.check() == []
