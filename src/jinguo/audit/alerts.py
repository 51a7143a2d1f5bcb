"""What on the trail should be looked at: one rule a kind, each over one day of one account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Case, CharField, Count, F, Max, Min, Q, QuerySet, Value, When
from django.db.models.functions import ExtractHour, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jinguo.audit.models import TAKEN_OUT, Event
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

EXPORTS = ("audit.export", *TAKEN_OUT)
NIGHT = Q(hour__gte=22) | Q(hour__lt=6)  # in the zone of the office


@dataclass(frozen=True)
class Rule:
    """Events of one kind, and how many of one account in a day are enough to look at."""

    key: str
    title: str | Promise
    about: str | Promise
    events: Q
    at_least: int


RULES = (
    Rule(
        "failed-sign-ins",
        _("Many failed sign-ins"),
        _("10 or more in a day with one account, or from one address without one"),
        Q(action="org.sign-in", result="refused"),
        10,
    ),
    Rule(
        "refusals",
        _("Many refusals"),
        _("20 or more acts or pages refused to one account in a day"),
        Q(result__in=("refused", "denied")) & ~Q(action="org.sign-in"),
        20,
    ),
    Rule(
        "reveals",
        _("Many masked values opened"),
        _("20 or more by one account in a day"),
        Q(action="people.reveal", result="done"),
        20,
    ),
    Rule(
        "night-export",
        _("Lists taken out at night"),
        _("any between 22:00 and 6:00"),
        Q(action__in=EXPORTS, result="done") & NIGHT,
        1,
    ),
    Rule(
        "exports",
        _("Many lists taken out"),
        _("10 or more by one account in a day"),
        Q(action__in=EXPORTS, result="done"),
        10,
    ),
)


@dataclass(frozen=True)
class Alert:
    """One rule that one account met on one day; strangers are told apart by their address."""

    rule: Rule
    day: date
    account: UUID | None
    actor: str
    address: str
    count: int
    first_at: datetime
    last_at: datetime


def alerts(actor: Actor, *, now: datetime, days: int = 7) -> list[Alert]:
    """
    Return what the last ``days`` days gave reason to look at within reach, the newest first.

    One query a rule, whatever their number.

    :raises Denied: the actor sees no alerts
    """
    actor.require(Capability.AUDIT_ALERTS)
    reach = actor.reach(Capability.AUDIT_ALERTS)
    recent = Event.objects.filter(
        reach.as_q("area") | Q(area=""), at__gt=now - timedelta(days=days), at__lte=now
    )
    return met(recent)


def met(events: QuerySet[Event]) -> list[Alert]:
    """Return the alerts that some events gave, the newest first."""
    found = [alert for rule in RULES for alert in _met(rule, events)]
    return sorted(found, key=lambda alert: alert.last_at, reverse=True)


def _met(rule: Rule, events: QuerySet[Event]) -> Iterator[Alert]:
    stranger = Case(
        When(account__isnull=True, then=F("address")),
        default=Value(""),
        output_field=CharField(),
    )
    zone = ZoneInfo(settings.TIME_ZONE)
    rows = (
        events.order_by()
        .annotate(day=TruncDate("at", tzinfo=zone), hour=ExtractHour("at", tzinfo=zone))
        .filter(rule.events)
        .values("day", "account", "actor", stranger=stranger)
        .annotate(times=Count("id"), first_at=Min("at"), last_at=Max("at"))
        .filter(times__gte=rule.at_least)
    )
    for row in rows:
        yield Alert(
            rule=rule,
            day=row["day"],
            account=row["account"],
            actor=row["actor"],
            address=row["stranger"],
            count=row["times"],
            first_at=row["first_at"],
            last_at=row["last_at"],
        )
