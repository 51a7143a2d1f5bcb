"""What the trail gives reason to look at, and who is told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from jinguo.audit import alerts
from jinguo.audit.models import Event
from jinguo.core import trail
from jinguo.core.errors import Denied
from jinguo.core.ids import new_id
from jinguo.org.actor import Actor
from tests.make import org as make

pytestmark = pytest.mark.django_db


def note(times, action, *, at=make.NOON, by=None, **given):
    """Leave the same event on the trail some times, all at one instant."""
    before = set(Event.objects.values_list("id", flat=True))
    who = by or Actor(name="someone", account_id=new_id())
    for _time in range(times):
        trail.note(who, action, area="370211", **given)
    new = [id_ for id_ in Event.objects.values_list("id", flat=True) if id_ not in before]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE audit_event SET at = %s WHERE id = ANY(%s)", [at, new])
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return who


def seen(*, role="security-administrator", at="370211", now=make.NOON + dt.timedelta(hours=1)):
    return alerts.alerts(make.actor(role=role, at=at), now=now)


def night(hour, minute=0):
    return dt.datetime(2020, 6, 15, hour, minute, tzinfo=make.ZONE)


@pytest.mark.slow
@pytest.mark.parametrize(
    "rule, times, event",
    [
        ("failed-sign-ins", 10, {"action": "org.sign-in", "result": "refused"}),
        ("refusals", 20, {"action": "desk.households", "result": "denied"}),
        ("reveals", 20, {"action": "people.reveal"}),
        ("exports", 10, {"action": "exchange.export"}),
    ],
)
def test_as_many_as_the_rule_says_are_told_once_and_one_less_is_not(rule, times, event):
    who = note(times, **event)
    note(times - 1, **event)

    [alert] = seen()

    assert (alert.rule.key, alert.count, alert.account) == (rule, times, who.account_id)
    assert alert.day == make.DAY


@pytest.mark.slow
@pytest.mark.parametrize(
    "at, is_told",
    [(night(22), True), (night(5, 59), True), (night(6), False), (night(21, 59), False)],
)
def test_one_list_taken_out_at_night_is_enough(at, is_told):
    note(1, "exchange.export", at=at)

    found = seen(now=at + dt.timedelta(hours=1))

    assert [alert.rule.key for alert in found] == ["night-export"] * is_told


@pytest.mark.slow
def test_a_day_is_the_offices_day():
    who = note(5, "org.sign-in", result="refused", at=night(0, 30))
    note(5, "org.sign-in", result="refused", at=night(23, 30), by=who)

    assert [alert.count for alert in seen(now=night(23, 59))] == [10]


@pytest.mark.slow
def test_strangers_are_told_apart_by_their_address():
    for address, times in (("10.0.0.7", 10), ("10.0.0.8", 9)):
        stranger = Actor(name="system:sign-in", job="sign-in", address=address)
        note(times, "org.sign-in", result="refused", by=stranger)

    assert [alert.address for alert in seen()] == ["10.0.0.7"]


def test_what_is_older_than_the_days_asked_for_is_not_told():
    note(10, "exchange.export", at=make.NOON - dt.timedelta(days=8))

    assert seen() == []


@pytest.mark.slow
def test_what_happened_out_of_reach_is_not_told():
    note(10, "exchange.export")

    assert len(seen(at="370211")) == 1
    assert seen(at="370211106") == []


@pytest.mark.parametrize("role", ["system-administrator", "district-officer", "district-leader"])
def test_who_neither_audits_nor_secures_sees_no_alerts(role):
    with pytest.raises(Denied):
        seen(role=role)


@pytest.mark.slow
def test_alerts_cost_one_query_a_rule(django_assert_num_queries):
    note(20, "people.reveal")
    actor = make.actor(role="auditor")

    with django_assert_num_queries(len(alerts.RULES)):
        alerts.alerts(actor, now=make.NOON)
