"""Reports over a few facts, recorded the way the acts record them."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from jinguo.assess.events import Recognised
from jinguo.facts import actions as facts
from jinguo.facts.events import Event
from jinguo.facts.queries import Period
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people.events import HouseholdRegistered
from jinguo.reports import actions
from jinguo.reports.models import Freeze, Report
from tests.make.programmes import NOON

CLERK = Actor.system(
    "tests", Capability.REPORTS_VIEW, Capability.REPORTS_FREEZE, Capability.FIGURES_VIEW
)
NAMESPACE = UUID(int=9)
VILLAGE = "370211105201"


def household(number: int) -> UUID:
    """The id of the nth invented household."""
    return uuid5(NAMESPACE, f"household {number}")


def registered(count: int, *, on: date = date(2019, 3, 31)) -> None:
    """Facts of so many resident households."""
    events: list[Event] = [
        HouseholdRegistered(
            area=VILLAGE,
            occurred_on=on,
            object_id=household(n),
            category="resident",
            subject=household(n),
        )
        for n in range(count)
    ]
    facts.record(events, actor=CLERK)


def recognised(
    numbers: range, *, on: date = date(2020, 6, 15), level: str = "demo", quantity: int = 1
) -> list[UUID]:
    """Facts of recognitions that begin, or with a quantity of −1 end."""
    return facts.record(
        [
            Recognised(
                area=VILLAGE,
                occurred_on=on,
                object_id=uuid5(NAMESPACE, f"recognition {n} {level}"),
                programme="courtyards",
                category=level,
                subject=household(n),
                quantity=quantity,
            )
            for n in numbers
        ],
        actor=CLERK,
    )


def annual(year: int = 2020, *, area: str = "370211") -> Report:
    """The open annual report of a year."""
    return actions.open_report(
        actor=CLERK, template_key="annual", area=area, period=Period.year(year), now=NOON
    )


def frozen(report: Report) -> Freeze:
    """A freeze of a report that is open again."""
    freeze = actions.freeze(actor=CLERK, report_id=report.id, now=NOON)
    actions.reopen(actor=CLERK, report_id=report.id, reason="补录", now=NOON)
    return freeze
