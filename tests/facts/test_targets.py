from datetime import date
from decimal import Decimal

import pytest

from jinguo.core.errors import NotFound
from jinguo.facts import actions, queries
from jinguo.facts.models import Measure, Target
from jinguo.facts.queries import Figure, Period, Status
from jinguo.facts.queries.targets import judge
from jinguo.org.actor import Actor
from tests.make import facts as make

FIRST, LAST = date(2020, 1, 1), date(2020, 12, 31)
MIDDLE = date(2020, 7, 1)  # half of the year is gone


def judged(value, *, of=100, how="flow", before=0, on=MIDDLE, records=1, records_before=0):
    measure = Measure(id="m", how=how, unit="户")
    target = Target(measure="m", area=make.DISTRICT, starts_on=FIRST, by=LAST, value=Decimal(of))
    period = Period(FIRST, on)

    def figure(value, records):
        return Figure(
            measure, make.DISTRICT, period, None if value is None else Decimal(value), records
        )

    return judge(target, figure(value, records), figure(before, records_before), on)


@pytest.mark.parametrize(
    "given, status",
    [
        ({"value": 0, "records": 0}, Status.NOT_STARTED),
        ({"value": None, "how": "ratio", "records": 0}, Status.NOT_STARTED),
        ({"value": 50}, Status.NORMAL),
        ({"value": 36}, Status.NORMAL),  # 14 points behind
        ({"value": 34}, Status.LAGGING),  # 16 points behind
        ({"value": 1, "on": FIRST}, Status.NORMAL),
        ({"value": 84, "on": LAST}, Status.LAGGING),
        ({"value": 99, "on": LAST}, Status.NORMAL),
        ({"value": 100}, Status.REACHED),
        ({"value": 101}, Status.EXCEEDED),
        ({"value": 99, "on": date(2021, 1, 1)}, Status.MISSED),
        ({"value": 0, "records": 0, "on": date(2021, 1, 1)}, Status.MISSED),
        ({"value": 100, "on": date(2021, 1, 1)}, Status.REACHED),
        ({"value": 101, "on": date(2021, 1, 1)}, Status.EXCEEDED),
        # From 5 % to 10 %: 7.5 % is half the way, 5.1 % is not.
        ({"value": "7.5", "of": 10, "how": "ratio", "before": 5}, Status.NORMAL),
        ({"value": "5.1", "of": 10, "how": "ratio", "before": 5}, Status.LAGGING),
        ({"value": 50, "how": "balance", "before": 50, "records_before": 1}, Status.NOT_STARTED),
        ({"value": 40, "how": "balance", "before": 50, "records_before": 5}, Status.LAGGING),
    ],
)
def test_where_a_target_stands(given, status):
    assert judged(**given).status == status


def test_the_share_is_of_the_way_from_where_it_stood():
    found = judged(75, how="balance", before=50)

    assert (found.share, round(found.time, 2)) == (Decimal("0.5"), Decimal("0.5"))


def test_the_time_of_a_target_is_never_more_than_gone():
    assert judged(99, on=date(2021, 6, 30)).time == 1


def target(**given):
    plain = {
        "measure": "tests.rate", "area": make.DISTRICT, "starts_on": FIRST, "by": LAST,
        "value": Decimal(10), "source": "a notice",
    }  # fmt: skip
    return actions.TargetDef(**(plain | given))


@pytest.mark.django_db
def test_targets_of_an_area_with_their_figures():
    make.defined(*make.rate())
    actions.define_targets(
        "tests",
        [
            target(),
            target(area=make.TOWN),
            target(starts_on=date(2021, 1, 1), by=date(2021, 12, 31)),
        ],
    )
    make.fact(make.Registered, quantity=100, occurred_on=date(2019, 1, 1))
    make.fact(quantity=5, occurred_on=date(2019, 1, 1))
    make.fact(quantity=5, occurred_on=date(2020, 3, 1))
    make.fact(quantity=1, occurred_on=date(2021, 3, 1))

    [found] = queries.target_statuses(make.READER, area=make.DISTRICT, on=date(2020, 6, 30))
    assert (found.figure.value, found.status, found.share) == (10, Status.REACHED, 1)

    first, second = queries.target_statuses(make.READER, area=make.DISTRICT, on=date(2021, 6, 30))
    assert first.figure.value == 10  # as on its last day
    assert (second.figure.value, second.status) == (11, Status.EXCEEDED)


@pytest.mark.django_db
def test_a_target_of_each_area_is_judged_by_that_area_s_own_figure():
    make.defined(*make.rate())
    actions.define_targets("tests", [target(each="township"), target(each="village", by=MIDDLE)])
    make.fact(make.Registered, quantity=100, occurred_on=date(2019, 1, 1))
    make.fact(quantity=10, occurred_on=date(2020, 3, 1))
    on = date(2020, 6, 30)

    [town] = queries.target_statuses(make.READER, area=make.TOWN, on=on)
    [other] = queries.target_statuses(make.READER, area="370211106", on=on)
    assert (town.figure.area, town.status) == (make.TOWN, Status.REACHED)
    assert (other.figure.area, other.status) == ("370211106", Status.NOT_STARTED)

    [village] = queries.target_statuses(make.READER, area=make.VILLAGE, on=on)
    assert village.target.each == "village"
    assert queries.target_statuses(make.READER, area=make.DISTRICT, on=on) == []
    assert queries.target_statuses(make.READER, area="370212001", on=on) == []


@pytest.mark.django_db
def test_a_target_of_exactly_this_area_takes_the_place_of_that_of_each():
    make.defined(*make.rate())
    own = target(area=make.TOWN, value=Decimal(20))
    actions.define_targets("tests", [own, target(each="township")])
    on = date(2020, 6, 30)

    [town] = queries.target_statuses(make.READER, area=make.TOWN, on=on)
    [other] = queries.target_statuses(make.READER, area="370211106", on=on)

    assert (town.target.value, other.target.value) == (20, 10)


@pytest.mark.django_db
def test_defining_targets_again_replaces_them():
    actions.define_targets("tests", [target(), target(area=make.TOWN)])
    actions.define_targets("tests", [target(value=Decimal(12))])

    assert [row.value for row in Target.objects.all()] == [12]


@pytest.mark.django_db
def test_targets_out_of_reach_are_not_found():
    with pytest.raises(NotFound):
        queries.target_statuses(Actor(name="nobody"), area=make.DISTRICT, on=MIDDLE)
