"""
The inner side: how a process that reads a stranger's file is bound, and how it answers.

It runs before Django and imports the standard library only. Its answer is one line of JSON, then parts: a
length of four bytes each, big-endian, and so many bytes.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import resource
import sys
from collections.abc import Callable

MEMORY = 512 * 1024 * 1024
SECONDS = 60
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000


class Unfit(Exception):
    """The file is not one we read; ``code`` names why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def run(work: Callable[..., None]) -> None:
    """
    Bind this process and give ``work`` the words of its command line; it begins with :func:`take`.

    When it raises :class:`Unfit`, that is the answer.
    """
    limit()
    try:
        work(*sys.argv[1:])
    except Unfit as unfit:
        say({"unfit": unfit.code})


def limit() -> int:
    """
    Bind this process: memory, time, no file written, no network where the system lets us leave it.

    Returns 0, or the number of the system's error where it does not let us leave the network: it is read
    on, because :func:`take` leaves no number for a socket; :mod:`jinguo.core.jail.network` tells of it.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is None:
        return errno.ENOSYS
    return ctypes.get_errno() if unshare(NEW_USER | NEW_NETWORK) else 0


def take() -> bytes:
    """
    Return the file on standard input.

    From here on no file, pipe or socket can be opened: no number is left for it. Whatever is imported
    must have been before.
    """
    data = sys.stdin.buffer.read()
    os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    return data


def say(head: dict[str, object]) -> None:
    """Write the first line of the answer."""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    sys.stdout.buffer.flush()


def give(part: bytes) -> None:
    """Write one part of the answer."""
    sys.stdout.buffer.write(len(part).to_bytes(4, "big"))
    sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
