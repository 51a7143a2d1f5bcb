"""
How far long work has come: whoever does it says so here, and whoever started it may listen.

Nothing is kept and nothing is written; without a listener nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, int, int], None]

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)
_step: ContextVar[str] = ContextVar("step", default="")


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Give ``listener`` the step, what of it is done and the whole of it, whenever one of them changes."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def begin(step: str, total: int = 0) -> None:
    """Say that a step begins; ``total`` is how much there is to do, 0 when nobody knows."""
    _step.set(step)
    count(0, total)


def count(done: int, total: int) -> None:
    """Say how much of the present step is done."""
    listener = _listener.get()
    if listener is not None:
        listener(_step.get(), done, total)
