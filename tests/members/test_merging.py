"""What a person has here when two records of hers are made one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Sum

from jinguo.core.crypto import blind
from jinguo.facts.models import Fact
from jinguo.members import actions, queries
from jinguo.people import actions as people_actions
from tests.make import members as make
from tests.make import org, people

pytestmark = pytest.mark.django_db
DAY = make.DAY
REASON = "Two records were made one."


@pytest.fixture(autouse=True)
def _plan():
    org.tree()
    make.scheme()


def merge(winner, loser, *, on=DAY):
    return people_actions.merge_persons(
        actor=people.colleague(), winner_id=winner.pk, loser_id=loser.pk, reason="同一人",
        now=people.instant(on),
    )  # fmt: skip


def two_records():
    """Two records of one person, in a household each, neither its head."""
    homes = [people.household(), people.household()]
    return [people.member(one, name="李秀兰", sex="2") for one in homes]


def net(kind: str, person) -> int:
    """What is counted of a person in all."""
    found = Fact.objects.filter(kind=kind, subject=blind("fact-subject", str(person.pk)))
    return found.aggregate(n=Sum("quantity"))["n"] or 0


def again(row):
    return type(row).objects.get(pk=row.pk)


@pytest.mark.slow
def test_a_membership_goes_to_the_record_that_stays():
    winner, loser = two_records()
    one = make.voted(make.checked(make.applied(who=loser)), 9, 0, 0)

    merge(winner, loser)

    assert again(one).person == winner and again(one).state == "admitted"
    assert (net("members.joined", winner), net("members.joined", loser)) == (1, 0)


@pytest.mark.slow
def test_who_is_in_a_body_under_both_records_stays_in_it_once():
    winner, loser = two_records()
    body = make.body()
    applied = make.applied(of=body, who=winner)
    member = make.voted(make.checked(make.applied(of=body, who=loser)), 9, 0, 0)

    merge(winner, loser)

    assert (again(member).state, again(member).person) == ("admitted", winner)
    assert again(applied).state == "withdrawn"
    assert net("members.joined", winner) == 1


@pytest.mark.slow
def test_of_two_places_on_a_list_of_volunteers_the_earlier_stays_and_no_hour_is_lost():
    winner, loser = two_records()
    first = make.volunteer(who=winner, on=DAY - timedelta(days=9))
    second = make.volunteer(who=loser)
    make.served(second, minutes=90)

    merge(winner, loser)

    assert again(first).ended_on is None
    assert (again(second).person, again(second).ended_on) == (winner, DAY)
    assert (net("members.served", winner), net("members.served", loser)) == (90, 0)
    assert net("members.volunteered", winner) == 1


@pytest.mark.slow
def test_a_record_check_is_never_rewritten_and_holds_for_the_record_that_stays():
    winner, loser = two_records()
    volunteer = make.volunteer(who=winner)
    made = make.record_check(loser.pk)

    merge(winner, loser)

    assert again(made).person == loser
    assert queries.find_check(winner.pk, DAY) == made
    assert queries.checks_held([winner.pk], DAY) == {winner.pk: made}
    assert make.served(volunteer, with_minors=True).minutes > 0


@pytest.mark.slow
def test_of_two_appointments_of_a_kind_the_earlier_stays_with_the_community_of_the_other():
    winner, loser = two_records()
    first = make.appointment(who=winner, on=DAY - timedelta(days=9), kind="instructor")
    second = make.appointment(who=loser, kind="instructor")
    community = make.assignment(second)

    merge(winner, loser)

    assert again(first).state == "in-force"
    assert (again(second).state, again(second).person) == ("ended", winner)
    assert (again(community).person, again(community).appointment) == (winner, first)
    assert (net("members.appointed", winner), net("members.appointed", loser)) == (1, 0)


@pytest.mark.slow
def test_of_two_communities_taken_at_once_the_later_is_given_back():
    winner, loser = two_records()
    kept = make.assignment(make.appointment(who=winner, kind="instructor"))
    other = make.assignment(make.appointment(who=loser, kind="instructor"), area=make.NEXT_DOOR)
    day = DAY + timedelta(days=5)

    merge(winner, loser, on=day)

    assert (again(kept).state, again(kept).person) == ("running", winner)
    assert (again(other).state, again(other).period.upper) == ("ended", day)
    assert again(other).person == loser  # the days on which she had both stay as they were recorded


@pytest.mark.slow
def test_what_ended_says_why():
    winner, loser = two_records()
    make.volunteer(who=winner, on=DAY - timedelta(days=9))
    second = make.volunteer(who=loser)

    merge(winner, loser)

    assert [one.reason for one in queries.history_of(second.pk)].count(REASON) == 1
    with pytest.raises(actions.AlreadyVolunteer):
        make.volunteer(who=winner)
