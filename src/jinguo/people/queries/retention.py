"""What is kept longer than the register of fields says, in a few statements for all of an area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left

from jinguo.people import erasing
from jinguo.people.erasing import Aged, Piece
from jinguo.people.models import TOWN, Erased, Erasure, Membership, Person, Resident
from jinguo.people.privacy import terms

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

RECORDS = "name"
"""The treatment by whose term whole records go: those of persons whose households left the register."""


@dataclass(frozen=True)
class Due:
    """How many rows of a treatment are kept too long in a town."""

    treatment: str
    town: str
    count: int


def due(today: date, *, within: str = "") -> list[Due]:
    """
    Return what is kept too long on a day in an area, by treatment and town; one statement a table.

    For jobs and for who answers requests about data in that area.
    """
    found: dict[tuple[str, str], int] = {}
    for name, one in terms().items():
        assert one.ends is not None  # terms() has those alone
        limit = one.ends.limit(today)
        sets: list[tuple[QuerySet[Person] | QuerySet[Erased], str]] = [
            (rows_of(aged, limit, within), aged.area)
            for aged in erasing.aged()
            if aged.treatment == name
        ]
        if name == RECORDS:
            sets.append((persons_due(limit, within=within), "area__code"))
        for rows, area in sets:
            by_town = rows.order_by().annotate(town=Left(area, TOWN)).values("town")
            for town, count in by_town.annotate(rows=Count("pk")).values_list("town", "rows"):
                found[name, town] = found.get((name, town), 0) + count
    order = list(terms())
    rows_found = [Due(name, town, count) for (name, town), count in found.items()]
    return sorted(rows_found, key=lambda row: (order.index(row.treatment), row.town))


def rows_of(aged: Aged, limit: date, within: str) -> QuerySet[Person]:
    """Return the rows of one table that are too old in an area."""
    return aged.piece(limit).rows.filter(**{f"{aged.area}__startswith": within})


def aged_pieces(treatment: str, today: date, within: str) -> list[Piece]:
    """Return what becomes of the rows of a treatment that are too old on a day in an area."""
    ends = terms()[treatment].ends
    assert ends is not None  # terms() has those alone
    limit = ends.limit(today)
    found = [(one, one.piece(limit)) for one in erasing.aged() if one.treatment == treatment]
    return [erasing.narrowed(piece, rows_of(one, limit, within)) for one, piece in found]


def persons_due(limit: date, *, within: str = "") -> QuerySet[Person]:
    """
    Return the records whose households have all left the register by a day.

    Without those who have an account of their own, who were erased or merged, or for whom it was proposed.
    """
    lived = Membership.objects.filter(person=OuterRef("pk"))
    still = lived.filter(Q(household__closed_on__isnull=True) | Q(household__closed_on__gt=limit))
    proposed = Erased.objects.filter(person=OuterRef("pk"), erasure__state=Erasure.State.PROPOSED)
    return Person.objects.filter(
        Exists(lived),
        ~Exists(still),
        ~Exists(Resident.objects.filter(person=OuterRef("pk"))),
        ~Exists(proposed),
        erased_on__isnull=True,
        merged_into__isnull=True,
        area__code__startswith=within,
    )


def due_for(actor: Actor, today: date) -> list[Due]:
    """Return what is kept too long where the actor answers requests about data."""
    actor.require("people.answer-requests")
    return due(today, within=actor.home_for("people.answer-requests"))
