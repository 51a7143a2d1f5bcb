"""The page of an activity: what one should know before booking, its calendar file, and its poster."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
import zxingcpp
from django.test import Client
from django.utils import translation
from icalendar import Calendar
from PIL import Image

from jinguo.activities import actions, drawn
from jinguo.activities.queries.draws import code_of
from jinguo.activities.rules import known_names
from jinguo.activities.rulesets import Condition
from jinguo.activities.sentences import SENTENCES
from jinguo.portal import kept
from jinguo.portal.activities.posters import as_poster
from tests.make import activities as make
from tests.make import people, portal, sites

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHINESE = {"accept-language": "zh-hans"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(make.NOON, tick=False) as traveller:
        yield traveller


def opened(activity, part="", browser=None):
    return (browser or Client()).get(f"/a/{activity.code}{part}", headers=CHINESE)


def shown(activity, part="", browser=None):
    return opened(activity, part, browser).content.decode()


def test_it_says_how_many_seats_are_left_how_they_go_and_what_cancelling_means():
    activity = make.activity(capacity=30, waiting_capacity=10, fee_fen=3050, fee_note="材料费")
    make.enrol(activity, seats=1)

    page = shown(activity)

    for told in (
        "共 30 个名额，还剩 29 个",
        "先报先得",
        "共 10 位，已有 0 位",
        "30.50 元，现场收取（材料费）",
        "最晚在开始前 24 小时取消",
        "180 天内缺席满 2 次，90 天内不能报名",
        "面向谁",
    ):
        assert told in page


def test_seats_left_are_right_at_once_for_a_resident_and_within_seconds_for_strangers(monkeypatch):
    activity = make.activity(capacity=30)
    mine = portal.client(portal.resident())
    for browser in (mine, None):
        shown(activity, browser=browser)
    make.enrol(activity)

    assert "还剩 29 个" in shown(activity, browser=mine)
    monkeypatch.setattr(kept, "SECONDS", 0)
    assert "还剩 29 个" in shown(activity)


def test_once_cancelled_nothing_of_booking_stands_there():
    activity = make.activity(fee_fen=800)
    assert "报名截止" in shown(activity) and "还剩 30 个" in shown(activity)
    actions.cancel_activity(
        actor=make.officer(), activity_id=activity.id, reason="老师生病", now=make.NOON
    )

    page = shown(activity, browser=portal.client(portal.resident()))

    assert "老师生病" in page and "8.00 元" in page
    for gone in ("报名截止", "还剩 30 个", "最晚在开始前"):
        assert gone not in page


def test_every_rule_of_an_audience_has_words():
    assert set(SENTENCES) == set(known_names())


def test_it_says_in_words_for_whom_it_is():
    rules = (
        Condition("women-only"),
        Condition("age", {"at_least": 18, "at_most": 60}),
        Condition("residents-first", {"hours": 24}),
    )

    page = shown(make.activity(audience=rules, stages=("age-0-3",)))

    for told in ("只限女性", "18—60 岁", "前 24 小时只限本区居民报名", "0—3岁"):
        assert told in page


def test_of_a_draw_the_fingerprint_of_the_seed_stands_there_before_and_the_seed_after(clock):
    activity = make.activity(allocation="draw", closes_at=make.NOON + timedelta(days=1))
    activity.refresh_from_db()
    before = shown(activity)
    clock.move_to(make.NOON + timedelta(days=2))
    actions.draw(actor=make.officer(), activity_id=activity.id, now=make.NOON + timedelta(days=2))
    activity.refresh_from_db()

    assert activity.drawing.seed_hash in before
    assert activity.drawing.seed not in before
    assert activity.drawing.seed in shown(activity)


def test_after_the_draw_anybody_takes_the_file_and_repeats_it(clock, tmp_path):
    resident = portal.resident(now=make.NOON)
    activity = make.activity(
        allocation="draw", capacity=2, minimum=1, waiting_capacity=1,
        closes_at=make.NOON + timedelta(days=1),
    )  # fmt: skip
    booking = make.enrol(activity, resident.person)
    for _one in range(4):
        make.enrol(activity)
    address = f"/a/{activity.code}/draw.json"
    assert Client().get(address).status_code == 404
    clock.move_to(make.NOON + timedelta(days=2))
    actions.draw(actor=make.officer(), activity_id=activity.id, now=make.NOON + timedelta(days=2))

    sent = Client().get(address)
    file = tmp_path / "draw.json"
    file.write_bytes(sent.content)

    assert address in shown(activity)
    assert all(one.agrees for one in drawn.verify(drawn.read_record(file)))
    assert resident.person.name not in sent.content.decode()
    assert str(booking.id) not in sent.content.decode()
    code = code_of(booking.id)
    assert code in sent.json()["order"]
    hers = portal.client(resident).get(f"/my/bookings/{booking.id}/").content.decode()
    assert code in hers


def test_who_is_signed_in_sees_that_she_has_booked():
    resident = portal.resident(now=make.NOON)
    activity = make.activity()
    booking = make.enrol(activity, resident.person)

    assert f"/my/bookings/{booking.id}/" in shown(activity, browser=portal.client(resident))
    assert f"/my/bookings/{booking.id}/" not in shown(activity)


def test_what_is_cancelled_says_why_and_cannot_be_booked():
    activity = make.activity()
    actions.cancel_activity(
        actor=make.officer(), activity_id=activity.id, reason="教师生病", now=make.NOON
    )

    page = shown(activity)

    assert "教师生病" in page
    assert f"/a/{activity.code}/book/" not in page


def test_a_draft_and_a_code_nobody_has_are_the_same():
    assert opened(make.draft()).status_code == 404
    assert Client().get("/a/nothing0").status_code == 404


def test_its_calendar_file_keeps_a_session_that_is_cancelled_and_says_so():
    activity = make.activity(sessions=make.meetings(2))
    first, _second = activity.sessions.order_by("number")
    actions.cancel_session(actor=make.officer(), session_id=first.id, reason="停电", now=make.NOON)

    answer = opened(activity, "/calendar.ics")
    states = [one["STATUS"] for one in Calendar.from_ical(answer.content).events]

    assert answer["Content-Type"].startswith("text/calendar")
    assert states == ["CANCELLED", "CONFIRMED"]


def test_a_program_that_has_the_calendar_is_told_that_nothing_changed():
    make.activity()
    first = Client().get("/calendar.ics", headers=CHINESE)

    again = Client().get("/calendar.ics", headers={**CHINESE, "if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert b"SUMMARY" in first.content


@pytest.mark.parametrize("town, count", [("370211105", 1), ("370211106", 0), ("x'", 1)])
def test_a_feed_of_one_town_has_what_is_on_there(town, count):
    people.village()
    make.activity(area=make.TOWN)

    answer = Client().get(f"/calendar.ics?town={town}")

    assert len(Calendar.from_ical(answer.content).events) == count


def test_its_poster_is_a_picture_whose_code_leads_to_the_page():
    activity = make.activity()

    answer = opened(activity, "/poster.png")

    with Image.open(BytesIO(answer.content)) as picture:
        [code] = zxingcpp.read_barcodes(picture)
    assert answer["Content-Type"] == "image/png"
    assert code.text == f"http://testserver/a/{activity.code}"


def said_on_poster(activity):
    with translation.override("zh-hans"):
        return {row.label: row.words for row in as_poster(activity, "http://testserver/a/").rows}


def test_its_poster_says_of_how_many_meetings_the_first_is_and_where_the_site_is_found():
    place = sites.site(name="绣坊", address="珠海街道花街12号")
    once = said_on_poster(make.activity(site_id=place.id))
    four = said_on_poster(make.activity(sessions=make.meetings(4), place="村委会"))

    assert once["时间"].endswith("11:00") and once["地址"] == "绣坊 · 珠海街道花街12号"
    assert four["时间"] == f"{once['时间']}，共 4 次" and four["地址"] == "村委会"


def test_the_address_of_a_site_that_is_not_for_everybody_is_on_no_poster():
    sites.publish(key="shelter", is_public=False)
    place = sites.site(kind="shelter", name="绣坊", address="珠海街道花街12号")

    assert said_on_poster(make.activity(site_id=place.id))["地址"] == "绣坊"


def test_the_calendar_of_a_private_activity_names_neither_it_nor_its_room():
    activity = make.activity(kind="counselling", category="", title="婚姻家庭辅导", place="辅导室")

    file = opened(activity, "/calendar.ics").content.decode()

    assert "BEGIN:VEVENT" in file
    assert "辅导" not in file


def test_what_is_full_before_it_opens_says_so_and_not_when_it_opens(clock):
    activity = make.activity(capacity=1, waiting_capacity=0)
    make.enrol(activity, seats=1)
    clock.move_to(activity.opens_at - timedelta(hours=1))

    page = shown(activity)

    assert "已满" in page
    assert "开始报名" not in page


def test_a_private_activity_has_no_poster():
    activity = make.activity(kind="counselling", category="")

    assert opened(activity, "/poster.png").status_code == 404


def test_what_a_plan_has_to_say_to_whoever_comes_stands_on_the_page_of_each():
    kinds = [
        {
            "id": "course",
            "title": "新婚课堂",
            "advice": "难处拨打12338。",
            "advice_en": "Call 12338.",
        }
    ]
    make.ruleset(programme="newlywed-classes", kinds=kinds)
    of = make.activity(programme="newlywed-classes", category="")

    assert "难处拨打12338。" in shown(of)
    assert (
        "Call 12338."
        in Client().get(f"/a/{of.code}", headers={"accept-language": "en"}).content.decode()
    )
    assert "12338" not in shown(make.activity())


def test_of_what_is_over_or_cancelled_nothing_is_offered_but_what_is_on(clock):
    held = make.activity()
    cancelled = make.activity()
    actions.cancel_activity(
        actor=make.officer(), activity_id=cancelled.id, reason="老师生病", now=make.NOON
    )
    before = shown(held)
    clock.move_to(make.NOON + timedelta(days=60))

    for page in (shown(held), shown(cancelled)):
        assert f'href="/a/{held.code}/book/"' not in page
        assert "data-refused" not in page
        assert "扫一扫就能打开本页" not in page
        assert "看看有什么活动" in page
    assert f'href="/a/{held.code}/book/"' in before
    assert "扫一扫就能打开本页" in before


def test_a_telephone_number_can_be_tapped_and_what_is_none_stays_text():
    place = sites.site(contact="<王>主任 0532-86981234，或 12338；编号 202006")

    page = shown(make.activity(site_id=place.id))

    assert 'href="tel:053286981234">0532-86981234</a>' in page
    assert 'href="tel:12338">12338</a>' in page
    assert "；编号 202006" in page
    assert "&lt;王&gt;主任" in page


def test_while_others_wait_it_does_not_say_that_seats_are_simply_left(monkeypatch):
    monkeypatch.setattr(kept, "SECONDS", 0)
    rules = (Condition("priority-share", {"percent": 50, "until_hours": 48}),)
    activity = make.activity(capacity=2, minimum=1, waiting_capacity=5, audience=rules)
    make.enrol(activity)
    alone = shown(activity)
    make.enrol(activity)

    assert "共 2 个名额，还剩 1 个" in alone
    assert "剩下的 1 个留给优先对象和候补的人" in shown(activity)


def test_who_takes_part_in_a_draw_is_told_how_many_entries_there_are_and_no_waiting_list():
    page = shown(make.activity(allocation="draw"))

    assert "已有 0 份报名" in page
    assert "候补名单" not in page
