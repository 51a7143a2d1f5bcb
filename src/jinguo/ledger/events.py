"""
The facts this module records. Their docstrings are the reference.

They follow the ledger, so none is taken back alone: what was wrong is taken back there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jinguo.facts.events import Event


@dataclass(frozen=True, kw_only=True)
class Earned(Event):
    """A household earned points by a rule, or they were taken back (−); ``category`` is the rule's id."""

    kind: ClassVar[str] = "ledger.earned"
    object_type: ClassVar[str] = "ledger.entry"


@dataclass(frozen=True, kw_only=True)
class Spent(Event):
    """A household exchanged points for goods, or brought the goods back (−)."""

    kind: ClassVar[str] = "ledger.spent"
    object_type: ClassVar[str] = "ledger.entry"


@dataclass(frozen=True, kw_only=True)
class HandedOver(Event):
    """Goods, counted one by one, were handed over for points, or were brought back (−)."""

    kind: ClassVar[str] = "ledger.handed-over"
    object_type: ClassVar[str] = "ledger.entry"


@dataclass(frozen=True, kw_only=True)
class Expired(Event):
    """Points of a household expired before they were exchanged."""

    kind: ClassVar[str] = "ledger.expired"
    object_type: ClassVar[str] = "ledger.entry"
