"""Work for the other cores: a function over several inputs, each in a forked process, answers in order."""

from __future__ import annotations

import gc
import os
import pickle
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")
FAILED = b"!"
DONE = b"."


class WorkerDied(RuntimeError):
    """A forked process ended without an answer."""


def over(
    work: Callable[[Given], Made], inputs: Iterable[Given], *, workers: int | None = None
) -> Iterator[Made]:
    """
    Yield ``work`` of each input, in their order; some are worked on ahead in forked processes.

    Forked processes share what is in memory and nothing they change. They must not use the database. Where
    other threads run, which a fork would leave behind with their locks held, the work is done here.
    """
    count = workers if workers is not None else min(os.cpu_count() or 1, 4)
    if count < 2 or threading.active_count() > 1:
        yield from map(work, inputs)
        return
    todo = iter(inputs)
    running = [begin(work, one) for _slot, one in zip(range(count), todo)]  # noqa: B905 (the shorter ends it)
    try:
        while running:
            made = finish(*running.pop(0))
            running += [begin(work, one) for _slot, one in zip(range(1), todo)]  # noqa: B905
            yield made
    finally:
        for process, answer in running:
            answer.close()
            os.waitpid(process, 0)


def begin(work: Callable[[Any], Any], given: Any) -> tuple[int, BinaryIO]:
    """Start a process on one input; return its number and where its answer comes."""
    here, there = os.pipe()
    process = os.fork()
    if process:
        os.close(there)
        return process, os.fdopen(here, "rb")
    status = 1
    try:
        os.close(here)
        gc.disable()  # it would walk, and so copy, all that is shared with the parent
        with os.fdopen(there, "wb") as out:
            out.write(answer_of(work, given))
        status = 0
    finally:
        # Nothing of the parent's may run here: no handlers, no buffers, no database connection.
        os._exit(status)


def answer_of(work: Callable[[Any], Any], given: Any) -> bytes:
    try:
        return DONE + pickle.dumps(work(given), pickle.HIGHEST_PROTOCOL)
    except Exception as fault:
        return FAILED + pickle.dumps(fault, pickle.HIGHEST_PROTOCOL)


def finish(process: int, answer: BinaryIO) -> Any:
    """
    Take one answer.

    :raises WorkerDied: there is none; whatever ``work`` raised comes as it was
    """
    with answer:
        data = answer.read()
    os.waitpid(process, 0)
    if not data:
        raise WorkerDied
    made = pickle.loads(data[1:])  # noqa: S301  (written by a fork of this very process)
    if data[:1] == FAILED:
        raise made
    return made
