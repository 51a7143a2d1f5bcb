"""Hours of volunteers that follow from who was at an activity of volunteer service."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from jinguo.activities import actions as activities
from jinguo.config import wiring
from jinguo.facts.models import Fact
from jinguo.members import actions, queries
from jinguo.members.models import Service
from jinguo.members.policies import FromAttendance
from tests.make import activities as events
from tests.make import members as make
from tests.make import org, people

pytestmark = pytest.mark.django_db
TITLE = "敬老院陪伴日"
ON = events.START.date()
AFTER = events.START + timedelta(hours=3)


@pytest.fixture(autouse=True)
def _plan():
    org.tree()
    make.scheme()


def service(*who, kind="service", **given):
    """A service of two hours in which some women are enrolled; return its session and entries."""
    activity = events.activity(kind=kind, title=TITLE, category="", **given)
    return activity.sessions.get(), [events.enrol(activity, one) for one in who]


def noted(session, present=(), absent=()):
    activities.record_attendance(
        actor=events.officer(), session_id=session.id, present=[one.id for one in present],
        absent=[one.id for one in absent], now=AFTER,
    )  # fmt: skip


def held(session, now=AFTER):
    activities.hold_session(actor=events.officer(), session_id=session.id, now=now)


def delivered():
    """Hand every fact of the kinds that matter over once more, as after a fault."""
    for kind in ("activities.attended", "activities.held"):
        wiring.HANDLERS[kind](list(Fact.objects.filter(kind=kind).order_by("id")), AFTER)


def attended(session, *entries):
    noted(session, entries)
    held(session)
    delivered()


def hours(one):
    return queries.minutes_of([one.id]).get(one.id, 0)


def counted():
    found = Fact.objects.filter(kind="members.served").order_by("id")
    return list(found.values_list("quantity", flat=True))


def stopped(one, on):
    actions.stop(
        actor=make.chair(), volunteer_id=one.id, reason="搬走", on=on, now=people.instant(ON)
    )


def by_hand(one, what=TITLE, on=ON):
    return actions.record_service(
        actor=make.chair(), volunteer_id=one.id, what=what, minutes=60, with_minors=False, on=on,
        now=AFTER,
    )  # fmt: skip


@pytest.mark.slow
def test_who_was_there_has_the_length_of_the_session_as_hours():
    one = make.volunteer()
    session, [entry] = service(one.person)

    attended(session, entry)

    made = Service.objects.get()
    assert (made.volunteer, made.minutes, made.on, made.what) == (one, 120, ON, TITLE)
    assert (made.session, made.actor) == (session.id, "system:attendance")
    assert hours(one) == 120
    assert counted() == [120]


@pytest.mark.slow
def test_hours_wait_until_the_session_was_held():
    one = make.volunteer()
    session, [entry] = service(one.person)

    noted(session, [entry])
    delivered()
    assert hours(one) == 0
    held(session)
    delivered()
    assert hours(one) == 120


@pytest.mark.slow
def test_told_twice_it_is_written_once():
    one = make.volunteer()
    session, [entry] = service(one.person)
    attended(session, entry)

    delivered()
    delivered()

    made = Service.objects.get()
    assert counted() == [120]
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.create(
            volunteer=one, area_id=one.area_id, on=ON, minutes=1, what="x", with_minors=False,
            session=session.id, fact=made.fact, at=AFTER, actor="x",
        )  # fmt: skip


@pytest.mark.slow
def test_who_was_noted_by_mistake_has_them_taken_back_and_again_when_that_was_one():
    one = make.volunteer()
    session, [entry] = service(one.person)
    attended(session, entry)

    noted(session, absent=[entry])
    delivered()
    delivered()
    assert hours(one) == 0
    assert counted() == [120, -120]
    assert Service.objects.get(reverses__isnull=False).reason

    noted(session, present=[entry])
    delivered()
    assert hours(one) == 120
    assert counted() == [120, -120, 120]


@pytest.mark.slow
def test_noted_after_it_was_held_she_has_them_too():
    one = make.volunteer()
    session, [entry] = service(one.person)
    held(session)
    delivered()
    assert hours(one) == 0

    noted(session, present=[entry])
    delivered()

    assert hours(one) == 120


@pytest.mark.slow
def test_who_is_no_volunteer_or_was_away_has_none():
    away = make.volunteer()
    session, [other, entry] = service(events.woman(), away.person)

    noted(session, [other], [entry])
    held(session)
    delivered()

    assert not Service.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("until", "minutes"), [(ON - timedelta(days=1), 0), (ON, 120)], ids=["before", "that day"]
)
def test_who_stopped_before_that_day_has_none(until, minutes):
    one = make.volunteer()
    session, [entry] = service(one.person)
    stopped(one, until)

    attended(session, entry)

    assert hours(one) == minutes


@pytest.mark.slow
def test_who_began_later_has_none():
    who = make.woman()
    session, [entry] = service(who)
    one = make.volunteer(who=who, on=ON + timedelta(days=1))

    attended(session, entry)

    assert hours(one) == 0


@pytest.mark.slow
def test_another_kind_of_activity_gives_none():
    one = make.volunteer()
    session, [entry] = service(one.person, kind="event")

    attended(session, entry)

    assert not Service.objects.exists()


@pytest.mark.slow
def test_with_minors_only_who_has_a_check_that_holds():
    checked, other = make.volunteer(), make.volunteer(who=make.woman(name="李桂兰"))
    make.record_check(checked.person_id)
    session, entries = service(checked.person, other.person, kind="with-minors")

    attended(session, *entries)

    made = Service.objects.get()
    assert (made.volunteer, made.with_minors) == (checked, True)


@pytest.mark.slow
def test_neither_a_hand_nor_a_taking_back_changes_them():
    one = make.volunteer()
    session, [entry] = service(one.person)
    attended(session, entry)

    with pytest.raises(FromAttendance, match="follow from who was there"):
        actions.take_service_back(
            actor=make.chair(), service_id=Service.objects.get().id, reason="记错了", now=AFTER
        )
    with pytest.raises(FromAttendance, match="there already"):
        by_hand(one)
    by_hand(one, what="走访独居老人")
    assert hours(one) == 180


@pytest.mark.slow
def test_what_a_hand_wrote_before_is_not_counted_again():
    one = make.volunteer()
    session, [entry] = service(one.person)
    by_hand(one)

    attended(session, entry)

    assert hours(one) == 60


@pytest.mark.slow
def test_hours_stay_with_her_when_two_records_are_made_one():
    winner, loser = make.woman(), make.woman(name="李桂兰")
    one = make.volunteer(who=loser)
    session, [entry] = service(loser)
    attended(session, entry)

    for join in wiring.JOINERS:
        join(winner, loser, now=AFTER)
    delivered()

    one.refresh_from_db()
    assert one.person == winner
    assert hours(one) == 120
    assert Service.objects.count() == 1
