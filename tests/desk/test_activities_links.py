"""The live room as the workbench fills it: the link of a plan, of one session, and the replay afterwards."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jinguo.activities.models import Activity
from tests.make import classes, desk

pytestmark = pytest.mark.slow

STREAM, REPLAY = "https://live.example/room/1.m3u8", "https://live.example/room/replay.m3u8"
LIVE = {"programme": "live-room", "kind": "live", "category": "", "title": "入学准备"}


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


def text(response):
    return response.content.decode()


def links_of(session):
    return f"/desk/activities/sessions/{session.id}/act/links/"


def kept(session):
    session.refresh_from_db()
    return session.stream_url, session.replay_url


def planned(**given):
    on = timezone.localdate() + timedelta(days=7)
    return {
        "what": "live-room:live", "title": "入学准备", "area": desk.TOWN, "on": on, "starts": "19:00",
        "ends": "20:00", "every": 0, "times": 1, "as_series": "course", "seats_most": 1,
        "allocation": "first", "opens_on": timezone.localdate(), "opens": "00:00",
        "closes_before": 0, "audience": "plan", "stream_url": STREAM, **given,
    }  # fmt: skip


def test_what_is_held_online_is_planned_with_its_link(town):
    response = town.post("/desk/activities/plan/", planned())

    made = classes.newest(Activity)
    assert response.url == f"/desk/activities/{made.id}/"
    assert made.sessions.get().stream_url == STREAM


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"stream_url": "http://live.example/1"}, "begins with https://"),
        ({"stream_url": "javascript:alert(1)"}, "begins with https://"),
        ({"what": "fashion-classrooms:event"}, "This kind is not held online."),
    ],
)
def test_a_link_that_cannot_be_planned_is_said_and_stays(town, given, said):
    sent = planned(**given)

    response = town.post("/desk/activities/plan/", sent)

    assert response.status_code == 422
    assert said in text(response) and f'value="{sent["stream_url"]}"' in text(response)
    assert not Activity.objects.filter(title="入学准备").exists()


def test_where_nothing_is_held_online_no_link_is_asked_for(town):
    activity = classes.published()

    assert "stream_url" not in text(town.get("/desk/activities/plan/?programme=fashion-classrooms"))
    assert "stream_url" not in text(town.get(f"/desk/activities/{activity.id}/dates/"))
    assert "act/links/" not in text(town.get(f"/desk/activities/{activity.id}/"))


def test_dates_that_are_added_have_the_link_of_the_last_one(town):
    activity = classes.published(classes.session(days=3, stream_url=STREAM), **LIVE)

    assert f'value="{STREAM}"' in text(town.get(f"/desk/activities/{activity.id}/dates/"))


def test_a_session_gets_its_link_and_afterwards_its_replay_which_the_public_page_plays(town):
    activity = classes.published(**LIVE)
    session = classes.first(activity)
    assert links_of(session) in text(town.get(f"/desk/activities/{activity.id}/"))

    response = town.post(links_of(session), {"stream_url": f" {STREAM} ", "replay_url": ""})
    assert response.url == f"/desk/activities/{activity.id}/"
    assert kept(session) == (STREAM, "")

    classes.begun(activity)
    assert f'value="{STREAM}"' in text(town.get(links_of(session)))
    town.post(links_of(session), {"stream_url": STREAM, "replay_url": REPLAY})
    assert kept(session) == (STREAM, REPLAY)
    assert f'src="{REPLAY}"' in text(Client().get(f"/a/{activity.code}/live/1/"))

    town.post(links_of(session), {"stream_url": "", "replay_url": ""})
    assert kept(session) == ("", "")


@pytest.mark.parametrize(
    "link",
    [
        "http://live.example/1.m3u8",
        "javascript:alert(1)",
        "https://user:secret@live.example/1.m3u8",
        "https://live.example;script-src/1.m3u8",
        "https://live.example/a b",
        "https://192.168.1.5/1.m3u8",
        "live.example/1.m3u8",
    ],
)
def test_an_address_that_may_not_be_led_to_is_refused_and_stays(town, link):
    session = classes.first(classes.published(**LIVE))

    response = town.post(links_of(session), {"stream_url": link})

    assert response.status_code == 422
    assert "begins with https://" in text(response) and f'value="{link}"' in text(response)
    assert kept(session) == ("", "")


def test_what_has_not_begun_has_no_replay_and_what_is_cancelled_no_links(town):
    activity = classes.published(classes.session(days=3), classes.session(days=4), **LIVE)
    session = classes.first(activity)

    early = town.post(links_of(session), {"replay_url": REPLAY})
    town.post(f"/desk/activities/sessions/{session.id}/act/cancel/", {"reason": "老师生病"})
    off = town.post(links_of(session), {"stream_url": STREAM})

    assert early.status_code == 422 and "The session begins on" in text(early)
    assert f'value="{REPLAY}"' in text(early)
    assert off.status_code == 422 and "Cancelled" in text(off)
    assert kept(session) == ("", "")


def test_who_only_looks_gives_no_links(undone):
    leader = desk.desk("district-leader")
    activity = classes.published(**LIVE)
    session = classes.first(activity)

    assert links_of(session) not in text(leader.get(f"/desk/activities/{activity.id}/"))
    assert leader.get(links_of(session)).status_code == 403
    assert leader.post(links_of(session), {"stream_url": STREAM}).status_code == 403
    assert kept(session) == ("", "")
