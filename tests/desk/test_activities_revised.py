"""What was planned is put right: the words of an activity, the venue of a session, who teaches it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.activities.rulesets import Condition
from jinguo.audit.models import Event
from jinguo.notices.models import Message
from tests.make import classes, desk

pytestmark = pytest.mark.slow

CHILDREN = Condition("age", {"at_least": 5, "at_most": 13})


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


def text(response):
    return response.content.decode()


def act(thing, verb):
    kind = "activities/sessions" if hasattr(thing, "starts_at") else "activities"
    return f"/desk/{kind}/{thing.id}/act/{verb}/"


@pytest.mark.parametrize("make", [classes.draft, classes.published], ids=["draft", "published"])
def test_a_word_that_was_wrong_is_put_right_and_the_trail_says_who_did_it(town, make):
    activity = make(title="茶艺入们")
    assert "茶艺入们" in text(town.get(act(activity, "words")))

    town.post(
        act(activity, "words"), {"title": "茶艺入门", "summary": "带一只杯子", "fee_note": ""}
    )

    activity.refresh_from_db()
    assert (activity.title, activity.summary) == ("茶艺入门", "带一只杯子")
    assert Event.objects.filter(action="activities.change-words", object_id=activity.id).exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [({"summary": "报名找李老师 13800138000"}, "报名找李老师"), ({"title": ""}, "带一只杯子")],
    ids=["a phone", "no title"],
)
def test_words_nobody_may_read_or_that_say_nothing_are_refused_and_kept_in_the_form(
    town, given, kept
):
    activity = classes.published(title="茶艺入门")
    sent = {"title": "茶艺", "summary": "带一只杯子", "fee_note": ""} | given

    response = town.post(act(activity, "words"), sent)

    assert response.status_code == 422 and kept in text(response)
    activity.refresh_from_db()
    assert activity.title == "茶艺入门"


def test_what_is_over_keeps_its_words(town):
    activity = classes.published(title="茶艺入门")
    town.post(f"/desk/activities/{activity.id}/act/cancel/", {"reason": "老师生病"})

    response = town.post(act(activity, "words"), {"title": "茶艺", "summary": "", "fee_note": ""})

    activity.refresh_from_db()
    assert response.status_code == 422 and activity.title == "茶艺入门"


def test_a_session_moves_to_a_place_that_is_no_site_and_who_booked_is_told_where(town):
    activity = classes.published()
    classes.enrolled(activity)
    session = classes.first(activity)
    day = timezone.localdate() + timedelta(days=2)

    town.post(
        act(session, "move"),
        {
            "on": day,
            "starts": "10:00",
            "ends": "12:00",
            "site": "",
            "room": "",
            "place": "西村会堂",
        },
    )

    session.refresh_from_db()
    assert session.where == "西村会堂"
    assert "西村会堂" in text(town.get(f"/desk/activities/{activity.id}/"))
    assert Message.objects.get(template="session-moved").values["place"] == "西村会堂"


def test_somebody_else_teaches_and_is_known_by_her_record(town):
    teacher = classes.woman("张敏", phone="13800134321")
    session = classes.first(classes.published(classes.session(instructor_name="李丽")))
    assert "李丽" in text(town.get(act(session, "instructor")))

    town.post(act(session, "instructor"), {"instructor": "张敏 4321"})

    session.refresh_from_db()
    assert (session.instructor_name, session.instructor_id) == ("张敏", teacher.id)


def test_nobody_is_named_until_it_is_known_who_teaches(town):
    session = classes.first(classes.published(classes.session(instructor_name="李丽")))

    town.post(act(session, "instructor"), {"instructor": ""})

    session.refresh_from_db()
    assert session.instructor_name == ""


def test_who_teaches_elsewhere_then_is_not_named_and_the_name_stays_in_the_form(town):
    teacher = {
        "instructor_id": classes.woman("张敏", phone="13800134321").id,
        "instructor_name": "张敏",
    }
    classes.published(classes.session(days=3, **teacher), title="插花")
    session = classes.first(classes.published(classes.session(days=3)))

    response = town.post(act(session, "instructor"), {"instructor": "张敏 4321"})

    assert response.status_code == 422
    assert "“插花”" in text(response) and "张敏 4321" in text(response)
    session.refresh_from_db()
    assert session.instructor_id is None


def test_nobody_unchecked_takes_over_a_class_of_children(town):
    classes.woman("张敏", phone="13800134321")
    activity = classes.published(audience=[CHILDREN])
    session = classes.first(activity)

    response = town.post(act(session, "instructor"), {"instructor": "张敏 4321"})

    assert response.status_code == 422 and "张敏" in text(response)
    session.refresh_from_db()
    assert session.instructor_id is None


def test_a_session_that_was_held_keeps_who_taught_it(town):
    activity = classes.published(classes.session(days=1, instructor_name="李丽"))
    session = classes.begun(activity)
    session.state, session.held_at = "held", timezone.now() - timedelta(hours=1)
    session.save()

    response = town.post(act(session, "instructor"), {"instructor": "张敏"})

    session.refresh_from_db()
    assert response.status_code == 422 and session.instructor_name == "李丽"
