"""Days as visitors ask for them."""

from datetime import date

import pytest

from jinguo.portal.activities.days import When, days_of

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2020, 6, day) for day in (12, 13, 14, 15))


@pytest.mark.parametrize(
    "today, first",
    [(date(2020, 6, 8), SATURDAY), (FRIDAY, SATURDAY), (SATURDAY, SATURDAY), (SUNDAY, SUNDAY)],
)
def test_the_weekend_is_the_one_that_is_on_else_the_next(today, first):
    assert days_of(When.WEEKEND, today) == (first, MONDAY)


@pytest.mark.parametrize(
    "when, days",
    [
        (When.TODAY, (FRIDAY, SATURDAY)),
        (When.TOMORROW, (SATURDAY, SUNDAY)),
        (When.WEEK, (FRIDAY, date(2020, 6, 19))),
        ("", (FRIDAY, None)),
    ],
)
def test_a_choice_begins_today_or_later_and_its_end_is_exclusive(when, days):
    assert days_of(when, FRIDAY) == days
