"""Files that are there whole or not at all, also after a kill or a power cut."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write(data: bytes, file: Path) -> None:
    """Write a file, replacing an earlier one whole; mode 0600, on the disk on return."""
    with written_beside(data, file) as fresh:
        fresh.replace(file)


@contextmanager
def written_beside(data: bytes, file: Path) -> Iterator[Path]:
    """Give a finished file of a name of its own; what the block makes of it is on the disk after it."""
    descriptor, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
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
