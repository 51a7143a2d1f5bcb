"""
A file sealed under a passphrase.

Layout: ``JINGUO1``, a salt, then chunks of up to 1 MB, each AES-256-GCM under a key made from the
passphrase by scrypt. A chunk is bound to its number and to whether it is the last, so that a changed,
missing, swapped or cut-off chunk is found.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext as _

from jinguo.core import progress
from jinguo.core.errors import Refused

MAGIC = b"JINGUO1\n"
SALT = 16
NONCE = 12
CHUNK = 1 << 20


def key_of(passphrase: str, salt: bytes) -> AESGCM:
    """Return the cipher of a passphrase (scrypt, N = 2^15, r = 8, p = 1)."""
    return AESGCM(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode()))


def chunks(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Return a file's pieces, each with whether it is the last; an empty file has one empty piece."""
    piece = source.read(size)
    while True:
        following = source.read(size)
        yield piece, not following
        if not following:
            return
        piece = following


def place(number: int, is_last: bool) -> bytes:
    """Return what binds a chunk to its place."""
    return number.to_bytes(8, "big") + (b"last" if is_last else b"more")


def encrypt(source: Path, target: Path, passphrase: str) -> None:
    """Encrypt a file; the target appears whole or not at all, for its owner only."""
    salt = os.urandom(SALT)
    cipher = key_of(passphrase, salt)
    beside = target.with_name(target.name + ".part")
    size = source.stat().st_size
    with (
        source.open("rb") as plain,
        os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out,
    ):
        out.write(MAGIC + salt)
        for number, (piece, is_last) in enumerate(chunks(plain, CHUNK)):
            nonce = os.urandom(NONCE)
            out.write(nonce + cipher.encrypt(nonce, piece, place(number, is_last)))
            progress.count(plain.tell(), size)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(target)


def decrypt(source: Path, target: Path, passphrase: str) -> None:
    """
    Decrypt a backup.

    :raises Refused: not a backup, a wrong passphrase, or a damaged or cut-off file
    """
    with source.open("rb") as sealed, target.open("wb") as out:
        if sealed.read(len(MAGIC)) != MAGIC:
            raise Refused(_("This file is not a backup of Jinguo."))
        cipher = key_of(passphrase, sealed.read(SALT))
        for number, (piece, is_last) in enumerate(chunks(sealed, NONCE + CHUNK + 16)):
            try:
                out.write(cipher.decrypt(piece[:NONCE], piece[NONCE:], place(number, is_last)))
            except (InvalidTag, ValueError) as fault:
                raise Refused(
                    _("The passphrase is wrong, or the backup is damaged or cut off.")
                ) from fault
