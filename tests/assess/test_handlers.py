from __future__ import annotations

import datetime as dt

import pytest

from jinguo.assess.models import Application, Recognition
from jinguo.facts import outbox
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people import actions as people
from tests.make import assess as make
from tests.make import notices

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.slow]

LEFT_ON = dt.date(2020, 9, 1)
KEEPER = Actor.system("test", Capability.PEOPLE_VIEW, Capability.PEOPLE_EDIT)


def leave(household):
    now = make.noon(LEFT_ON)
    people.close_household(
        actor=KEEPER, household_id=household.id, on=LEFT_ON, reason="moved away", now=now
    )
    outbox.deliver(now=now)


def test_a_household_that_leaves_the_register_holds_nothing_any_more():
    held = make.recognition()

    leave(held.household)

    held.refresh_from_db()
    assert held.state == Recognition.State.CLOSED
    assert held.ended_on == LEFT_ON


def test_what_it_applied_for_is_withdrawn():
    open_one = make.application()

    leave(open_one.household)

    open_one.refresh_from_db()
    assert open_one.state == Application.State.WITHDRAWN


def test_others_keep_what_they_hold():
    kept, gone = make.recognition(), make.application()

    leave(gone.household)

    kept.refresh_from_db()
    assert kept.state == Recognition.State.CERTIFIED


def test_it_leaves_the_notice_that_waits_for_its_release():
    gone, stays = make.applications(2, state="listed")

    leave(gone.household)

    notice = notices.entry_about(stays.id).notice
    assert [one.object_id for one in notice.entries.all()] == [stays.id]
    assert notice.state == "draft"
