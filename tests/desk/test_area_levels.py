"""The page of villages, lanes and the levels they may hold: shares, conferring, withdrawing, the workbook."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.assess.models import AreaLevel, AreaRecognition, Recognition
from jinguo.audit.models import Event
from jinguo.people.models import Household
from tests.desk.test_exports import taken_out
from tests.make import desk, people

PAGE = "/desk/courtyards/areas/"
LEVEL = "courtyards:demo-village"
BARRED = 'disabled aria-describedby="why-not"'


def act(browser, verb, code, **given):
    return browser.post(f"{PAGE}{verb}/", {"level": LEVEL, "codes": code, **given})


def text(browser, query=""):
    return browser.get(f"{PAGE}{query}").content.decode()


@pytest.mark.slow
def test_every_village_is_listed_by_its_code_with_what_each_condition_comes_to(undone):
    page = desk.desk().get(PAGE)

    codes = [row.code for row in page.context["rows"]]
    assert codes == sorted(codes) and desk.VILLAGE in codes
    assert "Share of demonstration courtyards" in page.content.decode()
    assert "at least 90.0%" in page.content.decode()


def test_a_town_sees_its_villages_and_is_told_who_confers(undone):
    page = desk.desk("town-officer").get(PAGE)

    assert {row.code[:9] for row in page.context["rows"]} == {desk.TOWN}
    assert "is decided by the federation of the district" in page.content.decode()
    assert "formaction" not in page.content.decode().partition('class="bulk"')[2]


def test_conferring_what_does_not_meet_the_conditions_is_refused_in_words(undone):
    browser = desk.desk()
    shown = act(browser, "confer", desk.VILLAGE)
    assert shown.status_code == 200 and "Not all hold" in shown.content.decode()
    assert BARRED in shown.content.decode()
    assert "On this day not every condition holds in: " in shown.content.decode()

    refused = act(browser, "confer", desk.VILLAGE, confirmed="1")

    assert refused.status_code == 422
    assert "not every condition holds" in refused.content.decode()
    assert not AreaRecognition.objects.exists()


def test_nothing_chosen_is_said(undone):
    answer = desk.desk().post(f"{PAGE}confer/", {"level": LEVEL})

    assert answer.status_code == 422
    assert "Nothing is chosen. Tick at least one row of the list." in answer.content.decode()


def test_a_withdrawal_asks_why_and_the_page_tells_what_was_decided(undone):
    held = conferred()
    browser = desk.desk()
    assert "No longer meets the conditions" in text(browser, "?state=held")

    assert act(browser, "withdraw", desk.VILLAGE, confirmed="1").status_code == 422
    done = act(browser, "withdraw", desk.VILLAGE, confirmed="1", reason="fell back")

    assert done.status_code == 302
    held.refresh_from_db()
    assert held.ended_on == timezone.localdate()
    assert "fell back" in text(browser)


def test_what_holds_the_level_or_does_not_says_so_beside_a_button_it_bars(undone):
    without = act(desk.desk(), "withdraw", desk.VILLAGE).content.decode()
    conferred()
    holding = act(desk.desk(), "withdraw", desk.VILLAGE).content.decode()
    again = act(desk.desk(), "confer", desk.VILLAGE).content.decode()

    assert BARRED in without and "One of the areas chosen does not hold the level." in without
    assert BARRED not in holding and "conferred on" in holding
    assert BARRED in again and "This level is held already by: " in again


def test_one_that_does_not_hold_the_level_cannot_lose_it(undone):
    refused = act(desk.desk(), "withdraw", desk.VILLAGE, confirmed="1", reason="fell back")

    assert refused.status_code == 422
    assert "does not hold the level" in refused.content.decode()


def test_the_list_comes_out_as_it_stands(undone):
    conferred()

    every = taken_out(desk.desk(), f"{PAGE}export/")
    held = taken_out(desk.desk(), f"{PAGE}export/", {"level": LEVEL, "state": "held"})

    assert len(every) > len(held) == 2
    assert held[1][0] == desk.VILLAGE


def conferred():
    """The village holds the level, however it came to it."""
    return AreaRecognition.objects.create(
        programme="courtyards", level="demo-village", area_id=desk.VILLAGE,
        version=AreaLevel.objects.get(key="demo-village"),
        conferred_on=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip


STREETS = "courtyards:demo-street"
EAST = f"{desk.VILLAGE}:东街"


def lane(world, demo, others):
    """A lane of the village: so many demonstration courtyards and so many others."""
    known = Recognition.objects.get(pk=world.recognition)
    for number in range(demo + others):
        home = people.household(area=desk.VILLAGE, lane="东街", head_name="孙小梅")
        if number < demo:
            Recognition.objects.create(
                programme="courtyards", household=home, application=known.application,
                area_id=desk.VILLAGE, level="demo", state="certified", total=95,
                certified_on=known.certified_on, plaque=f"test-{number}",
            )  # fmt: skip


def act_on(browser, verb, key, **given):
    return browser.post(f"{PAGE}{verb}/", {"level": STREETS, "codes": key, **given})


@pytest.mark.slow
def test_a_lane_is_listed_with_its_village_and_what_it_lacks(undone):
    lane(undone, 1, 3)

    page = text(desk.desk(), f"?level={STREETS}")

    assert "· 东街" in page
    assert "4 households" in page and "25.0%" in page
    assert "1 more is needed" in page and "at least 30.0%" in page
    assert f"/desk/households/?village={desk.VILLAGE}&amp;lane=%E4%B8%9C%E8%A1%97" in page


def test_a_plan_with_lanes_and_none_of_them_says_where_they_come_from(undone):
    Household.objects.update(lane="")

    page = text(desk.desk(), f"?level={STREETS}")

    assert "those written with the households on the register" in page


@pytest.mark.slow
def test_a_lane_is_given_the_level_after_a_look_and_loses_it_with_a_reason(undone):
    lane(undone, 2, 3)
    browser = desk.desk()
    shown = act_on(browser, "confer", EAST)
    assert BARRED not in shown.content.decode()
    assert shown.status_code == 200 and "· 东街" in shown.content.decode()
    assert not AreaRecognition.objects.exists()

    assert act_on(browser, "confer", EAST, confirmed="1").status_code == 302

    [held] = AreaRecognition.objects.all()
    assert (held.area_id, held.lane, held.level) == (desk.VILLAGE, "东街", "demo-street")
    assert "conferred on" in text(browser, f"?level={STREETS}&state=held")
    assert Event.objects.filter(action="assess.confer-area-level", object_id=held.id).exists()
    assert act_on(browser, "withdraw", EAST, confirmed="1").status_code == 422
    assert act_on(browser, "withdraw", EAST, confirmed="1", reason="fell back").status_code == 302
    assert "fell back" in text(browser, f"?level={STREETS}")


@pytest.mark.slow
def test_a_lane_that_lacks_something_is_refused_by_name(undone):
    lane(undone, 1, 3)

    refused = act_on(desk.desk(), "confer", EAST, confirmed="1")

    assert refused.status_code == 422
    assert "not every condition holds" in refused.content.decode()
    assert not AreaRecognition.objects.exists()


@pytest.mark.slow
def test_a_town_sees_its_lanes_and_may_not_confer(undone):
    lane(undone, 2, 3)
    browser = desk.desk("town-officer")

    assert "is decided by the federation of the district" in text(browser, f"?level={STREETS}")
    assert act_on(browser, "confer", EAST, confirmed="1").status_code in {403, 422}
    assert not AreaRecognition.objects.exists()


@pytest.mark.slow
def test_the_lanes_come_out_as_they_stand(undone):
    lane(undone, 2, 3)

    head, row = taken_out(desk.desk(), f"{PAGE}export/", {"level": STREETS})

    assert "Lane or group" in head and "of these, households" in head
    assert row[2:6] == ("东街", 5, 2, 40)


@pytest.mark.slow
def test_the_lanes_are_read_in_chinese(undone):
    lane(undone, 1, 3)
    browser = desk.desk()

    page = browser.get(f"{PAGE}?level={STREETS}", headers={"accept-language": "zh-hans"})

    assert "美丽庭院示范街" in page.content.decode() and "还差1户" in page.content.decode()
