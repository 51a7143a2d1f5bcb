"""Proposing to erase what is kept longer than the register of fields says."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core import locks
from jinguo.core.errors import Invalid, Refused
from jinguo.people import erasing, queries
from jinguo.people.actions.emptying import going
from jinguo.people.actions.erasing import AlreadyProposed, note, propose_erasure
from jinguo.people.models import Erasure
from jinguo.people.privacy import terms

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

MOST = 2_000  # records of one erasure; the next takes the rest
ANSWERS = "people.answer-requests"


class NothingDue(Refused):
    """Nothing of it is kept too long."""

    code = "nothing-due"


@transaction.atomic
def propose_retention(*, actor: Actor, treatment: str, now: datetime) -> Erasure:
    """
    Propose to erase what of a treatment is kept too long where the actor answers requests about data.

    Of records at most 2,000 at a time, without those that something still needs.

    :raises Denied: the actor does not answer requests about data
    :raises Invalid: no such treatment, or one without a term
    :raises NothingDue: nothing is kept too long
    :raises AlreadyProposed: it was proposed, and waits for a second person
    """
    actor.require(ANSWERS)
    if treatment not in terms():
        raise Invalid(_("Choose what is to be erased."), treatment="")
    area, today = actor.home_for(ANSWERS), localdate(now)
    if treatment == queries.RECORDS:
        return propose_records(actor, today, now)
    locks.hold(f"people.retention:{treatment}")
    waiting = Erasure.objects.proposed().filter(treatment=treatment).values_list("area", flat=True)
    if any(one.startswith(area) or area.startswith(one) for one in waiting):
        raise AlreadyProposed(_("This was proposed already. A second person decides on it."))
    plan = erasing.plan_of(queries.aged_pieces(treatment, today, area))
    if not plan.lines:
        raise NothingDue(_("Nothing of this is kept too long."))
    made = Erasure.objects.create(
        area_id=area,
        basis=Erasure.Basis.RETENTION,
        treatment=treatment,
        day=today,
        lines=[asdict(line) for line in plan.lines],
        count=0,
        proposed_at=now,
        proposed_by=actor.own_account,
        proposer=actor.name[:80],
    )
    note(actor, "people.propose-erasure", made)
    return made


def propose_records(actor: Actor, today: date, now: datetime) -> Erasure:
    """
    Propose to erase the records whose households left the register long enough ago.

    :raises NothingDue: there is none that nothing needs any more
    """
    ends = terms()[queries.RECORDS].ends
    assert ends is not None  # terms() has those alone
    over = queries.persons_due(ends.limit(today), within=actor.home_for(ANSWERS))
    ids = set(over.order_by("pk").values_list("pk", flat=True)[:MOST])
    needed = {one.person for one in erasing.obstacles_of(going(ids, now))}
    if not ids - needed:
        raise NothingDue(_("Nothing of this is kept too long, or something still needs it."))
    return propose_erasure(actor=actor, person_ids=ids - needed, now=now)
