"""The page of one application: its score, what comes next, and why not."""

from datetime import date

import pytest

from jinguo.assess import actions
from jinguo.assess.models import Application
from tests.make import assess, desk

pytestmark = pytest.mark.django_db


def test_the_score_shown_is_the_one_recorded_last_as_in_the_lists():
    row = assess.application(state="scored", total=70)
    for on, recorded_on, total in ((10, 15, 91), (9, 16, 93)):
        actions.score(
            actor=assess.officer(),
            sheets=[actions.ScoreIn(row.id, assess.points(total))],
            kind="town",
            on=date(2020, 6, on),
            now=assess.noon(date(2020, 6, recorded_on)),
        )
    browser = desk.desk()

    page = browser.get(f"/courtyards/applications/{row.id}/")

    assert page.context["score"].total == 93
    [listed] = browser.get("/courtyards/?state=scored").context["rows"]
    assert listed.total == 93


@pytest.mark.parametrize(
    ("due_on", "is_provisional"), [(date(2999, 1, 6), True), (date(2020, 6, 24), False)]
)
def test_a_deadline_in_a_year_without_a_holiday_notice_says_so(due_on, is_provisional):
    row = assess.application()
    Application.objects.filter(id=row.id).update(state_on=due_on.replace(day=1), due_on=due_on)
    browser = desk.desk()

    for page in (f"/courtyards/applications/{row.id}/", "/courtyards/?state=applied"):
        text = browser.get(page).content.decode()
        assert ("provisional: the holiday notice of 2999 is not out" in text) == is_provisional
