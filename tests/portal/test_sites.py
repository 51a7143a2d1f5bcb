"""The places that are open to everyone: a list with a map, a page each, and the check-in there."""

from decimal import Decimal

import pytest
import time_machine
from django.test import Client, override_settings
from django.utils import timezone

from jinguo.sites.models import CheckIn, Site
from tests.make import activities as make
from tests.make import portal
from tests.make import sites as places

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHINESE = {"accept-language": "zh-hans"}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(make.NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _kinds():
    places.publish(is_public=True, has_check_in=True)


def opened(path="/sites/", **given):
    return Client(headers=CHINESE, **given).get(path)


def shown(path="/sites/"):
    return opened(path).content.decode()


def test_open_places_stand_in_the_list_and_on_the_map():
    site = places.site(name="绣坊", latitude=Decimal("35.96"), longitude=Decimal("120.19"))

    page = shown()

    assert f"/s/{site.code}" in page
    assert 'data-latitude="35.960000" data-longitude="120.190000"' in page
    assert "东村12号" in page


def test_places_that_are_not_open_are_seen_by_nobody():
    proposed = places.site(name="绣坊", state=Site.State.PROPOSED)
    dormant = places.site(name="茶室")
    Site.objects.filter(id=dormant.id).update(state=Site.State.DORMANT)

    page = shown()

    for site in (proposed, dormant):
        assert site.name not in page
    assert opened(f"/s/{proposed.code}").status_code == 404


def test_a_code_on_the_door_of_a_place_that_sleeps_or_was_closed_says_so():
    asleep, closed, never = (places.site(name=name) for name in ("茶室", "绣坊", "书屋"))
    Site.objects.filter(id=asleep.id).update(state=Site.State.DORMANT)
    day = timezone.localdate()
    Site.objects.filter(id=closed.id).update(state=Site.State.CLOSED, closed_on=day)
    Site.objects.filter(id=never.id).update(state=Site.State.CLOSED, opened_on=None, closed_on=day)

    quiet, over = shown(f"/s/{asleep.code}"), shown(f"/s/{closed.code}")

    assert "来之前先问一问" in quiet and asleep.address in quiet
    assert "撤销" in over and closed.address not in over
    assert opened(f"/s/{never.code}").status_code == 404


@pytest.mark.parametrize(
    "query, is_shown",
    [("?q=绣", True), ("?q=茶", False), ("?town=370211105", True), ("?kind=none", True)],
)
def test_the_list_is_narrowed_by_words_town_and_kind(query, is_shown):
    places.site(name="绣坊")

    assert ("绣坊" in shown(f"/sites/{query}")) == is_shown


def test_without_a_key_no_tile_is_asked_for_and_with_one_they_come_from_that_server_alone():
    places.site()

    plain = opened()
    with override_settings(JINGUO_TIANDITU_KEY="key-7"):
        tiled = opened()

    assert "tianditu" not in plain["Content-Security-Policy"]
    assert "https://*.tianditu.gov.cn" in tiled["Content-Security-Policy"]
    assert 'data-tiles="key-7"' in tiled.content.decode()


def test_the_page_of_a_place_says_when_it_is_open_and_what_is_on_there():
    site = places.site(name="绣坊", opening_hours="周一至周五 9:00–17:00", contact="0532-0000000")
    other = places.site(name="茶室")
    make.activity(title="刺绣课", site_id=site.id)
    make.activity(title="茶艺课", site_id=other.id, sessions=[make.meeting()])

    page = shown(f"/s/{site.code}")

    for told in ("绣坊", "周一至周五", "0532-0000000", "刺绣课", "6月22日"):
        assert told in page
    assert "茶艺课" not in page


def test_who_is_there_checks_in_once_a_day_and_leaves_no_name():
    site = places.site()
    browser = portal.client(portal.resident(now=make.NOON), **CHINESE)

    for _press in range(2):
        browser.post(f"/s/{site.code}/check-in/")

    assert CheckIn.objects.filter(site=site).count() == 1


def test_a_stranger_is_asked_to_sign_in_first():
    site = places.site()

    answer = Client().post(
        f"/s/{site.code}/check-in/", headers={"referer": f"http://testserver/s/{site.code}"}
    )

    assert answer.url == f"/me/sign-in/?next=/s/{site.code}"
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("came_from", ["", "https://elsewhere.example/s/1"])
def test_who_pressed_a_button_from_nowhere_of_ours_comes_to_the_first_page_after_signing_in(
    came_from,
):
    site = places.site()

    answer = Client().post(f"/s/{site.code}/check-in/", headers={"referer": came_from})

    assert answer.url == "/me/sign-in/?next=/"
