"""The page of one application: its score, what comes next, and why not."""

from datetime import date

import pytest

from jinguo.assess import actions
from jinguo.assess.models import Application, Score
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


def sheet(total):
    """A filled sheet as the page sends it."""
    return {f"item-{number}": points for number, points in enumerate(assess.points(total))}


@pytest.mark.parametrize(
    ("state", "role", "at", "button", "kind"),
    [
        ("recommended", "town-officer", assess.TOWN, "Fill in the score sheet", "town"),
        ("scored", "town-officer", assess.TOWN, "Correct the score sheet", "town"),
        ("passed", "district-officer", assess.DISTRICT, "Check on site", "district"),
        ("recheck", "district-officer", assess.DISTRICT, "Check again on site", "recheck"),
    ],
)
def test_each_state_asks_for_its_own_check_by_the_body_whose_duty_it_is(
    state, role, at, button, kind
):
    row = assess.application(state=state)
    browser = desk.desk(role, at=at)
    record, page = (
        f"/courtyards/applications/{row.id}/",
        f"/courtyards/applications/{row.id}/score/",
    )
    assert f'href="{page}"' in browser.get(record).content.decode()
    assert button in browser.get(record).content.decode()

    done = browser.post(page, sheet(93), follow=True)

    assert Score.objects.filter(application=row).latest("at").kind == kind
    row.refresh_from_db()
    assert row.total == 93
    assert row.state == ("scored" if state == "recommended" else state)
    assert done.context["score"].kind == kind


@pytest.mark.parametrize("state", ["passed", "recheck"])
def test_the_town_does_not_do_the_district_s_check(state):
    row = assess.application(state=state)
    browser = desk.desk("town-officer", at=assess.TOWN)
    page = f"/courtyards/applications/{row.id}/score/"

    assert "is decided by the federation of the district" in browser.get(page).content.decode()
    assert browser.post(page, sheet(93)).status_code == 403
    assert not Score.objects.exclude(kind="town").exists()


def test_where_no_score_is_asked_for_the_page_says_so_instead_of_a_form():
    row = assess.application(state="applied")
    browser = desk.desk()

    page = browser.get(f"/courtyards/applications/{row.id}/score/").content.decode()

    assert "cannot be done while the state is “Applied”" in page
    assert "data-points" not in page
    assert browser.post(f"/courtyards/applications/{row.id}/score/", sheet(93)).status_code == 422
    assert not Score.objects.exists()


def test_a_sheet_that_is_corrected_begins_with_what_was_recorded():
    row = assess.application(state="scored", total=77)
    page = f"/courtyards/applications/{row.id}/score/"

    form = desk.desk().get(page).context["form"]

    assert [form[f"item-{n}"].value() for n in range(4)] == assess.points(77)


def test_a_check_begins_with_an_empty_sheet():
    row = assess.application(state="passed", total=95)

    form = desk.desk().get(f"/courtyards/applications/{row.id}/score/").context["form"]

    assert {form[f"item-{n}"].value() for n in range(4)} == {None}
