"""What the programmes of the pack count is what was held, enrolled and attended."""

from __future__ import annotations

from datetime import date

import pytest

from jinguo.activities import actions, queries
from jinguo.facts import queries as figures
from jinguo.facts.queries import Period
from jinguo.org.actor import Actor
from tests.make import activities as make
from tests.make import programmes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
YEAR = Period(date(2020, 1, 1), date(2020, 12, 31))
READER = Actor.system("reader", "figures.view")


def value(measure: str):
    return figures.figure(READER, measure, area=make.DISTRICT, period=YEAR).value


def test_sessions_attendances_and_people_of_a_programme_add_up_by_the_pack():
    programmes.applied_packs()
    officer = make.officer()
    planned = actions.plan_activity(
        actor=officer, offer=make.offer(unit_id=None), sessions=make.meetings(2),
        opens_at=make.NOON, closes_at=make.START, now=make.NOON,
    )  # fmt: skip
    activity = actions.publish(actor=officer, activity_id=planned.id, now=make.NOON)
    entry = make.enrol(activity)
    for session in activity.sessions.order_by("number"):
        actions.record_attendance(
            actor=officer, session_id=session.id, present={entry.id}, now=session.starts_at
        )
        actions.hold_session(actor=officer, session_id=session.id, now=session.ends_at)

    counted = [
        value(f"fashion-classrooms.{name}") for name in ("sessions", "attendances", "people")
    ]

    assert counted == [2, 2, 1]


def test_a_class_for_newlyweds_has_its_own_limits_and_is_no_counselling():
    programmes.applied_packs()
    officer = make.officer()
    planned = actions.plan_activity(
        actor=officer, sessions=[make.meeting()], opens_at=make.NOON, closes_at=make.START,
        now=make.NOON, offer=make.offer(
            unit_id=None, programme="newlywed-classes", kind="class", category="", audience=None,
            stages=("newlywed",),
        ),
    )  # fmt: skip
    activity = actions.publish(actor=officer, activity_id=planned.id, now=make.NOON)
    entries = [make.enrol(activity), make.enrol(activity)]
    [session] = activity.sessions.all()
    actions.record_attendance(
        actor=officer, session_id=session.id, present={one.id for one in entries},
        now=session.starts_at,
    )  # fmt: skip
    actions.hold_session(actor=officer, session_id=session.id, now=session.ends_at)

    assert (activity.capacity, activity.waiting_capacity, activity.minimum) == (30, 10, 6)
    assert not activity.is_private
    assert value("newlywed-classes.sessions") == 1
    assert value("newlywed-classes.people") == 2
    assert value("marriage-counselling.sessions") == 0


@pytest.mark.parametrize("programme", ["job-fairs", "fashion-fairs"])
def test_a_fair_is_open_to_everybody_and_blocks_nobody(programme):
    programmes.applied_packs()
    fair = actions.plan_activity(
        actor=make.officer(), sessions=[make.meeting()], opens_at=make.NOON, closes_at=make.START,
        now=make.NOON, offer=make.offer(
            unit_id=None, programme=programme, kind="fair", category="", audience=None
        ),
    )  # fmt: skip

    assert (fair.capacity, fair.waiting_capacity, fair.minimum) == (5000, 0, 0)
    assert fair.audience == []
    assert queries.limits_of(fair, date(2020, 6, 15)).absences_most == 0
