"""The first page and the plan: what waits for whom, and what has not begun."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.make import desk, org


def text(role, page="/desk/", **given):
    """What a page says to someone of a role."""
    return desk.desk(role, **given).get(page).content.decode()


@pytest.mark.slow
def test_work_waits_for_the_one_whose_step_it_is(undone):
    assert "Recommend" in text("village-chair")
    assert "Recommend" not in text("village-chair", at="370211106201")


@pytest.mark.slow
def test_work_opens_the_list_it_counts(undone):
    browser = desk.desk("village-chair")
    [group] = browser.get("/desk/").context["groups"]
    [todo] = group.rows

    rows = browser.get(todo.href).context["rows"]

    assert (todo.count, len(rows)) == (1, 1)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["village-chair", "town-officer", "district-officer"])
def test_each_to_do_opens_a_list_of_just_as_many_rows(role, undone):
    browser = desk.desk(role)
    page = browser.get("/desk/").context
    shown = [todo for group in page["groups"] for todo in group.rows] + page["others"]

    assert shown
    for todo in shown:
        assert len(browser.get(todo.href).context["rows"]) == todo.count, todo


@pytest.mark.slow
def test_a_list_of_this_week_leaves_out_what_is_overdue(undone):
    browser = desk.desk("village-chair")
    [group] = browser.get("/desk/").context["groups"]
    [todo] = group.rows
    urgencies = ("overdue", "week", "later")
    [own] = [one for one in urgencies if f"due={one}" in todo.href]

    for other in urgencies:
        rows = browser.get(todo.href.replace(f"due={own}", f"due={other}")).context["rows"]
        assert len(rows) == (todo.count if other == own else 0)


@pytest.mark.parametrize("role", ["auditor", "security-administrator", "system-administrator"])
def test_administrators_are_told_that_no_business_waits(role, undone):
    assert "Your posts are administrative" in text(role)


@pytest.mark.slow
def test_who_has_no_post_yet_is_told_who_gives_her_one(undone):
    shown = desk.client(org.account(name="卜新人")).get("/desk/").content.decode()

    assert "You have no post yet." in shown
    assert "Your posts are administrative." not in shown


@pytest.mark.slow
def test_the_targets_of_the_district_stand_on_its_officer_s_page(undone):
    page = desk.desk("district-officer").get("/desk/")

    assert [bar.title for bar in page.context["targets"]]
    assert page.content.decode().count('class="meter"') == len(page.context["targets"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "area", "shown"),
    [
        ("town-officer", desk.TOWN, ["Share of demonstration courtyards"]),
        ("village-chair", desk.VILLAGE, ["Demonstration courtyards"]),
    ],
)
def test_a_town_and_a_village_see_their_own_targets(role, area, shown, undone):
    bars = desk.desk(role, at=area).get("/desk/").context["targets"]

    assert [bar.title for bar in bars] == shown
    assert all(f"area={area}" in bar.href for bar in bars)
    assert all(bar.status for bar in bars)


def test_a_programme_that_has_not_begun_says_so_and_invents_nothing(undone):
    page = text("district-officer", "/desk/programmes/spring-bud/")

    assert "No act has been recorded under it here" in page
    assert "figure-card" not in page


def test_a_programme_that_runs_shows_its_figures_and_its_work(undone):
    page = desk.desk("district-officer").get("/desk/programmes/courtyards/")

    cards = {
        card.title: card.value.text for group in page.context["groups"] for card in group.cards
    }
    assert cards["Demonstration courtyards"] == "1"
    assert {step.value: step.count for step in page.context["steps"]}["applied"] == 1


def test_htmx_gets_the_list_alone_and_history_the_page(undone):
    browser = desk.desk("district-officer")

    part = browser.get("/desk/households/", headers={"HX-Request": "true"}).content.decode()
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    whole = browser.get("/desk/households/", headers=back).content.decode()
    assert "<form" in part and "<html" not in part and "<nav" not in part
    assert "<html" in whole and "<nav" in whole
    assert browser.get("/desk/households/").headers["Vary"].startswith("HX-Request")


@pytest.mark.slow
def test_names_are_written_as_text(undone):
    browser = desk.desk("system-administrator")
    account = desk.someone("executive", name="<b>甲</b>&'\"")

    for page in ("/desk/accounts/?name=甲", f"/desk/accounts/{account.id}/"):
        words = browser.get(page).content.decode()
        assert "<b>甲" not in words
        assert "&lt;b&gt;甲&lt;/b&gt;&amp;&#x27;&quot;" in words, page
        assert "&amp;lt;" not in words


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", ["/desk/", "/desk/programmes/courtyards/", "/desk/plan/three-hard-problems/"]
)
def test_a_page_reads_the_plan_once_and_no_pack_s_files(page, undone):
    browser = desk.desk("district-officer")
    browser.get(page)

    with CaptureQueriesContext(connection) as spent:
        assert browser.get(page).status_code == 200

    asked = [one["sql"] for one in spent if 'FROM "programmes_line"' in one["sql"]]
    assert len(asked) == 1
    assert not any('"programmes_pack"."files"' in one["sql"] for one in spent)
