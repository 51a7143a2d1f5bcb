from datetime import date

import pytest

from jinguo.core.errors import NotFound
from jinguo.facts import queries
from jinguo.org.models import AreaSuccession
from tests.make import facts as make

pytestmark = pytest.mark.django_db


def records(measure="tests.figure", *, area=make.DISTRICT, period=make.YEAR, **given):
    return queries.records(make.READER, measure, area=area, period=period, **given)


def test_the_records_add_up_to_the_figure():
    make.defined(make.measure("balance"))
    for n in range(5):
        make.fact(object_id=make.thing(n), occurred_on=date(2019, 5, 1))
    make.fact(object_id=make.thing(2), quantity=-1)

    found = records()

    assert {one.object_id for one in found} == {make.thing(n) for n in (0, 1, 3, 4)}
    assert sum(one.quantity for one in found) == make.value() == len(found) == make.figure().records


def test_pages_follow_each_other_without_gap_or_repetition():
    make.defined(make.measure())
    areas = [make.VILLAGE, make.NEXT_VILLAGE, make.OTHER_VILLAGE]
    for n in range(20):
        make.fact(area=areas[n % 3])

    pages, after = [], None
    while page := records(limit=3, after=after):
        pages.append(page)
        after = page[-1].key

    rows = [one for page in pages for one in page]
    assert [len(page) for page in pages] == [3] * 6 + [2]
    assert rows == records(limit=100)
    everything = queries.record_pages(
        make.READER, "tests.figure", area=make.DISTRICT, period=make.YEAR
    )
    assert [rows] == list(everything)
    assert len({one.object_id for one in rows}) == 20


def test_a_ratio_opens_to_its_numerator():
    make.defined(*make.rate())
    make.fact(object_id=make.thing(1))
    make.fact(make.Registered, object_id=make.thing(2))

    assert [one.object_id for one in records("tests.rate")] == [make.thing(1)]


def test_records_keep_to_area_period_category_and_point():
    make.defined(make.measure(categories=["a"]))
    wanted = {"category": "a", "object_id": make.thing(1)}
    make.fact(**wanted)
    make.fact(**(wanted | {"category": "b"}))
    make.fact(**wanted, area=make.OTHER_VILLAGE)
    make.fact(**wanted, occurred_on=date(2019, 12, 31))

    [record] = records(area=make.TOWN)

    assert (record.area, record.quantity, record.occurred_on) == (make.VILLAGE, 1, make.DAY)
    assert record.object_type == "tests.thing"
    assert queries.get_fact(make.READER, record.fact_id).object_id == make.thing(1)


@pytest.mark.parametrize("after", ["nonsense", "370211.not-an-id"])
def test_a_page_that_cannot_be_is_not_found(after):
    make.defined(make.measure())

    with pytest.raises(NotFound):
        records(after=after)


def merged(earlier, later, on=date(2020, 7, 1)):
    AreaSuccession.objects.create(earlier=earlier, later=later, effective_on=on, source="notice")


def test_a_village_that_moved_counts_in_its_new_town_from_that_day_on():
    make.defined(make.measure())
    make.fact(area=make.VILLAGE)
    make.fact(area=make.OTHER_VILLAGE)
    assert make.value(area=make.TOWN) == 1  # what is known of the tree must not stay in memory
    merged(make.VILLAGE, "370211106301")

    before, after = date(2020, 6, 30), date(2020, 7, 1)
    assert make.value(area=make.TOWN, tree_on=before) == 1
    assert make.value(area=make.OTHER_TOWN, tree_on=before) == 1
    assert make.value(area=make.TOWN, tree_on=after) == 0
    assert make.value(area=make.OTHER_TOWN, tree_on=after) == 2
    assert make.value(area=make.OTHER_TOWN) == 2  # as it stood at the period's end
    assert make.value(area=make.DISTRICT, tree_on=after) == 2
    assert len(records(area=make.OTHER_TOWN)) == 2
    assert records(area=make.TOWN) == []


def test_different_persons_follow_the_tree_too():
    make.defined(make.measure("persons"))
    make.fact(area=make.VILLAGE, subject=make.thing(1))
    make.fact(area=make.OTHER_VILLAGE, subject=make.thing(1))
    merged(make.VILLAGE, "370211106301")

    assert (make.value(area=make.TOWN), make.value(area=make.OTHER_TOWN)) == (0, 1)
