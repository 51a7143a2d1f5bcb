"""What the accounts of points keep of persons: keys alone, which stay when they are erased."""

from __future__ import annotations

from collections.abc import Iterator

from jinguo.ledger.models import Entry, HandOver
from jinguo.people import erasing
from jinguo.people.erasing import Going, Piece, Why, kept


def pieces(those: Going) -> Iterator[Piece]:
    """Yield the accounts, which are kept whole."""
    yield kept(Entry.objects.filter(household__in=those.households.keys()), Why.ACCOUNTS)
    yield kept(HandOver.objects.filter(received_by__in=those.persons), Why.ACCOUNTS)


PART = erasing.Part(pieces=pieces)
