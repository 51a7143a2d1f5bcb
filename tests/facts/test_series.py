"""A figure month by month: the months of the period and no others, as its figure counts them."""

from datetime import date

import pytest

from jinguo.facts import queries
from jinguo.facts.queries import AsOf, Period
from jinguo.org.models import AreaSuccession
from tests.make import facts as make


@pytest.mark.parametrize("rolled", [False, True])
@pytest.mark.parametrize(
    "how, values", [("flow", [2, 0, 5]), ("balance", [12, 12, 17]), ("persons", [1, 0, 2])]
)
def test_months_are_counted_within_the_period(committed, all_rolled_up, how, values, rolled):
    make.defined(make.measure(how))
    for day in (date(2019, 6, 1), date(2019, 11, 29)):
        make.fact(occurred_on=day, quantity=5, subject=make.thing(1))
    make.fact(occurred_on=date(2019, 11, 30), quantity=2, subject=make.thing(1))
    make.fact(occurred_on=date(2020, 1, 1), quantity=2, subject=make.thing(1))
    make.fact(occurred_on=date(2020, 1, 14), quantity=3, subject=make.thing(2))
    make.fact(occurred_on=date(2020, 1, 15), quantity=7, subject=make.thing(3))
    if rolled:
        all_rolled_up()
    period = Period(date(2019, 11, 30), date(2020, 1, 14))

    points = queries.series(make.READER, "tests.figure", area=make.DISTRICT, period=period)

    assert [point.month for point in points] == [
        date(2019, 11, 1), date(2019, 12, 1), date(2020, 1, 1),
    ]  # fmt: skip
    assert [int(point.value) for point in points] == values
    if how == "flow":
        assert sum(point.value for point in points) == make.value(period=period)
    if how == "balance":
        assert points[-1].value == make.value(period=period)


def test_months_are_seen_from_the_point_and_on_the_tree_asked_for(committed):
    make.defined(make.measure("flow"))
    make.fact(area=make.VILLAGE)
    known = AsOf.snapshot()
    make.fact(area=make.VILLAGE)
    AreaSuccession.objects.create(
        earlier=make.VILLAGE, later="370211106301", effective_on=date(2021, 1, 1), source="notice"
    )

    def june(area, **given):
        points = queries.series(make.READER, "tests.figure", area=area, period=make.YEAR, **given)
        return int(points[5].value)

    assert (june(make.TOWN), june(make.TOWN, as_of=known)) == (2, 1)
    today = {"tree_on": date(2021, 1, 1)}
    assert (june(make.TOWN, **today), june(make.OTHER_TOWN, **today)) == (0, 2)
    assert june(make.OTHER_TOWN, as_of=known, **today) == 1
