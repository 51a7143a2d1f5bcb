"""
A file sealed under a passphrase.

Layout: a mark that says the cipher (``JINGUO1`` AES-256-GCM, ``JINGUO2`` SM4-GCM), a salt, then chunks of up
to 1 MB, each sealed under a key made from the passphrase by scrypt. A chunk is bound to its number and to
whether it is the last, so that a changed, missing, swapped or cut-off chunk is found.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext as _

from jinguo.core import crypto, progress
from jinguo.core.crypto import SealBroken
from jinguo.core.errors import Refused

MARKS = {"AES-256-GCM": b"JINGUO1\n", "SM4-GCM": b"JINGUO2\n"}
MARK = 8
SALT = 16
AROUND = crypto.NONCE + crypto.TAG  # what sealing adds to a chunk
CHUNK = 1 << 20


def key_of(passphrase: str, salt: bytes) -> bytes:
    """Return the key of a passphrase (scrypt, N = 2^15, r = 8, p = 1)."""
    return Scrypt(salt=salt, length=crypto.KEY, n=2**15, r=8, p=1).derive(passphrase.encode())


def find_cipher(mark: bytes) -> str | None:
    """Return the cipher a mark says; None where no sealed file begins so."""
    return next((cipher for cipher, its in MARKS.items() if its == mark), None)


def is_sealed(file: Path) -> bool:
    """Say whether a file begins as a backup of ours does."""
    with file.open("rb") as sealed:
        return find_cipher(sealed.read(MARK)) is not None


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


def encrypt(source: Path, target: Path, passphrase: str, *, cipher: str) -> None:
    """Encrypt a file; the target appears whole or not at all, for its owner only."""
    salt = os.urandom(SALT)
    key = key_of(passphrase, salt)
    beside = target.with_name(target.name + ".part")
    size = source.stat().st_size
    with (
        source.open("rb") as plain,
        os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out,
    ):
        out.write(MARKS[cipher] + salt)
        for number, (piece, is_last) in enumerate(chunks(plain, CHUNK)):
            token = crypto.encrypt(cipher, key, piece, place(number, is_last))
            out.write(token[1:])  # the mark of the whole file says the cipher
            progress.count(plain.tell(), size)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(target)


def decrypt(source: Path, target: Path, passphrase: str) -> None:
    """
    Decrypt a backup, whichever cipher it was made under.

    :raises Refused: not a backup, a wrong passphrase, or a damaged or cut-off file
    """
    with source.open("rb") as sealed, target.open("wb") as out:
        cipher = find_cipher(sealed.read(MARK))
        if cipher is None:
            raise Refused(_("This file is not a backup of Jinguo."))
        key, first = key_of(passphrase, sealed.read(SALT)), bytes([crypto.CIPHERS[cipher]])
        for number, (piece, is_last) in enumerate(chunks(sealed, CHUNK + AROUND)):
            try:
                out.write(crypto.decrypt(key, first + piece, place(number, is_last)))
            except SealBroken as fault:
                raise Refused(
                    _("The passphrase is wrong, or the backup is damaged or cut off.")
                ) from fault
