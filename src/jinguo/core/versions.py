"""
Versions of what a pack publishes: each holds from a day until the next one's; one in use stays as it was.

The tables belong to the modules; here is what is the same for all of them. A version's row has ``id``,
``pack``, ``area``, ``programme``, ``valid_from`` (inclusive), ``valid_to`` (exclusive, None for open) and
``digest``, which is the same for the same definition. Where two packs of one area publish the same, the one
whose name comes last holds: readers order by ``pack``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid, Refused

PUBLISHED, REPLACED, UNCHANGED = "published", "replaced", "unchanged"
T = TypeVar("T")
Version = TypeVar("Version", bound=Any)


class InUse(Refused):
    """A version that records were made under may not change; a new one begins on a later day."""


class Published(NamedTuple):
    """The version's id, and what was done: ``published``, ``replaced`` or ``unchanged``."""

    id: UUID
    change: str


def publish(
    wanted: Version,
    same: QuerySet[Any],
    known: Version | None,
    *,
    is_used: Callable[[Version], bool],
) -> Published:
    """
    Store a version; the same digest again changes nothing.

    ``same`` are the versions it may not overlap; ``known`` is the one that begins on the same day. An
    earlier version without an end ends on ``valid_from``. Must be inside a transaction.

    :raises Invalid: it ends before it begins, or two would be in force on one day
    :raises InUse: the definition differs and records were made under the stored one
    """
    if known and (known.digest, known.area) == (wanted.digest, wanted.area):
        return Published(known.id, UNCHANGED)
    if known and is_used(known):
        raise InUse(
            _("“%(version)s” is in use. Publish a version that begins on a later day.")
            % {"version": known}
        )
    if wanted.valid_to is not None and wanted.valid_to <= wanted.valid_from:
        raise Invalid(_("The last day lies before the first."))
    same.filter(valid_from__lt=wanted.valid_from, valid_to__isnull=True).update(
        valid_to=wanted.valid_from
    )
    _check_overlap(wanted, same.exclude(id=known.id) if known else same)
    if known:
        wanted.id = known.id
        wanted.save(force_update=True)
        return Published(wanted.id, REPLACED)
    wanted.save(force_insert=True)
    return Published(wanted.id, PUBLISHED)


def _check_overlap(wanted: Any, others: QuerySet[Any]) -> None:
    ends = Q() if wanted.valid_to is None else Q(valid_from__lt=wanted.valid_to)
    clash = others.filter(
        ends, Q(valid_to__isnull=True) | Q(valid_to__gt=wanted.valid_from)
    ).first()
    if clash is not None:
        raise Invalid(
            _("“%(version)s” is in force on the same days; end it first.") % {"version": clash}
        )


def in_force(on: date) -> Q:
    """Return the condition that keeps the versions in force on a day."""
    ends = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    return Q(valid_from__lte=on) & ends


def nearest(found: Mapping[str, T], areas: Iterable[str]) -> dict[str, T | None]:
    """Return for each area what the nearest area upward has, itself first; ``found`` is by area code."""
    widths = sorted({len(area) for area in found}, reverse=True)
    return {
        area: next((found[area[:width]] for width in widths if area[:width] in found), None)
        for area in set(areas)
    }
