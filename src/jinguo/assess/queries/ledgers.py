"""The two ledgers: of faults, one line each, and of rectifications, one line a household."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, F, Max, Min, Q, QuerySet

from jinguo.assess.models import Fault, Recognition
from jinguo.assess.queries.applications import narrowed
from jinguo.assess.queries.households import recognitions
from jinguo.org.actor import Actor

OPEN, OVERDUE, DONE, LOST = "open", "overdue", "done", "lost"
HELPED, ALONE = "helped", "alone"


@dataclass(frozen=True)
class Narrowing:
    """What a ledger is narrowed to on a day; empty parts keep all."""

    programme: str
    on: date
    area: str = ""
    state: str = ""
    help: str = ""


def fault_ledger(actor: Actor, asked: Narrowing) -> QuerySet[Fault]:
    """
    Return the faults of the households the actor sees, by their deadline.

    A fault is open while it has no repair and its household still holds the level; ``lost`` are those never
    put right.
    """
    seen = narrowed(recognitions(actor), actor, asked.programme, asked.area)
    rows = Fault.objects.filter(recognition__in=seen.order_by())
    open_now = Q(repair=None, recognition__ended_on=None)
    states = {
        OPEN: open_now,
        OVERDUE: open_now & Q(due_on__lt=asked.on),
        DONE: Q(repair__isnull=False),
        LOST: Q(repair=None, recognition__ended_on__isnull=False),
    }
    rows = rows.filter(states.get(asked.state, Q()), _helped(asked, "helper"))
    return rows.select_related("repair", "recognition__household", "recognition__area").order_by(
        "due_on", "id"
    )


def rectification_ledger(actor: Actor, asked: Narrowing) -> QuerySet[Recognition]:
    """
    Return the households that had something to put right, by the last of their deadlines.

    Of each come ``found_on`` (first day a fault was found), ``due_on_last``, ``faults_found``, ``repaired``
    and the ``helpers``. ``done`` are those with nothing left to put right, ``lost`` those that ended before.
    """
    rows = narrowed(recognitions(actor), actor, asked.programme, asked.area).annotate(
        found_on=Min("faults__found_on"),
        due_on_last=Max("faults__due_on"),
        faults_found=Count("faults"),
        repaired=Count("faults__repair"),
        helpers=StringAgg(
            "faults__helper", delimiter=", ", distinct=True, filter=~Q(faults__helper="")
        ),
    )
    is_open = Q(state=Recognition.State.RECTIFYING)
    states = {
        OPEN: is_open,
        OVERDUE: is_open & Q(rectify_by__lt=asked.on),
        DONE: ~is_open & Q(repaired=F("faults_found")),
        LOST: ~is_open & Q(repaired__lt=F("faults_found"), ended_on__isnull=False),
    }
    helped = {HELPED: Q(helpers__isnull=False), ALONE: Q(helpers=None)}
    rows = rows.filter(
        Q(faults_found__gt=0), states.get(asked.state, Q()), helped.get(asked.help, Q())
    )
    return rows.select_related("household", "area").order_by("due_on_last", "id")


def _helped(asked: Narrowing, column: str) -> Q:
    return {HELPED: ~Q(**{column: ""}), ALONE: Q(**{column: ""})}.get(asked.help, Q())
