"""Every list out as a workbook: what it shows, by role, on the trail, and only where the right reaches."""

from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from jinguo.audit.models import Event
from tests.make import desk, org

pytestmark = pytest.mark.slow

LISTS = {
    "households": "/desk/households/export/",
    "courtyards": "/desk/courtyards/export/",
    "figure": "/desk/figures/courtyards.applied/export/",
    "accounts": "/desk/accounts/export/",
    "area-levels": "/desk/courtyards/areas/export/",
    "notices": "/desk/notices/export/",
}


def taken_out(browser: Client, path: str, data=None) -> list[tuple]:
    """The rows of the workbook that comes, its headings first."""
    answer = browser.post(path, data or {})
    assert answer.status_code == 200, answer.content.decode()[:2000]
    assert ".xlsx" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return list(book.active.iter_rows(values_only=True))


@pytest.mark.parametrize("name", LISTS)
def test_every_list_comes_out_and_stands_on_the_trail(name, undone):
    rows = taken_out(desk.desk("district-officer"), LISTS[name])

    assert len(rows) > 1
    event = Event.objects.filter(action="exchange.export").latest("id")
    assert (event.count, event.area) == (len(rows) - 1, desk.DISTRICT)
    assert len(event.fields) == len(rows[0])


@pytest.mark.parametrize(
    "page, role, is_there",
    [
        ("/desk/households/", "district-officer", True),
        ("/desk/households/", "village-chair", False),
        ("/desk/courtyards/", "district-officer", True),
        ("/desk/courtyards/", "village-chair", False),
        ("/desk/figures/courtyards.applied", "district-officer", True),
        ("/desk/figures/courtyards.applied", "district-leader", False),
        ("/desk/accounts/", "district-officer", True),
        ("/desk/accounts/", "system-administrator", False),
    ],
)
def test_the_button_is_there_where_the_right_is(page, role, is_there, undone):
    assert ("Export to Excel" in desk.desk(role).get(page).content.decode()) == is_there


def test_a_list_comes_out_as_it_is_filtered(undone):
    browser = desk.desk("district-officer")

    assert len(taken_out(browser, LISTS["courtyards"], {"state": "applied"})) == 2
    assert len(taken_out(browser, LISTS["courtyards"], {"state": "scored"})) == 1
    plaques = taken_out(browser, LISTS["courtyards"], {"state": "certified"})
    assert "Plaque" in plaques[0] and len(plaques) == 2
    assert len(taken_out(browser, f"{LISTS['accounts']}?name=孙明")) == 2


def test_the_records_of_a_figure_are_those_of_its_page(undone):
    browser = desk.desk("district-officer")
    page = browser.get("/desk/figures/courtyards.applied").context["page"]

    rows = taken_out(browser, LISTS["figure"])

    assert [row[0] for row in rows[1:]] == [one.label for one in page.records]
    assert sum(row[4] for row in rows[1:]) == len(page.records)


def test_a_name_that_looks_like_a_formula_is_one_nowhere(undone):
    account = desk.someone("executive", name="=1+1")

    answer = desk.desk("district-officer").post(LISTS["accounts"] + "?name==1")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))

    cell = book.active["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (account.name, "s", True)


@pytest.mark.parametrize("name", ["households", "courtyards", "accounts"])
def test_a_post_that_only_looks_takes_nothing_out(name, undone):
    """She exports in one town and is chair of a village in another."""
    account = desk.someone("town-officer", at="370211106")
    org.unit(at=desk.VILLAGE)
    org.post(account=account, role="village-chair", at=desk.VILLAGE)
    browser = desk.client(account)
    page = {
        "households": "/desk/households/",
        "courtyards": "/desk/courtyards/",
        "accounts": "/desk/accounts/",
    }
    assert browser.get(page[name]).status_code == 200

    rows = taken_out(browser, LISTS[name])

    seen = str(rows)
    assert "大村镇某村" not in seen and "王秀英" not in seen
    if name != "accounts":
        assert len(rows) == 1


def test_an_area_she_only_looks_at_is_refused(undone):
    account = desk.someone("town-officer", at="370211106")
    org.post(account=account, role="village-chair", at=desk.VILLAGE)
    browser = desk.client(account)

    answers = [
        browser.post(f"/desk/households/export/?area={desk.VILLAGE}"),
        browser.post("/desk/courtyards/export/", {"area": desk.VILLAGE}),
        browser.post(f"/desk/figures/courtyards.applied/export/?area={desk.VILLAGE}"),
    ]

    assert [one.status_code for one in answers] == [403] * 3


def test_with_the_right_in_several_areas_one_has_to_be_chosen(undone):
    account = desk.someone("town-officer", at=desk.TOWN)
    org.post(account=account, role="town-officer", at="370211106")
    browser = desk.client(account)

    asked = browser.post("/desk/courtyards/export/")

    assert asked.status_code == 409
    assert "several areas" in asked.content.decode()
    assert len(taken_out(browser, "/desk/courtyards/export/", {"area": desk.TOWN})) > 1


def test_notices_come_out_by_state_and_the_yearly_check_by_kind(undone):
    browser = desk.desk("district-officer")

    notices = taken_out(browser, LISTS["notices"], {"state": "released"})
    drafts = taken_out(browser, LISTS["notices"], {"state": "draft"})
    yearly = taken_out(browser, "/desk/sites/quiet/export/", {"kind": "womens-micro-home"})

    assert [row[3] for row in notices[1:]] == ["On notice"] * (len(notices) - 1)
    assert len(notices) + len(drafts) > 2
    assert yearly[0] == ("Name of the site", "Kind", "Area", "Activities in the year", "Asked for")
