"""What the played years left to be done is done, so that the desk of today is not red with it."""

from __future__ import annotations

from datetime import date, timedelta

from jinguo.activities import actions as activities
from jinguo.activities.models import Outcome
from jinguo.activities.queries import work
from jinguo.demo.player import Player, noon
from jinguo.members import actions as members
from jinguo.members import queries as member_queries
from jinguo.org.actor import Actor

SEEN_BY = "区妇联权益部"
BECAME = (Outcome.Result.EMPLOYED, Outcome.Result.SELF_EMPLOYED, Outcome.Result.LOOKING)
RECENT = timedelta(days=30)  # what fell due since is work of today


def settle(player: Player, today: date) -> int:
    """
    End the terms that are over, look at the papers of volunteers anew, and ask trainees what became of them.

    What fell due in the last days is left for the desk. Return how much was done.
    """
    done = members.end_by_day(now=noon(today))
    for actor in (player.district, *player.towns.values()):
        done += ask_what_became(actor, today - RECENT)
    return done + renew_checks(player.district, today)


def ask_what_became(actor: Actor, until: date) -> int:
    """Record of everyone whose time to be asked came by a day what became of her, on the day it came."""
    found = work.follow_ups(actor, on=until)
    for number, one in enumerate(found):
        activities.record_outcome(
            actor=actor, enrolment_id=one.enrolment.id, after_months=one.after_months,
            result=BECAME[number % len(BECAME)], on=one.due_on, now=noon(one.due_on),
        )  # fmt: skip
    return len(found)


def renew_checks(actor: Actor, today: date) -> int:
    """Look anew at the paper of every volunteer whose last check has run out, or soon will."""
    due = member_queries.volunteers_to_check(today)
    persons = sorted(set(due.values_list("person_id", flat=True)))
    for person in persons:
        members.record_check(
            actor=actor, person_id=person, checked_on=today - timedelta(days=1), seen_by=SEEN_BY,
            now=noon(today),
        )  # fmt: skip
    return len(persons)
