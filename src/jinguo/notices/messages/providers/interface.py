"""What a provider is given, what it answers, and what every one of them must be able to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Outgoing:
    """
    One message as it is handed over: written out, with the address it goes to.

    ``key`` is the same whenever the same message is sent again. ``values`` are those of the template as
    they stand in ``text``.
    """

    key: UUID
    template: str
    title: str
    text: str
    values: Mapping[str, str]
    address: str
    is_sensitive: bool


@dataclass(frozen=True)
class Sent:
    """The provider took it and calls it so."""

    provider_id: str


@dataclass(frozen=True)
class NotSent:
    """It certainly did not go out; ``may_retry`` says whether trying later may help."""

    why: str
    may_retry: bool


@dataclass(frozen=True)
class PerhapsSent:
    """The answer did not come: it may have gone out."""

    why: str


Outcome = Sent | NotSent | PerhapsSent


class Provider(Protocol):
    """Somebody who carries messages. It raises nothing: what goes wrong is an outcome."""

    @property
    def name(self) -> str:
        """What it is called on the record of a message."""

    @property
    def repeats_known_for(self) -> timedelta:
        """How long after a first sending a second one with the same key goes out no more; zero: never."""

    def refusal(self, outgoing: Outgoing) -> str:
        """Return the code of why this message can never go out this way; empty when it can."""

    def send(self, outgoing: Outgoing) -> Outcome:
        """Hand a message over."""

    def ask(self, provider_id: str, address: str, on: date) -> Sent | NotSent | None:
        """Return what became of one handed over on a day: arrived or not; None while nobody knows."""
