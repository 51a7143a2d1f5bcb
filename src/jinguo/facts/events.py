"""The shape every module's facts are recorded in; each module subclasses it in its own ``events.py``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Event:
    """
    Something that happened and is to be counted.

    ``area`` is the code in force on the day. ``subject`` is the id of the person or household
    counted; only a keyed pseudonym of it is stored. ``quantity`` is signed, ``amount`` is signed
    and in fen. ``data`` holds ids and codes, never names or case content.

    ``is_correctable`` says that a fact of this kind may be taken back alone: it counts an act. Where an act
    of its record takes the count back, it does so by a correction too, and a fact is corrected once. A fact
    that follows what its record is (a level held, a household on the register) is undone by an act of the
    record, or record and figure would part.
    """

    kind: ClassVar[str]
    object_type: ClassVar[str]
    is_correctable: ClassVar[bool] = False

    area: str
    occurred_on: date
    object_id: UUID
    programme: str = ""
    category: str = ""
    subject: UUID | None = None
    quantity: int = 1
    amount: int = 0
    data: Mapping[str, object] = field(default_factory=dict)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        _kinds.setdefault(cls.kind, []).append(cls)


_kinds: dict[str, list[type[Event]]] = {}


def is_correctable(kind: str) -> bool:
    """Say whether facts of a kind may be taken back alone; never of a kind nothing records any more."""
    known = _kinds.get(kind, [])
    return bool(known) and all(event.is_correctable for event in known)
