"""Who came, by code and by list; sessions held; what is counted of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jinguo.activities import actions, checkin, policies, queries
from jinguo.activities.models import Activity, Attendance, Block, Ruleset
from jinguo.core.errors import Denied, NotFound, Refused
from jinguo.facts.models import Fact
from jinguo.people import actions as people_actions
from jinguo.people.actions import ConsentIn
from tests.make import activities as make
from tests.make import people

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def record(session, present=(), absent=(), *, by=None, now=None):
    return actions.record_attendance(
        actor=by or make.officer(), session_id=session.id, present={one.id for one in present},
        absent={one.id for one in absent}, now=now or session.starts_at,
    )  # fmt: skip


def hold(session, *, by=None, now=None, visitors=None):
    return actions.hold_session(
        actor=by or make.officer(), session_id=session.id, now=now or session.ends_at,
        visitors=visitors,
    )  # fmt: skip


def quantities(kind: str) -> list[int]:
    return list(Fact.objects.filter(kind=kind).order_by("id").values_list("quantity", flat=True))


@pytest.mark.slow
def test_a_session_held_counts_once_with_its_minutes_and_ends_a_class_of_one():
    activity = make.activity()
    entry, session = make.enrol(activity), activity.sessions.get()

    hold(session)
    with pytest.raises(policies.WrongState):
        hold(session)

    assert (quantities("activities.held"), quantities("activities.hours")) == ([1], [120])
    assert Activity.objects.get(id=activity.id).state == "finished"
    assert make.again(entry).state == "completed"


@pytest.mark.slow
def test_a_class_runs_from_its_first_session_to_its_last():
    activity = make.activity(sessions=make.meetings(2))
    first, second = activity.sessions.order_by("number")

    hold(first)
    assert Activity.objects.get(id=activity.id).state == "running"
    hold(second)

    assert Activity.objects.get(id=activity.id).state == "finished"


def test_no_session_is_held_before_it_begins():
    session = make.activity().sessions.get()

    with pytest.raises(Refused):
        hold(session, now=session.starts_at - MINUTE)


@pytest.mark.slow
def test_who_came_is_counted_by_session_and_person_and_a_mistake_is_counted_off():
    activity = make.activity(sessions=make.meetings(2))
    entry = make.enrol(activity)
    first, second = activity.sessions.order_by("number")

    record(first, [entry])
    record(second, [entry])
    record(second, [entry])
    record(second, absent=[entry])

    assert quantities("activities.attended") == [1, 1, -1]
    subjects = Fact.objects.filter(kind="activities.attended").values_list("subject", flat=True)
    assert len(set(subjects)) == 1


@pytest.mark.slow
def test_two_sessions_missed_lead_to_a_block_and_an_excuse_lifts_it():
    activity = make.activity(sessions=make.meetings(3))
    entry = make.enrol(activity)
    first, second, _third = activity.sessions.order_by("number")
    record(first, absent=[entry])
    [missed] = record(second, absent=[entry])

    assert Block.objects.filter(is_lifted=False).count() == 1
    actions.excuse(actor=make.officer(), attendance_id=missed.id, reason="住院", now=second.ends_at)
    record(second, absent=[entry])

    assert Attendance.objects.get(id=missed.id).state == "excused"
    assert Block.objects.get().is_lifted


@pytest.mark.slow
def test_a_block_is_lifted_when_an_absence_was_noted_by_mistake():
    activity = make.activity(sessions=make.meetings(3))
    entry = make.enrol(activity)
    first, second, _third = activity.sessions.order_by("number")
    record(first, absent=[entry])
    record(second, absent=[entry])
    assert not Block.objects.get().is_lifted

    record(second, [entry])

    block = Block.objects.get()
    assert (block.is_lifted, block.answer) == (True, "An absence was noted by mistake.")
    assert block.decided_at is not None


@pytest.mark.slow
def test_a_block_stays_when_another_absence_was_a_mistake():
    activity = make.activity(sessions=make.meetings(3))
    entry = make.enrol(activity)
    sessions = activity.sessions.order_by("number")
    for session in sessions:
        record(session, absent=[entry])

    record(sessions[2], [entry])

    assert not Block.objects.get().is_lifted


@pytest.mark.slow
def test_who_has_no_place_is_not_noted_as_there():
    session = make.activity().sessions.get()
    other = make.enrol(make.activity())

    with pytest.raises(NotFound):
        record(session, [other])


def test_the_code_changes_every_thirty_seconds_and_holds_a_step_either_way():
    session = make.activity().sessions.get()
    code = checkin.code_at(session.id, make.NOON)

    assert checkin.is_code(session.id, code.upper(), make.NOON + timedelta(seconds=59))
    assert not checkin.is_code(session.id, code, make.NOON + timedelta(seconds=60))
    assert checkin.is_code(session.id, code, make.NOON - timedelta(seconds=30))
    assert not checkin.is_code(session.id, "12345678", make.NOON)


def test_a_code_of_another_session_does_not_hold():
    one, other = make.activity().sessions.get(), make.activity().sessions.get()

    assert not checkin.is_code(one.id, checkin.code_at(other.id, make.NOON), make.NOON)


@pytest.mark.slow
@pytest.mark.parametrize(
    "after, outcome",
    [(-61 * MINUTE, Refused), (-60 * MINUTE, None), (15 * MINUTE, None), (16 * MINUTE, Refused)],
)
def test_one_checks_in_from_an_hour_before_until_a_quarter_after(after, outcome):
    activity = make.activity()
    entry, session = make.enrol(activity), activity.sessions.get()
    now = session.starts_at + after

    def check_in():
        return actions.check_in(
            actor=make.officer(), session_id=session.id, enrolment_id=entry.id,
            code=checkin.code_at(session.id, now), now=now,
        )  # fmt: skip

    if outcome:
        with pytest.raises(outcome):
            check_in()
    else:
        check_in()
        assert check_in().how == "qr"
        assert quantities("activities.attended") == [1]


@pytest.mark.slow
def test_a_paper_list_is_read_back_by_its_short_codes():
    activity = make.activity()
    came, stayed = make.enrol(activity), make.enrol(activity)
    session = activity.sessions.get()

    found = actions.read_list(
        actor=make.officer(), session_id=session.id, now=session.ends_at,
        codes=[checkin.short_code(came.id).lower(), "ZZZZZ"],
    )  # fmt: skip

    assert (found.noted, found.unknown) == (2, ["ZZZZZ"])
    assert queries.attended(activity) == {came.id: 1}
    assert session.attendances.get(enrolment=stayed).state == "absent"


def counselling():
    """A counselling slot with who comes, and the room's counsellor."""
    activity = make.activity(kind="counselling", capacity=1, minimum=1, category="")
    return activity, make.enrol(activity), make.officer("counsellor", make.DISTRICT)


@pytest.mark.slow
def test_who_comes_to_counselling_is_shown_to_counsellors_only():
    activity, entry, counsellor = counselling()

    assert [one.id for one in queries.enrolments(counsellor)] == [entry.id]
    assert list(queries.enrolments(make.officer())) == []
    with pytest.raises(Denied):
        policies.check_see_roster(make.officer(), activity)
    with pytest.raises(Denied):
        record(activity.sessions.get(), [entry])


@pytest.mark.slow
def test_counselling_is_not_held_before_the_privacy_agreement_is_signed():
    activity, entry, counsellor = counselling()
    session = activity.sessions.get()

    with pytest.raises(Refused, match="privacy agreement"):
        hold(session, by=counsellor)
    people_actions.record_consent(
        actor=people.colleague(), person_id=entry.person_id,
        consent=ConsentIn(
            purpose=policies.AGREEMENT, text_version="1", fields=("name",), given_how="paper"
        ),
        given_on=make.NOON.date(), now=session.starts_at,
    )  # fmt: skip

    assert hold(session, by=counsellor).state == "held"


@pytest.mark.slow
def test_heads_are_counted_at_a_fair():
    fair = make.activity(kind="fair", category="")

    hold(fair.sessions.get(), visitors=340)

    assert quantities("activities.visited") == [340]


@pytest.mark.slow
def test_who_still_waits_when_an_activity_is_over_waits_no_longer():
    activity = make.activity(capacity=1, minimum=1)
    _seated, waiting = make.enrol(activity), make.enrol(activity)

    hold(activity.sessions.get())

    assert (make.again(waiting).state, make.again(waiting).ended_because) == ("dropped", "over")


def test_an_activity_is_held_by_what_was_said_when_it_was_planned_once_the_plan_has_ended():
    activity = make.activity()
    Ruleset.objects.update(valid_to=make.START.date())

    assert hold(activity.sessions.get()).state == "held"
