from __future__ import annotations

import os
import random

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jinguo.cli import archive, sealing
from jinguo.core.errors import Refused

PASSPHRASE = "a lantern on the river"
AES, SM4 = "AES-256-GCM", "SM4-GCM"
HEAD = sealing.MARK + sealing.SALT
either = pytest.mark.parametrize("cipher", [AES, SM4])


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """A smaller chunk, so that small files have many; and one key made once."""
    monkeypatch.setattr(sealing, "CHUNK", 64)
    ready = {}

    def key(passphrase, salt):
        if (passphrase, salt) not in ready:
            ready[passphrase, salt] = make(passphrase, salt)
        return ready[passphrase, salt]

    make = sealing.key_of
    monkeypatch.setattr(sealing, "key_of", key)


def sealed(tmp_path, size=1_000, cipher=AES):
    plain, file = tmp_path / "plain", tmp_path / "sealed"
    plain.write_bytes(random.Random(7).randbytes(size))
    sealing.encrypt(plain, file, PASSPHRASE, cipher=cipher)
    return plain, file


@pytest.mark.slow
@either
@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 128, 1_000])
def test_what_goes_in_comes_out(tmp_path, size, cipher):
    plain, file = sealed(tmp_path, size, cipher)

    sealing.decrypt(file, tmp_path / "again", PASSPHRASE)

    assert (tmp_path / "again").read_bytes() == plain.read_bytes()
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.slow
@either
def test_every_flipped_bit_and_every_cut_is_found(tmp_path, cipher):
    _plain, file = sealed(tmp_path, cipher=cipher)
    whole, chance = file.read_bytes(), random.Random(8)
    # Salt apart: a changed salt makes another key, which the last test covers.
    for _turn in range(300):
        bad = bytearray(whole)
        place = chance.randrange(HEAD, len(whole))
        bad[place] ^= 1 << chance.randrange(8)
        file.write_bytes(bad)
        with pytest.raises(Refused):
            sealing.decrypt(file, tmp_path / "again", PASSPHRASE)
    for _turn in range(100):
        file.write_bytes(whole[: chance.randrange(len(whole))])
        with pytest.raises(Refused):
            sealing.decrypt(file, tmp_path / "again", PASSPHRASE)


@pytest.mark.slow
@either
@pytest.mark.parametrize("place", [0, 5, 7, 8, 15, 23])
def test_a_flipped_bit_of_the_head_is_found_too(tmp_path, place, cipher):
    """The mark of the format, and the salt: a changed salt makes another key."""
    _plain, file = sealed(tmp_path, cipher=cipher)
    bad = bytearray(file.read_bytes())
    bad[place] ^= 1
    file.write_bytes(bad)

    with pytest.raises(Refused):
        sealing.decrypt(file, tmp_path / "again", PASSPHRASE)


@pytest.mark.slow
def test_swapped_chunks_are_found(tmp_path):
    _plain, file = sealed(tmp_path)
    whole = file.read_bytes()
    size = 64 + sealing.AROUND
    first, second = whole[HEAD : HEAD + size], whole[HEAD + size : HEAD + 2 * size]
    file.write_bytes(whole[:HEAD] + second + first + whole[HEAD + 2 * size :])

    with pytest.raises(Refused, match="damaged"):
        sealing.decrypt(file, tmp_path / "again", PASSPHRASE)


@pytest.mark.slow
def test_a_wrong_passphrase_or_another_file_is_refused(tmp_path):
    plain, file = sealed(tmp_path)

    with pytest.raises(Refused, match="passphrase is wrong"):
        sealing.decrypt(file, tmp_path / "again", "another passphrase")
    with pytest.raises(Refused, match="not a backup"):
        sealing.decrypt(plain, tmp_path / "again", PASSPHRASE)


@pytest.mark.slow
def test_the_mark_says_the_cipher_and_a_mark_of_the_other_opens_nothing(tmp_path):
    files = {cipher: sealed(tmp_path, 200, cipher)[1].read_bytes() for cipher in (AES, SM4)}
    assert {cipher: sealing.find_cipher(file[: sealing.MARK]) for cipher, file in files.items()} == {
        AES: AES, SM4: SM4,
    }  # fmt: skip

    for cipher, other in ((AES, SM4), (SM4, AES)):
        file = tmp_path / "marked"
        file.write_bytes(sealing.MARKS[other] + files[cipher][sealing.MARK :])
        with pytest.raises(Refused, match="damaged"):
            sealing.decrypt(file, tmp_path / "again", PASSPHRASE)


@pytest.mark.slow
def test_a_backup_of_before_there_was_a_choice_still_opens(tmp_path):
    salt, nonce = os.urandom(16), os.urandom(12)
    box = AESGCM(sealing.key_of(PASSPHRASE, salt))
    place = bytes(8) + b"last"
    (tmp_path / "old").write_bytes(b"JINGUO1\n" + salt + nonce + box.encrypt(nonce, b"1", place))

    sealing.decrypt(tmp_path / "old", tmp_path / "again", PASSPHRASE)

    assert (tmp_path / "again").read_bytes() == b"1"


def test_a_short_passphrase_is_refused(tmp_path):
    file = tmp_path / "passphrase"
    file.write_text("short\n")

    with pytest.raises(Refused, match="12 signs"):
        archive.passphrase_of(file, confirm=True)
