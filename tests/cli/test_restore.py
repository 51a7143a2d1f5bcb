"""A backup brought back: on another server, with and without its keys."""

from __future__ import annotations

import json
import os
import shutil
import stat
import uuid
import zipfile

import pytest
from django.test import override_settings

from jinguo.assess.files import PHOTOS
from jinguo.audit.models import Link
from jinguo.cli import archive, backup, drilling, dumping, restore
from jinguo.core import crypto
from jinguo.core.blobs import Store
from jinguo.core.errors import Refused
from jinguo.people import erased_list
from jinguo.people.models import Household
from tests.make import people as homes

pytestmark = pytest.mark.slow
STORES, KEPT = (Store("exchange"), *PHOTOS.stores), uuid.UUID(int=0xF11E)
GONE = uuid.UUID(int=0xE9A5ED)


def files_of(one):
    """Return a block in which the files and keys of an installation are those of this process."""
    return override_settings(MEDIA_ROOT=one.var / "files", JINGUO_KEY_FILE=one.keys)


@pytest.fixture(scope="module")
def backed_up(installation, passphrase):
    """An installation with an area, an account, events on its trail, an uploaded file; and its backup."""
    one = installation()
    areas = one.var / "areas.csv"
    areas.write_text("code,name\n37,山东省\n3702,青岛市\n370211,黄岛区\n", "utf-8")
    for words in (
        ("areas", "import", areas),
        ("account", "open", "gao", "--name", "高某", "--role", "system-administrator", "--area", 370211),
        ("audit", "verify"),
    ):  # fmt: skip
        code, said = one.run(*words)
        assert code == 0, said
    one.ask(
        "INSERT INTO people_person (id, area_id, name, pinyin, sex, phone_tail)"
        f" SELECT id::uuid, '370211', name, 'x', '0', '' FROM (VALUES ('{GONE}', '逄翡翠'),"
        f" ('{KEPT}', '李丽')) AS given (id, name)"
    )
    with files_of(one):
        for store in STORES:
            store.keep(KEPT, store.name.encode())
    file = one.var / "jinguo.bak"
    code, said = one.run("backup", file, "--passphrase-file", passphrase)
    assert code == 0, said
    with files_of(one):  # she was erased after the backup was written
        erased_list.add([GONE], file.parent / erased_list.NAME)
    return one, file


def test_nothing_is_restored_without_the_keys_and_everything_with_them(
    backed_up, installation, passphrase
):
    first, file = backed_up
    second = installation()

    code, said = second.run("restore", file, "--passphrase-file", passphrase)

    assert code == 1
    assert "does not open this backup's data" in said
    assert second.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0"
    assert not second.keys.exists()

    shutil.copy(first.keys, second.keys)
    code, said = second.run("restore", file, "--passphrase-file", passphrase)

    assert code == 0, said
    assert "The trail holds" in said
    for statement in (
        "SELECT count(*), sum(length(name)) FROM org_area",
        "SELECT count(*), max(seq), max(encode(digest, 'hex')) FROM audit_link",
        "SELECT string_agg(username, ',') FROM org_account",
    ):
        assert second.ask(statement) == first.ask(statement) != ""
    assert "Erased again, as before the restore: 1." in said
    names = "SELECT string_agg(name, ',' ORDER BY name) FROM people_person"
    assert (first.ask(names), second.ask(names)) == ("李丽,逄翡翠", "***,李丽")
    with files_of(second):
        for store in STORES:
            assert store.open_kept(KEPT) == store.name.encode()
    for path in (second.var / "files").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path

    code, said = second.run("restore", file, "--passphrase-file", passphrase)
    assert code == 1
    assert "not empty" in said


def test_what_is_recorded_after_a_restore_comes_after_what_was_recorded_before(
    backed_up, installation, passphrase
):
    first, file = backed_up
    second = installation()
    shutil.copy(first.keys, second.keys)
    second.run("restore", file, "--passphrase-file", passphrase)
    before = second.ask("SELECT max(xid) FROM audit_event")
    events = int(second.ask("SELECT count(*) FROM audit_event"))
    # Else this shows nothing: the new server's own numbers must lie behind those it was given.
    assert int(second.ask("SELECT pg_current_xact_id()")) < int(before)

    code, said = second.run(
        "account", "open", "chen", "--name", "陈某", "--role", "security-administrator", "--area", 370211
    )  # fmt: skip

    assert code == 0, said
    added = int(second.ask("SELECT count(*) FROM audit_event")) - events
    assert added > 0
    assert int(second.ask(f"SELECT count(*) FROM audit_event WHERE xid > {before}")) == added
    assert second.run("audit", "verify")[0] == 0
    assert second.ask("SELECT count(*) FROM audit_event WHERE action = 'backup.restore'") == "1"


def test_a_backup_is_verified_in_a_scratch_database_and_both_are_on_the_trail(
    backed_up, passphrase
):
    first, file = backed_up
    before = first.ask("SELECT count(*) FROM org_area")

    code, said = first.run("backup", "verify", file, "--passphrase-file", passphrase)

    assert code == 0, said
    assert said.endswith("The backup is good. The scratch database is dropped.\n")
    assert not list(first.var.glob("scratch-*"))
    assert first.ask("SELECT count(*) FROM org_area") == before
    assert first.ask(
        "SELECT string_agg(action || ' ' || purpose || ' ' || actor, ',' ORDER BY at)"
        " FROM audit_event WHERE action LIKE 'backup.%'"
    ) == "backup.write jinguo.bak system:backup,backup.verify jinguo.bak system:backup"  # fmt: skip


def test_a_damaged_backup_is_not_verified(backed_up, passphrase, tmp_path):
    first, file = backed_up
    damaged = tmp_path / "damaged.bak"
    damaged.write_bytes(file.read_bytes()[:-1])
    verified = "SELECT count(*) FROM audit_event WHERE action = 'backup.verify'"
    before = first.ask(verified)

    code, said = first.run("backup", "verify", damaged, "--passphrase-file", passphrase)

    assert code == 1, said
    assert not list(first.var.glob("scratch-*"))
    assert first.ask(verified) == before


def drilled(one):
    """The log of drills, and what the trail says of them."""
    lines = (one.var / "drills.jsonl").read_text().splitlines()
    told = [(json.loads(line)["backup"], json.loads(line)["result"]) for line in lines]
    noted = one.ask(
        "SELECT string_agg(purpose || ' ' || result, ',' ORDER BY at) FROM audit_event"
        " WHERE action = 'backup.drill'"
    )
    return told, noted


def test_the_drill_takes_the_newest_backup_of_a_folder_and_logs_how_it_went(
    backed_up, passphrase, tmp_path
):
    first, file = backed_up
    (tmp_path / "notes.txt").write_text("no backup, and newer")
    for name, written_at in (("old.bak", 1), ("new.bak", 2)):
        (tmp_path / name).write_bytes(file.read_bytes())
        os.utime(tmp_path / name, (written_at, written_at))

    code, said = first.run("backup", "drill", tmp_path, "--passphrase-file", passphrase)

    assert code == 0, said
    assert "The drill of new.bak went well" in said
    assert drilled(first) == ([("new.bak", "good")], "new.bak done")

    (tmp_path / "cut.bak").write_bytes(file.read_bytes()[:-1])
    code, said = first.run("backup", "drill", tmp_path, "--passphrase-file", passphrase)

    assert code == 1
    assert "does not restore" in said
    assert drilled(first) == (
        [("new.bak", "good"), ("cut.bak", "failed")],
        "new.bak done,cut.bak refused",
    )
    assert not list(first.var.glob("scratch-*"))


def test_a_folder_without_a_backup_is_said(tmp_path):
    (tmp_path / "notes.txt").write_text("JINGUO")

    with pytest.raises(Refused, match="There is no backup in"):
        drilling.newest(tmp_path)


@pytest.mark.django_db
def test_rows_that_are_fewer_than_at_the_backup_are_told():
    told = {"counts": drilling.counts(drilling.our_tables())}
    assert drilling.count_problems(told) == []

    told["counts"]["org_area"] += 1
    assert drilling.count_problems(told) == [
        "The table org_area has 0 rows; at the backup it had 1."
    ]
    assert drilling.count_problems({}) == []


@pytest.mark.django_db
def test_a_sealed_value_that_does_not_open_is_told():
    home = homes.household(address="东村1号")
    assert drilling.sealed_problems() == []

    Household.objects.filter(pk=home.pk).update(address=b"\x01\x01" + bytes(60))

    [problem] = drilling.sealed_problems()
    assert problem.startswith(f"people_household.address {home.pk}: ")


def test_a_rotation_of_the_keys_is_on_the_trail(installation):
    one = installation()

    for words in (("rotate",), ("rotate", "--resume")):
        code, said = one.run("keys", *words)
        assert code == 0, said

    assert one.ask(
        "SELECT string_agg(action || ' ' || actor, ',' ORDER BY at)"
        " FROM audit_event WHERE action LIKE 'keys.%'"
    ) == "keys.add system:keys,keys.rotate system:keys,keys.rotate system:keys"  # fmt: skip


def test_a_damaged_backup_changes_nothing(backed_up, installation, passphrase, tmp_path):
    first, file = backed_up
    damaged = tmp_path / "damaged.bak"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    second = installation()
    shutil.copy(first.keys, second.keys)

    code, said = second.run("restore", damaged, "--passphrase-file", passphrase)

    assert code == 1
    assert "damaged" in said
    assert second.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0"


@pytest.mark.django_db
def test_a_trail_that_ends_before_the_backups_head_is_told():
    told = {"trail": {"seq": 1, "digest": "ab" * 32}}

    assert len(restore.trail_problems(told)) == 1
    Link.objects.create(seq=1, event="00000000-0000-7000-8000-000000000001", digest=b"\xab" * 32)
    assert restore.trail_problems(told) == []
    assert restore.trail_problems({"trail": None}) == []


def test_a_ring_with_newer_keys_opens_an_earlier_backup_and_not_the_other_way_round(
    settings, tmp_path
):
    settings.JINGUO_KEY_FILE = tmp_path / "keys.json"
    old = crypto.new_ring()
    crypto.write_ring(old, settings.JINGUO_KEY_FILE)
    earlier = archive.marks()
    crypto.write_ring(old.with_new_key(), settings.JINGUO_KEY_FILE)
    later = archive.marks()

    archive.check_keys({"keys": earlier})
    crypto.write_ring(old, settings.JINGUO_KEY_FILE)
    with pytest.raises(Refused, match="key ring"):
        archive.check_keys({"keys": later})


def test_the_password_of_an_address_is_not_among_the_arguments():
    address, password = dumping.without_password(
        "postgresql://u:p%40ss@db:5433/jinguo?sslmode=require"
    )

    assert address == "postgresql://u@db:5433/jinguo?sslmode=require"
    assert password == "p@ss"


@pytest.mark.parametrize(
    "server, chosen", [(14, "/b/pg_dump"), (15, "/b/pg_dump"), (16, "/a/pg_dump"), (18, "/a/pg_dump")]
)  # fmt: skip
def test_the_program_of_the_servers_version_is_taken_else_the_next_newer(
    monkeypatch, server, chosen
):
    monkeypatch.setattr(dumping, "server_version", lambda: server)
    monkeypatch.setattr(
        dumping, "programs", lambda _name: iter([("/a/pg_dump", 18), ("/b/pg_dump", 15)])
    )

    assert dumping.program("pg_dump") == chosen


def test_an_older_program_is_not_used_on_a_newer_server(monkeypatch):
    monkeypatch.setattr(dumping, "server_version", lambda: 19)

    with pytest.raises(Refused, match="version 19 or newer"):
        dumping.program("pg_dump")


def test_a_file_erased_while_a_backup_is_written_is_left_out(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "kept").write_bytes(b"x")
    (settings.MEDIA_ROOT / "gone").symlink_to(tmp_path / "erased")
    for name in ("about.json", "database.dump"):
        (tmp_path / name).write_bytes(b"x")

    backup.pack(tmp_path)

    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert set(archive.namelist()) == {"about.json", "database.dump", "files/kept"}
