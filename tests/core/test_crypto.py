from __future__ import annotations

import dataclasses
import json
import os
import stat
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import ECB
from cryptography.hazmat.primitives.hashes import SM3, Hash
from hypothesis import given
from hypothesis import strategies as st

from jinguo.core import crypto
from jinguo.core.crypto import KeyRingError, Ring, SealBroken, new_ring, read_ring, write_ring

ROW, OTHER_ROW = uuid.UUID(int=1), uuid.UUID(int=2)


def seal(ring, text="青岛市黄岛区", *, table="people_person", column="phone", row=ROW):
    return ring.seal_many(table, column, [row], [text])[0]


@pytest.mark.parametrize("cipher", crypto.CIPHERS)
@given(text=st.text(max_size=60))
def test_what_is_sealed_opens_in_its_place(cipher, text):
    ring = new_ring(cipher)

    assert ring.unseal("people_person", "phone", ROW, seal(ring, text)) == text


@pytest.mark.parametrize("cipher", crypto.CIPHERS)
@pytest.mark.parametrize(
    "place",
    [
        {"table": "people_household", "column": "phone", "row": ROW},
        {"table": "people_person", "column": "id_number", "row": ROW},
        {"table": "people_person", "column": "phone", "row": OTHER_ROW},
    ],
)
def test_a_token_moved_to_another_place_does_not_open(cipher, place):
    ring = new_ring(cipher)

    with pytest.raises(SealBroken):
        ring.unseal(place["table"], place["column"], place["row"], seal(ring))


@pytest.mark.parametrize("cipher", crypto.CIPHERS)
def test_every_flipped_bit_is_found(cipher):
    ring = new_ring(cipher)
    token = seal(ring)

    for place in range(len(token) * 8):
        bad = bytearray(token)
        bad[place // 8] ^= 1 << place % 8
        with pytest.raises(SealBroken):
            ring.unseal("people_person", "phone", ROW, bytes(bad))


def test_the_same_text_never_gives_the_same_token():
    ring = new_ring()

    assert len({seal(ring) for _ in range(1_000)}) == 1_000


def test_tokens_of_both_ciphers_and_of_earlier_keys_stay_readable():
    first = new_ring("AES-256-GCM")
    old = seal(first, "旧")
    second = dataclasses.replace(first.with_new_key(), cipher="SM4-GCM")
    new = seal(second, "新")

    assert [second.unseal("people_person", "phone", ROW, one) for one in (old, new)] == ["旧", "新"]
    assert second.is_current(new)
    assert not second.is_current(old)
    with pytest.raises(SealBroken):
        first.unseal("people_person", "phone", ROW, new)


def test_blind_indexes_are_equal_for_equal_texts_within_one_purpose_and_ring():
    ring = new_ring()

    assert ring.blind_many("phone", ["13800000000"]) == ring.blind_many("phone", ["13800000000"])
    assert ring.blind_many("phone", ["13800000000"]) != ring.blind_many(
        "id-number", ["13800000000"]
    )
    assert ring.blind_many("phone", ["13800000000"]) != new_ring().blind_many(
        "phone", ["13800000000"]
    )


def test_an_unknown_purpose_is_a_bug():
    with pytest.raises(ValueError, match="unknown purpose"):
        new_ring().blind_many("diagnosis", ["x"])


def test_the_standard_vectors_of_sm3_and_sm4_hold():
    digest = Hash(SM3())
    digest.update(b"abc")
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    box = Cipher(SM4(key), ECB()).encryptor()

    assert (
        digest.finalize().hex()
        == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )
    assert (box.update(key) + box.finalize()).hex() == "681edf34d206965e86b3e94f536e4246"


GCM_KEY = "feffe9928665731c6d6a8f9467308308" * 2
GCM_TEXT = (
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255"
)
GCM_SEALED = (
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
)
AES, SM4_GCM = crypto.CIPHERS["AES-256-GCM"], crypto.CIPHERS["SM4-GCM"]


@pytest.mark.parametrize(
    "cipher, key, nonce, text, place, sealed, tag",
    [
        # McGrew and Viega, The Galois/Counter Mode of Operation (GCM), test cases 13 to 16
        (AES, "00" * 32, "00" * 12, "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
        (
            AES,
            "00" * 32,
            "00" * 12,
            "00" * 16,
            "",
            "cea7403d4d606b6e074ec5d3baf39d18",
            "d0d1c8a799996bf0265b98b5d48ab919",
        ),
        (
            AES,
            GCM_KEY,
            "cafebabefacedbaddecaf888",
            GCM_TEXT,
            "",
            GCM_SEALED,
            "b094dac5d93471bdec1a502270e3cc6c",
        ),
        (
            AES,
            GCM_KEY,
            "cafebabefacedbaddecaf888",
            GCM_TEXT[:120],
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            GCM_SEALED[:120],
            "76fc6ece0f4e1768cddf8853bb2d551b",
        ),
        # RFC 8998, appendix A.1
        (
            SM4_GCM,
            "0123456789abcdeffedcba9876543210",
            "00001234567800000000abcd",
            "".join(sign * 16 for sign in "abcdefea"),
            "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
            "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d",
            "83de3541e4c2b58177e065a9bf7b62ec",
        ),
    ],
)
def test_the_published_vectors_of_both_ciphers_hold(cipher, key, nonce, text, place, sealed, tag):
    key, nonce, text, place, token = map(bytes.fromhex, (key, nonce, text, place, sealed + tag))

    assert crypto._encryptor(cipher, key)(nonce, text, place) == token
    assert crypto._decryptor(cipher, key)(nonce, token, place) == text


def test_a_token_is_opened_by_anyone_who_has_the_key_and_knows_its_form():
    ring = new_ring()
    token = seal(ring, "青岛市")

    assert token[:2] == bytes([1, 1])
    opened = AESGCM(ring.sealing[1]).decrypt(
        token[2:14], token[14:], b"people_person.phone." + ROW.bytes
    )
    assert opened.decode() == "青岛市"


def test_a_ring_survives_its_file_and_only_its_owner_reads_it(tmp_path):
    file = tmp_path / "keys.json"
    ring = new_ring()
    write_ring(ring, file)

    assert read_ring(file, ring.cipher) == ring
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_ring_is_on_the_disk_before_its_name_and_the_name_before_the_call_returns(
    tmp_path, monkeypatch
):
    steps = []

    def remembered(name, real):
        def step(*args, **given):
            what = stat.S_IFMT(os.fstat(args[0]).st_mode) if name == "sync" else 0
            steps.append("folder" if stat.S_ISDIR(what) else name)
            return real(*args, **given)

        return step

    monkeypatch.setattr(os, "fsync", remembered("sync", os.fsync))
    monkeypatch.setattr(Path, "replace", remembered("replace", Path.replace))
    write_ring(new_ring(), tmp_path / "keys.json")

    assert steps == ["sync", "replace", "folder"]
    assert [file.name for file in tmp_path.iterdir()] == ["keys.json"]


def test_a_ring_that_cannot_be_written_leaves_the_earlier_one_and_nothing_beside(
    tmp_path, monkeypatch
):
    file = tmp_path / "keys.json"
    first = new_ring()
    write_ring(first, file)
    monkeypatch.setattr(Path, "replace", lambda *_args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        write_ring(first.with_new_key(), file)

    assert read_ring(file, first.cipher) == first
    assert [one.name for one in tmp_path.iterdir()] == ["keys.json"]


OURS = {**os.environ, "PYTHONPATH": str(Path(crypto.__file__).parents[2])}
ROTATE = """
import sys
from pathlib import Path
from jinguo.core import crypto
file = Path(sys.argv[1])
crypto.write_ring(crypto.read_ring(file, "AES-256-GCM").with_new_key(), file)
"""


def test_a_running_server_takes_up_the_key_another_process_has_made(tmp_path, settings):
    settings.JINGUO_KEY_FILE = tmp_path / "keys.json"
    write_ring(new_ring(), settings.JINGUO_KEY_FILE)
    assert crypto.ring().active == 1

    subprocess.run([sys.executable, "-c", ROTATE, settings.JINGUO_KEY_FILE], env=OURS, check=True)

    assert crypto.ring().active == 2
    assert seal(crypto.ring())[0] == 2


def test_an_unchanged_ring_is_read_once(tmp_path, settings):
    settings.JINGUO_KEY_FILE = tmp_path / "keys.json"
    write_ring(new_ring(), settings.JINGUO_KEY_FILE)

    assert crypto.ring() is crypto.ring()


def test_a_ring_taken_away_is_missed_at_once(tmp_path, settings):
    settings.JINGUO_KEY_FILE = tmp_path / "keys.json"
    write_ring(new_ring(), settings.JINGUO_KEY_FILE)
    crypto.ring()

    settings.JINGUO_KEY_FILE.unlink()

    with pytest.raises(KeyRingError, match="keys create"):
        crypto.ring()


AT_ONCE = """
import sys
from pathlib import Path
from unittest import mock
from django.conf import settings
settings.configure(JINGUO_KEY_FILE=Path(sys.argv[1]), JINGUO_CIPHER="AES-256-GCM")
from jinguo.core import crypto
sys.stdin.readline()
{act}
"""
CREATE = "print(crypto.create_ring(), crypto.ring().indexing.hex())"
ADD = """
import time
read = crypto.read_ring
with mock.patch.object(crypto, "read_ring", lambda *given: (read(*given), time.sleep(0.1))[0]):
    fresh = crypto.add_key()
print(fresh.active, fresh.sealing[fresh.active].hex())
"""


def at_once(file, act):
    """Run a text in four processes that start together; return the words each has printed."""
    words = [sys.executable, "-c", AT_ONCE.format(act=act), file]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": OURS}
    started = [subprocess.Popen(words, **pipes) for _ in range(4)]
    for process in started:
        process.stdin.write("\n")
        process.stdin.flush()
    return [process.communicate()[0].split() for process in started]


@pytest.mark.slow
@pytest.mark.race
def test_of_many_processes_that_make_a_ring_at_once_one_makes_it_and_all_read_the_same(tmp_path):
    answers = at_once(tmp_path / "keys.json", CREATE)

    assert sorted(made for made, _key in answers) == ["False", "False", "False", "True"]
    assert len({key for _made, key in answers}) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["keys.json"]


@pytest.mark.slow
@pytest.mark.race
def test_of_many_processes_that_add_a_key_at_once_none_loses_hers(tmp_path):
    file = tmp_path / "keys.json"
    first = new_ring()
    write_ring(first, file)

    answers = at_once(file, ADD)

    ring = read_ring(file, first.cipher)
    assert {int(number): bytes.fromhex(key) for number, key in answers} == {
        number: key for number, key in ring.sealing.items() if number != 1
    }
    assert ring.active == 5
    assert ring.sealing[1] == first.sealing[1]


def test_no_key_is_added_where_there_is_no_ring(tmp_path, settings):
    settings.JINGUO_KEY_FILE = tmp_path / "none" / "keys.json"

    with pytest.raises(KeyRingError, match="keys create"):
        crypto.add_key()


def test_a_ring_made_by_another_after_the_look_stays(tmp_path, settings, monkeypatch):
    settings.JINGUO_KEY_FILE = tmp_path / "keys.json"
    first = new_ring()
    write_ring(first, settings.JINGUO_KEY_FILE)
    with monkeypatch.context() as before:
        before.setattr(Path, "exists", lambda _self: False)  # as it was when this process looked

        assert crypto.create_ring() is False

    assert crypto.ring() == first


def broken(tmp_path, change, mode=0o600):
    file = tmp_path / "keys.json"
    write_ring(new_ring(), file)
    table = json.loads(file.read_text())
    change(table)
    file.write_text(json.dumps(table))
    file.chmod(mode)
    return file


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.pop("indexing"),
        lambda table: table.update(active=9),
        lambda table: table["sealing"].update({"1": "00" * 32}),
        lambda table: table["sealing"].update({"1": "ab" * 8}),
        lambda table: table["sealing"].update({"1": table["indexing"]}),
        lambda table: table.update(indexing="zz"),
    ],
)
def test_a_damaged_or_weak_ring_is_refused(tmp_path, change):
    with pytest.raises(KeyRingError):
        read_ring(broken(tmp_path, change), "AES-256-GCM")


def test_a_ring_others_may_read_is_refused(tmp_path):
    with pytest.raises(KeyRingError, match="0600"):
        read_ring(broken(tmp_path, lambda table: None, mode=0o640), "AES-256-GCM")


def test_a_missing_ring_is_refused(tmp_path):
    with pytest.raises(KeyRingError, match="keys create"):
        read_ring(tmp_path / "none.json", "AES-256-GCM")


def test_a_ring_is_plain_data():
    ring = new_ring()

    assert Ring(ring.sealing, ring.active, ring.indexing, ring.cipher) == ring
