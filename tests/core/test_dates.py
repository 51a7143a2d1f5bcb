from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.core.dates import Every, months_after, span_around

DAYS = st.dates(date(2000, 1, 1), date(2080, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2020, 1, 15), 6, date(2020, 7, 15)),
        (date(2020, 8, 31), 6, date(2021, 2, 28)),
        (date(2019, 8, 31), 6, date(2020, 2, 29)),
        (date(2020, 12, 1), 0, date(2020, 12, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(day, months, later):
    assert months_after(day, months) == later


@given(day=DAYS, months=st.integers(0, 120))
def test_months_later_is_never_earlier_and_in_the_right_month(day, months):
    later = months_after(day, months)

    assert later >= day
    assert (later.year - day.year) * 12 + later.month - day.month == months


@pytest.mark.parametrize(
    ("every", "first", "end"),
    [
        (Every.DAY, date(2020, 12, 30), date(2020, 12, 31)),
        (Every.WEEK, date(2020, 12, 28), date(2021, 1, 4)),
        (Every.MONTH, date(2020, 12, 1), date(2021, 1, 1)),
        (Every.QUARTER, date(2020, 10, 1), date(2021, 1, 1)),
        (Every.YEAR, date(2020, 1, 1), date(2021, 1, 1)),
    ],
)
def test_a_day_lies_in_its_own_stretch_of_the_calendar(every, first, end):
    assert span_around(date(2020, 12, 30), every) == (first, end)


@given(day=DAYS, every=st.sampled_from(Every))
def test_stretches_follow_each_other_without_a_gap(day, every):
    here = span_around(day, every)

    assert here.first <= day < here.end
    assert span_around(here.end, every).first == here.end
    assert span_around(here.first - timedelta(days=1), every).end == here.first
