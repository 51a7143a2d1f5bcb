"""The live room of an activity: when it opens, what it plays, and who is noted as there."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from jinguo.activities.models import Attendance
from tests.make import activities as make
from tests.make import portal
from tests.portal.test_activity_page import opened, shown

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHINESE = {"accept-language": "zh-hans"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(make.NOON, tick=False) as traveller:
        yield traveller


STREAM = "https://live.example/room/1.m3u8"


def live():
    """An activity with a live room, and its session."""
    activity = make.activity(sessions=[make.meeting(stream_url=STREAM)])
    return activity, activity.sessions.get()


def test_the_live_room_opens_a_quarter_of_an_hour_before_and_plays_from_that_place_alone(clock):
    activity, session = live()
    assert STREAM not in shown(activity, "/live/1/")
    clock.move_to(session.starts_at - timedelta(minutes=15))

    answer = opened(activity, "/live/1/")

    assert f'src="{STREAM}"' in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "media-src https://live.example blob:" in policy
    assert "connect-src 'self' https://live.example" in policy
    assert "build/live.js" in answer.content.decode()
    elsewhere = opened(activity)
    assert "media-src" not in elsewhere["Content-Security-Policy"]
    assert "https://live.example" not in elsewhere["Content-Security-Policy"]


def test_a_video_in_one_piece_plays_without_a_script(clock):
    activity, session = live()
    activity.sessions.update(stream_url="https://live.example/room/1.mp4")
    clock.move_to(session.starts_at)

    answer = opened(activity, "/live/1/")

    assert "build/live.js" not in answer.content.decode()
    assert "media-src https://live.example;" in f"{answer['Content-Security-Policy']};"
    assert "blob:" not in answer["Content-Security-Policy"]


def test_afterwards_it_leads_to_the_replay(clock):
    activity, session = live()
    activity.sessions.update(replay_url="https://live.example/replay/1")
    clock.move_to(session.ends_at)

    page = shown(activity, "/live/1/")

    assert "https://live.example/replay/1" in page
    assert "<video" not in page


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://a.example;script-src/1.m3u8"])
def test_an_address_that_is_none_of_the_web_is_not_led_to(clock, link):
    activity, session = live()
    activity.sessions.update(stream_url=link)
    clock.move_to(session.starts_at)

    answer = opened(activity, "/live/1/")

    assert link not in answer.content.decode()
    assert "a.example" not in answer["Content-Security-Policy"]


def test_without_a_stream_there_is_no_room():
    assert opened(make.activity(), "/live/1/").status_code == 404


def test_who_has_a_seat_and_opens_the_room_in_time_is_noted_as_there_once(clock):
    activity, session = live()
    resident = portal.resident(now=make.NOON)
    booking = make.enrol(activity, resident.person)
    clock.move_to(session.starts_at)
    browser = portal.client(resident, **CHINESE)
    assert "data-go-on" in shown(activity, "/live/1/", browser)

    browser.post(f"/a/{activity.code}/live/1/")
    page = shown(activity, "/live/1/", browser)

    assert Attendance.objects.get().enrolment == booking
    assert "已记为到场" in page
    assert "data-go-on" not in page


def test_a_stranger_in_the_room_is_noted_nowhere(clock):
    activity, session = live()
    clock.move_to(session.starts_at)

    Client().post(f"/a/{activity.code}/live/1/")

    assert not Attendance.objects.exists()
