"""What is on: the list anyone may open, what it is narrowed to, and what it costs."""

import gzip
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jinguo.activities import actions
from jinguo.activities.models import Activity
from jinguo.portal import kept
from tests.make import activities as make
from tests.make import people, portal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(make.NOON, tick=False):
        yield


def opened(query="", *, language="zh-hans", browser=None):
    return (browser or Client()).get(f"/activities/{query}", headers={"accept-language": language})


def shown(query="", **given):
    return opened(query, **given).content.decode()


def test_anyone_sees_what_is_to_come_with_time_place_and_kind():
    activity = make.activity(title="茶艺入门")

    page = shown()

    assert f"/a/{activity.code}" in page
    for told in ("茶艺入门", "6月22日", "09:00", "东村会堂", "课程 · 茶艺", "有余位"):
        assert told in page


def test_a_draft_is_seen_by_nobody():
    make.draft(title="未发布的班")

    assert "未发布的班" not in shown()


def test_an_empty_list_says_what_stands_here_and_a_narrowed_one_leads_back():
    people.village()

    assert "这里列出即将举行的课程、讲座和活动" in shown()
    make.activity()
    assert "查看全部" in shown("?q=烘焙")


@pytest.mark.parametrize(
    "query, is_shown",
    [
        ("?q=茶", True),
        ("?q=烘焙", False),
        ("?town=370211105", True),
        ("?kind=course", True),
        ("?stage=age-0-3", True),
        ("?when=week", True),
        ("?when=today", False),
    ],
)
def test_the_list_is_narrowed_by_words_town_kind_stage_and_days(query, is_shown):
    people.village()
    make.activity(
        area=make.TOWN, stages=("age-0-3",),
        sessions=[make.meeting(make.NOON + timedelta(days=3))],
        closes_at=make.NOON + timedelta(days=2),
    )  # fmt: skip

    assert ("茶艺入门" in shown(query)) == is_shown


@pytest.mark.parametrize(
    "query", ["?town=999", "?kind=none", "?when=never", "?after=x", "?q=" + "茶" * 99]
)
def test_what_the_address_says_that_there_is_not_narrows_nothing(query):
    make.activity()

    assert opened(query).status_code == 200
    assert "茶艺入门" in shown(query)


def test_a_full_activity_says_so_and_one_by_lot_says_that():
    full = make.activity(title="满员班", capacity=1, minimum=0, waiting_capacity=5)
    make.enrol(full)
    make.activity(title="抽签班", allocation="draw")

    page = shown()

    assert "已满，可候补" in page
    assert "抽签" in page


def test_a_long_list_goes_on_after_its_last_row_and_back_to_the_first():
    sessions = [make.meeting(make.START + timedelta(days=day)) for day in range(45)]
    make.activity(sessions=sessions)

    first = opened()
    following = opened(first.context["pages"].next)

    assert first.content.decode().count('class="when"') == 40
    assert following.content.decode().count('class="when"') == 5
    assert following.context["pages"].next == ""
    assert following.context["pages"].first == "?"


def statements():
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as seen:
        opened()
    return len(seen)


def test_the_page_takes_the_same_statements_for_one_row_and_for_many():
    make.activity()
    few = statements()
    for _number in range(12):
        make.enrol(make.activity())

    assert statements() == few


def test_the_plans_are_read_once_for_their_words_and_their_stages():
    make.activity()
    caches["pages"].clear()

    with CaptureQueriesContext(connection) as seen:
        opened()

    assert sum("activities_ruleset" in one["sql"] for one in seen) == 1


def test_for_some_seconds_strangers_get_the_page_without_a_statement():
    make.activity()
    opened()

    with CaptureQueriesContext(connection) as seen:
        again = opened()

    assert len(seen) == 0
    assert "茶艺入门" in again.content.decode()


def test_a_kept_page_is_of_its_language():
    make.activity()

    assert "What’s on" in shown(language="en")
    assert "What’s on" not in shown()


def test_a_kept_page_holds_nothing_of_one_visitor():
    make.activity()
    first, second = (opened(browser=Client()) for _visitor in range(2))

    assert first.content == second.content
    assert b"csrfmiddlewaretoken" not in second.content
    assert not second.cookies
    assert dict(first.items()) == dict(second.items())
    assert "default-src 'none'" in second["Content-Security-Policy"]


def test_the_language_is_changed_from_a_kept_page():
    make.activity()
    browser = Client(enforce_csrf_checks=True)

    assert "What’s on" not in opened(browser=browser).content.decode()
    sent = browser.post("/language/", {"language": "en", "next": "/activities/"})
    assert sent.status_code == 302
    assert "What’s on" in browser.get("/activities/").content.decode()


def test_a_kept_page_comes_zipped_to_who_takes_that():
    make.activity()
    plain = opened()
    zipped = opened(browser=Client(headers={"accept-encoding": "gzip, br"}))

    assert zipped["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert int(zipped["Content-Length"]) == len(zipped.content) < len(plain.content)
    assert "Accept-Encoding" in plain["Vary"]


def test_while_one_visitor_waits_for_a_new_page_others_get_the_old_one(monkeypatch):
    make.activity()
    old, seen = opened(), []
    monkeypatch.setattr(kept, "SECONDS", 0)
    of = kept.Page.of

    def slowly(response, *, zipped):
        seen.append(opened(browser=Client()).content)  # another comes in the middle of it
        return of(response, zipped=zipped)

    monkeypatch.setattr(kept.Page, "of", slowly)
    make.activity(title="插花")
    new = opened()

    assert seen == [old.content]
    assert "插花" in new.content.decode()


def test_a_page_that_is_not_there_is_not_kept():
    assert Client().get("/a/00000000").status_code == 404
    make.activity()
    found = Activity.objects.get()
    Activity.objects.update(code="00000000")

    assert found.title in Client().get("/a/00000000").content.decode()


def test_a_private_activity_is_kept_nowhere():
    found = make.activity(kind="counselling")

    for _visit in range(2):
        page = Client().get(f"/a/{found.code}")
        assert "no-store" in page["Cache-Control"]
        assert "ETag" not in page


def test_a_browser_that_has_the_page_is_told_that_nothing_changed():
    make.activity()
    browser = Client()
    first = opened(browser=browser)
    headers = {"accept-language": "zh-hans", "if-none-match": first["ETag"]}

    unchanged = browser.get("/activities/", headers=headers)
    assert (unchanged.status_code, unchanged["ETag"]) == (304, first["ETag"])
    assert (unchanged["Cache-Control"], unchanged["Vary"]) == ("private, no-cache", first["Vary"])
    caches["pages"].clear()
    make.activity(title="插花")
    assert "插花" in browser.get("/activities/", headers=headers).content.decode()


def test_who_is_signed_in_gets_a_page_of_her_own():
    make.activity()
    opened()
    resident = portal.resident(now=make.NOON)

    page = opened(browser=portal.client(resident))

    assert "no-store" in page["Cache-Control"]
    assert "ETag" not in page


def test_what_is_cancelled_leaves_the_list_at_once():
    activity = make.activity()
    actions.cancel_activity(
        actor=make.officer(), activity_id=activity.id, reason="教师生病", now=make.NOON
    )

    assert "茶艺入门" not in shown()


def test_the_first_page_shows_what_is_on_too():
    make.activity()

    assert "茶艺入门" in Client().get("/", headers={"accept-language": "zh-hans"}).content.decode()


def test_the_stages_of_her_children_are_offered_first_to_who_is_signed_in():
    make.activity(title="亲子共读", stages=("age-3-6",))
    make.activity(title="新手父母", stages=("age-0-3",))
    resident = portal.resident(now=make.NOON)
    browser = portal.client(resident)
    assert "我家所处的阶段" not in shown(browser=browser)
    people.child(resident, born_on=make.NOON.date() - timedelta(days=365 * 5))

    page = opened(browser=browser)
    [whole, fitting] = page.context["stage_chips"]
    narrowed = shown(fitting.href, browser=browser)

    assert "我家所处的阶段" in page.content.decode()
    assert (whole.is_on, fitting.title) == (True, "3—6岁")
    assert page.context["form"].fields["stage"].choices[1][0] == "age-3-6"
    assert "亲子共读" in narrowed and "新手父母" not in narrowed
    assert "我家所处的阶段" not in shown()


def test_stages_that_only_the_nations_pack_names_can_be_asked_for():
    make.ruleset(stages=[])
    make.ruleset(area="", programme="family-education", kinds=[], categories=[])
    activity = make.activity(stages=("age-3-6",))

    assert "3—6岁" in shown()
    assert (
        "3—6岁"
        in Client()
        .get(f"/a/{activity.code}", headers={"accept-language": "zh-hans"})
        .content.decode()
    )
