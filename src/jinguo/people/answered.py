"""
The port through which who asked about her data hears that there is an answer.

Messages are a module above, so it is told within the transaction of the answer; ``config.wiring``
connects it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import DataRequest, Person


class Teller(Protocol):
    """What a module does when a request is answered; ``person`` is who asked it."""

    def __call__(
        self, request: DataRequest, person: Person, *, actor: Actor, now: datetime
    ) -> None: ...


_tellers: list[Teller] = []


def connect(teller: Teller) -> None:
    """Make this the one that tells; called once by the wiring."""
    _tellers[:] = [teller]


def tell(request: DataRequest, person: Person, *, actor: Actor, now: datetime) -> None:
    """Let somebody be told that her request is answered."""
    for teller in _tellers:
        teller(request, person, actor=actor, now=now)
