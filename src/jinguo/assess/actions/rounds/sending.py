"""Assessors sent out: each drawn household given to one of them by lot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.assess import policies, queries
from jinguo.assess.actions.rounds import common
from jinguo.assess.evaluation.draws import assignment
from jinguo.assess.models import Assessor, Round, Visit
from jinguo.core.errors import Refused
from jinguo.org.actor import Actor


class NoAssessors(Refused):
    """A round has nobody to send out yet."""


@transaction.atomic
def send_out(*, actor: Actor, round_id: UUID, now: datetime) -> Round:
    """
    Give each drawn household to an assessor, by lot from the round's seed, under a code that tells nothing.

    :raises NotFound: no such round for this actor
    :raises WrongState: nothing is drawn yet, or they are on their way
    :raises Denied: the actor may not
    :raises NoAssessors: nobody is named
    :raises Refused: everyone named has a tie to one of the villages
    """
    found = queries.get_round(actor, round_id, lock=True)
    step = policies.check_round(actor, "send-out", found)
    check_named(found)
    assessors = as_assessors(found.assessors.order_by("id"))
    sample = list(found.sample.all())
    assignment.check_able(sorted({one.area_id for one in sample}), assessors)
    drawn = {str(one.household_id): one for one in sample if not one.is_reserve}
    villages = {household: one.area_id for household, one in drawn.items()}
    given = assignment.assign(villages, assessors, found.seed)
    _set_codes(found, assignment.round_codes(assessors, found.seed))
    visits = [
        Visit(round=found, sampled=drawn[one.job], assessor_id=UUID(one.assessor), code=one.code,
              state=Visit.State.OPEN)
        for one in given
    ]  # fmt: skip
    common.begin(visits, actor=actor, now=now)
    common.move(found, step, actor=actor, now=now)
    return found


def check_named(found: Round) -> None:
    """
    Pass when a round has someone to send out.

    :raises NoAssessors: nobody is named
    """
    if not found.assessors.exists():
        raise NoAssessors(_("Nobody is named to visit yet. Name assessors first."))


def as_assessors(rows: Iterable[Assessor]) -> list[assignment.Assessor]:
    """Return assessors of a round as the draw reads them."""
    return [assignment.Assessor(str(one.id), frozenset(one.ties)) for one in rows]


def _set_codes(found: Round, codes: dict[str, str]) -> None:
    rows = list(found.assessors.all())
    for row in rows:
        row.code = codes[str(row.id)]
    Assessor.objects.bulk_update(rows, ["code"])
