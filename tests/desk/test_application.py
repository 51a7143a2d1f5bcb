"""The page of one application: its score, what comes next, and why not."""

import re
from datetime import date

import pytest
import time_machine

from jinguo.assess import actions
from jinguo.assess.models import Application, Score
from tests.make import assess, desk, notices

pytestmark = pytest.mark.django_db


@pytest.mark.slow
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

    page = browser.get(f"/desk/courtyards/applications/{row.id}/")

    assert page.context["score"].total == 93
    [listed] = browser.get("/desk/courtyards/?state=scored").context["rows"]
    assert listed.total == 93


@pytest.mark.slow
@pytest.mark.parametrize(
    ("due_on", "is_provisional"), [(date(2999, 1, 6), True), (date(2020, 6, 24), False)]
)
def test_a_deadline_in_a_year_without_a_holiday_notice_says_so(due_on, is_provisional):
    row = assess.application()
    Application.objects.filter(id=row.id).update(state_on=due_on.replace(day=1), due_on=due_on)
    browser = desk.desk()

    for page in (f"/desk/courtyards/applications/{row.id}/", "/desk/courtyards/?state=applied"):
        text = browser.get(page).content.decode()
        assert ("provisional: the holiday notice of 2999 is not out" in text) == is_provisional


def sheet(total):
    """A filled sheet as the page sends it."""
    return {f"item-{number}": points for number, points in enumerate(assess.points(total))}


@pytest.mark.slow
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
        f"/desk/courtyards/applications/{row.id}/",
        f"/desk/courtyards/applications/{row.id}/score/",
    )
    assert f'href="{page}"' in browser.get(record).content.decode()
    assert button in browser.get(record).content.decode()

    done = browser.post(page, sheet(93), follow=True)

    assert Score.objects.filter(application=row).latest("at").kind == kind
    row.refresh_from_db()
    assert row.total == 93
    assert row.state == ("scored" if state == "recommended" else state)
    assert done.context["score"].kind == kind


@pytest.mark.slow
def test_what_helps_with_a_field_of_the_sheet_and_what_is_wrong_with_it_are_told_with_it():
    row = assess.application(state="recommended")
    browser = desk.desk("town-officer", at=assess.TOWN)
    page = f"/desk/courtyards/applications/{row.id}/score/"

    for answer in (browser.get(page), browser.post(page, {**sheet(93), "item-0": "999"})):
        shown = answer.content.decode()
        told = {
            name
            for some in re.findall(r'aria-describedby="([^"]+)"', shown)
            for name in some.split()
        }
        assert told and all(f'id="{name}"' in shown for name in told)


@pytest.mark.slow
@pytest.mark.parametrize("state", ["passed", "recheck"])
def test_the_town_does_not_do_the_district_s_check(state):
    row = assess.application(state=state)
    browser = desk.desk("town-officer", at=assess.TOWN)
    page = f"/desk/courtyards/applications/{row.id}/score/"

    assert "is decided by the federation of the district" in browser.get(page).content.decode()
    assert browser.post(page, sheet(93)).status_code == 403
    assert not Score.objects.exclude(kind="town").exists()


@pytest.mark.slow
def test_where_no_score_is_asked_for_the_page_says_so_instead_of_a_form():
    row = assess.application(state="applied")
    browser = desk.desk()

    page = browser.get(f"/desk/courtyards/applications/{row.id}/score/").content.decode()

    assert "cannot be done while the state is “Applied”" in page
    assert "data-points" not in page
    assert (
        browser.post(f"/desk/courtyards/applications/{row.id}/score/", sheet(93)).status_code == 422
    )
    assert not Score.objects.exists()


@pytest.mark.slow
def test_a_sheet_that_is_corrected_begins_with_what_was_recorded():
    row = assess.application(state="scored", total=77)
    page = f"/desk/courtyards/applications/{row.id}/score/"

    form = desk.desk().get(page).context["form"]

    assert [form[f"item-{n}"].value() for n in range(4)] == assess.points(77)


@pytest.mark.slow
def test_a_check_begins_with_an_empty_sheet():
    row = assess.application(state="passed", total=95)

    form = desk.desk().get(f"/desk/courtyards/applications/{row.id}/score/").context["form"]

    assert {form[f"item-{n}"].value() for n in range(4)} == {None}


def page_of(browser, row):
    return browser.get(f"/desk/courtyards/applications/{row.id}/").content.decode()


@pytest.mark.slow
def test_from_a_passed_application_one_drafts_its_notice():
    row = assess.application(state="passed")
    browser = desk.desk()
    asked = f"/desk/notices/new/?ids={row.id}"
    assert f'href="{asked}"' in page_of(browser, row)

    form = browser.get(asked)

    assert form.status_code == 200
    assert form.context["form"]["days"].value() == 5


@pytest.mark.slow
@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("listed", ["Draft"]),
        ("on-notice", ["June 5, 2020", "June 9, 2020"]),
        ("recheck", ["Frozen by an objection", "Objection 1", "to be decided by June 12, 2020"]),
    ],
)
def test_the_page_shows_the_notice_and_what_is_objected(state, said):
    row = assess.application(state=state)
    entry = notices.entry_about(row.id)

    text = page_of(desk.desk(), row)

    assert f'href="/desk/notices/{entry.notice_id}/"' in text
    assert all(one in text for one in said)


@pytest.mark.slow
def test_before_any_notice_none_is_shown():
    assert "As the public reads it" not in page_of(desk.desk(), assess.application())


@pytest.mark.slow
@time_machine.travel(assess.noon(date(2020, 6, 9)), tick=False)
def test_while_the_notice_runs_the_button_says_until_when():
    row = assess.application(state="on-notice")

    text = page_of(desk.desk(), row)

    assert "It does not stand clear of its notice: on notice until June 9, 2020." in text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("state", "said"), [("listed", "Draft"), ("on-notice", "until June 9, 2020")]
)
def test_the_list_of_those_on_notice_leads_to_it_and_says_until_when(state, said):
    row = assess.application(state=state)
    notice = notices.entry_about(row.id).notice_id

    [listed] = desk.desk().get(f"/desk/courtyards/?state={state}").context["rows"]

    assert (listed.notice.text, listed.notice.href) == (said, f"/desk/notices/{notice}/")


@pytest.mark.slow
def test_a_reason_that_holds_for_several_acts_is_said_once_and_names_them():
    row = assess.application(state="passed")

    text = page_of(desk.desk("town-officer", at=assess.TOWN), row)

    assert text.count("is decided by the federation of the district") == 1
    assert "<b>Draft a public notice, Check on site, Turn down</b>" in text


def test_a_sheet_that_is_refused_says_what_each_item_lacks_and_keeps_what_was_typed():
    row = assess.application(state="recommended")
    page = f"/desk/courtyards/applications/{row.id}/score/"

    answer = desk.desk("town-officer").post(page, {"item-0": "999", "note": "院门新修"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert f"From 0 to {row.sheet.items[0]['max']} points." in text and "Not scored yet." in text
    assert 'value="999"' in text and 'value="院门新修"' in text


def test_before_the_scores_decide_each_household_shows_what_they_will_and_afterwards_how_many_passed():
    good, bad = (assess.application(state="scored", total=total) for total in (95, 85))
    browser, page = desk.desk(), "/desk/courtyards/act/application/decide/"

    before = browser.post(page, {"ids": [str(good.id), str(bad.id)]}).content.decode()
    after = browser.post(page, {"ids": [str(good.id), str(bad.id)], "confirmed": "1"}, follow=True)

    assert "By their scores 1 pass and 1 do not." in before
    assert "passes: 示范户" in before and "does not pass" in before
    assert "85 points; “示范户” asks for 90." in before
    assert "Decided by score: 1 passed, 1 did not." in after.content.decode()
    assert [Application.objects.get(id=one.id).state for one in (good, bad)] == [
        "passed",
        "rejected",
    ]


def test_an_act_shows_the_state_that_follows_and_where_it_cannot_be_done():
    ready, decided = assess.application(), assess.application(state="scored", total=95)

    shown = desk.desk().get(
        "/desk/courtyards/act/application/recommend/", {"ids": [str(ready.id), str(decided.id)]}
    )

    assert sorted(after.text for _row, after in shown.context["rows"]) == [
        "Recommended by the village", "cannot be done in this state",
    ]  # fmt: skip
