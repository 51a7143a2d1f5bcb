"""A figure as it was known: for ever, also when transactions were open at that moment."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from jinguo.facts import actions, queries
from jinguo.facts.queries import AsOf, sums
from tests.facts.test_roll_up import INSERT
from tests.make import facts as make

TAKE_AWAY, AFRESH = "taking the later ones away", "adding up afresh"


@pytest.fixture(params=[TAKE_AWAY, AFRESH])
def way(request, monkeypatch):
    """Both ways of adding up as of an earlier point."""
    monkeypatch.setattr(sums, "knows_most", lambda *_asked: request.param == TAKE_AWAY)


def database_clock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("point", ["at", "snapshot"])
@pytest.mark.parametrize("late, later, most", [(2, 0, True), (4, 0, False), (2, 9, True)])
def test_the_way_with_fewer_facts_is_taken(committed, all_rolled_up, point, late, later, most):
    for _fact in range(3):
        make.fact()
    known = AsOf.snapshot() if point == "snapshot" else AsOf.at(database_clock())
    for number in range(late + later):
        make.fact(occurred_on=date(2020 if number < late else 2021, 6, 1))
    all_rolled_up()

    assert sums.knows_most(known, make.YEAR) is most


@pytest.mark.parametrize("how", ["flow", "balance", "persons"])
@pytest.mark.parametrize("point", ["at", "snapshot"])
@pytest.mark.parametrize("rolled", [False, True])
def test_later_facts_are_not_known(committed, all_rolled_up, way, how, point, rolled):
    make.defined(make.measure(how))
    make.fact(subject=make.thing(1))
    known = AsOf.snapshot() if point == "snapshot" else AsOf.at(database_clock())
    make.fact(subject=make.thing(2))
    make.fact(subject=make.thing(1), quantity=-1)
    if rolled:
        all_rolled_up()
        make.fact(subject=make.thing(3))

    assert make.value(as_of=known) == 1
    assert make.figure(as_of=known).records == 1
    assert make.value() == (2 if rolled else 1)


def test_a_snapshot_never_knows_what_was_open_at_it(another, all_rolled_up, way):
    make.defined(make.measure("flow"))
    another.execute(INSERT)
    make.fact()
    known = AsOf.snapshot()
    assert make.value(as_of=known) == 1

    another.commit()
    assert (make.value(as_of=known), make.value()) == (1, 2)
    all_rolled_up()
    assert (make.value(as_of=known), make.value()) == (1, 2)


def test_a_time_knows_what_was_begun_by_it(another, way):
    make.defined(make.measure("flow"))
    another.execute(INSERT)
    known = AsOf.at(database_clock())

    another.commit()

    assert make.value(as_of=known) == 1


def test_a_snapshot_does_not_know_its_own_transaction(committed, all_rolled_up, way):
    make.defined(make.measure("flow"))
    make.fact()
    with transaction.atomic():
        make.fact()
        known = AsOf.snapshot()
        make.fact()
        assert (make.value(as_of=known), make.value()) == (1, 3)

    all_rolled_up()
    assert (make.value(as_of=known), make.value()) == (1, 3)


@pytest.mark.parametrize(
    "point",
    [
        AsOf.now(),
        AsOf.at(datetime(2020, 6, 15, 12, tzinfo=UTC)),
        AsOf(xmin=7, xmax=12, xip=(7, 9)),
        AsOf.without(make.thing(1)),
    ],
)
def test_a_point_is_the_same_after_writing_and_reading(point):
    assert AsOf.from_json(point.to_json()) == point


@pytest.mark.parametrize("rolled", [False, True])
@pytest.mark.parametrize(
    "how, values", [("flow", (5, 2)), ("balance", (5, 2)), ("persons", (2, 1)), ("amount", (9, 4))]
)
def test_what_a_figure_will_be_without_a_fact_is_what_it_is_when_taken_back(
    committed, all_rolled_up, how, values, rolled
):
    make.defined(make.measure(how))
    wrong = make.fact(quantity=3, amount=500, subject=make.thing(1))
    make.fact(quantity=2, amount=400, subject=make.thing(2))
    if rolled:
        all_rolled_up()
    before, after = make.figure(), make.figure(as_of=AsOf.without(wrong))

    actions.correct(actor=make.READER, fact_id=wrong, reason="counted twice", now=datetime.now(UTC))

    assert (before.value, after.value) == values
    assert (make.value(), make.figure().records) == (after.value, after.records)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        AsOf.at(datetime(2020, 6, 15))


def test_what_differs_between_two_points_is_told_by_why(committed):
    make.defined(make.measure("balance"))
    mistake = make.fact()
    first = AsOf.snapshot()
    make.fact(quantity=3)
    make.fact(quantity=-1)
    actions.correct(
        actor=make.READER, fact_id=mistake, reason="counted twice", now=datetime.now(UTC)
    )
    second = AsOf.snapshot()

    changes = queries.compare(
        make.READER,
        "tests.figure",
        area=make.DISTRICT,
        period=make.YEAR,
        first=first,
        second=second,
    )

    told = [(one.cause, one.reason, one.facts, one.quantity) for one in changes]
    assert told == [
        ("added", "", 1, 3), ("corrected", "counted twice", 1, -1), ("taken-back", "", 1, -1),
    ]  # fmt: skip
    assert sum(one.quantity for one in changes) == make.value(as_of=second) - make.value(
        as_of=first
    )
    back = queries.compare(
        make.READER,
        "tests.figure",
        area=make.DISTRICT,
        period=make.YEAR,
        first=second,
        second=first,
    )
    assert sum(one.quantity for one in back) == -1
