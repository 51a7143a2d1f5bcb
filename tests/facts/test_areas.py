"""Measures that count the areas in which a balance reaches a number."""

from datetime import date

import pytest

from jinguo.core.errors import Invalid, NotFound
from jinguo.facts import actions, queries
from jinguo.facts.queries import AsOf, Period
from jinguo.org.models import AreaSuccession
from tests.make import facts as make
from tests.make import org

VILLAGES = "tests.villages"
SHARE = "tests.share"


@pytest.fixture(autouse=True)
def _tree(committed):
    """Two towns with three villages."""
    org.tree()


def villages(at_least=2, **given):
    """A count of villages by a balance, with that balance."""
    return [
        make.measure("balance", **given),
        make.measure(
            "areas", id=VILLAGES, unit="个", kind="", of="tests.figure", level="village",
            at_least=at_least,
        ),
    ]  # fmt: skip


def held(area, *days, quantity=1):
    for day in days or [make.DAY]:
        make.fact(area=area, occurred_on=day, quantity=quantity)


def records(**given):
    asked = {"area": make.DISTRICT, "period": make.YEAR, **given}
    return queries.records(make.READER, VILLAGES, **asked)


@pytest.mark.slow
@pytest.mark.parametrize("is_rolled", [False, True])
def test_areas_count_that_reach_the_number_on_the_day(all_rolled_up, is_rolled):
    make.defined(*villages())
    held(make.VILLAGE, date(2019, 5, 1), date(2020, 3, 1))
    held(make.NEXT_VILLAGE, date(2020, 3, 1))
    held(make.OTHER_VILLAGE, date(2020, 3, 1), date(2020, 4, 1), date(2021, 1, 1))
    if is_rolled:
        all_rolled_up()

    assert make.value(VILLAGES) == make.figure(VILLAGES).records == 2
    assert make.value(VILLAGES, period=Period.up_to(date(2020, 3, 31))) == 1
    assert make.value(VILLAGES, area=make.TOWN) == make.value(VILLAGES, area=make.VILLAGE) == 1
    assert make.value(VILLAGES, area=make.NEXT_VILLAGE) == 0


def test_an_area_that_falls_below_the_number_no_longer_counts():
    make.defined(*villages())
    held(make.VILLAGE, date(2020, 3, 1), date(2020, 3, 2))
    held(make.VILLAGE, date(2020, 6, 1), quantity=-1)

    assert make.value(VILLAGES, period=Period.up_to(date(2020, 5, 31))) == 1
    assert make.value(VILLAGES) == 0


def test_months_and_children_are_counted_as_the_figure_is():
    make.defined(*villages(at_least=1))
    held(make.VILLAGE, date(2019, 5, 1), date(2020, 3, 1))
    held(make.NEXT_VILLAGE, date(2020, 2, 1))
    held(make.NEXT_VILLAGE, date(2020, 3, 1), quantity=-1)
    held(make.OTHER_VILLAGE, date(2020, 3, 31))
    spring = Period(date(2020, 1, 1), date(2020, 3, 31))

    points = queries.series(make.READER, VILLAGES, area=make.DISTRICT, period=spring)
    towns = queries.by_child(make.READER, VILLAGES, area=make.DISTRICT, period=spring)

    assert [int(point.value) for point in points] == [1, 2, 2]
    assert {one.area.code: int(one.value) for one in towns} == {
        make.TOWN: 1, make.OTHER_TOWN: 1,
    }  # fmt: skip


def test_a_point_of_knowledge_keeps_its_count():
    make.defined(*villages())
    held(make.VILLAGE, make.DAY, make.DAY)
    known = AsOf.snapshot()
    held(make.OTHER_VILLAGE, make.DAY, make.DAY)
    actions.roll_up()

    assert (make.value(VILLAGES), make.value(VILLAGES, as_of=known)) == (2, 1)
    assert [one.area for one in records(as_of=known)] == [make.VILLAGE]


@pytest.mark.slow
def test_the_records_are_the_areas_page_by_page():
    make.defined(*villages(at_least=1))
    for place in (make.OTHER_VILLAGE, make.VILLAGE, make.NEXT_VILLAGE):
        held(place, date(2020, 3, 1), date(2020, 5, 1))
    held(make.NEXT_VILLAGE, date(2020, 6, 1), quantity=-2)

    first = records(limit=1)
    rest = records(after=first[-1].key)

    assert [one.area for one in [*first, *rest]] == [make.VILLAGE, make.OTHER_VILLAGE]
    assert sum(one.quantity for one in [*first, *rest]) == make.value(VILLAGES)
    assert {one.occurred_on for one in [*first, *rest]} == {date(2020, 5, 1)}


@pytest.mark.slow
def test_villages_that_merged_count_as_one_on_the_new_tree_and_as_two_on_the_old():
    make.defined(*villages())
    held(make.VILLAGE, make.DAY, make.DAY)
    held(make.NEXT_VILLAGE, make.DAY, make.DAY)
    AreaSuccession.objects.create(
        earlier=make.NEXT_VILLAGE,
        later=make.VILLAGE,
        effective_on=date(2021, 1, 1),
        source="notice",
    )

    assert make.value(VILLAGES) == 2
    assert make.value(VILLAGES, tree_on=date(2021, 1, 1)) == 1
    assert [one.area for one in records(tree_on=date(2021, 1, 1))] == [make.VILLAGE]
    assert queries.check() == []


def share(*, area=make.DISTRICT, at_least=2):
    base, reached = villages(at_least)
    whole = make.measure(
        "areas", id="tests.all", unit="个", kind="", of="tests.figure", level="village", at_least=1
    )
    rate = make.measure(
        "ratio", id=SHARE, unit="%", kind="", numerator=VILLAGES, denominator="tests.all"
    )
    make.defined(base, reached, whole, rate, area=area)


@pytest.mark.slow
def test_a_share_of_areas_is_judged_against_its_target():
    share()
    actions.define_targets(
        "tests",
        [
            actions.TargetDef(
                measure=SHARE, area=make.DISTRICT, starts_on=date(2020, 1, 1), by=date(2020, 12, 31),
                value=100, source="notice",
            )
        ],
    )  # fmt: skip
    held(make.VILLAGE, date(2020, 3, 1), date(2020, 3, 1))
    held(make.OTHER_VILLAGE, date(2020, 3, 1))

    def standing(day):
        [found] = queries.target_statuses(make.READER, area=make.DISTRICT, on=day)
        return found

    assert standing(date(2020, 6, 1)).figure.value == 50
    assert standing(date(2020, 6, 1)).status == queries.Status.NORMAL
    held(make.OTHER_VILLAGE, date(2020, 7, 1))
    assert standing(date(2020, 12, 31)).status == queries.Status.REACHED


@pytest.mark.slow
def test_the_check_counts_areas_by_itself_and_finds_a_difference(all_rolled_up, as_superuser):
    share()
    held(make.VILLAGE, date(2019, 3, 1), date(2020, 3, 1))
    held(make.OTHER_VILLAGE, date(2020, 3, 1))
    all_rolled_up()
    assert queries.check() == []

    as_superuser(
        "UPDATE facts_cell SET quantity = quantity - 1"
        f" WHERE area = '{make.VILLAGE}' AND grain = 'y' AND starts_on = '2020-01-01'"
    )

    wrong = {one.where for one in queries.check() if one.what == "figure"}
    there = {f"{VILLAGES} {area} 2020" for area in (make.DISTRICT, make.TOWN, make.VILLAGE)}
    assert wrong == {*there, f"{SHARE} {make.DISTRICT} 2020"}


@pytest.mark.slow
def test_areas_go_by_a_balance():
    base, reached = villages()
    flow = make.measure("flow")

    with pytest.raises(Invalid):
        make.defined(flow, reached)
    make.defined(reached)
    with pytest.raises(NotFound):
        make.value(VILLAGES)
    make.defined(base, reached)
    assert make.value(VILLAGES) == 0


def test_what_was_taken_back_of_the_balance_is_shown():
    make.defined(*villages(at_least=1))
    mistake = make.fact(area=make.VILLAGE)
    actions.correct(actor=make.READER, fact_id=mistake, reason="counted twice", now=org.NOON)

    back = queries.taken_back(make.READER, VILLAGES, area=make.DISTRICT, period=make.YEAR)

    assert [(one.area, one.reason) for one in back] == [(make.VILLAGE, "counted twice")]
    assert records() == []
