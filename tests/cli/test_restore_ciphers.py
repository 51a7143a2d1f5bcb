"""A backup made under one cipher and restored under either: the file itself says which one it was."""

from __future__ import annotations

import shutil
import uuid

import pytest
from django.test import override_settings

from jinguo.cli import sealing
from jinguo.core import crypto
from jinguo.core.blobs import Store

pytestmark = pytest.mark.slow
AES, SM4 = "AES-256-GCM", "SM4-GCM"
PHONES = {AES: (uuid.UUID(int=1), "14300001111"), SM4: (uuid.UUID(int=2), "14300002222")}
STORE = Store("exchange")


def of(one, cipher):
    """Return a block in which the files, keys and cipher of an installation are those of this process."""
    return override_settings(
        MEDIA_ROOT=one.var / "files", JINGUO_KEY_FILE=one.keys, JINGUO_CIPHER=cipher
    )


def backup_under(one, cipher, passphrase):
    one.environment["JINGUO_CIPHER"] = cipher
    file = one.var / f"{cipher}.bak"
    code, said = one.run("backup", file, "--passphrase-file", passphrase)
    assert code == 0, said
    with file.open("rb") as sealed:
        assert sealing.find_cipher(sealed.read(sealing.MARK)) == cipher
    return file


@pytest.fixture(scope="module")
def begun(installation, passphrase):
    """
    An installation that began under AES and went over to SM4, with values and files of both, and its backups.

    The backup under AES was written after the one under SM4, with the setting changed back.
    """
    one = installation()
    areas = one.var / "areas.csv"
    areas.write_text("code,name\n37,山东省\n3702,青岛市\n370211,黄岛区\n", "utf-8")
    code, said = one.run("areas", "import", areas)
    assert code == 0, said
    for cipher, (person, phone) in PHONES.items():
        with of(one, cipher):
            token = crypto.seal("people_person", "phone", person, phone)
            STORE.keep(person, phone.encode())
        one.ask(
            "INSERT INTO people_person (id, area_id, name, pinyin, sex, phone_tail, phone)"
            f" VALUES ('{person}', '370211', '李丽', 'x', '0', '{phone[-4:]}', '\\x{token.hex()}')"
        )
    return one, {cipher: backup_under(one, cipher, passphrase) for cipher in (SM4, AES)}


def sealed_phones(one):
    rows = one.ask("SELECT id || ' ' || encode(phone, 'hex') FROM people_person").splitlines()
    return {uuid.UUID(row[:36]): bytes.fromhex(row[37:]) for row in rows}


@pytest.mark.parametrize(("made", "restored"), [(SM4, SM4), (SM4, AES), (AES, SM4)])
def test_a_backup_opens_under_either_setting_with_values_of_both(
    begun, installation, passphrase, made, restored
):
    first, files = begun
    second = installation()
    second.environment["JINGUO_CIPHER"] = restored
    shutil.copy(first.keys, second.keys)

    code, said = second.run("restore", files[made], "--passphrase-file", passphrase)

    assert code == 0, said
    assert "The trail holds" in said
    tokens = sealed_phones(second)
    assert {token[1] for token in tokens.values()} == {1, 2}
    with of(second, restored):
        for person, phone in PHONES.values():
            assert crypto.unseal("people_person", "phone", person, tokens[person]) == phone
            assert STORE.open_kept(person) == phone.encode()


@pytest.mark.parametrize("made", [AES, SM4])
def test_a_tampered_backup_is_refused_under_both(begun, installation, passphrase, tmp_path, made):
    first, files = begun
    content = bytearray(files[made].read_bytes())
    content[len(content) // 2] ^= 1
    damaged = tmp_path / "damaged.bak"
    damaged.write_bytes(content)
    second = installation()
    shutil.copy(first.keys, second.keys)

    code, said = second.run("restore", damaged, "--passphrase-file", passphrase)

    assert code == 1
    assert "damaged" in said
    assert second.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0"
