"""What an entry of an account is about, in words."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.ledger.models import Entry
from jinguo.ledger.schemes import Scheme, as_scheme

Known = dict[UUID, Scheme]  # versions read already, by their ids


def title_of(entry: Entry, known: Known, goods: Callable[[Entry], str]) -> str:
    """
    Return what an entry is about: the rule, the goods, or what it takes back.

    ``goods`` says what was handed over with an entry, and to whom, as far as this reader may know it.
    """
    if entry.reverses is not None:
        return _("Taken back: %s") % title_of(entry.reverses, known, goods)
    if entry.hand_over is not None:
        return goods(entry)
    if entry.scheme is not None:
        return scheme_of(entry, known).rule(entry.rule, entry.on).label
    return str(entry.get_kind_display())


def scheme_of(entry: Entry, known: Known) -> Scheme:
    """Return the version an entry of points earned was recorded under, read once for all that share it."""
    assert entry.scheme is not None
    if entry.scheme.id not in known:
        known[entry.scheme.id] = as_scheme(entry.scheme)
    return known[entry.scheme.id]
