"""How much instructors taught and sites were used: sessions that were held, and how long they took."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, QuerySet, Sum

from jinguo.activities.models import Session


@dataclass(frozen=True)
class Spent:
    """Sessions held, and their minutes together."""

    sessions: int = 0
    minutes: int = 0


def time_taught(
    instructors: Collection[UUID], first: date, last: date, *, area: str = ""
) -> dict[UUID, Spent]:
    """
    Return what some instructors taught in an area and below, from a day to a day, inclusive.

    An empty area is everywhere. Who taught nothing is there too.
    """
    found = Session.objects.filter(
        instructor__in=instructors, activity__area__code__startswith=area
    )
    return _spent("instructor_id", instructors, found, first, last)


def time_used(sites: Collection[UUID], first: date, last: date) -> dict[UUID, Spent]:
    """Return how some sites were used from a day to a day, inclusive; unused ones are there too."""
    return _spent("site_id", sites, Session.objects.filter(site__in=sites), first, last)


def _spent(
    what: str, ids: Collection[UUID], sessions: QuerySet[Session], first: date, last: date
) -> dict[UUID, Spent]:
    held = sessions.filter(
        state=Session.State.HELD, starts_at__date__gte=first, starts_at__date__lte=last
    )
    rows = held.order_by().values_list(what).annotate(
        sessions=Count("id"), time=Sum(F("ends_at") - F("starts_at"))
    )  # fmt: skip
    spent = {one: Spent(count, int(time.total_seconds()) // 60) for one, count, time in rows}
    return {one: spent.get(one, Spent()) for one in ids}
