"""The privacy agreement of counselling, recorded by the counsellor on duty."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jinguo.activities import actions, policies
from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.people import queries as people
from jinguo.people.actions import AlreadyAgreed
from tests.make import activities as make

pytestmark = pytest.mark.django_db
NAME, OTHER = "何静怡", "刘敏"


def counsellor(name=NAME, at=make.DISTRICT):
    return replace(make.officer("counsellor", at), name=name)


def slot(kind="counselling", instructor=NAME, **given):
    """A slot of a counsellor with who comes; return its session and the entry."""
    activity = make.activity(
        kind=kind, capacity=1, minimum=1, category="",
        sessions=[make.meeting(instructor_name=instructor)], **given,
    )  # fmt: skip
    return activity.sessions.get(), make.enrol(activity)


def record(session, entry, **given):
    return actions.record_agreement(**{
        "actor": counsellor(), "session_id": session.id, "enrolment_id": entry.id,
        "text_version": "2020-1", "signed_on": make.START.date(), "now": make.START, **given,
    })  # fmt: skip


def agreed(entry):
    return people.find_consent(entry.person, policies.AGREEMENT, make.START.date())


@pytest.mark.slow
def test_the_counsellor_on_duty_records_it_and_the_session_can_be_held():
    session, entry = slot()

    made = record(session, entry)

    assert (made.purpose, made.text_version, made.given_how) == (
        policies.AGREEMENT, "2020-1", "paper",
    )  # fmt: skip
    assert agreed(entry) == made
    now = session.ends_at
    held = actions.hold_session(actor=counsellor(), session_id=session.id, now=now)
    assert held.state == "held"


@pytest.mark.slow
def test_on_duty_is_whom_the_register_names_where_nobody_is_announced():
    adviser = make.woman()
    activity = make.activity(
        kind="counselling", capacity=1, minimum=1, category="",
        sessions=[make.meeting(instructor_id=adviser.id)],
    )  # fmt: skip

    assert record(activity.sessions.get(), make.enrol(activity), actor=counsellor(adviser.name))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("actor", "outcome"),
    [
        (lambda: counsellor(OTHER), Denied),  # another one is on duty
        (lambda: replace(make.officer(), name=NAME), NotFound),  # sees not who comes
        (lambda: counsellor(at="370212"), NotFound),  # of another district
    ],
)
def test_nobody_else_records_it_by_the_right_to_counsel(actor, outcome):
    session, entry = slot()

    with pytest.raises(outcome):
        record(session, entry, actor=actor())

    assert agreed(entry) is None


@pytest.mark.slow
def test_where_none_is_asked_for_none_is_recorded():
    session, entry = slot(kind="event")

    with pytest.raises(Refused, match="asks for no privacy agreement"):
        record(session, entry)


@pytest.mark.slow
def test_the_entry_is_of_the_slot():
    session, _entry = slot()
    other = make.START + timedelta(days=1)
    activity = make.activity(
        kind="counselling", capacity=1, minimum=1, category="",
        sessions=[make.meeting(other, instructor_name=NAME)],
    )  # fmt: skip

    with pytest.raises(NotFound):
        record(session, make.enrol(activity))


@pytest.mark.slow
def test_who_has_cancelled_signs_nothing():
    session, entry = slot()
    actions.cancel_enrolment(actor=counsellor(), enrolment_id=entry.id, now=make.NOON)

    with pytest.raises(policies.WrongState):
        record(session, entry)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"text_version": " "}, Invalid),
        ({"signed_on": make.START.date() + timedelta(days=1)}, Refused),
    ],
)
def test_what_is_signed_has_a_text_and_a_day_that_has_come(given, outcome):
    session, entry = slot()

    with pytest.raises(outcome):
        record(session, entry, **given)


@pytest.mark.slow
def test_it_is_recorded_once():
    session, entry = slot()
    record(session, entry)

    with pytest.raises(AlreadyAgreed):
        record(session, entry)
