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
    """

    kind: ClassVar[str]
    object_type: ClassVar[str]

    area: str
    occurred_on: date
    object_id: UUID
    programme: str = ""
    category: str = ""
    subject: UUID | None = None
    quantity: int = 1
    amount: int = 0
    data: Mapping[str, object] = field(default_factory=dict)
