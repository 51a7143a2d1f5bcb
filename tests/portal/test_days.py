"""Days as visitors ask for them."""

from datetime import date

import pytest

from jinguo.portal.activities.days import When, days_of

FRIDAY, SATURDAY, SUNDAY = (date(2020, 6, day) for day in (12, 13, 14))


@pytest.mark.parametrize(
    "today, first",
    [(date(2020, 6, 8), SATURDAY), (FRIDAY, SATURDAY), (SATURDAY, SATURDAY), (SUNDAY, SUNDAY)],
)
def test_the_weekend_is_the_one_that_is_on_else_the_next(today, first):
    assert days_of(When.WEEKEND, today) == (first, SUNDAY)


@pytest.mark.parametrize(
    "when, days",
    [
        (When.TODAY, (FRIDAY, FRIDAY)),
        (When.TOMORROW, (SATURDAY, SATURDAY)),
        (When.WEEK, (FRIDAY, date(2020, 6, 18))),
        ("", (FRIDAY, None)),
    ],
)
def test_a_choice_begins_today_or_later_and_its_last_day_counts(when, days):
    assert days_of(when, FRIDAY) == days
