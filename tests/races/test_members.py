"""
Two acts on one association at once, from two processes: admissions, applications, offices.

Each race runs with the guard, the locked rows. As controls it runs without: then the database's constraint
refuses the second; and without that constraint too: then it goes wrong, or the race proves nothing.
"""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager
from functools import partial
from unittest import mock

import pytest
from django.db import IntegrityError, OperationalError, connection

from jinguo.core.errors import Refused
from jinguo.facts.models import Fact
from jinguo.members import actions, queries
from jinguo.members.actions import common
from jinguo.members.models import Membership, Office
from jinguo.people import queries as register
from tests.make import members as make
from tests.make import org, people
from tests.races.processes import at_once

pytestmark = [pytest.mark.race, pytest.mark.slow]
NOW = people.instant(make.DAY)


def outcome(act) -> str:
    """Return what became of an act, whose transaction takes a while after it has written."""
    keep = common.keep

    def slowly(*args, **given):
        keep(*args, **given)
        time.sleep(0.4)

    try:
        with mock.patch.object(common, "keep", slowly):
            made = act()
    except Refused as refusal:
        return refusal.code
    except (IntegrityError, OperationalError):  # the second also where two wait for each other
        return "collided"
    return made.title if isinstance(made, Office) else made.state


def both(*acts) -> list[str]:
    return sorted(at_once([partial(outcome, act) for act in acts]))


@contextmanager
def without_locks():
    """Let acts decide without holding the rows of the body, the membership and the person."""
    body, membership = queries.get_body, queries.get_membership
    with ExitStack() as stack:
        for module, name, unlocked in (
            (queries, "get_body", lambda actor, key, lock=False: body(actor, key)),
            (queries, "get_membership", lambda actor, key, lock=False: membership(actor, key)),
            (common, "registered", register.get_person),
        ):
            stack.enter_context(mock.patch.object(module, name, unlocked))
        yield


@contextmanager
def without_guards(model, name):
    """Besides let the database forget one of its constraints; what was written meanwhile is swept away."""
    [constraint] = [one for one in model._meta.constraints if one.name == name]
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, constraint)
    try:
        with without_locks():
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)


@pytest.fixture
def body(committed):
    org.tree()
    make.scheme()
    return make.body()


def vote(one):
    return partial(make.voted, one, 9, 1, 1, by=make.district())


def numbers():
    return sorted(Membership.objects.values_list("number", flat=True))


# Two are admitted


@pytest.fixture
def two_before_the_council(body):
    return [
        make.checked(make.applied(of=body, who=make.woman(name=name)))
        for name in ("王秀英", "李爱华")
    ]


def test_two_admitted_at_once_get_two_numbers(two_before_the_council):
    assert both(*map(vote, two_before_the_council)) == ["admitted", "admitted"]
    assert numbers() == [1, 2]


def test_control_without_the_locks_only_the_constraint_stops_a_number_given_twice(
    two_before_the_council,
):
    with without_locks():
        assert both(*map(vote, two_before_the_council)) == ["admitted", "collided"]


def test_control_without_the_guards_a_number_is_given_twice(two_before_the_council):
    with without_guards(Membership, "certificate_number_is_once"):
        assert both(*map(vote, two_before_the_council)) == ["admitted", "admitted"]
        assert numbers() == [1, 1]


# One is admitted twice


def joined(one):
    return Fact.objects.filter(object_id=one.id, kind__startswith="members").count()


def test_one_vote_recorded_from_two_places_admits_once(two_before_the_council):
    one = two_before_the_council[0]

    assert both(vote(one), vote(one)) == ["admitted", "wrong-state"]
    assert joined(one) == 1


def test_control_without_the_locks_one_vote_is_counted_twice(two_before_the_council):
    one = two_before_the_council[0]

    with without_locks():
        assert both(vote(one), vote(one)) == ["admitted", "admitted"]

    assert joined(one) == 2


# One applies twice


def application(of, who):
    return partial(make.applied, of=of, who=who, by=make.chair())


def test_who_applies_from_two_places_at_once_has_applied_once(body):
    apply = application(body, make.woman())

    assert both(apply, apply) == ["already-in", "applied"]


def test_control_without_the_locks_only_the_constraint_stops_a_second_application(body):
    apply = application(body, make.woman())

    with without_locks():
        assert both(apply, apply) == ["applied", "collided"]


def test_control_without_the_guards_one_person_stands_in_a_body_twice(body):
    apply = application(body, make.woman())

    with without_guards(Membership, "person_is_in_a_body_once"):
        assert both(apply, apply) == ["applied", "applied"]


# Two take one office


def presidency(one):
    return partial(
        actions.take_office, actor=make.district(), membership_id=one.id, title="president",
        on=make.DAY, now=NOW,
    )  # fmt: skip


@pytest.fixture
def two_members(two_before_the_council):
    return [vote(one)() for one in two_before_the_council]


def test_of_two_who_become_president_at_once_one_does(two_members):
    assert both(*map(presidency, two_members)) == ["office-taken", "president"]
    assert Office.objects.count() == 1


def test_control_without_the_locks_only_the_constraint_stops_a_second_president(two_members):
    with without_locks():
        assert both(*map(presidency, two_members)) == ["collided", "president"]


def test_control_without_the_guards_a_body_has_two_presidents(two_members):
    with without_guards(Office, "body_has_one_president_and_one_secretary"):
        assert both(*map(presidency, two_members)) == ["president", "president"]
