"""Assessors sent out: each drawn household given to one of them by lot."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.assess import policies, queries
from jinguo.assess.actions.rounds import common
from jinguo.assess.evaluation.draws import assignment
from jinguo.assess.models import Assessor, Round, Sampled, Visit
from jinguo.core.errors import Refused
from jinguo.org.actor import Actor


class NoAssessors(Refused):
    """A round has nobody to send out yet."""


class GrantsLevels(Refused):
    """Who may certify levels in an area is no third party there."""


@transaction.atomic
def send_out(*, actor: Actor, round_id: UUID, now: datetime) -> Round:
    """
    Give each drawn household to an assessor, by lot from the round's seed, under a code that tells nothing.

    :raises NotFound: no such round for this actor
    :raises WrongState: nothing is drawn yet, or they are on their way
    :raises Denied: the actor may not
    :raises NoAssessors: nobody is named
    :raises GrantsLevels: one of those named may certify by now, and the round is a third party's
    :raises Refused: to one of the households nobody named may go: for a tie, or a part in its level
    """
    found = queries.get_round(actor, round_id, lock=True)
    step = policies.check_round(actor, "send-out", found)
    check_named(found)
    named, sample = list(found.assessors.order_by("id")), list(found.sample.all())
    for one in named:
        check_independent(found, one.account_id, one.name, timezone.localdate(now))
    assessors = as_assessors(found, named, [one.household_id for one in sample])
    assignment.check_able(villages_of(sample), assessors)
    drawn = {str(one.household_id): one for one in sample if not one.is_reserve}
    given = assignment.assign(villages_of(drawn.values()), assessors, found.seed)
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


def check_independent(found: Round, account_id: UUID | None, name: str, on: date) -> None:
    """
    Pass when an account is no third party's judge in its own cause.

    :raises GrantsLevels: the round is a third party's, and the account may certify in its area on that day
    """
    if account_id and queries.grants_levels(found, on).filter(id=account_id).exists():
        raise GrantsLevels(
            _(
                "%s may certify levels here. A third-party evaluation is visited by people who grant none."
            )
            % name
        )


def as_assessors(
    found: Round, rows: Iterable[Assessor], households: Collection[UUID]
) -> list[assignment.Assessor]:
    """Return assessors of a round as the draw reads them, with what they had a part in of some households."""
    rows = list(rows)
    parts = queries.parts_in(found, [one.account_id for one in rows if one.account_id], households)
    return [
        assignment.Assessor(
            str(one.id),
            frozenset(one.ties),
            frozenset(map(str, parts[one.account_id])) if one.account_id else frozenset(),
        )
        for one in rows
    ]


def villages_of(sampled: Iterable[Sampled]) -> dict[str, str]:
    """Return the village of each of some households of a sample, as the draw reads them."""
    return {str(one.household_id): one.area_id for one in sampled}


def _set_codes(found: Round, codes: dict[str, str]) -> None:
    rows = list(found.assessors.all())
    for row in rows:
        row.code = codes[str(row.id)]
    Assessor.objects.bulk_update(rows, ["code"])
