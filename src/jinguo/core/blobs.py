"""
Sealed files on the disk, each under a key of its own and under its id.

A file begins with two slots of 94 bytes: in one stands the file's key, sealed by the key ring for this
kind of file and this id, the other is empty. The content follows, sealed under the file's key for the same
place. A rotation seals the key anew into the empty slot and then empties the other: whenever it is killed,
one slot opens, and the content is never written again.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from jinguo.core import crypto, files
from jinguo.core.crypto import KEY, NONCE, TAG, Ring, SealBroken
from jinguo.core.errors import NotFound

SLOT = 2 + NONCE + 2 * KEY + TAG  # a token of a key in hexadecimal
EMPTY = bytes(SLOT)
TABLE = "blobs"

Slots = tuple[bytes, bytes]


class NotKept(NotFound):
    """No file is kept under this id."""

    code = "file-not-kept"


@dataclass(frozen=True)
class Store:
    """
    The files of one kind: a folder of ``MEDIA_ROOT`` by the kind's name, and two levels of folders in it.

    A file that was moved to another kind or id does not open.
    """

    name: str

    def keep(self, file_id: UUID, data: bytes) -> None:
        """Seal a file and write it whole, replacing an earlier one; readable by this system's user only."""
        ring, key = crypto.ring(), secrets.token_bytes(KEY)
        content = crypto.encrypt(ring.cipher, key, data, self._content(file_id))
        files.write_whole(self.place(file_id), self._token(ring, file_id, key) + EMPTY + content)

    def open_kept(self, file_id: UUID) -> bytes:
        """
        Return a file.

        :raises NotKept: there is none
        :raises SealBroken: it was changed or moved, or its key is gone
        """
        try:
            with self.place(file_id).open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH)
                slots, content = _slots(file), file.read()
        except FileNotFoundError as gone:
            raise NotKept(_("This file is not kept any more.")) from gone
        _number, key = self._key(crypto.ring(), file_id, slots)
        return crypto.decrypt(key, content, self._content(file_id))

    def exists(self, file_id: UUID) -> bool:
        """Say whether a file is kept."""
        return self.place(file_id).exists()

    def erase(self, file_id: UUID) -> bool:
        """Erase a file; say whether there was one."""
        path = self.place(file_id)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        files.sync_folder(path.parent)
        return True

    def written_before(self, limit: datetime) -> Iterator[UUID]:
        """Yield the ids of the files that were kept before an instant."""
        for path in self._paths():
            if _is_older(path, limit) and not _is_unfinished(path):
                yield UUID(path.name)

    def erase_unfinished(self, limit: datetime) -> int:
        """Erase what was begun before an instant and never finished, after a kill; return how many."""
        left = [one for one in self._paths() if _is_unfinished(one) and _is_older(one, limit)]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def place(self, file_id: UUID) -> Path:
        """Return where a file is kept; the folders are by the id's last bytes, which are random."""
        name = file_id.hex
        return Path(settings.MEDIA_ROOT) / self.name / name[-2:] / name[-4:-2] / name

    def _paths(self) -> Iterator[Path]:
        return (Path(settings.MEDIA_ROOT) / self.name).glob("??/??/*")

    def _content(self, file_id: UUID) -> bytes:
        return f"{TABLE}.{self.name}.content.".encode() + file_id.bytes

    def _token(self, ring: Ring, file_id: UUID, key: bytes) -> bytes:
        return ring.seal_many(TABLE, self.name, [file_id], [key.hex()])[0]

    def _key(self, ring: Ring, file_id: UUID, slots: Slots) -> tuple[int, bytes]:
        """Return the number of the slot that opens, one under the active key first, and the file's key."""
        first = 0 if ring.is_current(slots[0]) else 1
        try:
            return first, bytes.fromhex(ring.unseal(TABLE, self.name, file_id, slots[first]))
        except SealBroken:
            other = 1 - first
            return other, bytes.fromhex(ring.unseal(TABLE, self.name, file_id, slots[other]))

    def reseal(self, ring: Ring, file_id: UUID) -> bool:
        """
        Seal a file's key anew under the active key and cipher of a ring; say whether there was need.

        :raises SealBroken: its key opens with no key of the ring
        """
        with self.place(file_id).open("r+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            slots = _slots(file)
            if _is_done(ring, slots):
                return False
            kept = os.fstat(file.fileno())
            number, key = self._key(ring, file_id, slots)
            if not ring.is_current(slots[number]):
                number = 1 - number
                _write_slot(file, number, self._token(ring, file_id, key))
            _write_slot(file, 1 - number, EMPTY)
            os.utime(file.fileno(), ns=(kept.st_atime_ns, kept.st_mtime_ns))
        return True


def rotate(ring: Ring) -> Iterator[UUID]:
    """
    Seal the key of every file of every store anew; yield each file's id when it is done.

    Whoever starts again after a kill finds what is left. Files kept meanwhile by others already bear the
    active key.

    :raises SealBroken: a file's key opens with no key of the ring; the message names the file
    """
    for store, file_id in _everything():
        try:
            if store.reseal(ring, file_id):
                yield file_id
        except FileNotFoundError:
            continue  # erased meanwhile
        except SealBroken as broken:
            raise SealBroken(f"{store.place(file_id)}: {broken.message}") from broken


def left_over(ring: Ring) -> int:
    """Return how many files have a key that is not yet sealed with the active key and cipher."""
    left = 0
    for store, file_id in _everything():
        try:
            with store.place(file_id).open("rb") as file:
                left += not _is_done(ring, _slots(file))
        except FileNotFoundError:
            continue
    return left


def _everything() -> Iterator[tuple[Store, UUID]]:
    root = Path(settings.MEDIA_ROOT)
    for folder in sorted(root.iterdir()) if root.exists() else ():
        store = Store(folder.name)
        for path in store._paths():
            if not _is_unfinished(path):
                yield store, UUID(path.name)


def _slots(file: BinaryIO) -> Slots:
    return file.read(SLOT), file.read(SLOT)


def _write_slot(file: BinaryIO, number: int, token: bytes) -> None:
    os.pwrite(file.fileno(), token, number * SLOT)
    os.fsync(file.fileno())


def _is_done(ring: Ring, slots: Slots) -> bool:
    one, other = slots
    return (ring.is_current(one) and other == EMPTY) or (one == EMPTY and ring.is_current(other))


def _is_older(path: Path, limit: datetime) -> bool:
    try:
        return path.stat().st_mtime < limit.timestamp()
    except FileNotFoundError:
        return False  # erased meanwhile


def _is_unfinished(path: Path) -> bool:
    return path.name.startswith(".")
