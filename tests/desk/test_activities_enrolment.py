"""When one enrols is changed after it was planned, and of a draft for whom it is and what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.activities.actions import SessionIn
from jinguo.activities.models import Activity
from jinguo.audit.models import Event
from tests.make import classes, desk

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


def text(response):
    return response.content.decode()


def page(activity):
    return f"/desk/activities/{activity.id}/enrolment/"


def ten(days):
    """Ten in the morning so many days from now."""
    return timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + days * DAY


def lesson(days):
    return SessionIn(starts_at=ten(days), ends_at=ten(days) + timedelta(hours=2))


def times(*, opens=-3, closes=6):
    return {
        "opens_on": ten(opens).date(), "opens": "10:00",
        "closes_on": ten(closes).date(), "closes": "10:00",
    }  # fmt: skip


def terms(**given):
    return {"audience": "plan", "waiting_capacity": "5", "minimum": "2", "fee": "", **given}


@pytest.mark.parametrize("make", [classes.draft, classes.published], ids=["draft", "published"])
def test_enrolment_is_left_open_longer_and_the_trail_says_by_whom(town, make):
    activity = make(lesson(9), closes_at=ten(4))
    assert page(activity) in text(town.get(f"/desk/activities/{activity.id}/"))
    assert f'value="{ten(4):%Y-%m-%d}"' in text(town.get(page(activity)))
    sent = times() | (terms() if activity.state == "draft" else {})

    response = town.post(page(activity), sent)

    assert response.status_code == 302
    activity.refresh_from_db()
    assert (activity.opens_at, activity.closes_at) == (ten(-3), ten(6))
    found = Event.objects.filter(action="activities.change-enrolment", object_id=activity.id)
    assert found.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"closes": -1}, "Enrolment would close in the past."),
        ({"opens": 7, "closes": 6}, "Enrolment closes before it opens."),
        ({"closes": 10}, "Enrolment closes by the time the first session begins"),
    ],
    ids=["past", "before it opens", "after the first session"],
)
def test_times_that_cannot_be_are_said_beside_the_field_and_nothing_changes(town, given, said):
    activity = classes.published(lesson(9), closes_at=ten(4))
    sent = times(**given)

    response = town.post(page(activity), sent)

    assert response.status_code == 422 and said in text(response)
    assert f'value="{sent["closes_on"]:%Y-%m-%d}"' in text(response)
    activity.refresh_from_db()
    assert activity.closes_at == ten(4)


def test_once_the_seats_are_drawn_nobody_enters_any_more(town):
    activity = classes.published(lesson(9), allocation="draw", capacity=1, minimum=1)
    closed = timezone.now() - timedelta(minutes=1)
    Activity.objects.filter(id=activity.id).update(closes_at=closed)
    town.post(f"/desk/activities/{activity.id}/draw/")

    response = town.post(page(activity), times())

    assert response.status_code == 422 and "The seats were drawn." in text(response)
    activity.refresh_from_db()
    assert activity.closes_at == closed


def test_of_a_draft_the_fee_the_least_the_waiting_list_and_for_whom_are_changed_too(town):
    activity = classes.draft(lesson(9), capacity=12)
    shown = text(town.get(page(activity)))
    assert 'name="rule-age"' in shown

    town.post(
        page(activity),
        times() | terms(
            audience="own", fee="12.50", minimum="8", waiting_capacity="4",
            **{"rule-age": "on", "rule-age-at_least": "18", "rule-age-at_most": "60"},
        ),
    )  # fmt: skip

    activity.refresh_from_db()
    assert (activity.fee_fen, activity.minimum, activity.waiting_capacity) == (1250, 8, 4)
    assert activity.audience == [
        {"rule": "age", "parameters": {"at_least": 18, "at_most": 60}}
    ]  # fmt: skip
    again = text(town.get(page(activity)))
    assert 'value="12.50"' in again and 'value="60"' in again
    assert "For each seat, paid on site" in again
    said = text(town.get(f"/desk/activities/{activity.id}/"))
    assert "12.50 yuan a seat, paid on site" in said


def test_what_is_left_empty_is_as_the_plan_says(town):
    activity = classes.draft(lesson(9), minimum=2, fee_fen=900, waiting_capacity=1)
    planned = classes.draft(
        lesson(9), minimum=None, waiting_capacity=None, audience=None, place="会堂"
    )

    town.post(page(activity), times() | terms(minimum="", waiting_capacity=""))

    activity.refresh_from_db()
    asked = (activity.minimum, activity.waiting_capacity, activity.audience)
    assert asked == (planned.minimum, planned.waiting_capacity, planned.audience)
    assert activity.fee_fen == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"minimum": "4"}, "It would need more participants than it has seats."),
        ({"audience": "own", "rule-age": "on"}, "Give the number."),
        ({"fee": "zwölf"}, "zwölf"),
    ],
    ids=["more than its seats", "a rule without its number", "no amount"],
)
def test_terms_that_cannot_be_are_refused_and_kept_in_the_form(town, given, said):
    activity = classes.draft(lesson(9), capacity=3)

    response = town.post(page(activity), times() | terms(**given))

    assert response.status_code == 422 and said in text(response)
    activity.refresh_from_db()
    assert (activity.minimum, activity.audience, activity.fee_fen) == (2, [], 0)


def test_once_it_is_published_the_terms_stay_even_for_who_saw_the_draft(town):
    activity = classes.published(lesson(9), closes_at=ten(4))
    assert 'name="fee"' not in text(town.get(page(activity)))

    response = town.post(page(activity), times() | terms(fee="5"))

    assert response.status_code == 422 and "Published" in text(response)
    activity.refresh_from_db()
    assert (activity.fee_fen, activity.closes_at) == (0, ten(4))


def test_of_what_is_over_nothing_is_changed(town):
    activity = classes.published(lesson(9))
    town.post(f"/desk/activities/{activity.id}/act/cancel/", {"reason": "老师生病"})

    assert town.get(page(activity)).status_code == 409
    assert page(activity) not in text(town.get(f"/desk/activities/{activity.id}/"))


def test_who_only_looks_may_not(undone):
    leader = desk.desk("district-leader")
    activity = classes.published(lesson(9))

    assert leader.post(page(activity), times()).status_code == 403
