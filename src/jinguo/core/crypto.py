"""
Sealed fields and blind indexes.

A sealed value is authenticated encryption bound to its table, column and row, so that a value moved
to another place no longer opens. Equality search goes over keyed digests ("blind indexes"), one key
per purpose. The key ring is a file outside the database and outside its backups.

Token: one byte of key number, one of cipher, 12 of nonce, then ciphertext and a 16-byte tag.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from django.conf import settings
from django.utils.translation import gettext as _

from jinguo.core import files
from jinguo.core.errors import JinguoError

CIPHERS = {"AES-256-GCM": 1, "SM4-GCM": 2}
PURPOSES = (
    "id-number", "phone", "fact-subject", "session", "file", "picture", "check-in", "activity-list",
    "guardian-code", "session-code", "erased", "trail",
)  # fmt: skip
NONCE = 12
TAG = 16
KEY = 32
BLIND = 16  # bytes kept of a blind index

Crypt = Callable[[bytes, bytes, bytes], bytes]


class KeyRingError(JinguoError):
    """The key ring is missing, readable by others, or not one; nothing can be sealed or opened."""

    code = "key-ring"


class SealBroken(JinguoError):
    """A sealed value does not open: changed, moved from another row, or its key is gone."""

    code = "seal-broken"


def _encryptor(cipher: int, key: bytes) -> Crypt:
    if cipher == CIPHERS["AES-256-GCM"]:
        return AESGCM(key).encrypt

    def sm4(nonce: bytes, data: bytes, place: bytes) -> bytes:
        box = Cipher(SM4(key[:16]), modes.GCM(nonce)).encryptor()
        box.authenticate_additional_data(place)
        return box.update(data) + box.finalize() + box.tag

    return sm4


def _decryptor(cipher: int, key: bytes) -> Crypt:
    if cipher == CIPHERS["AES-256-GCM"]:
        return AESGCM(key).decrypt

    def sm4(nonce: bytes, data: bytes, place: bytes) -> bytes:
        box = Cipher(SM4(key[:16]), modes.GCM(nonce, data[-TAG:])).decryptor()
        box.authenticate_additional_data(place)
        return box.update(data[:-TAG]) + box.finalize()

    return sm4


def encrypt(cipher: str, key: bytes, data: bytes, place: bytes) -> bytes:
    """Return some bytes under a key of 32, bound to a place: cipher, nonce, ciphertext and tag of a token."""
    nonce = os.urandom(NONCE)
    number = CIPHERS[cipher]
    return bytes([number]) + nonce + _encryptor(number, key)(nonce, data, place)


def decrypt(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """
    Return what :func:`encrypt` was given.

    :raises SealBroken: changed, moved, or under another key
    """
    if len(sealed) < 1 + NONCE + TAG or sealed[0] not in CIPHERS.values():
        raise _no_key()
    try:
        return _decryptor(sealed[0], key)(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], place)
    except InvalidTag as broken:
        raise _not_opening() from broken


def _not_opening() -> SealBroken:
    return SealBroken(_("A sealed value was changed or moved and does not open."))


def _no_key() -> SealBroken:
    return SealBroken(_("A sealed value cannot be opened with the keys of this installation."))


@dataclass(frozen=True)
class Ring:
    """
    The keys of one installation. Plain data, so it can be handed to another process.

    ``sealing`` maps key numbers (0–255) to keys of 32 bytes: ``active`` seals, every one opens.
    """

    sealing: dict[int, bytes]
    active: int
    indexing: bytes
    cipher: str = "AES-256-GCM"

    def seal_many(
        self, table: str, column: str, rows: Sequence[UUID], texts: Sequence[str]
    ) -> list[bytes]:
        """Return a token for each text, bound to its row."""
        return self.seal_column(table, column, [row.bytes for row in rows], texts)

    def seal_column(
        self, table: str, column: str, rows: Sequence[bytes], texts: Sequence[str]
    ) -> list[bytes]:
        """Return a token for each text, bound to its row's id of 16 bytes."""
        place = f"{table}.{column}.".encode()
        cipher = CIPHERS[self.cipher]
        head = bytes([self.active, cipher])
        encrypt = _encryptor(cipher, self.sealing[self.active])
        noise = os.urandom(NONCE * len(rows))
        return [
            head + (nonce := noise[at : at + NONCE]) + encrypt(nonce, text.encode(), place + row)
            for at, row, text in zip(range(0, len(noise), NONCE), rows, texts, strict=True)
        ]

    def unseal(self, table: str, column: str, row: UUID, token: bytes) -> str:
        """
        Return the text of a token.

        :raises SealBroken: changed, moved, or sealed with a key this ring does not hold
        """
        return self.unseal_many(table, column, [row], [token])[0]

    def unseal_many(
        self, table: str, column: str, rows: Sequence[UUID], tokens: Sequence[bytes]
    ) -> list[str]:
        """
        Return the text of each token.

        :raises SealBroken: as :meth:`unseal`, for the first that does not open
        """
        place = f"{table}.{column}.".encode()
        decryptors: dict[bytes, Crypt] = {}
        texts = []
        for row, token in zip(rows, map(bytes, tokens), strict=True):
            head = token[:2]
            if head not in decryptors:
                decryptors[head] = self._decryptor_of(head)
            try:
                text = decryptors[head](token[2 : 2 + NONCE], token[2 + NONCE :], place + row.bytes)
            except (InvalidTag, ValueError) as broken:
                raise _not_opening() from broken
            texts.append(text.decode())
        return texts

    def _decryptor_of(self, head: bytes) -> Crypt:
        """Return what opens the tokens that begin with these two bytes."""
        key = self.sealing.get(head[0]) if len(head) == 2 else None
        if key is None or head[1] not in CIPHERS.values():
            raise _no_key()
        return _decryptor(head[1], key)

    def is_current(self, token: bytes) -> bool:
        """Say whether a token was made with the active key and cipher."""
        return bytes(token[:2]) == bytes([self.active, CIPHERS[self.cipher]])

    def blind_many(self, purpose: str, texts: Sequence[str]) -> list[UUID]:
        """Return the keyed digest of each text, 128 bits, for equality search within a purpose."""
        return [UUID(bytes=index) for index in self.index_column(purpose, texts)]

    def index_column(self, purpose: str, texts: Sequence[str]) -> list[bytes]:
        """Return the same as 16 bytes each."""
        return [digest[:BLIND] for digest in self.digests(purpose, map(str.encode, texts))]

    def keyed_digest(self, purpose: str, data: bytes) -> str:
        """Return the whole keyed digest of some bytes, hexadecimal."""
        return hmac.new(self._purpose_key(purpose), data, hashlib.sha256).hexdigest()

    def digests(self, purpose: str, texts: Iterable[bytes]) -> list[bytes]:
        """Return the whole keyed digest of each, 32 bytes."""
        # Copies of one that has taken the key already: half the time of hmac.digest, which begins each anew.
        keyed = hmac.new(self._purpose_key(purpose), digestmod=hashlib.sha256)
        found = []
        for text in texts:
            digest = keyed.copy()
            digest.update(text)
            found.append(digest.digest())
        return found

    def _purpose_key(self, purpose: str) -> bytes:
        if purpose not in PURPOSES:
            raise ValueError(f"unknown purpose {purpose!r}; known: {', '.join(PURPOSES)}")
        return hmac.new(self.indexing, purpose.encode(), hashlib.sha256).digest()

    def with_new_key(self) -> Ring:
        """Return a ring whose active key is new; the earlier keys still open."""
        number = max(self.sealing) + 1
        return replace(
            self, sealing={**self.sealing, number: secrets.token_bytes(KEY)}, active=number
        )


def new_ring(cipher: str = "AES-256-GCM") -> Ring:
    """Return a ring of fresh keys."""
    return Ring({1: secrets.token_bytes(KEY)}, 1, secrets.token_bytes(KEY), cipher)


def write_ring(ring: Ring, file: Path) -> None:
    """Write a ring to its file, replacing the earlier one whole; mode 0600, on the disk on return."""
    files.write_whole(file, _as_text(ring))


def _as_text(ring: Ring) -> str:
    return json.dumps(
        {
            "active": ring.active,
            "indexing": ring.indexing.hex(),
            "sealing": {str(number): key.hex() for number, key in ring.sealing.items()},
        },
        indent=1,
    )


def read_ring(file: Path, cipher: str) -> Ring:
    """
    Read a ring from its file.

    :raises KeyRingError: no file, others may read it, a short or repeated key, or not a key ring
    """
    if not file.exists():
        raise KeyRingError(_("There is no key ring. `jinguo keys create` makes one."))
    if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyRingError(_("Others may read the key ring. Set its mode to 0600."))
    try:
        table = json.loads(file.read_text())
        ring = Ring(
            sealing={int(number): bytes.fromhex(key) for number, key in table["sealing"].items()},
            active=int(table["active"]),
            indexing=bytes.fromhex(table["indexing"]),
            cipher=cipher,
        )
    except (ValueError, KeyError, TypeError) as fault:
        raise KeyRingError(_("The key ring's file is damaged.")) from fault
    keys = [*ring.sealing.values(), ring.indexing]
    weak = any(len(key) != KEY or len(set(key)) < KEY // 4 for key in keys)
    if weak or len(set(keys)) != len(keys) or ring.active not in ring.sealing:
        raise KeyRingError(_("The key ring holds a short, trivial or repeated key."))
    return ring


def create_ring() -> bool:
    """Make the installation's key ring when there is none; say whether this call made it."""
    file: Path = settings.JINGUO_KEY_FILE
    if file.exists():
        return False
    return files.write_once(file, _as_text(new_ring(settings.JINGUO_CIPHER)))


def add_key() -> Ring:
    """
    Add a key to the installation's ring and make it the active one; return the ring.

    One process does so at a time, so that no key under which another has begun to seal is lost.

    :raises KeyRingError: see :func:`read_ring`
    """
    ring()
    file: Path = settings.JINGUO_KEY_FILE
    descriptor = os.open(file.parent, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        fresh = read_ring(file, settings.JINGUO_CIPHER).with_new_key()
        write_ring(fresh, file)
    finally:
        os.close(descriptor)
    return fresh


def ring() -> Ring:
    """
    Return the installation's key ring, read again only when its file has changed.

    :raises KeyRingError: see :func:`read_ring`
    """
    file: Path = settings.JINGUO_KEY_FILE
    try:
        there = file.stat()
    except FileNotFoundError:
        return read_ring(file, settings.JINGUO_CIPHER)
    version = there.st_ino, there.st_size, there.st_mtime_ns
    return _ring_as_of(file, settings.JINGUO_CIPHER, version)


@lru_cache(maxsize=4)
def _ring_as_of(file: Path, cipher: str, version: tuple[int, int, int]) -> Ring:
    return read_ring(file, cipher)


def seal(table: str, column: str, row: UUID, text: str) -> bytes:
    """Return ``text`` sealed for one place."""
    return ring().seal_many(table, column, [row], [text])[0]


def seal_many(table: str, column: str, rows: Sequence[UUID], texts: Sequence[str]) -> list[bytes]:
    """Return each text sealed for its row."""
    return ring().seal_many(table, column, rows, texts)


def unseal(table: str, column: str, row: UUID, token: bytes) -> str:
    """
    Return the text sealed in ``token`` for this place.

    :raises SealBroken: see :meth:`Ring.unseal`
    """
    return ring().unseal(table, column, row, token)


def unseal_many(
    table: str, column: str, rows: Sequence[UUID], tokens: Sequence[bytes]
) -> list[str]:
    """
    Return the text sealed in each token for its row.

    :raises SealBroken: see :meth:`Ring.unseal`
    """
    return ring().unseal_many(table, column, rows, tokens)


def blind(purpose: str, text: str) -> UUID:
    """Return the blind index of one normalised text."""
    return ring().blind_many(purpose, [text])[0]


def blind_many(purpose: str, texts: Sequence[str]) -> list[UUID]:
    """Return the blind index of each normalised text."""
    return ring().blind_many(purpose, texts)


def digests(purpose: str, texts: Iterable[bytes]) -> list[bytes]:
    """Return the keyed digest of each of some bytes, 32 bytes."""
    return ring().digests(purpose, texts)


def keyed_digest(purpose: str, data: bytes) -> str:
    """Return the keyed digest of some bytes, hexadecimal."""
    return ring().keyed_digest(purpose, data)
