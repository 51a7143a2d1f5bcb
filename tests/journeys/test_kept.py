"""What was typed into a sheet outlives the session it was typed in, and nobody else gets it."""

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from jinguo.assess import actions
from jinguo.assess.models import Score
from tests.make import assess, desk

PASSWORD = "lantern-river-42"


@pytest.fixture
def to_score(committed):
    """An application the town scores today, its officer, and another of the same town."""
    for username in ("town", "other"):
        desk.someone("town-officer", at=assess.TOWN, username=username)
    assess.sheet()
    assess.ladder()
    now = timezone.now()
    common = {"actor": assess.officer(), "on": timezone.localdate(now), "now": now}
    ids = actions.apply(
        programme=assess.PROGRAMME, household_ids=[assess.courtyard().id], level="demo", **common
    )
    actions.recommend(application_ids=ids, **common)
    return f"/desk/courtyards/applications/{ids[0]}/score/"


def sign_in_again(page, username):
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def fill_and_lose_the_session(page, address):
    page.goto(address)
    for number, points in enumerate((25, 24, 23, 22)):
        page.locator(f"#id_item-{number}").fill(str(points))
    page.locator("#id_note").fill("院门口还差一点")
    Session.objects.all().delete()
    page.get_by_role("button", name="记下得分").click()
    page.wait_for_url("**/sign-in/**")


@pytest.mark.slow
def test_a_sheet_filled_before_she_was_signed_out_is_there_when_she_is_back(to_score, sign_in):
    page = sign_in("town")
    fill_and_lose_the_session(page, to_score)
    assert not Score.objects.exists()

    sign_in_again(page, "town")

    page.wait_for_url(f"**{to_score}")
    expect(page.locator("#id_note")).to_have_value("院门口还差一点")
    expect(page.locator("[data-sum]")).to_have_text("94")
    page.get_by_role("button", name="记下得分").click()
    page.wait_for_url(lambda url: not url.endswith("/score/"))
    assert Score.objects.get().points == [25, 24, 23, 22]
    assert page.evaluate("sessionStorage.getItem('kept-form')") is None


@pytest.mark.slow
def test_whoever_signs_in_instead_finds_an_empty_sheet(to_score, sign_in):
    page = sign_in("town")
    fill_and_lose_the_session(page, to_score)

    sign_in_again(page, "other")

    page.wait_for_url(f"**{to_score}")
    expect(page.locator("#id_note")).to_have_value("")
    assert page.evaluate("sessionStorage.getItem('kept-form')") is None
