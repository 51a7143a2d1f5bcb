"""Visits of an assessor who cannot go on, passed to the others by lot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.assess import policies, queries
from jinguo.assess.actions.common import check_reason, insert, record_transitions
from jinguo.assess.actions.rounds import common
from jinguo.assess.actions.rounds.sending import as_assessors, villages_of
from jinguo.assess.evaluation.draws import assignment
from jinguo.assess.models import Assessor, PassedOn, Round, Visit
from jinguo.core.errors import Refused
from jinguo.core.recorded import signed
from jinguo.org.actor import Actor


class NothingOpen(Refused):
    """An assessor has no visit left to make."""


class NobodyElse(Refused):
    """No other assessor of a round can be given visits."""


@transaction.atomic
def pass_visits_on(
    *, actor: Actor, round_id: UUID, assessor_id: UUID, reason: str, now: datetime
) -> int:
    """
    Pass the visits an assessor still has to make to the others of the round, by lot; return how many.

    Each gets another code, so that a list she holds leads nowhere. One that was sent back to her is open
    again: what she recorded stays on record and is not shown to who comes next. From then on she is given no
    visit of the round, a reserve neither.

    :raises NotFound: no such round for this actor, or no such assessor in it
    :raises WrongState: the round is not in the field
    :raises Denied: the actor may not
    :raises Invalid: no reason, or one that is too long
    :raises NothingOpen: she has nothing left to visit
    :raises NobodyElse: nobody else of the round can be given a visit
    :raises Refused: to one of the households none of the others may go: for a tie, or a part in its level
    """
    found = queries.get_round(actor, round_id, lock=True)
    policies.check_round(actor, "pass-visits-on", found)
    assessor = queries.get_assessor(found, assessor_id)
    today, said = timezone.localdate(now), check_reason(reason)
    visits, others = _passable(found, assessor, today)
    turn = _turn(found)
    given = _lots(found, visits, others, turn)
    rows = _rows(visits, given, turn, said, actor=actor, now=now)
    back = [one for one in visits if one.state == Visit.State.RETURNED]
    record_transitions(back, Visit.State.OPEN, actor=actor, on=today, now=now, reason=said)
    for visit in visits:
        to = given[str(visit.sampled.household_id)]
        visit.assessor_id, visit.code, visit.state = UUID(to.assessor), to.code, Visit.State.OPEN
    Visit.objects.bulk_update(visits, ["assessor", "code", "state"])
    insert(rows)
    common.note(actor, "pass-visits-on", found, count=len(visits))
    return len(visits)


def check_passable(actor: Actor, found: Round, assessor: Assessor, today: date) -> None:
    """Pass when an assessor's visits could be passed on; raises as :func:`pass_visits_on`."""
    policies.check_round(actor, "pass-visits-on", found)
    _passable(found, assessor, today)


def _passable(found: Round, assessor: Assessor, today: date) -> tuple[list[Visit], list[Assessor]]:
    visits = list(
        found.visits.filter(assessor=assessor, state__in=Visit.DUE).select_related("sampled")
    )
    if not visits:
        raise NothingOpen(_("She has nothing left to visit."))
    others = list(queries.still_visiting(found, today).exclude(id=assessor.id))
    if not others:
        raise NobodyElse(_("Nobody else of this round can be given her visits."))
    sampled = [one.sampled for one in visits]
    able = as_assessors(found, others, [one.household_id for one in sampled])
    assignment.check_able(villages_of(sampled), able)
    return visits, others


def _turn(found: Round) -> int:
    return PassedOn.objects.filter(visit__round=found).values("turn").distinct().count() + 1


def _lots(
    found: Round, visits: Iterable[Visit], others: Sequence[Assessor], turn: int
) -> dict[str, assignment.Assignment]:
    """Return who visits which household, by the household."""
    due = Count("visits", filter=Q(visits__state__in=Visit.DUE))
    waiting = found.assessors.annotate(due=due).values_list("id", "due")
    sampled = [one.sampled for one in visits]
    given = assignment.pass_all_on(
        villages_of(sampled),
        as_assessors(found, others, [one.household_id for one in sampled]),
        found.seed,
        turn=turn,
        waiting={str(one): count for one, count in waiting},
        taken=queries.codes_given(found),
    )
    return {one.job: one for one in given}


def _rows(
    visits: Iterable[Visit],
    given: dict[str, assignment.Assignment],
    turn: int,
    reason: str,
    *,
    actor: Actor,
    now: datetime,
) -> list[PassedOn]:
    by = signed(actor, now)
    return [
        PassedOn(
            visit=one,
            turn=turn,
            giver_id=one.assessor_id,
            taker_id=UUID(given[str(one.sampled.household_id)].assessor),
            code=one.code,
            reason=reason,
            **by,
        )
        for one in visits
    ]
