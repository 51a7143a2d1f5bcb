"""Work for the other cores: a function over several inputs, each in a forked process, answers in order."""

from __future__ import annotations

import fcntl
import gc
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from queue import Queue
from typing import Any, BinaryIO, TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")
FAILED = b"!"
DONE = b"."
PIPE = 1 << 20  # bytes; as much as Linux lets anyone have
LENGTH = 8  # bytes that say how long an answer is


class WorkerDied(RuntimeError):
    """A forked process ended without an answer."""


def over(
    work: Callable[[Given], Made],
    inputs: Sequence[Given],
    *,
    workers: int | None = None,
    ahead: int = 1,
) -> Iterator[Made]:
    """
    Yield ``work`` of each input, in their order, done by forked processes, one a core.

    Each keeps up to ``ahead`` answers ready beside the one it works on. Forked processes share what is in
    memory and nothing they change; a connection is for one process, so whoever's work uses the database
    closes hers before. Where other threads run, which a fork would leave behind with their locks held, the
    work is done here.
    """
    count = min(workers if workers is not None else min(os.cpu_count() or 1, 4), len(inputs))
    if count < 2 or threading.active_count() > 1:
        yield from map(work, inputs)
        return
    running = [begin(work, inputs[first::count], ahead) for first in range(count)]
    try:
        for at in range(len(inputs)):
            yield take(running[at % count][1])
    finally:
        for process, answers in running:
            answers.close()
            os.kill(process, signal.SIGKILL)  # it has nothing to lose, and may be far ahead
            os.waitpid(process, 0)


def begin(work: Callable[[Any], Any], inputs: Sequence[Any], ahead: int) -> tuple[int, BinaryIO]:
    """Start a process on some inputs; return its number and where its answers come, one after another."""
    here, there = os.pipe()
    fcntl.fcntl(there, fcntl.F_SETPIPE_SZ, PIPE)
    process = os.fork()
    if process:
        os.close(there)
        return process, os.fdopen(here, "rb")
    try:
        os.close(here)
        gc.disable()  # it would walk, and so copy, all that is shared with the parent
        ready: Queue[bytes] = Queue(ahead)
        sender = threading.Thread(target=send, args=(ready, there, len(inputs)))
        sender.start()
        for given in inputs:
            ready.put(answer_of(work, given))
        sender.join()
    finally:
        # Nothing of the parent's may run here: no handlers, no buffers, no database connection.
        os._exit(0)


def send(ready: Queue[bytes], there: int, count: int) -> None:
    """Send answers as they get ready; when nobody takes them any more, so ends the process."""
    try:
        with os.fdopen(there, "wb") as out:
            for _answer in range(count):
                answer = ready.get()
                out.write(len(answer).to_bytes(LENGTH, "big"))
                out.write(answer)
                out.flush()
    finally:
        os._exit(0)


def answer_of(work: Callable[[Any], Any], given: Any) -> bytes:
    try:
        return DONE + pickle.dumps(work(given), pickle.HIGHEST_PROTOCOL)
    except Exception as fault:
        return FAILED + pickle.dumps(fault, pickle.HIGHEST_PROTOCOL)


def take(answers: BinaryIO) -> Any:
    """
    Take one answer.

    :raises WorkerDied: there is none; whatever ``work`` raised comes as it was
    """
    size = int.from_bytes(answers.read(LENGTH), "big")
    data = answers.read(size)
    if not size or len(data) < size:
        raise WorkerDied
    made = pickle.loads(data[1:])  # noqa: S301  (written by a fork of this very process)
    if data[:1] == FAILED:
        raise made
    return made
