"""The end of a round: its results worked out once, and a fact for each visit."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import ngettext

from jinguo.assess import events, policies, queries, states
from jinguo.assess.actions import common as acts
from jinguo.assess.actions.rounds import common
from jinguo.assess.models import Finding, Round, Visit
from jinguo.core.errors import Refused
from jinguo.org.actor import Actor


class VisitsOpen(Refused):
    """Some visits of a round are not filled yet."""


@transaction.atomic
def close_round(*, actor: Actor, round_id: UUID, now: datetime) -> Round:
    """
    Close a round whose visits are all done, work its results out and record each visit.

    :raises NotFound: no such round for this actor
    :raises WrongState: it is not in the field
    :raises Denied: the actor may not
    :raises VisitsOpen: some visits are not filled yet, or were sent back
    """
    found = queries.get_round(actor, round_id, lock=True)
    step = policies.check_round(actor, "close", found)
    check_done(found)
    findings = queries.findings_of(found)
    found.results = queries.work_out(found, findings)
    common.move(found, step, actor=actor, now=now)
    acts.record([_visited(found, one) for one in findings], actor=actor, capability=states.RUN)
    return found


def check_done(found: Round) -> None:
    """
    Pass when no visit of a round waits any more.

    :raises VisitsOpen: naming how many do
    """
    waiting = found.visits.filter(state__in=Visit.DUE).count()
    if waiting:
        raise VisitsOpen(
            ngettext(
                "%(count)d visit is not done yet.", "%(count)d visits are not done yet.", waiting
            )
            % {"count": waiting}
        )


def _visited(found: Round, finding: Finding) -> events.Visited:
    sampled = finding.visit.sampled
    claim = "confirmed" if finding.has_plaque else "refuted"
    return events.Visited(
        area=sampled.area_id,
        occurred_on=finding.visited_on,
        object_id=finding.visit_id,
        programme=found.programme,
        category=f"{found.purpose}.{claim if sampled.level else 'unlisted'}",
        subject=sampled.household_id,
    )
