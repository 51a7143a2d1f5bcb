"""The list frozen and published, then the seed entered and the sample drawn: in this order and no other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.assess import policies, queries
from jinguo.assess.actions.common import insert
from jinguo.assess.actions.rounds import common
from jinguo.assess.evaluation.draws.draw import draw
from jinguo.assess.evaluation.draws.frame import Frame, as_frame, read_frame
from jinguo.assess.evaluation.draws.plan import read_plan
from jinguo.assess.evaluation.draws.sample import Unit
from jinguo.assess.ladders import as_ladder
from jinguo.assess.models import Round, RoundFrame, Sampled
from jinguo.core.errors import Invalid
from jinguo.core.identifiers import refuse_identifiers
from jinguo.core.lots import Lots
from jinguo.org.actor import Actor

SOURCE_LENGTH = 200
TRIAL = "trial"  # a seed that shows, before the list is frozen, that the plan can be drawn from it


@transaction.atomic
def freeze_frame(*, actor: Actor, round_id: UUID, now: datetime) -> Round:
    """
    Store the list a sample will be drawn from, as of the round's day, and the digests of list and plan.

    :raises NotFound: no such round for this actor
    :raises WrongState: the list is frozen already
    :raises Denied: the actor may not
    :raises Invalid: the area has no households to draw from
    :raises Refused: the list does not hold what the plan asks for
    :raises IdentifierFound: the title, which everybody reads from now on, holds what a person is found by
    """
    found = queries.get_round(actor, round_id, lock=True)
    step = policies.check_round(actor, "freeze", found)
    refuse_identifiers(found.title, field="title")
    frame = drawable(actor, found)
    ladder = as_ladder(found.ladder)
    for level in {row.level for row in frame.rows if row.is_listed}:
        ladder.level(level)
    RoundFrame.objects.create(round=found, csv=frame.as_csv().decode())
    found.frame_digest, found.plan_digest = frame.digest, read_plan(found.plan).digest
    found.listed = sum(row.is_listed for row in frame.rows)
    found.unlisted = len(frame.rows) - found.listed
    common.move(found, step, actor=actor, now=now)
    return found


def drawable(actor: Actor, found: Round) -> Frame:
    """
    Return the list of a round as it would be frozen now, when its plan can be drawn from it.

    :raises Invalid: the area has no households to draw from
    :raises Refused: the list does not hold what the plan asks for; its fields name which number
    """
    frame = as_frame(queries.frame_rows(actor, found))
    draw(frame, read_plan(found.plan), TRIAL)
    return frame


@transaction.atomic
def draw_sample(*, actor: Actor, round_id: UUID, seed: str, source: str, now: datetime) -> Round:
    """
    Draw the sample of a frozen round from a seed that became known after its digests.

    ``source`` says where anyone finds the seed. Anyone with the record can draw again (``draw verify``).

    :raises NotFound: no such round for this actor
    :raises WrongState: the list is not frozen, or a sample was drawn from it
    :raises Denied: the actor may not
    :raises Invalid: no seed or no source, or one that is too long
    :raises IdentifierFound: the source, which everybody reads, holds what a person is found by
    """
    found = queries.get_round(actor, round_id, lock=True)
    step = policies.check_round(actor, "draw", found)
    if not 0 < len(source.strip()) <= SOURCE_LENGTH:
        sentence = _("Say where anyone can look the seed up, in at most 200 signs.")
        raise Invalid(sentence, source=sentence)
    refuse_identifiers(source, field="source")
    found.seed, found.seed_source = Lots(seed).seed, source.strip()
    sample = draw(read_frame(found.frame.csv.encode()), read_plan(found.plan), found.seed)
    insert(_rows(found, sample.units))
    common.move(found, step, actor=actor, now=now)
    return found


@transaction.atomic
def take_record(*, actor: Actor, round_id: UUID) -> dict[str, Any]:
    """
    Return what anyone outside needs to draw again, and leave on the trail who took it.

    :raises NotFound: no such round for this actor
    :raises Refused: nothing is drawn yet
    """
    found = queries.get_round(actor, round_id)
    record = queries.draw_record(found)
    common.note(actor, "take-record", found, count=len(record["sample"]))
    return record


def _rows(found: Round, units: Iterable[Unit]) -> list[Sampled]:
    units = list(units)
    first = queries.first_scores(found, [UUID(one.household) for one in units if one.is_listed])
    return [
        Sampled(
            round=found,
            household_id=UUID(one.household),
            area_id=one.village,
            level=one.level,
            cell=one.cell,
            order=one.order,
            is_reserve=one.is_reserve,
            probability=str(one.probability),
            stratum=one.group.stratum,
            cluster=one.group.cluster,
            population=one.group.population,
            first_id=first.get(UUID(one.household)),
        )
        for one in units
    ]
