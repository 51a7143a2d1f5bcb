"""What the plan says on bodies, agreements, volunteers and appointments, where and on which day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.versions import in_force, nearest
from jinguo.members import models
from jinguo.members.schemes import NotInPlan, RecordChecks, Scheme, as_scheme


def schemes_over(area: str, on: date) -> dict[str, Scheme]:
    """Return by programme the scheme that holds in an area on a day: the nearest pack upward wins."""
    by_programme: defaultdict[str, dict[str, Scheme]] = defaultdict(dict)
    for row in models.Scheme.objects.filter(in_force(on)).order_by("programme", "pack"):
        by_programme[row.programme][row.area] = as_scheme(row)
    found = {key: nearest(by_area, [area])[area] for key, by_area in by_programme.items()}
    return {key: scheme for key, scheme in found.items() if scheme}


def schemes_with(part: str, area: str, on: date) -> dict[str, Scheme]:
    """Return those of :func:`schemes_over` that provide for something: a field of :class:`Scheme`."""
    return {key: one for key, one in schemes_over(area, on).items() if getattr(one, part)}


def scheme_with(part: str, programme: str, area: str, on: date) -> Scheme:
    """
    Return the scheme of a programme that provides for something in an area on a day.

    :raises NotInPlan: there is none
    """
    found = schemes_with(part, area, on).get(programme)
    if found is None:
        raise NotInPlan(_("The plan does not provide for this, there and on that day."))
    return found


def record_checks_over(area: str, on: date) -> RecordChecks:
    """
    Return how long a crime-record check holds in an area: of several, the shortest.

    :raises NotInPlan: the plan does not say
    """
    found = [one.record_checks for one in schemes_with("record_checks", area, on).values()]
    known = [one for one in found if one]
    if not known:
        raise NotInPlan(_("The plan does not say how long a crime-record check holds."))
    return min(known, key=lambda one: one.months)


def schemes_by_id(ids: Iterable[UUID]) -> dict[UUID, Scheme]:
    """Return versions by id, in one query: those that records were made under."""
    return {row.id: as_scheme(row) for row in models.Scheme.objects.filter(id__in=set(ids))}
