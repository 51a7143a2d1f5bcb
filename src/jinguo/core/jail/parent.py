"""
The safe side: starts the process that reads a stranger's file, and takes its answer or its death.

The process is a Python without Django, keys, network and the environment of this one; what binds it stands
in :mod:`jinguo.core.jail.child`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import IO, Any

import jinguo
from jinguo.core.jail.child import Unfit

LONGEST_SECONDS = 65.0
LARGEST_HEAD = 64 * 1024 * 1024
PIPE = 1 << 20  # bytes; as much as Linux lets anyone have
SOURCE = str(Path(jinguo.__file__).parent.parent)


class Died(Exception):
    """The process ended, or was ended, before its answer did, or did not answer as it was asked to."""


class TooLong(Exception):
    """A part of the answer is longer than the caller takes."""


class Answer:
    """What the process answers: a head, then parts, in this order."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe

    def head(self) -> dict[str, Any]:
        """
        Return the first line.

        :raises Unfit: the process does not take the file
        :raises Died: there is none
        """
        head = json.loads(self._pipe.readline(LARGEST_HEAD) or b"null")
        if not isinstance(head, dict):
            raise Died
        if "unfit" in head:
            raise Unfit(str(head["unfit"]))
        return head

    def part(self, largest: int) -> bytes:
        """
        Return the next part.

        :raises TooLong: it has more than ``largest`` bytes
        :raises Died: the answer ends before it does
        """
        size = int.from_bytes(self._pipe.read(4), "big")
        if size > largest:
            raise TooLong
        part = self._pipe.read(size)
        if len(part) != size:
            raise Died
        return part


@contextmanager
def answer(module: str, data: bytes, *words: str) -> Iterator[Answer]:
    """
    Run a module in a process of its own, give it ``data`` and words, and see that it is gone in the end.

    The module calls :func:`jinguo.core.jail.child.run`. Its answer is read inside the block; whatever is
    wrong with it there, the process is what is wrong.

    :raises Died: see there
    """
    process = subprocess.Popen(
        [sys.executable, "-s", "-m", module, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pipesize=PIPE,
        cwd="/",
        env={"PYTHONPATH": SOURCE, "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    clock = Timer(LONGEST_SECONDS, process.kill)
    clock.start()
    try:
        feed(process, data)
        yield Answer(process.stdout)  # type: ignore[arg-type]
    except (ValueError, KeyError, TypeError) as fault:
        raise Died from fault
    finally:
        clock.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue


def feed(process: subprocess.Popen[bytes], data: bytes) -> None:
    """Hand over the file; a process that died early is noticed when its answer is taken."""
    try:
        process.stdin.write(data)  # type: ignore[union-attr]
        process.stdin.close()  # type: ignore[union-attr]
    except BrokenPipeError:
        return
