"""
After a merger the successor's people work on what it counts: lists, work lists, acts and rosters.

West was merged into East yesterday; both lie in one town. South lies in the next town.
"""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
import python_calamine
from django.utils import timezone

from jinguo.assess.models import Application
from jinguo.exchange import actions as exchange
from jinguo.facts.queries import Period
from jinguo.org import actions as org_actions
from jinguo.org.actor import Actor
from jinguo.org.models import Account
from jinguo.org.queries import actor_for
from tests import make
from tests.make import desk, facts, org
from tests.make import people as homes

EAST, WEST, SOUTH = "370211105201", "370211105202", "370211106201"
TOWN, NEXT_TOWN = "370211105", "370211106"
NAMES = {EAST: "王秀英", WEST: "李桂兰", SOUTH: "赵玉芬"}

pytestmark = pytest.mark.slow


@pytest.fixture
def _world(db):
    """A household in each of the three villages, registered two years ago."""
    org.tree()
    make.programmes.applied_packs()
    for area, name in NAMES.items():
        homes.household(area=area, head_name=name, id_number=homes.id_number(),
                        registered_on=timezone.localdate() - timedelta(days=700))  # fmt: skip


def succeed(earlier, later):
    """Record that the work of one area goes on under another since yesterday."""
    org_actions.record_succession(
        actor=Actor.system("test", "org.manage-areas"), earlier=earlier, later=later,
        effective_on=timezone.localdate() - timedelta(days=1), source="test", now=timezone.now(),
    )  # fmt: skip


def seen(browser, page="/desk/households/", **asked):
    """The villages of the heads that stand on a list."""
    text = browser.get(page, asked).content.decode()
    return {area for area, name in NAMES.items() if name in text}


def signed_in(role, at):
    """A browser of someone in this role, and her actor of today."""
    account = desk.someone(role, at=at)
    return desk.client(account), actor_for(account, on=timezone.localdate())


def apply_for(browser, area):
    """Apply for the household of a village, from its list."""
    home = homes.Household.objects.get(area=area).id
    return browser.post("/desk/courtyards/apply/", {"ids": [home], "level": "courtyards:demo"})


@pytest.mark.usefixtures("_world")
def test_the_chair_of_the_successor_sees_and_acts_on_what_it_took_over():
    browser, _chair = signed_in("village-chair", EAST)
    assert seen(browser) == {EAST}
    succeed(WEST, EAST)

    assert seen(browser) == {EAST, WEST}
    assert apply_for(browser, WEST).status_code == 302
    made = Application.objects.get()
    assert made.area_id == WEST
    assert seen(browser, "/desk/courtyards/", state="applied") == {WEST}
    assert seen(browser, "/desk/courtyards/", state="applied", area=EAST) == {WEST}
    browser.post(
        "/desk/courtyards/act/application/recommend/", {"ids": [made.id], "confirmed": "1"}
    )
    made.refresh_from_db()
    assert made.state == "recommended"


@pytest.mark.usefixtures("_world")
def test_the_list_of_a_village_holds_what_it_took_over_for_everyone():
    succeed(WEST, EAST)
    browser = desk.desk("town-officer", at=TOWN)

    assert seen(browser, village=EAST) == {EAST, WEST}
    assert seen(browser, area=TOWN) == {EAST, WEST}
    taken_out = browser.post(f"/desk/households/export/?village={EAST}")
    rows = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(b"".join(taken_out.streaming_content))
    )
    assert {row[3] for row in rows.get_sheet_by_index(0).to_python()[1:]} == {
        NAMES[EAST], NAMES[WEST],
    }  # fmt: skip


@pytest.mark.usefixtures("_world")
def test_a_village_that_moves_to_the_next_town_moves_from_officer_to_officer_at_once():
    before, after = desk.desk("town-officer", at=TOWN), desk.desk("town-officer", at=NEXT_TOWN)
    assert (seen(before), seen(after)) == ({EAST, WEST}, {SOUTH})

    succeed(WEST, SOUTH)

    assert (seen(before), seen(after)) == ({EAST}, {SOUTH, WEST})
    home = homes.Household.objects.get(area=WEST).id
    assert before.get(f"/desk/households/{home}/").status_code == 404
    assert after.get(f"/desk/households/{home}/").status_code == 200


@pytest.mark.usefixtures("_world")
def test_who_still_holds_a_post_in_the_merged_village_keeps_its_households_until_it_ends():
    succeed(WEST, EAST)

    assert seen(desk.desk("village-chair", at=WEST)) == {WEST}


@pytest.mark.usefixtures("_world")
def test_the_figure_of_the_successor_and_its_list_agree_and_last_years_stay():
    _browser, chair = signed_in("village-chair", EAST)
    succeed(WEST, EAST)
    chair = actor_for(Account.objects.get(id=chair.account_id), on=timezone.localdate())
    today = timezone.localdate()

    def households(area, on):
        return facts.queries.figure(
            chair, "courtyards.base", area=area, period=Period.up_to(on)
        ).value

    assert households(EAST, today) == 2
    assert households(EAST, today - timedelta(days=2)) == 1
    assert households(WEST, today - timedelta(days=2)) == 1


@pytest.mark.usefixtures("_world")
def test_a_roster_that_names_the_successor_knows_the_households_it_took_over():
    home = homes.Household.objects.get(area=WEST)
    number = homes.head(home)
    succeed(WEST, EAST)
    _browser, officer = signed_in("town-officer", TOWN)
    row = make.exchange.roster_row(
        户主姓名=NAMES[WEST], 村代码=EAST, 身份证号=in_clear(number), 联系电话="", 家庭人口=1, 院落类型="",
        详细地址="", 街巷="",
    )  # fmt: skip

    batch = exchange.upload(
        actor=officer, kind="roster", file_name="名册.xlsx", area=TOWN, now=timezone.now(),
        data=make.exchange.workbook([row]),
    )  # fmt: skip
    checked = exchange.check(actor=officer, batch_id=batch.id, now=timezone.now())

    assert (checked.same, checked.bad, checked.reasons) == (1, 0, {})


def in_clear(person):
    """The ID number of a person made here."""
    return homes.actions.revealing.crypto.unseal(
        "people_person", "id_number", person.pk, bytes(person.id_number)
    )
