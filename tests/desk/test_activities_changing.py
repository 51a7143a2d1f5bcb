"""What was planned and is changed: dates added, all moved, a series cancelled, more or fewer seats."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from jinguo.activities.models import Activity, Enrolment, Session
from jinguo.notices.models import Message
from tests.make import classes, desk

pytestmark = pytest.mark.slow

WEEK = timedelta(weeks=1)


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


def text(response):
    return response.content.decode()


def record(activity):
    return f"/desk/activities/{activity.id}/"


def page_of(series):
    return f"/desk/activities/series/{series.id}/"


def noon():
    """The noon that was last."""
    here = timezone.localtime()
    today = here.replace(hour=12, minute=0, second=0, microsecond=0)
    return today if today <= here else today - timedelta(days=1)


def later(first, by):
    """What the form that moves all is sent with."""
    at = timezone.localtime(first + by)
    return {"on": at.date(), "starts": f"{at:%H:%M}", "seen_at": first.isoformat()}


def starts(activity):
    return list(activity.sessions.order_by("number").values_list("starts_at", flat=True))


def told(template):
    return Message.objects.filter(template=template).count()


# Seats


def test_more_seats_are_offered_to_who_waits_in_order(town):
    activity = classes.published(classes.session(days=9), capacity=1, minimum=1)
    for name in ("王秀兰", "李桂香", "赵玉梅"):
        classes.enrolled(activity, classes.woman(name))
    page = f"{record(activity)}act/seats/"
    assert page in text(town.get(record(activity)))
    assert 'value="1"' in text(town.get(page))

    with time_machine.travel(noon()):  # offers are made in waking hours
        town.post(page, {"capacity": 2})

    states = {one.person.name: one.state for one in activity.enrolments.select_related("person")}
    assert states == {"王秀兰": "enrolled", "李桂香": "offered", "赵玉梅": "waiting"}
    assert Activity.objects.get(id=activity.id).capacity == 2


def test_fewer_seats_than_are_taken_are_refused_and_the_number_stays(town):
    activity = classes.published(capacity=3, minimum=1)
    for name in ("王秀兰", "李桂香"):
        classes.enrolled(activity, classes.woman(name))

    response = town.post(f"{record(activity)}act/seats/", {"capacity": 1})

    assert response.status_code == 422
    assert "2 seats are taken" in text(response) and 'value="1"' in text(response)
    assert Activity.objects.get(id=activity.id).capacity == 3


def test_the_seats_of_what_is_cancelled_are_not_changed(town):
    activity = classes.published()
    town.post(f"{record(activity)}act/cancel/", {"reason": "老师生病"})

    response = town.post(f"{record(activity)}act/seats/", {"capacity": 9})

    assert response.status_code == 422 and "Cancelled" in text(response)
    assert "act/seats/" not in text(town.get(record(activity)))


# Dates


def dates(**given):
    on = timezone.localdate() + timedelta(days=20)
    return {"on": on, "starts": "09:00", "ends": "11:00", "every": 7, "times": 2, "room": "二楼",
            "instructor": "周老师", **given}  # fmt: skip


def test_dates_are_added_and_the_form_begins_as_the_last_session_was(town):
    activity = classes.published(classes.session(days=3, instructor_name="周老师", room="一楼"))
    page = f"{record(activity)}dates/"
    shown = text(town.get(page))
    next_week = timezone.localtime(classes.first(activity).starts_at + WEEK)

    response = town.post(page, dates())

    assert f'value="{next_week:%Y-%m-%d}"' in shown and "周老师" in shown and "一楼" in shown
    assert response.url == record(activity)
    added = activity.sessions.order_by("number")[1:]
    assert [(one.number, one.room, one.place) for one in added] == [
        (2, "二楼", "文化站"), (3, "二楼", "文化站"),
    ]  # fmt: skip
    assert page in text(town.get(record(activity)))


def test_the_instructor_of_before_is_known_by_her_record_and_not_booked_twice(town):
    teacher = {"instructor_id": classes.woman("张敏").id, "instructor_name": "张敏"}
    busy = classes.published(classes.session(days=9, **teacher), title="插花")
    activity = classes.published(classes.session(days=3, **teacher))
    at = timezone.localtime(classes.first(busy).starts_at)

    response = town.post(
        f"{record(activity)}dates/",
        dates(on=at.date(), starts=f"{at:%H:%M}", ends="23:59", times=1, instructor="张敏"),
    )

    assert response.status_code == 422
    assert "The instructor teaches “插花”" in text(response) and "二楼" in text(response)
    assert activity.sessions.count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ends": "08:00"}, "It ends after it starts."),
        ({"every": 0}, "Say how often it repeats."),
        ({"on": ""}, "This field is required."),
    ],
)
def test_dates_that_cannot_be_are_said_and_what_was_typed_is_kept(town, given, said):
    activity = classes.published()

    response = town.post(f"{record(activity)}dates/", dates(**given))

    assert response.status_code == 422
    assert said in text(response) and "二楼" in text(response)
    assert activity.sessions.count() == 1


def test_no_date_is_added_to_what_is_over(town):
    activity = classes.published()
    town.post(f"{record(activity)}act/cancel/", {"reason": "老师生病"})

    assert town.get(f"{record(activity)}dates/").status_code == 409
    assert town.post(f"{record(activity)}dates/", dates()).status_code == 409


# All sessions of a class


def test_all_that_are_still_to_come_move_by_the_same_time_and_who_booked_is_told(town):
    activity = classes.published(*[classes.session(days=n) for n in (1, 8, 15)])
    classes.enrolled(activity)
    past, first, last = starts(activity)
    begun = classes.begun(activity).starts_at
    page = f"{record(activity)}act/move/"
    assert page in text(town.get(record(activity)))
    shown = text(town.get(page))

    town.post(page, later(first, timedelta(days=2, hours=1)))

    assert f"{timezone.localtime(first):%Y-%m-%d}" in shown and "1 seat" in shown
    assert starts(activity) == [
        begun, first + timedelta(days=2, hours=1), last + timedelta(days=2, hours=1),
    ]  # fmt: skip
    assert past > begun and told("session-moved") == 1


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (timedelta(), "They are at that time already."),
        (timedelta(days=-30), "They would begin in the past."),
    ],
)
def test_sessions_do_not_move_to_where_they_are_or_into_the_past(town, by, said):
    activity = classes.published(classes.session(days=9))
    [first] = starts(activity)
    given = later(first, by)

    response = town.post(f"{record(activity)}act/move/", given)

    assert response.status_code == 422
    assert said in text(response) and f'value="{given["on"]:%Y-%m-%d}"' in text(response)
    assert starts(activity) == [first]


@pytest.mark.parametrize("of", ["activity", "series"])
def test_what_another_moved_meanwhile_is_not_moved_from_where_she_saw_it(town, of):
    series = classes.series(*[classes.session(days=n) for n in (9, 16)])
    activity = series.activities.order_by("closes_at")[0]
    page = f"{record(activity) if of == 'activity' else page_of(series)}act/move/"
    [seen] = starts(activity)
    assert f'value="{seen.isoformat()}"' in text(town.get(page))
    town.post(page, later(seen, timedelta(days=1)))

    given = later(seen, timedelta(days=3)) | {"seen_at": seen.isoformat()}
    response = town.post(page, given)

    assert response.status_code == 422
    assert "Meanwhile the first one is on" in text(response)
    assert f'value="{given["on"]:%Y-%m-%d}"' in text(response)
    assert starts(activity) == [seen + timedelta(days=1)]
    fresh = (seen + timedelta(days=1)).isoformat()
    assert f'name="seen_at" value="{fresh}"' in text(response)
    assert town.post(page, given | {"seen_at": fresh}).status_code == 302
    assert starts(activity) == [seen + timedelta(days=3)]


@pytest.mark.parametrize("seen", ["", "yesterday", "9999-12-31T23:59:59-14:00"])
def test_without_what_she_saw_nothing_is_moved(town, seen):
    activity = classes.published(classes.session(days=9))
    [first] = starts(activity)

    response = town.post(
        f"{record(activity)}act/move/", later(first, timedelta(days=3)) | {"seen_at": seen}
    )

    assert response.status_code == 422
    assert starts(activity) == [first]


def test_where_nothing_is_to_come_nothing_is_moved(town):
    activity = classes.published()
    classes.begun(activity)

    response = town.get(f"{record(activity)}act/move/")

    assert response.status_code == 409 and "No session is still to come." in text(response)
    assert (
        "act/move/"
        not in text(town.get(record(activity))).split("dropdown-menu")[-1].split("</ul>")[0]
    )


# A series


def test_a_series_is_reached_from_its_activities_and_shows_what_is_to_come(town):
    series = classes.series(classes.session(days=1), classes.session(days=8), title="茶会")
    first = series.activities.order_by("closes_at")[0]
    classes.begun(first)

    page = text(town.get(page_of(series)))

    assert page_of(series) in text(town.get(record(first)))
    assert record(series.activities.order_by("closes_at")[1]) in page
    assert record(first) not in page


def test_a_series_moves_as_a_whole_and_all_who_booked_are_told(town):
    series = classes.series(*[classes.session(days=n) for n in (2, 9, 16)])
    activities = list(series.activities.order_by("closes_at"))
    for one, name in zip(activities, ("王秀兰", "李桂香"), strict=False):
        classes.enrolled(one, classes.woman(name))
    before = [starts(one)[0] for one in activities]
    page = f"{page_of(series)}act/move/"
    assert page in text(town.get(page_of(series)))
    assert "2 seats" in text(town.get(page))

    response = town.post(page, later(before[0], WEEK))

    assert response.url == page_of(series)
    assert [starts(one)[0] for one in activities] == [at + WEEK for at in before]
    assert told("session-moved") == 2


def test_a_series_is_not_moved_onto_another_of_the_instructor(town):
    teacher = classes.woman("张敏").id
    busy = classes.published(classes.session(days=16, instructor_id=teacher), title="插花")
    series = classes.series(*[classes.session(days=n, instructor_id=teacher) for n in (2, 9)])
    before = list(Session.objects.filter(activity__series=series).order_by("starts_at"))
    given = later(before[0].starts_at, WEEK)

    response = town.post(f"{page_of(series)}act/move/", given)

    assert response.status_code == 422
    assert "The instructor teaches “插花”" in text(response)
    assert f'value="{given["on"]:%Y-%m-%d}"' in text(response)
    after = Session.objects.filter(activity__series=series).order_by("starts_at")
    assert [one.starts_at for one in after] == [one.starts_at for one in before]
    assert busy.sessions.count() == 1


def test_a_series_is_cancelled_with_a_reason_but_for_what_is_over(town):
    series = classes.series(*[classes.session(days=n) for n in (1, 8, 15)])
    over, *coming = series.activities.order_by("closes_at")
    entry = classes.enrolled(coming[0])
    classes.begun(over)
    page = f"{page_of(series)}act/cancel/"
    assert page in text(town.get(page_of(series)))
    assert town.post(page, {"reason": " "}).status_code == 422

    town.post(page, {"reason": "场地装修"})

    states = {one.id: one.state for one in series.activities.all()}
    assert states == {over.id: "published", coming[0].id: "cancelled", coming[1].id: "cancelled"}
    assert Enrolment.objects.get(id=entry.id).ended_because == "called-off"
    assert told("activity-cancelled") == 1
    shown = text(town.get(page_of(series)))
    assert "All activities of this series are over" in shown and "act/cancel/" not in shown
    again = town.post(page, {"reason": "场地装修"})
    assert again.status_code == 422 and "场地装修" in text(again)


def test_who_only_looks_sees_why_she_may_not(undone):
    leader = desk.desk("district-leader")
    series = classes.series(classes.session(days=3))
    activity = series.activities.get()

    page = text(leader.get(page_of(series)))

    assert "You may look at activities here but not plan any." in page and "act/move/" not in page
    for address in (
        f"{page_of(series)}act/move/",
        f"{record(activity)}act/seats/",
        f"{record(activity)}dates/",
    ):
        assert leader.get(address).status_code == 403
        assert leader.post(address, dates(capacity=9)).status_code == 403


def test_a_series_out_of_reach_is_not_there(undone):
    series = classes.series(classes.session(days=3), area=desk.VILLAGE)
    other = desk.desk("village-chair", at="370211106201")

    assert other.get(page_of(series)).status_code == 404
    assert other.get(f"{page_of(series)}act/cancel/").status_code == 404
    assert desk.desk("town-officer").get(f"{page_of(series)}act/none/").status_code == 404
