"""A district leader who is also officer of a town: each right reaches where its own post does."""

from __future__ import annotations

import io

import pytest
import python_calamine
from django.utils import timezone

from jinguo.core.errors import Denied
from jinguo.exchange import export
from jinguo.exchange.models import Batch
from jinguo.org.queries import actor_for
from tests import make
from tests.make import desk, org
from tests.make import people as homes

TOWN, NEXT_TOWN, VILLAGE, ELSEWHERE = "370211105", "370211106", "370211105201", "370211106201"

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _world(db):
    org.tree()
    make.programmes.applied_packs()
    homes.household(area=VILLAGE, head_name="王秀英")
    homes.household(area=ELSEWHERE, head_name="赵玉芬")


@pytest.fixture
def account():
    """District leader and town officer in one."""
    made = desk.someone("district-leader", at="370211")
    org.post(account=made, role="town-officer", at=TOWN)
    return made


def names(answer):
    """The heads in a workbook sent back."""
    assert answer.status_code == 200, answer
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(b"".join(answer.streaming_content))
    )
    return {row[3] for row in book.get_sheet_by_index(0).to_python()[1:]}


def test_she_imports_for_her_town(account):
    browser = desk.client(account)
    file = io.BytesIO(make.exchange.workbook([make.exchange.roster_row()]))
    file.name = "roster.xlsx"

    answer = browser.post("/desk/imports/", {"kind": "roster", "file": file})

    assert answer.status_code == 302
    assert Batch.objects.get().area == TOWN


def test_she_takes_the_lists_of_her_town_out_and_no_others(account):
    browser = desk.client(account)

    assert names(browser.post("/desk/households/export/")) == {"王秀英"}
    assert names(browser.post(f"/desk/households/export/?village={VILLAGE}")) == {"王秀英"}
    assert browser.post(f"/desk/households/export/?area={NEXT_TOWN}").status_code == 403


def test_what_she_sees_of_another_town_does_not_leave_with_the_list_of_hers(account):
    org.post(account=account, role="data-officer", at="370211")
    browser = desk.client(account)
    assert "赵玉芬" in browser.get("/desk/households/").content.decode()

    assert names(browser.post("/desk/households/export/")) == {"王秀英"}


def test_an_officer_of_two_towns_is_asked_which_list_she_wants():
    account = desk.someone("town-officer", at=TOWN)
    org.post(account=account, role="town-officer", at=NEXT_TOWN)
    browser = desk.client(account)

    asked = browser.post(
        "/desk/households/export/", HTTP_REFERER="http://testserver/desk/households/"
    )

    assert asked.url == "/desk/households/"
    assert "Choose one of them first" in browser.get(asked.url).content.decode()
    assert names(browser.post(f"/desk/households/export/?area={NEXT_TOWN}")) == {"赵玉芬"}


def test_no_row_leaves_that_lies_outside_the_area_asked_about(account, tmp_path):
    with pytest.raises(Denied):
        export.stream(
            actor_for(account, on=timezone.localdate()),
            title="x",
            columns=[export.Column("head_name", "x")],
            rows=[("王秀英", VILLAGE), ("赵玉芬", ELSEWHERE)],
            area=TOWN,
            path=tmp_path / "x.xlsx",
            object_type="people.household",
            area_of=lambda row: row[1],
        )


@pytest.mark.parametrize(
    "page", ["/desk/", "/desk/households/", "/desk/courtyards/", "/desk/reports/", "/desk/imports/"]
)
def test_her_pages_open(account, page):
    assert desk.client(account).get(page).status_code == 200


def test_figures_and_the_plan_are_those_of_the_district(account):
    page = desk.client(account).get("/desk/figures/courtyards.base")

    assert page.context["page"].address.area == "370211"
