"""Rounds of evaluation: which there are, the list a sample is drawn from, and the draw on record."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.assess.evaluation.draws.frame import Row, read_frame
from jinguo.assess.evaluation.draws.plan import read_plan
from jinguo.assess.evaluation.draws.record import as_record
from jinguo.assess.evaluation.draws.sample import Sample
from jinguo.assess.ladders import Rules
from jinguo.assess.models import (
    Assessor,
    Recognition,
    RecognitionQuerySet,
    Round,
    RoundQuerySet,
    Transition,
)
from jinguo.assess.queries.applications import latest_scores
from jinguo.core.errors import NotFound, Refused
from jinguo.org.actor import Actor
from jinguo.org.moves import Reach
from jinguo.org.roles import Capability
from jinguo.people.models import Household

PUBLIC = 100  # rounds listed before the public; each keeps its own page
SHOWN_TOWN = 9  # digits of a town's code


def rounds(actor: Actor) -> RoundQuerySet:
    """Return the rounds the actor can see."""
    return Round.objects.visible_to(actor)


def get_round(actor: Actor, round_id: UUID, *, lock: bool = False) -> Round:
    """
    Return one round with its area, sheet and ladder; ``lock`` holds its row until the transaction ends.

    :raises NotFound: none, or none this actor may see
    """
    found = rounds(actor).select_related("area", "sheet", "ladder")
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    one = found.filter(id=round_id).first()
    if one is None:
        raise NotFound(_("There is no such round."))
    return one


def get_assessor(found: Round, assessor_id: UUID) -> Assessor:
    """
    Return one assessor of a round.

    :raises NotFound: there is none
    """
    one = found.assessors.filter(id=assessor_id).first()
    if one is None:
        raise NotFound(_("There is no such assessor."))
    return one


@dataclass(frozen=True)
class RoundsDue:
    """Rounds in one state that wait for whoever runs them; ``due_on`` is the earliest day they are due."""

    state: str
    count: int
    due_on: date


@dataclass(frozen=True)
class PublicRound:
    """What anyone may know of a round: nothing of a household, nothing of who visits."""

    id: UUID
    title: str
    purpose: str
    area: str
    state: str
    frame_on: date
    plan: dict[str, Any]
    frame_digest: str
    plan_digest: str
    frozen_at: datetime
    seed: str
    seed_source: str
    drawn_at: datetime | None
    is_withdrawn: bool


def public_rounds() -> list[PublicRound]:
    """
    Return the rounds whose list is frozen, the latest first.

    A digest that was published stays, also where the round was withdrawn: nobody tries lists until one fits.
    """
    return [_public(one) for one in _published()[:PUBLIC]]


def get_public_round(round_id: UUID) -> PublicRound:
    """
    Return one round as anyone may know it.

    :raises NotFound: there is none, or its list is not frozen
    """
    one = _published().filter(id=round_id).first()
    if one is None:
        raise NotFound(_("There is no such round."))
    return _public(one)


def _published() -> QuerySet[Round]:
    def reached(state: Round.State) -> Min:
        return Min("transitions__at", filter=Q(transitions__to_state=state))

    found = Round.objects.exclude(frame_digest="").select_related("area")
    return found.annotate(
        frozen_at=reached(Round.State.FROZEN), drawn_at=reached(Round.State.DRAWN)
    ).order_by("-frozen_at", "-id")


def _public(one: Round) -> PublicRound:
    return PublicRound(
        id=one.id,
        title=one.title,
        purpose=str(Round.Purpose(one.purpose).label),
        area=one.area.name,
        state=str(Round.State(one.state).label),
        frame_on=one.frame_on,
        plan=one.plan,
        frame_digest=one.frame_digest,
        plan_digest=one.plan_digest,
        frozen_at=one.frozen_at,  # type: ignore[attr-defined]
        seed=one.seed,
        seed_source=one.seed_source,
        drawn_at=one.drawn_at,  # type: ignore[attr-defined]
        is_withdrawn=one.state == Round.State.WITHDRAWN,
    )


def rounds_due(actor: Actor) -> list[RoundsDue]:
    """Return the rounds the actor runs that are not over, by state."""
    within = actor.reach(Capability.ASSESS_RUN_ROUNDS).as_q("area__code")
    rows = Round.objects.filter(within, state__in=Round.OPEN).order_by().values_list("state")
    return [RoundsDue(*row) for row in rows.annotate(count=Count("id"), due=Min("due_on"))]


def count_rounds(rows: RoundQuerySet) -> dict[str, int]:
    """Return how many of some rounds are in each state, every state named."""
    found = dict(rows.order_by().values_list("state").annotate(Count("id")))
    return {state.value: found.get(state.value, 0) for state in Round.State}


def history_of_round(found: Round) -> list[Transition]:
    """Return the changes of state of a round, the latest first."""
    return list(found.transitions.order_by("-id"))


def held_on(actor: Actor, programme: str, area: str, on: date) -> RecognitionQuerySet:
    """Return what was held on a day by households that live in an area the actor runs rounds for."""
    return Recognition.objects.filter(
        _reach(actor, area).as_q("household__area__code"),
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        programme=programme,
        certified_on__lte=on,
    )


def share_asked(rules: Rules, count: int) -> int:
    """Return how many of ``count`` households the plan has a district check itself, rounded up."""
    return math.ceil(round(count * rules.sample_share, 9))


def frame_rows(actor: Actor, found: Round) -> Iterator[Row]:
    """
    Yield the households a sample of the round is drawn from, as of its day.

    Those that held a level; and where the plan asks for others too, every other one that lived there.
    """
    held = held_on(actor, found.programme, found.area_id, found.frame_on).values_list(
        "household_id", "household__area_id", "level", "certified_on"
    )
    listed = set()
    for household, village, level, certified_on in held:
        listed.add(household)
        yield Row(str(household), village, village[:SHOWN_TOWN], level, certified_on)
    if not read_plan(found.plan).unlisted:
        return
    others = Household.objects.filter(
        _reach(actor, found.area_id).as_q("area__code"),
        Q(closed_on__isnull=True) | Q(closed_on__gt=found.frame_on),
        is_resident=True,
        registered_on__lte=found.frame_on,
    ).values_list("id", "area_id")
    for household, village in others.iterator():
        if household not in listed:
            yield Row(str(household), village, village[:SHOWN_TOWN])


def _reach(actor: Actor, area: str) -> Reach:
    return actor.reach(Capability.ASSESS_RUN_ROUNDS).within(actor.moves.takes_in(area))


def first_scores(found: Round, households: Collection[UUID]) -> dict[UUID, UUID]:
    """Return by household the score it was certified with, as the level was held on the round's day."""
    held = dict(
        Recognition.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=found.frame_on),
            programme=found.programme,
            certified_on__lte=found.frame_on,
            household__in=households,
        ).values_list("application_id", "household_id")
    )
    return {held[application]: score.id for application, score in latest_scores(held).items()}


def sample_of(found: Round) -> Sample:
    """Return the sample of a round as it was drawn, in order of cell and place."""
    return Sample(tuple(one.as_unit() for one in found.sample.order_by("cell", "order")))


def draw_record(found: Round) -> dict[str, Any]:
    """
    Return what anyone outside needs to draw again, as ``jinguo draw verify`` reads it.

    :raises Refused: nothing is drawn yet
    """
    if not found.seed:
        raise Refused(_("Nothing is drawn yet. The record is complete when the seed is known."))
    return as_record(
        frame=read_frame(found.frame.csv.encode()),
        published={"frame": found.frame_digest, "plan": found.plan_digest},
        plan=read_plan(found.plan),
        seed=found.seed,
        sample=sample_of(found),
    )
