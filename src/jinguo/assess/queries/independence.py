"""Who is independent: not whoever grants levels there, nor whoever had a part in those of a household."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from jinguo.assess.models import Round, Score, Transition
from jinguo.org import queries as org
from jinguo.org.models import Account
from jinguo.org.roles import Capability


def grants_levels(found: Round, on: date) -> QuerySet[Account]:
    """Return who may certify in the area of a third party's round; nobody where it is another's."""
    able = org.holders(Capability.ASSESS_CERTIFY, found.area_id, on)
    return able if found.purpose == Round.Purpose.THIRD_PARTY else able.none()


def parts_in(
    found: Round, accounts: Collection[UUID], households: Collection[UUID]
) -> dict[UUID, set[UUID]]:
    """
    Return by account the households whose level in the round's programme it had a part in.

    A part is a sheet filled, or any step recorded of an application or a recognition: recommended, put on a
    list for the notice, certified, delisted.
    """
    parts: dict[UUID, set[UUID]] = {one: set() for one in accounts}
    for model in (Score, Transition):
        for way in ("application", "recognition"):
            rows = model._default_manager.filter(
                **{
                    f"{way}__household__in": households,
                    f"{way}__programme": found.programme,
                    "account__in": accounts,
                }
            )
            for account, household in rows.order_by().values_list("account", f"{way}__household"):
                parts[account].add(household)
    return parts
