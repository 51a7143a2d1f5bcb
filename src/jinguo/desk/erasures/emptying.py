"""What the workbench keeps of accounts of staff, and what becomes of it when their time is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import Model

from jinguo.desk.models import LastLook, SavedFilter
from jinguo.people import erasing
from jinguo.people.actions import gone_staff, place_of_staff
from jinguo.people.erasing import Piece


def of_gone_staff(model: type[Model]) -> Callable[[date], Piece]:
    """Return what gives the rows of a table that accounts kept whose time is over."""

    def piece(limit: date) -> Piece:
        rows = model._default_manager.filter(account__in=gone_staff(limit))
        return Piece(rows=rows.annotate(place=place_of_staff("account")))

    return piece


# Residents have no workbench: nothing of it is one person's to erase.
PART = erasing.Part(
    aged=[erasing.Aged("staff", "place", of_gone_staff(one)) for one in (SavedFilter, LastLook)]
)
