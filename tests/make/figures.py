"""A district whose figures are known: facts before a freeze of its report, and what comes after it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from jinguo.assess.events import Applied
from jinguo.facts import actions as facts
from jinguo.reports import actions
from tests.make import facts as one
from tests.make import org, programmes
from tests.make import reports as make


def district_with_figures():
    """A district whose facts are committed: 40 households, demonstration courtyards and applications."""
    org.tree()
    programmes.applied_packs()
    make.registered(40)
    make.recognised(range(2), on=date(2019, 12, 1))
    make.recognised(range(2, 5), on=date(2020, 6, 15))
    make.recognised(range(5, 7), on=date(2020, 8, 20))
    applied(3, date(2020, 3, 1))
    applied(4, date(2020, 9, 30))
    facts.roll_up()
    applied(2, date(2020, 10, 1))


def applied(count, on):
    """So many applications of the village."""
    facts.record(
        [one.happened(Applied, occurred_on=on, programme="courtyards") for _n in range(count)],
        actor=make.CLERK,
    )


def later():
    """What is recorded after a freeze, for the days before it too."""
    make.recognised(range(10, 16), on=date(2019, 6, 1))
    make.recognised(range(20, 23), on=date(2020, 8, 1))
    applied(5, date(2020, 8, 2))
    facts.roll_up()
    applied(1, date(2020, 8, 3))


def open_report(period):
    return actions.open_report(
        actor=make.CLERK, template_key="annual", area="370211", period=period, now=make.NOON
    )


def froze(report):
    return actions.freeze(actor=make.CLERK, report_id=report.id, now=timezone.now())
