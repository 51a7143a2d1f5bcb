from __future__ import annotations

import datetime as dt

import holidays
import pytest

from jinguo.core.workdays import add_working_days, calendar, is_working_day, working_days_between


@pytest.mark.parametrize("year", sorted(calendar().notices))
def test_the_table_agrees_with_the_holidays_library(year):
    china = holidays.CN(years=year)
    days = [dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(366)]

    assert [
        d for d in days if d.year == year and is_working_day(d) != china.is_working_day(d)
    ] == []


def test_the_national_day_week_of_2020_is_skipped_and_its_swapped_saturday_worked():
    assert add_working_days(dt.date(2020, 9, 30), 1).on == dt.date(2020, 10, 9)
    assert add_working_days(dt.date(2020, 9, 30), 2).on == dt.date(2020, 10, 10)


def test_the_day_it_is_counted_from_does_not_count():
    assert add_working_days(dt.date(2020, 6, 15), 1).on == dt.date(2020, 6, 16)
    assert add_working_days(dt.date(2020, 6, 15), 0).on == dt.date(2020, 6, 15)


def test_a_year_without_a_notice_is_provisional():
    assert add_working_days(dt.date(2026, 12, 28), 10).is_provisional
    assert not add_working_days(dt.date(2026, 6, 1), 10).is_provisional


def test_counting_back_is_a_bug():
    with pytest.raises(ValueError, match="forward"):
        add_working_days(dt.date(2020, 1, 1), -1)


def test_working_days_between_undoes_adding():
    start = dt.date(2020, 9, 25)

    assert working_days_between(start, add_working_days(start, 7).on) == 7
    assert working_days_between(add_working_days(start, 7).on, start) == -7
