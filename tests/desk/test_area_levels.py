"""The page of villages and the level they may hold: shares, conferring, withdrawing, the workbook."""

from datetime import timedelta

from django.utils import timezone

from jinguo.assess.models import AreaLevel, AreaRecognition
from tests.desk.test_exports import taken_out
from tests.make import desk

PAGE = "/desk/courtyards/areas/"
LEVEL = "courtyards:demo-village"


def act(browser, verb, code, **given):
    return browser.post(f"{PAGE}{verb}/", {"level": LEVEL, "codes": code, **given})


def text(browser, query=""):
    return browser.get(f"{PAGE}{query}").content.decode()


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

    refused = act(browser, "confer", desk.VILLAGE, confirmed="1")

    assert refused.status_code == 422
    assert "not every condition holds" in refused.content.decode()
    assert not AreaRecognition.objects.exists()


def test_nothing_chosen_is_said(undone):
    assert desk.desk().post(f"{PAGE}confer/", {"level": LEVEL}).status_code == 422


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
        version=AreaLevel.objects.get(), conferred_on=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
