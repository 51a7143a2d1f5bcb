"""What the programmes of the pack count is what was held, enrolled and attended."""

from __future__ import annotations

from datetime import date

import pytest

from jinguo.activities import actions
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
