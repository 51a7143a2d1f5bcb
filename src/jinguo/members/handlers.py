"""What facts of other modules cause here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from jinguo.facts.models import Fact
from jinguo.members.actions import common
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
                **common.written(BY_DAY, now),
            )
            for fact in facts
            if fact.quantity > 0 and named.get(fact.id) in known
        ],
        ignore_conflicts=True,
    )  # fmt: skip
