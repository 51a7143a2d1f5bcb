"""What facts of other modules cause here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from uuid import UUID

from jinguo.core.recorded import signed
from jinguo.facts.models import Fact
from jinguo.facts.outbox import Handler
from jinguo.members.actions import ServiceSession, follow_attendance
from jinguo.members.actions.ending import BY_DAY
from jinguo.members.models import Agreement, JointActivity


def session_held(facts: list[Fact], now: datetime) -> None:
    """
    Write sessions that were held under an agreement into it, each once.

    A fact names the agreement in its data; one that names none, or one that is not there, is passed over.
    """
    named = {fact.id: fact.data["agreement"] for fact in facts if fact.data.get("agreement")}
    known = {
        str(one)
        for one in Agreement.objects.filter(id__in=named.values()).values_list("id", flat=True)
    }
    JointActivity.objects.bulk_create(
        [
            JointActivity(
                agreement_id=UUID(named[fact.id]), on=fact.occurred_on, session=fact.object_id,
                **signed(BY_DAY, now),
            )
            for fact in facts
            if fact.quantity > 0 and named.get(fact.id) in known
        ],
        ignore_conflicts=True,
    )  # fmt: skip


Sessions = Callable[[Collection[UUID]], Iterable[ServiceSession]]


def hours_of(sessions: Sessions) -> Handler:
    """
    Return what lets volunteers' hours follow who was at a session, when it was held or that is corrected.

    ``sessions`` finds those of some ids that are volunteer service; the module that holds them has it. A fact
    names the session in its data, or is about one.
    """

    def attended(facts: list[Fact], now: datetime) -> None:
        ids = {UUID(str(fact.data.get("session") or fact.object_id)) for fact in facts}
        for session in sessions(ids):
            follow_attendance(session, now=now)

    return attended
