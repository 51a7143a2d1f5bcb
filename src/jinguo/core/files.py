"""Files that are whole or not there: written beside their place, on the disk before they are seen."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(file: Path, content: str | bytes) -> None:
    """Write a file, replacing an earlier one whole; mode 0600, on the disk on return."""
    with _written_beside(file, content) as fresh:
        fresh.replace(file)


def write_once(file: Path, content: str | bytes) -> bool:
    """Write a file unless there is one, and say whether this call did; mode 0600, on the disk on return."""
    with _written_beside(file, content) as fresh:
        try:
            # A link is never made over a file: of two processes that come here at once, one wins, and
            # the other finds a finished file.
            os.link(fresh, file)
        except FileExistsError:
            return False
    return True


@contextmanager
def _written_beside(file: Path, content: str | bytes) -> Iterator[Path]:
    """Give a finished file of a name of its own; what the block makes of it is on the disk after it."""
    make_folder(file.parent)
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content.encode() if isinstance(content, str) else content)
            out.flush()
            os.fsync(out.fileno())
        yield Path(name)
        sync_folder(file.parent)
    finally:
        Path(name).unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing; mode 0700, on the disk on return."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk: a new one is safe from a power cut only then."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
