"""Which sheet and which ladder hold where, and on which day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Length
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.assess import models
from jinguo.assess.ladders import Ladder, Sheet, as_ladder, as_sheet
from jinguo.core.errors import NotFound
from jinguo.core.versions import in_force, nearest

T = TypeVar("T")


def ladders_by_id(ids: Iterable[UUID]) -> dict[UUID, Ladder]:
    """Return stored ladders by id, in one query."""
    return {row.id: as_ladder(row) for row in models.Ladder.objects.filter(id__in=set(ids))}


def sheets_by_id(ids: Iterable[UUID]) -> dict[UUID, Sheet]:
    """Return stored sheets by id, in one query."""
    return {row.id: as_sheet(row) for row in models.Sheet.objects.filter(id__in=set(ids))}


def ladder_in_force(programme: str, area: str, on: date) -> Ladder:
    """
    Return the ladder that holds in ``area`` on ``on``: the nearest pack upward wins.

    :raises NotFound: no pack gives the programme a ladder there on that day
    """
    return ladders_in_force(programme, [area], on)[area]


def sheets_of(area: str) -> list[models.Sheet]:
    """
    Return every version of the sheets of the packs that hold in an area or below it.

    The nearest pack comes last, and of its versions the newest.
    """
    over = [area[:width] for width in range(len(area) + 1)]
    found = models.Sheet.objects.filter(Q(area__in=over) | Q(area__startswith=area))
    return list(found.order_by(Length("area"), "valid_from", "id"))


def sheet_in_force(programme: str, area: str, on: date) -> Sheet:
    """
    Return the sheet that holds in ``area`` on ``on``: the nearest pack upward wins.

    :raises NotFound: no pack gives the programme a sheet there on that day
    """
    return sheets_in_force(programme, [area], on)[area]


def ladders_in_force(programme: str, areas: Iterable[str], on: date) -> dict[str, Ladder]:
    """Return :func:`ladder_in_force` of each area, in one query."""
    rows = models.Ladder.objects.filter(_in_force(programme, on)).order_by("pack")
    over = nearest({row.area: as_ladder(row) for row in rows}, areas)
    return {area: _found(ladder, programme, on) for area, ladder in over.items()}


def ladders_around(area: str, on: date) -> dict[str, Ladder]:
    """
    Return by programme the ladder that holds in ``area`` on ``on``, in one query.

    Where none holds in all of it, the first of those that hold in a part of it.
    """
    found = [
        as_ladder(row)
        for row in models.Ladder.objects.filter(in_force(on)).order_by("pack")
        if area.startswith(row.area) or row.area.startswith(area)
    ]
    best_last = sorted(
        found,
        key=lambda one: (area.startswith(one.area), -abs(len(area) - len(one.area)), one.area),
    )
    return {ladder.programme: ladder for ladder in best_last}


def level_titles(programme: str, area: str, on: date) -> dict[str, str]:
    """Return what the levels of a programme are called in ``area`` on a day, in the reader's language."""
    ladder = ladders_around(area, on).get(programme)
    return {level.id: level.label for level in ladder.levels} if ladder else {}


def sheets_in_force(programme: str, areas: Iterable[str], on: date) -> dict[str, Sheet]:
    """Return :func:`sheet_in_force` of each area, in one query."""
    rows = models.Sheet.objects.filter(_in_force(programme, on)).order_by("pack")
    over = nearest({row.area: as_sheet(row) for row in rows}, areas)
    return {area: _found(sheet, programme, on) for area, sheet in over.items()}


def _in_force(programme: str, on: date) -> Q:
    return Q(programme=programme) & in_force(on)


def _found(thing: T | None, programme: str, on: date) -> T:
    if thing is None:
        raise NotFound(
            _("No plan has levels and a score sheet for “%(programme)s” there on %(on)s.")
            % {"programme": programme, "on": date_format(on)}
        )
    return thing
