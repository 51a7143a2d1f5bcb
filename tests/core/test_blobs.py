"""A file on the disk says nothing of what it is, opens in its place only, and outlives every kill and key."""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import signal
import stat
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from unittest import mock
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from PIL import Image, UnidentifiedImageError

from jinguo.core import blobs, crypto, files
from jinguo.core.blobs import SLOT, NotKept, Store
from jinguo.core.crypto import SealBroken, new_ring, write_ring
from jinguo.core.ids import new_id
from tests.core.photographs import FORMATS, photograph
from tests.make import photo, roster_row, workbook

PICTURES, THUMBNAILS = Store("pictures"), Store("thumbnails")
ONE, OTHER = UUID(int=0x11), UUID(int=0x22)
MAGIC = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"ftyp", b"PK\x03\x04", b"%PDF", b"GIF8", b"II*\0")
NOON = datetime(2020, 6, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _of_its_own(settings, tmp_path):
    """Files and keys of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.JINGUO_KEY_FILE = tmp_path / "keys.json"
    write_ring(new_ring(), settings.JINGUO_KEY_FILE)


def test_what_is_kept_opens_in_its_place_until_it_is_erased():
    PICTURES.keep(ONE, b"as it came")

    assert PICTURES.exists(ONE) and PICTURES.open_kept(ONE) == b"as it came"
    assert PICTURES.erase(ONE) is True
    assert not PICTURES.exists(ONE)
    assert PICTURES.erase(ONE) is False
    with pytest.raises(NotKept):
        PICTURES.open_kept(ONE)


@pytest.mark.parametrize("cipher", crypto.CIPHERS)
@pytest.mark.parametrize("data", [b"", b"\0", bytes(range(256)) * 9_000], ids=["none", "1", "2 MB"])
def test_files_of_every_size_are_kept_under_both_ciphers(cipher, data, settings):
    settings.JINGUO_CIPHER = cipher

    PICTURES.keep(ONE, data)

    assert PICTURES.open_kept(ONE) == data
    assert PICTURES.place(ONE).read_bytes()[1] == crypto.CIPHERS[cipher]


def test_keeping_again_replaces_the_whole_file():
    PICTURES.keep(ONE, b"long" * 1_000)
    PICTURES.keep(ONE, b"short")

    assert PICTURES.open_kept(ONE) == b"short"


@pytest.mark.slow
def test_nothing_on_the_disk_tells_what_a_file_is_or_repeats():
    files = [
        photo(),
        workbook([roster_row()]),
        b"%PDF-1.7 abc",
        *(photograph(kind, 1, {"exif"}) for kind in FORMATS),
    ]
    for data in files:
        PICTURES.keep(ONE, data)
        first = PICTURES.place(ONE).read_bytes()
        PICTURES.keep(ONE, data)
        second = PICTURES.place(ONE).read_bytes()

        assert not any(first[at:].startswith(MAGIC) for at in (0, 4, 2 * SLOT))
        with pytest.raises(UnidentifiedImageError):
            Image.open(BytesIO(first))
        sealed = first[:SLOT] + first[2 * SLOT :]  # the second slot is empty
        assert not any(data[at : at + 16] in sealed for at in range(0, len(data) - 16, 16))
        assert first[2:SLOT] != second[2:SLOT] and first[2 * SLOT + 1 :] != second[2 * SLOT + 1 :]


def test_a_file_is_this_users_alone_in_folders_that_are_his_too(settings):
    PICTURES.keep(ONE, b"x")

    place = PICTURES.place(ONE)
    assert place.relative_to(settings.MEDIA_ROOT).parts == ("pictures", "11", "00", ONE.hex)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    for folder in list(place.parents)[:4]:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_files_made_one_after_another_are_spread_over_the_folders():
    assert len({PICTURES.place(new_id()).parent for _file in range(100)}) > 90


@pytest.mark.parametrize("store, file_id", [(THUMBNAILS, ONE), (PICTURES, OTHER)])
def test_a_file_moved_to_another_place_does_not_open(store, file_id):
    PICTURES.keep(ONE, b"as it came")
    files.make_folder(store.place(file_id).parent)
    PICTURES.place(ONE).rename(store.place(file_id))

    with pytest.raises(SealBroken):
        store.open_kept(file_id)


def test_the_content_of_one_file_does_not_open_with_the_key_of_another():
    PICTURES.keep(ONE, b"one")
    PICTURES.keep(OTHER, b"other")
    head, content = (PICTURES.place(file_id).read_bytes() for file_id in (ONE, OTHER))
    PICTURES.place(ONE).write_bytes(head[: 2 * SLOT] + content[2 * SLOT :])

    with pytest.raises(SealBroken):
        PICTURES.open_kept(ONE)


@pytest.mark.slow
def test_every_changed_byte_and_every_cut_is_found():
    PICTURES.keep(ONE, b"as it came")
    place = PICTURES.place(ONE)
    whole = place.read_bytes()
    used = [at for at in range(len(whole)) if not SLOT <= at < 2 * SLOT]  # the second slot is empty

    for at in used:
        place.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(SealBroken):
            PICTURES.open_kept(ONE)
    for cut in range(len(whole)):
        place.write_bytes(whole[:cut])
        with pytest.raises(SealBroken):
            PICTURES.open_kept(ONE)


def test_a_file_opens_for_anyone_who_has_the_ring_and_knows_its_form():
    PICTURES.keep(ONE, b"as it came")
    data = PICTURES.place(ONE).read_bytes()

    key = AESGCM(crypto.ring().sealing[1]).decrypt(
        data[2:14], data[14:94], b"blobs.pictures." + ONE.bytes
    )
    content = data[188:]
    assert content[0] == 1
    opened = AESGCM(bytes.fromhex(key.decode())).decrypt(
        content[1:13], content[13:], b"blobs.pictures.content." + ONE.bytes
    )
    assert opened == b"as it came"


def test_without_its_key_ring_a_file_does_not_open(settings):
    PICTURES.keep(ONE, b"as it came")
    write_ring(new_ring(), settings.JINGUO_KEY_FILE)

    with pytest.raises(SealBroken):
        PICTURES.open_kept(ONE)


def test_a_file_is_on_the_disk_before_its_name_and_the_name_before_the_call_returns(monkeypatch):
    steps = []

    def remembered(name, real):
        def step(*args, **given):
            is_folder = name == "sync" and stat.S_ISDIR(os.fstat(args[0]).st_mode)
            steps.append("folder" if is_folder else name)
            return real(*args, **given)

        return step

    PICTURES.keep(ONE, b"the folders are made")
    monkeypatch.setattr(os, "fsync", remembered("sync", os.fsync))
    monkeypatch.setattr(Path, "replace", remembered("replace", Path.replace))
    monkeypatch.setattr(Path, "mkdir", remembered("mkdir", Path.mkdir))
    PICTURES.keep(ONE, b"x")
    assert steps == ["sync", "replace", "folder"]

    steps.clear()
    PICTURES.keep(OTHER, b"x")
    assert steps == ["mkdir", "folder", "mkdir", "folder", "sync", "replace", "folder"]


def test_a_file_that_cannot_be_written_leaves_the_earlier_one_and_nothing_beside(monkeypatch):
    PICTURES.keep(ONE, b"first")
    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            PICTURES.keep(ONE, b"second")

    assert PICTURES.open_kept(ONE) == b"first"
    assert [one.name for one in PICTURES.place(ONE).parent.iterdir()] == [ONE.hex]


def keep_and_stall(reached):
    """Keep a file until it is written and has no name yet, say so, and stay there."""

    def stalled(*_args):
        reached.set()
        signal.pause()

    with mock.patch.object(Path, "replace", stalled):
        PICTURES.keep(ONE, b"second")


def killed_when_reached(target, *args):
    """Run a function in a process of its own and kill it where it says so."""
    forked = multiprocessing.get_context("fork")
    reached = forked.Event()
    process = forked.Process(target=target, args=(reached, *args))
    process.start()
    assert reached.wait(30)
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.slow
@pytest.mark.race
def test_a_kill_while_a_file_is_written_leaves_the_earlier_one_and_what_is_swept_away():
    PICTURES.keep(ONE, b"first")

    killed_when_reached(keep_and_stall)

    assert PICTURES.open_kept(ONE) == b"first"
    there = list(PICTURES.place(ONE).parent.iterdir())
    assert len(there) == 2
    for path in there:
        os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    assert list(PICTURES.written_before(NOON + SECOND)) == [ONE]
    assert PICTURES.erase_unfinished(NOON) == 0
    assert PICTURES.erase_unfinished(NOON + SECOND) == 1
    assert [one.name for one in PICTURES.place(ONE).parent.iterdir()] == [ONE.hex]
    assert list(blobs.rotate(crypto.add_key())) == [ONE]


def test_files_are_found_by_when_they_were_written_store_by_store():
    PICTURES.keep(ONE, b"x")
    PICTURES.keep(OTHER, b"x")
    THUMBNAILS.keep(new_id(), b"x")
    os.utime(PICTURES.place(ONE), (NOON.timestamp(), NOON.timestamp()))

    assert list(PICTURES.written_before(NOON)) == []
    assert list(PICTURES.written_before(NOON + SECOND)) == [ONE]
    assert list(Store("nothing-yet").written_before(NOON)) == []


def kept(count=5):
    """Keep some files in two stores and return them with their content."""
    files = {
        (store, new_id()): os.urandom(100)
        for store in (PICTURES, THUMBNAILS)
        for _n in range(count)
    }
    for (store, file_id), data in files.items():
        store.keep(file_id, data)
    return files


def are_kept(files):
    return all(store.open_kept(file_id) == data for (store, file_id), data in files.items())


def test_a_rotation_seals_the_keys_anew_and_touches_no_content():
    files = kept()
    before = {place: place.read_bytes() for place in places(files)}
    written = {place: place.stat().st_mtime_ns for place in places(files)}
    fresh = crypto.add_key()

    assert blobs.left_over(fresh) == 10
    assert len(list(blobs.rotate(fresh))) == 10
    assert blobs.left_over(fresh) == 0
    assert list(blobs.rotate(fresh)) == []
    assert are_kept(files)
    for place, data in before.items():
        now = place.read_bytes()
        assert now[2 * SLOT :] == data[2 * SLOT :]
        assert now[:SLOT] == bytes(SLOT) and now[SLOT] == fresh.active
        assert place.stat().st_mtime_ns == written[place]


def places(files):
    return [store.place(file_id) for store, file_id in files]


def test_after_a_rotation_the_earlier_key_is_needed_no_more(settings):
    files = kept(1)
    for _turn in range(3):  # the slots change places each time
        fresh = crypto.add_key()
        list(blobs.rotate(fresh))
        only = dataclasses.replace(fresh, sealing={fresh.active: fresh.sealing[fresh.active]})
        write_ring(only, settings.JINGUO_KEY_FILE)
        assert are_kept(files)
        write_ring(fresh, settings.JINGUO_KEY_FILE)


def test_changing_the_cipher_is_a_rotation_too(settings):
    files = kept()
    settings.JINGUO_CIPHER = "SM4-GCM"

    assert len(list(blobs.rotate(crypto.ring()))) == 10
    assert are_kept(files) and all(place.read_bytes()[SLOT + 1] == 2 for place in places(files))


def test_a_rotation_broken_off_goes_on_where_it_stopped():
    files, fresh = kept(), crypto.add_key()
    first = blobs.rotate(fresh)
    next(first)
    next(first)
    first.close()

    assert blobs.left_over(fresh) == 8
    assert len(list(blobs.rotate(fresh))) == 8
    assert are_kept(files)


def rotate_and_stall(reached, ring, at):
    """Rotate until a slot has been written for the nth time, say so, and stay there."""
    real, calls = blobs._write_slot, []

    def stalling(*args):
        real(*args)
        calls.append(args)
        if len(calls) == at:
            reached.set()
            signal.pause()

    with mock.patch.object(blobs, "_write_slot", stalling):
        list(blobs.rotate(ring))


@pytest.mark.slow
@pytest.mark.race
@pytest.mark.parametrize("at, left", [(1, 10), (2, 9), (7, 7)])
def test_a_rotation_killed_within_a_file_loses_nothing_and_goes_on(at, left):
    files, fresh = kept(), crypto.add_key()

    killed_when_reached(rotate_and_stall, fresh, at)

    assert are_kept(files)
    assert blobs.left_over(fresh) == left
    assert len(list(blobs.rotate(fresh))) == left
    assert blobs.left_over(fresh) == 0 and are_kept(files)


@pytest.mark.parametrize("torn", [1, 2, 50, SLOT - 1])
def test_a_slot_torn_by_a_power_cut_is_passed_over_and_written_again(torn):
    PICTURES.keep(ONE, b"as it came")
    old = PICTURES.place(ONE).read_bytes()
    fresh = crypto.add_key()
    list(blobs.rotate(fresh))
    new = PICTURES.place(ONE).read_bytes()
    half = old[:SLOT] + new[SLOT : SLOT + torn] + bytes(SLOT - torn) + old[2 * SLOT :]
    PICTURES.place(ONE).write_bytes(half)

    assert PICTURES.open_kept(ONE) == b"as it came"
    assert list(blobs.rotate(fresh)) == [ONE]
    assert PICTURES.open_kept(ONE) == b"as it came" and blobs.left_over(fresh) == 0


def test_an_earlier_token_half_wiped_by_a_power_cut_is_wiped():
    PICTURES.keep(ONE, b"as it came")
    old = PICTURES.place(ONE).read_bytes()
    fresh = crypto.add_key()
    list(blobs.rotate(fresh))
    new = PICTURES.place(ONE).read_bytes()
    PICTURES.place(ONE).write_bytes(bytes(40) + old[40:SLOT] + new[SLOT:])

    assert PICTURES.open_kept(ONE) == b"as it came" and blobs.left_over(fresh) == 1
    assert list(blobs.rotate(fresh)) == [ONE]
    assert PICTURES.place(ONE).read_bytes() == new


def test_a_file_erased_while_keys_are_rotated_stays_erased():
    files, fresh = kept(1), crypto.add_key()
    real = Store.reseal

    def erased_first(store, ring, file_id):
        store.erase(file_id)
        return real(store, ring, file_id)

    with mock.patch.object(Store, "reseal", erased_first):
        assert list(blobs.rotate(fresh)) == []

    assert not any(place.exists() for place in places(files))


def test_a_file_no_key_opens_stops_the_rotation_and_is_named():
    PICTURES.keep(ONE, b"x")
    fresh = crypto.add_key()
    stranger = dataclasses.replace(fresh, sealing={fresh.active: fresh.sealing[fresh.active]})

    with pytest.raises(SealBroken, match=ONE.hex):
        list(blobs.rotate(stranger))
    assert PICTURES.open_kept(ONE) == b"x"
