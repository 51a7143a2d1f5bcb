"""Planning, moving and cancelling; conflicts; all enrolled are told."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from jinguo.activities import actions, policies, queries, recurrence
from jinguo.activities.actions import Duty, SessionIn
from jinguo.activities.models import Activity, Session
from jinguo.activities.queries import SessionFilter
from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.facts.models import Fact
from jinguo.notices.models import Message
from tests.make import activities as make
from tests.make import org
from tests.make import sites as make_sites

pytestmark = pytest.mark.django_db
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


def told(template: str) -> int:
    return Message.objects.filter(template=template).count()


def test_what_is_left_open_comes_from_the_plan():
    make.ruleset(digest="2", limits={"capacity": 24, "waiting_capacity": 6, "minimum": 5})
    activity = actions.plan_activity(
        actor=make.officer(), offer=make.offer(), sessions=[make.meeting()], opens_at=make.NOON,
        closes_at=make.START, now=make.NOON,
    )  # fmt: skip

    numbers = (activity.capacity, activity.waiting_capacity, activity.minimum)
    assert numbers == (24, 6, 5)
    assert (activity.state, len(activity.code)) == ("draft", 8)


@pytest.mark.parametrize(
    "wrong", [{"kind": "opera"}, {"category": "chess"}, {"stages": ("age-99",)}, {"title": " "},
              {"capacity": 2, "seats_most": 3}, {"capacity": 2, "minimum": 3}],
)  # fmt: skip
def test_what_the_plan_does_not_know_is_refused(wrong):
    with pytest.raises(Invalid):
        make.draft(**wrong)


@pytest.mark.slow
def test_what_is_held_at_schools_is_held_at_a_school_or_at_a_venue_in_words():
    kinds = [{"id": "course", "title": "家长课", "title_en": "", "held_at": ["school"]}]
    make.ruleset(digest="2", kinds=kinds)
    school = make_sites.site(kind="school", name="中心小学")
    home = make_sites.site(name="绣坊")

    def planned(**given):
        return actions.plan_activity(
            actor=make.officer(), offer=make.offer(**given), sessions=[make.meeting()],
            opens_at=make.NOON, closes_at=make.START, now=make.NOON,
        )  # fmt: skip

    assert planned(site_id=school.id, place="").site == school
    assert planned(place="社区礼堂").place == "社区礼堂"
    with pytest.raises(Invalid, match="another kind of site"):
        planned(site_id=home.id)


def test_a_programme_without_activities_is_refused():
    make.ruleset()
    with pytest.raises(queries.NotPlanned):
        make.draft(programme="courtyards")


@pytest.mark.slow
def test_a_village_plans_for_itself_and_not_for_its_neighbour():
    org.tree()
    chair = make.officer("village-chair", make.VILLAGE)

    assert make.draft(by=chair, area=make.VILLAGE).state == "draft"
    with pytest.raises(Denied):
        make.draft(by=chair, area="370211105202")


@pytest.mark.slow
def test_a_draft_is_seen_by_staff_alone_until_it_is_published():
    draft = make.draft()
    with pytest.raises(NotFound):
        queries.get_public(draft.code)

    actions.publish(actor=make.officer(), activity_id=draft.id, now=make.NOON)

    found = queries.get_public(draft.code)
    assert (found.taken, found.waiting) == (0, 0)
    [session] = queries.public_sessions(SessionFilter(category="tea"), now=make.NOON)
    assert session.activity_id == draft.id
    assert not queries.public_sessions(SessionFilter(category="jade"), now=make.NOON)


def test_an_activity_without_a_date_is_not_published():
    draft = make.draft(sessions=[])

    with pytest.raises(Invalid):
        actions.publish(actor=make.officer(), activity_id=draft.id, now=make.NOON)


def test_a_series_hands_on_what_it_says():
    series = make.series(capacity=12, fee_fen=3_000, fee_note="茶叶钱")

    activity = actions.plan_in_series(
        actor=make.officer(), series_id=series.id, sessions=[make.meeting()], opens_at=make.NOON,
        closes_at=make.START, now=make.NOON, title="茶艺（第二期）",
    )  # fmt: skip

    offered = (activity.capacity, activity.fee_fen, activity.fee_note, activity.category)
    assert offered == (12, 3_000, "茶叶钱", "tea")
    assert activity.title == "茶艺（第二期）"


@pytest.mark.slow
def test_a_room_is_used_once_at_a_time_and_the_sentence_says_by_what():
    site = make_sites.site()
    make.activity(sessions=[make.meeting(site_id=site.id)])

    with pytest.raises(actions.Clash, match="茶艺入门"):
        make.draft(sessions=[make.meeting(make.START + HOUR, site_id=site.id)])

    make.draft(sessions=[make.meeting(make.START + 2 * HOUR, site_id=site.id)])
    make.draft(sessions=[make.meeting(site_id=site.id, room="二楼")])


@pytest.mark.slow
def test_an_instructor_teaches_once_at_a_time():
    teacher = make.woman().id
    make.draft(sessions=[make.meeting(instructor_id=teacher)])

    with pytest.raises(actions.Clash, match="instructor"):
        make.draft(sessions=[make.meeting(make.START + HOUR, instructor_id=teacher)])
    with pytest.raises(actions.Clash):
        make.draft(
            sessions=[
                make.meeting(make.START + WEEK, instructor_id=teacher),
                make.meeting(make.START + WEEK + HOUR, instructor_id=teacher),
            ]
        )


@pytest.mark.slow
def test_all_enrolled_are_told_when_a_session_moves():
    activity = make.activity()
    make.enrol_many(activity, make.women(2))
    session = activity.sessions.get()

    moved = actions.move_session(
        actor=make.officer(), session_id=session.id, starts_at=make.START + WEEK,
        ends_at=make.START + WEEK + HOUR, at=actions.Venue(place="西村会堂"),
        now=make.NOON,
    )  # fmt: skip

    assert (moved.starts_at, moved.place) == (make.START + WEEK, "西村会堂")
    assert told("session-moved") == 2


@pytest.mark.slow
def test_a_whole_series_moves_by_a_week_though_its_classes_follow_each_other():
    teacher = make.woman().id
    series = make.series()
    for week in range(3):
        planned = actions.plan_in_series(
            actor=make.officer(), series_id=series.id, opens_at=make.NOON - HOUR,
            closes_at=make.START,
            sessions=[make.meeting(make.START + week * WEEK, instructor_id=teacher)], now=make.NOON,
        )  # fmt: skip
        actions.publish(actor=make.officer(), activity_id=planned.id, now=make.NOON)
        make.enrol(planned)

    for seen_at, first_at in ((make.START, make.START + WEEK), (make.START + WEEK, make.START)):
        moved = actions.move_series(
            actor=make.officer(),
            series_id=series.id,
            seen_at=seen_at,
            first_at=first_at,
            now=make.NOON,
        )
        assert moved == 3

    assert told("session-moved") == 6
    starts = Session.objects.order_by("starts_at").values_list("starts_at", flat=True)
    assert list(starts) == [make.START + week * WEEK for week in range(3)]


@pytest.mark.slow
def test_a_cancelled_activity_ends_every_entry_and_is_counted_off():
    activity = make.activity(capacity=1, minimum=1)
    entries = [make.enrol(activity), make.enrol(activity)]

    actions.cancel_activity(
        actor=make.officer(), activity_id=activity.id, reason="台风", now=make.NOON
    )

    assert {make.again(one).ended_because for one in entries} == {"called-off"}
    assert list(
        Fact.objects.filter(kind="activities.enrolled")
        .order_by("id")
        .values_list("quantity", flat=True)
    ) == [1, -1]
    assert told("activity-cancelled") == 2
    with pytest.raises(policies.NotOpen, match="cancelled"):
        make.enrol(activity)


@pytest.mark.slow
def test_one_session_of_a_class_is_called_off_but_not_its_last():
    activity = make.activity(sessions=make.meetings(2))
    first, second = activity.sessions.order_by("number")

    def call_off(session):
        return actions.cancel_session(
            actor=make.officer(), session_id=session.id, reason="老师生病", now=make.NOON
        )

    assert call_off(first).state == "cancelled"
    with pytest.raises(Invalid):
        call_off(second)


@pytest.mark.slow
def test_a_series_is_cancelled_as_a_whole():
    series = make.series()
    for week in range(2):
        actions.plan_in_series(
            actor=make.officer(), series_id=series.id, opens_at=make.NOON, closes_at=make.START,
            sessions=[make.meeting(make.START + week * WEEK)], now=make.NOON,
        )  # fmt: skip

    assert actions.cancel_series(
        actor=make.officer(), series_id=series.id, reason="场地装修", now=make.NOON
    ) == 2  # fmt: skip
    assert set(Activity.objects.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.slow
def test_a_duty_table_becomes_slots_of_one_seat_that_can_be_booked_at_once():
    series = make.series(kind="counselling", category="", capacity=1, minimum=1)
    counsellor = make.woman()
    duty = Duty(
        on=date(2020, 6, 23), begins=time(8, 30), ends=time(11, 30), person_id=counsellor.id,
        room="辅导室",
    )  # fmt: skip

    made = actions.plan_duties(
        actor=make.officer(), series_id=series.id, duties=[duty], now=make.NOON
    )

    assert len(made) == 3 and {one.capacity for one in made} == {1}
    assert make.enrol(made[0]).state == "enrolled"
    with pytest.raises(actions.Clash):
        actions.plan_duties(actor=make.officer(), series_id=series.id, duties=[duty], now=make.NOON)


@pytest.mark.parametrize(
    ("every", "found"),
    [
        (recurrence.Every.DAY, ["06-19", "06-20", "06-21", "06-23"]),
        (recurrence.Every.WEEKDAY, ["06-19", "06-23", "06-24", "06-25"]),
        (recurrence.Every.WEEK, ["06-19", "06-26", "07-03", "07-10"]),
        (recurrence.Every.FORTNIGHT, ["06-19", "07-03", "07-17", "07-31"]),
        (recurrence.Every.FOUR_WEEKS, ["06-19", "07-17", "08-14", "09-11"]),
    ],
)
def test_dates_come_again_without_the_days_left_out(every, found):
    friday, monday = date(2020, 6, 19), date(2020, 6, 22)

    days = recurrence.days(friday, count=4, every=every, without=[monday])

    assert [f"{day:%m-%d}" for day in days] == found


def test_a_working_week_begins_on_monday_and_an_unknown_rhythm_is_refused():
    saturday = date(2020, 6, 20)

    assert recurrence.days(saturday, count=1, every=5) == [date(2020, 6, 22)]
    for given in ({"count": 0}, {"count": 201}, {"count": 2, "every": 3}):
        with pytest.raises(Invalid):
            recurrence.days(saturday, **given)


def test_a_session_that_ends_before_it_starts_is_refused():
    with pytest.raises(Invalid):
        make.draft(sessions=[SessionIn(starts_at=make.START, ends_at=make.START)])
