"""What a person has here when two records of hers are made one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Sum

from jinguo.activities import actions, queries
from jinguo.activities.models import Activity, Block, Intent, Standing
from jinguo.core.crypto import blind
from jinguo.facts.models import Fact
from jinguo.people import actions as people_actions
from tests.make import activities as make
from tests.make import people

pytestmark = pytest.mark.django_db


def merge(winner, loser, *, now=make.NOON):
    return people_actions.merge_persons(
        actor=people.colleague(), winner_id=winner.pk, loser_id=loser.pk, reason="同一人", now=now
    )


def two_records():
    """Two records of one person, in a household each, neither its head."""
    homes = [people.household(), people.household(area=people.NEXT_DOOR)]
    return [people.member(one, name="李秀兰", sex="2") for one in homes]


def net(kind: str, person) -> int:
    """What is counted of a person in all."""
    found = Fact.objects.filter(kind=kind, subject=blind("fact-subject", str(person.pk)))
    return found.aggregate(n=Sum("quantity"))["n"] or 0


@pytest.mark.slow
def test_the_entries_of_the_record_given_up_are_those_of_the_one_that_stays():
    winner, loser = two_records()
    activity = make.activity()
    entry = make.enrol(activity, loser)

    merge(winner, loser)

    assert make.again(entry).person == winner
    assert list(queries.enrolments_of(winner)) == [entry]
    assert (net("activities.enrolled", winner), net("activities.enrolled", loser)) == (1, 0)
    assert Fact.objects.filter(kind="activities.enrolled").aggregate(n=Sum("quantity"))["n"] == 1
    with pytest.raises(actions.AlreadyEnrolled):
        make.enrol(activity, winner)


@pytest.mark.slow
@pytest.mark.parametrize("first", ["winner", "loser"])
def test_of_two_places_in_one_activity_the_earlier_stays(first):
    winner, loser = two_records()
    activity = make.activity(capacity=2, minimum=1)
    order = [winner, loser] if first == "winner" else [loser, winner]
    earlier, later = [
        make.enrol(activity, one, now=make.NOON + timedelta(minutes=minute))
        for minute, one in enumerate(order)
    ]
    waiting = make.enrol(activity)

    merge(winner, loser, now=make.NOON + timedelta(hours=1))

    assert (make.again(earlier).state, make.again(earlier).person) == ("enrolled", winner)
    gone = make.again(later)
    assert (gone.state, gone.ended_because) == ("dropped", "merged")
    assert make.again(waiting).state == "offered"
    assert net("activities.enrolled", winner) == 1
    assert net("activities.enrolled", loser) == 0


@pytest.mark.slow
def test_a_seat_is_kept_before_a_place_in_line_though_that_is_older():
    winner, loser = two_records()
    activity = make.activity(capacity=2, minimum=1, seats_most=2)
    seat = make.enrol(activity)
    waits = make.enrol(activity, winner, seats=2)
    got = make.enrol(activity, loser, now=make.NOON + timedelta(minutes=1))
    assert [make.again(one).state for one in (seat, waits, got)] == [
        "enrolled",
        "waiting",
        "enrolled",
    ]

    merge(winner, loser, now=make.NOON + timedelta(hours=1))

    assert (make.again(got).state, make.again(got).person) == ("enrolled", winner)
    assert make.again(waits).ended_because == "merged"


@pytest.mark.slow
def test_who_was_there_is_counted_once_and_can_still_be_corrected():
    winner, loser = two_records()
    activity = make.activity(sessions=make.meetings(2))
    entry = make.enrol(activity, loser)
    session = activity.sessions.order_by("number").first()
    told = {"actor": make.officer(), "session_id": session.id, "now": session.ends_at}
    actions.record_attendance(present=[entry.id], **told)

    merge(winner, loser, now=session.ends_at)
    assert (net("activities.attended", winner), net("activities.attended", loser)) == (1, 0)

    actions.record_attendance(present=[], absent=[entry.id], **told)
    assert (net("activities.attended", winner), net("activities.attended", loser)) == (0, 0)


@pytest.mark.slow
def test_two_classes_completed_under_both_records_stay_as_they_were_recorded():
    winner, loser = two_records()
    activity = make.activity()
    mine, other = make.enrol(activity, winner), make.enrol(activity, loser)
    session = activity.sessions.get()
    actions.hold_session(actor=make.officer(), session_id=session.id, now=session.ends_at)

    merge(winner, loser, now=session.ends_at)

    assert {make.again(one).state for one in (mine, other)} == {"completed"}
    assert set(queries.enrolments_of(winner)) == {mine, other}


@pytest.mark.slow
def test_a_block_holds_for_the_record_that_stays():
    winner, loser = two_records()
    activity = make.activity()
    Block.objects.create(
        person=loser, programme=make.PROGRAMME, area_id=make.DISTRICT, absences=3,
        from_on=date(2020, 6, 1), until_on=date(2020, 9, 1),
    )  # fmt: skip
    assert queries.why_not(activity, winner, make.NOON) is None

    merge(winner, loser)

    assert queries.why_not(activity, winner, make.NOON) is not None


@pytest.mark.slow
def test_who_has_nothing_here_is_merged_without_a_trace_here():
    winner, loser = two_records()

    merge(winner, loser)

    assert (
        not Activity.objects.exists() and not Fact.objects.filter(corrects__isnull=False).exists()
    )


def verified(person, group, letter, *, last_on=None):
    return actions.verify_standing(
        actor=make.officer(), person_id=person.pk, group=group, letter=letter, last_on=last_on,
        role="spouse" if group == "military-family" else "", from_on=date(2020, 5, 1), now=make.NOON,
    )  # fmt: skip


@pytest.mark.slow
def test_of_two_standings_for_one_group_the_one_that_holds_longer_stays():
    winner, loser = two_records()
    verified(winner, "military-family", "1", last_on=date(2020, 12, 31))
    verified(loser, "military-family", "2")
    verified(loser, "in-difficulty", "3", last_on=date(2020, 12, 31))

    merge(winner, loser)

    hers = Standing.objects.filter(person=winner).order_by("letter")
    assert [(one.letter, one.until_on, one.ended_because) for one in hers] == [
        ("1", date(2020, 6, 15), "merged"),
        ("2", None, ""),
        ("3", date(2021, 1, 1), ""),
    ]


def post_at_a_fair():
    """A post a firm offers at a fair."""
    at = make.activity(kind="fair", category="", title="招聘会")
    officer = make.officer()
    stall = actions.add_stall(
        actor=officer, activity_id=at.id, name="海风家政", uscc=make.uscc(), now=make.NOON
    )
    return actions.add_vacancy(
        actor=officer, stall_id=stall.id, title="育婴员", places=2, now=make.NOON
    )


def meant(post, person, *, is_hired=None):
    """An intent of somebody at a post, settled where an answer is given."""
    act = {"actor": make.officer(), "now": make.NOON}
    made = actions.record_intent(
        vacancy_id=post.id, person_id=person.pk, on=make.NOON.date(), **act
    )
    if is_hired is not None:
        actions.settle_intent(
            intent_id=made.id, is_hired=is_hired, on=make.NOON.date(), **act
        )  # fmt: skip
    return made


@pytest.mark.slow
@pytest.mark.parametrize(
    ("hers", "others", "state"),
    [
        (None, True, "hired"),
        (True, None, "hired"),
        (False, True, "hired"),
        (None, False, "not-hired"),
        (None, None, "meant"),
        (True, True, "hired"),
    ],
)
def test_of_two_intents_at_one_post_the_one_that_came_further_stays(hers, others, state):
    winner, loser = two_records()
    post = post_at_a_fair()
    meant(post, winner, is_hired=hers)
    meant(post, loser, is_hired=others)

    merge(winner, loser)

    assert [(one.person, one.state) for one in Intent.objects.all()] == [(winner, state)]
    for kind, number in (("meant", 1), ("hired", int(state == "hired"))):
        assert net(f"activities.{kind}", winner) == number, kind
        assert net(f"activities.{kind}", loser) == 0, kind


@pytest.mark.slow
def test_an_intent_the_winner_has_not_is_brought_over_with_its_figure():
    winner, loser = two_records()
    post = post_at_a_fair()
    meant(post, loser, is_hired=True)

    merge(winner, loser)

    assert Intent.objects.get().person == winner
    assert [net(f"activities.{kind}", winner) for kind in ("meant", "hired")] == [1, 1]


@pytest.mark.slow
@pytest.mark.parametrize("whose", ["winner", "loser"])
def test_of_two_made_one_the_intent_that_stayed_is_taken_back_with_all_it_counted(whose):
    winner, loser = two_records()
    post = post_at_a_fair()
    meant(post, winner, is_hired=whose == "winner")
    meant(post, loser, is_hired=whose == "loser")
    merge(winner, loser)

    actions.take_back_intent(
        actor=make.officer(), intent_id=Intent.objects.get().id, reason="记错了人", now=make.NOON
    )

    assert not Intent.objects.exists()
    for person in (winner, loser):
        assert [net(f"activities.{kind}", person) for kind in ("meant", "hired")] == [0, 0]
