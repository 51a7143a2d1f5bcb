"""
The draw as a pure function, which anybody can do again.

Every entry has a lot: HMAC-SHA256 with the published seed as key and ``entry|code`` as message
(:class:`jinguo.core.lots.Lots`). In the order of their lots entries get seats while they fit, those with
priority also the seats kept for them; who fits no more waits in that order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinguo.core.lots import Lots


@dataclass(frozen=True)
class Ticket:
    """What takes part in a draw: the code of an entry, its seats, and whether it has priority."""

    code: str
    seats: int
    has_priority: bool = False


@dataclass(frozen=True)
class Drawn:
    """All codes by lot, and of these who got seats and who waits, both in that order."""

    order: list[str]
    seated: list[str]
    waiting: list[str]


def draw_lots(tickets: Sequence[Ticket], seed: str, *, capacity: int, kept: int) -> Drawn:
    """
    Draw: the same tickets, seats and seed give the same result everywhere.

    ``kept`` of the seats are for tickets with priority.
    """
    by_code = {one.code: one for one in tickets}
    order = Lots(seed).order("entry", by_code)
    free, for_all = capacity, capacity - kept
    seated, waiting = [], []
    for code in order:
        ticket = by_code[code]
        if ticket.seats <= (free if ticket.has_priority else min(free, for_all)):
            seated.append(code)
            free -= ticket.seats
            for_all -= 0 if ticket.has_priority else ticket.seats
        else:
            waiting.append(code)
    return Drawn(order, seated, waiting)
