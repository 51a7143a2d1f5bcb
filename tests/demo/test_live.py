"""What goes on around today: something is due this week, on whatever day the demonstration is played."""

from datetime import date, timedelta

import pytest

from jinguo.demo.live import of_this_week
from jinguo.desk.home.work import urgency_of


@pytest.mark.parametrize("weekday", range(7))
def test_something_is_due_this_week_whatever_the_day(weekday):
    today = date(2026, 3, 2) + timedelta(days=weekday)

    assert urgency_of(of_this_week(today), today) == "week"
