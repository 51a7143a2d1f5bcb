"""Small files that are whole or not there: written beside their place, on the disk before they are seen."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(file: Path, text: str) -> None:
    """Write a file, replacing an earlier one whole; mode 0600, on the disk on return."""
    with _written_beside(file, text) as fresh:
        fresh.replace(file)


def write_once(file: Path, text: str) -> bool:
    """Write a file unless there is one, and say whether this call did; mode 0600, on the disk on return."""
    with _written_beside(file, text) as fresh:
        try:
            # A link is never made over a file: of two processes that come here at once, one wins, and
            # the other finds a finished file.
            os.link(fresh, file)
        except FileExistsError:
            return False
    return True


@contextmanager
def _written_beside(file: Path, text: str) -> Iterator[Path]:
    """Give a finished file of a name of its own; what the block makes of it is on the disk after it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "w") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        yield Path(name)
        _sync_folder(file.parent)
    finally:
        Path(name).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    # A new name is safe from a power cut only when its folder is on the disk too.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
