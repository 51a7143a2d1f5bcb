"""Certificates, what was thought of it, what became of who attended, and hours."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jinguo.activities import actions, policies, queries
from jinguo.activities.queries import work, worklists
from jinguo.activities.queries.worklists import Listed, Wanted
from jinguo.core.errors import Invalid, Refused
from jinguo.facts.models import Fact
from jinguo.org.actor import Actor
from tests.make import activities as make

pytestmark = pytest.mark.django_db
DAY = date(2020, 8, 1)
JOB = Actor.system("close-unbooked")


def class_over(came: tuple[int, ...], *, sessions: int = 5, **given):
    """A class that is over, and women who were at so many of its sessions."""
    activity = make.activity(sessions=make.meetings(sessions), **given)
    entries = [make.enrol(activity) for _one in came]
    for number, session in enumerate(activity.sessions.order_by("number")):
        present = {one.id for one, times in zip(entries, came, strict=True) if number < times}
        if present:
            actions.record_attendance(
                actor=make.officer(), session_id=session.id, present=present, now=session.ends_at
            )
        actions.hold_session(actor=make.officer(), session_id=session.id, now=session.ends_at)
    return activity, entries


def issue(activity):
    return actions.issue_certificates(
        actor=make.officer(), activity_id=activity.id, on=DAY, now=make.START
    )


@pytest.mark.slow
def test_who_was_at_four_of_five_sessions_gets_a_certificate_and_who_was_at_three_does_not():
    activity, [often, seldom] = class_over((4, 3))

    [certificate] = issue(activity)

    assert certificate.enrolment_id == often.id
    assert (certificate.attended, certificate.held) == (4, 5)
    assert certificate.number == "370211-2020-00001"
    assert Fact.objects.filter(kind="activities.certified").count() == 1
    assert seldom.id not in {certificate.enrolment_id}


@pytest.mark.slow
def test_certificates_are_issued_once_and_their_numbers_run_on():
    first, _entries = class_over((5, 5))
    second, _entries = class_over((5,))

    numbers = [one.number for one in [*issue(first), *issue(first), *issue(second)]]

    assert numbers == ["370211-2020-00001", "370211-2020-00002", "370211-2020-00003"]


@pytest.mark.slow
def test_there_are_none_before_a_class_is_over_and_none_for_an_event():
    with pytest.raises(policies.WrongState):
        issue(make.activity())
    event, _entries = class_over((1,), sessions=1, kind="event")

    with pytest.raises(Refused):
        issue(event)


def rate(entry, rating: int, words: str = ""):
    return actions.give_feedback(
        actor=make.officer(), enrolment_id=entry.id, rating=rating, words=words, now=make.START
    )


@pytest.mark.slow
def test_ratings_are_shown_once_there_are_three():
    activity, entries = class_over((1, 1, 1), sessions=1)

    rate(entries[0], 5, "老师讲得细")
    rate(entries[1], 4)
    assert queries.ratings_of(activity, DAY) is None
    rate(entries[2], 4)
    rate(entries[2], 3)

    assert queries.ratings_of(activity, DAY) == (4.0, 3)


@pytest.mark.slow
def test_only_who_was_there_rates_and_from_one_to_five():
    _activity, [came, stayed] = class_over((1, 0), sessions=1)

    with pytest.raises(Refused):
        rate(stayed, 5)
    with pytest.raises(Invalid):
        rate(came, 6)


def follow_up(entry, months: int, on: date, result: str = "employed"):
    return actions.record_outcome(
        actor=make.officer(), enrolment_id=entry.id, after_months=months, result=result,
        income="3000-5000", on=on, now=make.START + timedelta(days=400),
    )  # fmt: skip


@pytest.mark.slow
def test_what_became_of_her_is_asked_at_three_and_six_months_and_counted():
    _activity, [entry] = class_over((1,), sessions=1)

    follow_up(entry, 3, date(2020, 9, 22))
    follow_up(entry, 6, date(2020, 12, 22), "self-employed")

    found = Fact.objects.filter(kind="activities.followed-up").order_by("id")
    assert [(one.category, one.data["months"], one.data["course"]) for one in found] == [
        ("employed-3", 3, "tea"), ("self-employed-6", 6, "tea"),
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "months, on, outcome",
    [
        (3, date(2020, 9, 21), Refused),
        (4, date(2020, 12, 1), Invalid),
        (3, date(2029, 1, 1), Refused),
    ],
)
def test_it_is_not_asked_too_early_nor_when_the_plan_does_not_ask(months, on, outcome):
    _activity, [entry] = class_over((1,), sessions=1)

    with pytest.raises(outcome):
        follow_up(entry, months, on)


@pytest.mark.slow
@pytest.mark.parametrize(
    "on, asked, months",
    [
        (date(2020, 9, 21), (), []),
        (date(2020, 9, 22), (), [3]),
        (date(2020, 12, 22), (), [3, 6]),
        (date(2020, 12, 22), (3,), [6]),
        (date(2020, 12, 22), (3, 6), []),
    ],
)
def test_who_is_to_be_asked_stands_there_once_for_each_time_that_is_due(on, asked, months):
    _activity, [entry] = class_over((1,), sessions=1)
    for one in asked:
        follow_up(entry, one, on)

    found = work.follow_ups(make.officer(), on=on)

    assert [(one.enrolment, one.after_months) for one in found] == [(entry, one) for one in months]


@pytest.mark.slow
@pytest.mark.parametrize(
    "role, waits, count",
    [("district-officer", work.Work.DECIDE, 4), ("counsellor", work.Work.CONFIRM, 2)],
)
def test_work_of_all_kinds_is_counted_by_one_statement(
    role, waits, count, django_assert_num_queries
):
    make.activity(sessions=make.meetings(2))
    private = make.activity(kind="counselling", category="", sessions=make.meetings(2))
    make.enrol_many(private, make.women(2))
    actor = make.officer(role)

    with django_assert_num_queries(3):  # the others: what the plan asks later, and of whom
        found = work.todos(actor, now=make.START - timedelta(hours=1))

    assert found == [work.Todo(waits, count, make.START.date())]


@pytest.mark.slow
def test_as_much_work_is_counted_as_the_list_behind_it_shows():
    make.activity(sessions=make.meetings(3))  # below its minimum
    over = make.activity(sessions=make.meetings(2), minimum=0)
    actor = make.officer()
    listed = worklists.count_listed(actor, Wanted(), now=make.START - timedelta(hours=1))

    [short] = work.todos(actor, now=make.START - timedelta(hours=1))
    after = over.sessions.last().ends_at
    to_close = {one.work: one.count for one in work.todos(actor, now=after)}

    assert short.count == listed[Listed.SHORT] == 3
    shown = worklists.count_listed(actor, Wanted(), now=after)
    assert to_close[work.Work.CLOSE] == shown[Listed.TO_CLOSE] == 4


def slot(**given):
    """A slot of counselling, and the counsellor who closes it once it is over."""
    activity = make.activity(kind="counselling", capacity=1, minimum=1, category="", **given)
    return activity, make.officer("counsellor")


@pytest.mark.slow
@pytest.mark.parametrize("is_booked", [True, False])
def test_only_a_slot_that_somebody_booked_is_to_be_closed(is_booked):
    activity, counsellor = slot()
    if is_booked:
        make.enrol(activity)
    after = activity.sessions.get().ends_at

    found = {one.work for one in work.todos(counsellor, now=after)}

    assert (work.Work.CLOSE in found) == is_booked
    shown = worklists.count_listed(counsellor, Wanted(), now=after)
    assert shown[Listed.TO_CLOSE] == int(is_booked)


@pytest.mark.slow
def test_a_slot_that_nobody_booked_is_closed_by_itself_and_counts_as_no_session():
    activity, counsellor = slot()
    gave_up = make.enrol(activity)
    actions.cancel_enrolment(actor=counsellor, enrolment_id=gave_up.id, now=make.NOON)
    session = activity.sessions.get()

    assert actions.close_unbooked(actor=JOB, now=session.ends_at - timedelta(minutes=1)) == 0
    assert actions.close_unbooked(actor=JOB, now=session.ends_at) == 1
    assert actions.close_unbooked(actor=JOB, now=session.ends_at) == 0

    session.refresh_from_db()
    activity.refresh_from_db()
    assert (session.state, session.cancelled_because) == ("cancelled", "Nobody booked it.")
    assert activity.state == "cancelled"
    assert not Fact.objects.filter(kind="activities.held").exists()


@pytest.mark.slow
@pytest.mark.parametrize("given", [{"kind": "fair", "category": ""}, {}])
def test_what_needs_no_booking_or_is_booked_is_never_closed_by_itself(given):
    activity = make.activity(**given)
    booked, _counsellor = slot()
    make.enrol(booked)

    assert actions.close_unbooked(actor=JOB, now=activity.sessions.get().ends_at) == 0


@pytest.mark.slow
def test_sessions_still_to_come_stay_when_one_before_them_is_closed_by_itself():
    activity, _counsellor = slot(sessions=make.meetings(2))

    assert actions.close_unbooked(actor=JOB, now=activity.sessions.first().ends_at) == 1

    activity.refresh_from_db()
    assert activity.state == "published"
    assert [one.state for one in activity.sessions.order_by("number")] == ["cancelled", "planned"]


@pytest.mark.slow
def test_hours_of_an_instructor_are_those_of_sessions_held():
    teacher, another = make.woman().id, make.woman().id
    activity = make.activity(sessions=[make.meeting(instructor_id=teacher)])
    session = activity.sessions.get()
    make.draft(sessions=[make.meeting(make.START + timedelta(days=1), instructor_id=teacher)])

    actions.hold_session(actor=make.officer(), session_id=session.id, now=session.ends_at)

    year = (date(2020, 1, 1), date(2020, 12, 31))
    assert queries.time_taught([teacher, another], *year) == {
        teacher: queries.Spent(1, 120), another: queries.Spent(),
    }  # fmt: skip
    here = queries.time_taught([teacher], *year, area=activity.area_id)
    elsewhere = queries.time_taught([teacher], *year, area=make.VILLAGE)
    assert (here[teacher].sessions, elsewhere[teacher].sessions) == (1, 0)
    next_year = queries.time_taught([teacher], date(2021, 1, 1), date(2021, 12, 31))
    assert next_year[teacher] == queries.Spent()
