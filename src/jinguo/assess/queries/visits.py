"""Visits of a round: an assessor's own, and all of them for whoever runs it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.assess.models import (
    Assessor,
    Finding,
    PassedOn,
    Round,
    Transition,
    Visit,
    VisitQuerySet,
)
from jinguo.assess.queries.independence import grants_levels
from jinguo.core.errors import NotFound
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

LOADED = ("round__sheet", "round__ladder", "round__area", "sampled__area", "assessor")


@dataclass(frozen=True)
class AssessorProgress:
    """How far an assessor of a round is."""

    id: UUID
    name: str
    code: str
    ties: Collection[str]
    has_account: bool
    due: int
    filled: int
    missed: int
    late: int


@dataclass(frozen=True)
class VisitsDue:
    """Visits that wait for the actor; ``due_on`` is the earliest day they are due."""

    count: int
    due_on: date


@dataclass(frozen=True)
class VisitsWith:
    """How many visits of a round one assessor still has to make."""

    round: Round
    assessor_id: UUID
    count: int


def own_visits(actor: Actor) -> VisitQuerySet:
    """Return the actor's own visits of rounds in the field, those to be done first, then by code."""
    found = Visit.objects.visible_to(actor).select_related(*LOADED)
    return found.order_by("round__due_on", "round", "code")


def visits_due(actor: Actor) -> VisitsDue | None:
    """Return how many of the actor's own visits wait; None where none does."""
    waiting = Visit.objects.visible_to(actor).filter(state__in=Visit.DUE)
    found = waiting.aggregate(count=Count("id"), due_on=Min("round__due_on"))
    return VisitsDue(**found) if found["count"] else None


def blind_to(actor: Actor) -> frozenset[UUID]:
    """
    Return the households whose scores the actor is not to see: those of her own visits still to be made.

    What she finds there is to be her own; from the day her visit is handed in she sees what others see.
    """
    if not actor.can(Capability.ASSESS_VISIT):
        return frozenset()
    waiting = Visit.objects.visible_to(actor).filter(state__in=Visit.DUE)
    return frozenset(waiting.values_list("sampled__household", flat=True))


def get_own_visit(actor: Actor, visit_id: UUID, *, lock: bool = False) -> Visit:
    """
    Return one of the actor's own visits; ``lock`` holds its round until the transaction ends.

    The round is what is held because reserves are taken from it: two assessors who meet nobody at the
    same moment get different ones.

    :raises NotFound: none, or none of hers in a round in the field
    """
    if lock:
        hold_round_of(visit_id)
    return _one(Visit.objects.visible_to(actor), visit_id)


def get_visit(actor: Actor, visit_id: UUID, *, lock: bool = False) -> Visit:
    """
    Return one visit of a round the actor runs; ``lock`` as in :func:`get_own_visit`.

    :raises NotFound: none, or none this actor may see
    """
    if lock:
        hold_round_of(visit_id)
    return _one(visits_run(actor), visit_id)


def visits_run(actor: Actor) -> QuerySet[Visit]:
    """Return the visits of the rounds the actor runs, whoever makes them."""
    return Visit.objects.filter(actor.reach(Capability.ASSESS_RUN_ROUNDS).as_q("round__area__code"))


def hold_round_of(visit_id: UUID) -> None:
    """Hold the row of a visit's round until the transaction ends."""
    held = Round.objects.filter(visits=visit_id)
    list(held.select_for_update(of=("self",), no_key=True))


def _one(visits: QuerySet[Visit], visit_id: UUID) -> Visit:
    found = visits.select_related(*LOADED).filter(id=visit_id).first()
    if found is None:
        raise NotFound(_("There is no such visit."))
    return found


def visits_of(found: Round) -> QuerySet[Visit]:
    """Return every visit of a round by its code, which is a random order."""
    return found.visits.select_related("sampled__area", "assessor").order_by("code")


def late_visits(found: Round, today: date) -> QuerySet[Visit]:
    """Return the visits of a round in the field that wait past its last day, by code."""
    every = visits_of(found)
    if found.state != Round.State.IN_FIELD or today <= found.due_on:
        return every.none()
    return every.filter(state__in=Visit.DUE)


def progress_of_assessors(found: Round, today: date) -> list[AssessorProgress]:
    """
    Return how far each assessor is, by name; it is a count of work left, not a comparison.

    ``late`` is how many wait past the last day of the round.
    """
    counted = {
        "due": Count("visits", filter=Q(visits__state__in=Visit.DUE)),
        "filled": Count("visits", filter=Q(visits__state=Visit.State.FILLED)),
        "missed": Count("visits", filter=Q(visits__state=Visit.State.MISSED)),
    }
    rows = found.assessors.annotate(**counted).order_by("name")
    is_late = found.state == Round.State.IN_FIELD and found.due_on < today
    return [
        AssessorProgress(
            row.id, row.name, row.code, row.ties, row.account_id is not None,
            row.due, row.filled, row.missed,  # type: ignore[attr-defined]
            row.due if is_late else 0,  # type: ignore[attr-defined]
        )
        for row in rows
    ]  # fmt: skip


def still_visiting(found: Round, on: date) -> QuerySet[Assessor]:
    """
    Return the assessors of a round who can be given a visit on a day.

    Not those whose visits were passed on, nor those whose account may visit there no longer or, where the
    round is a third party's, may certify there by now.
    """
    gone = PassedOn.objects.filter(visit__round=found).values("giver")
    able = org.holders(Capability.ASSESS_VISIT, found.area_id, on).exclude(
        id__in=grants_levels(found, on).values("id")
    )
    there = found.assessors.filter(Q(account__isnull=True) | Q(account__in=able.values("id")))
    return there.exclude(id__in=gone).order_by("id")


def codes_given(found: Round) -> set[str]:
    """Return the codes of a round's visits, those included that visits had before they were passed on."""
    before = PassedOn.objects.filter(visit__round=found).values_list("code", flat=True)
    return {*found.visits.values_list("code", flat=True), *before}


def passings_of(found: Round) -> list[PassedOn]:
    """Return which visits of a round were passed on, the latest first."""
    rows = PassedOn.objects.filter(visit__round=found)
    return list(rows.select_related("giver", "taker", "visit").order_by("-turn", "visit__code"))


def passings_of_visit(visit: Visit) -> list[PassedOn]:
    """Return from whom to whom a visit was passed on, the first time first."""
    return list(visit.passings.select_related("giver", "taker").order_by("turn"))


def visits_passed_to(actor: Actor) -> QuerySet[PassedOn]:
    """Return what was passed on to the actor, in rounds in the field and still hers."""
    own = Visit.objects.visible_to(actor)
    return PassedOn.objects.filter(visit__in=own, taker=F("visit__assessor"))


def stays_with(account_id: UUID) -> list[VisitsWith]:
    """Return what an account still has to visit, by round: it does not follow a post to its next holder."""
    rows = Assessor.objects.filter(account=account_id, round__state=Round.State.IN_FIELD)
    counted = rows.annotate(due=Count("visits", filter=Q(visits__state__in=Visit.DUE)))
    return [
        VisitsWith(one.round, one.id, one.due)
        for one in counted.filter(due__gt=0).select_related("round").order_by("round__due_on", "id")
    ]


def latest_finding(visit: Visit) -> Finding | None:
    """Return what was recorded last about a visit, if anything was."""
    return visit.findings.order_by("-at", "-id").first()


def sent_back_because(visit: Visit) -> str:
    """Return why a visit was sent back; empty where it was not."""
    if visit.state != Visit.State.RETURNED:
        return ""
    last: Transition | None = visit.transitions.order_by("-id").first()
    return last.reason if last else ""


def findings_of(found: Round) -> list[Finding]:
    """Return the finding in force of each filled visit of a round, with its visit and household."""
    rows = Finding.objects.filter(visit__round=found, visit__state=Visit.State.FILLED)
    last = rows.order_by("visit", "-at", "-id").distinct("visit")
    return list(last.select_related("visit__sampled__first", "visit__assessor"))
