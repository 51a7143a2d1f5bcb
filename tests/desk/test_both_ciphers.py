"""
Either cipher, from the register to the backup: a household entered, read, found, sealed anew, taken out.

Each path begins under one cipher and goes on under the other; for a while values of both stand side by side.
"""

import re

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from jinguo.cli import archive, drilling, keys
from jinguo.core import crypto
from jinguo.core.errors import Refused
from jinguo.people.models import Household, Resident
from jinguo.people.privacy import sealed_columns
from jinguo.portal.accounts import codes
from tests.make import desk, org, people
from tests.make.canary import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AES, SM4 = "AES-256-GCM", "SM4-GCM"
FIRST = {
    "head_name": "张桂兰", "id_number": people.id_number(61, "19660606"), "phone": "14300001234",
    "address": "海边路1号",
}  # fmt: skip
SECOND = {
    "head_name": "李秋香", "id_number": people.id_number(62, "19710707"), "phone": "14300005678",
    "address": "山前路2号",
}  # fmt: skip


@pytest.fixture(autouse=True)
def installation(settings, tmp_path, monkeypatch):
    """A folder for keys and files of its own; the database is that of the tests."""
    cache.clear()
    settings.JINGUO_KEY_FILE = tmp_path / "keys.json"
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(keys, "prepare", lambda: None)
    org.tree()
    for code in (desk.DISTRICT, desk.TOWN, desk.VILLAGE):
        org.unit(at=code)


@pytest.fixture
def sent(monkeypatch):
    """The codes that went out to phones, newest last."""
    found = []
    monkeypatch.setattr(codes, "send_code", lambda phone, code, minutes: found.append(code))
    return found


def register(row):
    """Enter a household on the desk's form; return the answer."""
    more = {"area": desk.VILLAGE, "member_count": 2, "is_resident": "on", "yard": "yard"}
    return desk.desk("village-chair").post(reverse("desk:add-household"), {**more, **row})


def household(row):
    return Household.objects.get(head_name=row["head_name"])


def revealed(row, of, field):
    """What the town reads when it asks for one value with a purpose."""
    home = household(row)
    asked = {
        "kind": of, "field": field, "purpose": "约定入户时间",
        "object": home.id if of == "household" else people.head(home).id,
    }  # fmt: skip
    return text_of(desk.desk("town-officer").post(reverse("desk:reveal", args=[home.id]), asked))


def check_read_and_found(*rows):
    """Each is read in clear where that is asked for, masked elsewhere, and not taken twice."""
    for row in rows:
        assert row["phone"] in revealed(row, "household", "phone")
        assert row["address"] in revealed(row, "household", "address")
        assert row["id_number"] in revealed(row, "person", "id_number")
        again = register({**row, "head_name": "王另名", "phone": ""})
        assert again.status_code == 422
    listed = text_of(desk.desk("town-officer").post(reverse("desk:export-households")))
    for row in rows:
        assert household(row).code in listed
        assert row["phone"] not in listed and f"●●●●{row['phone'][-4:]}" in listed
    assert Household.objects.count() == len(rows)
    assert drilling.sealed_problems() == []


def signed_in(row, sent):
    """A resident who comes by a code to her phone, and says her name where she has no account yet."""
    browser = Client()
    browser.post("/me/sign-in/", {"phone": row["phone"]})
    answer = browser.post("/me/sign-in/code/", {"code": sent[-1]})
    if answer["Location"] == "/me/join/":
        browser.post("/me/join/", {"name": row["head_name"], "born_on": "1966-06-06"})
    return browser


def heads():
    """With which key and cipher values are sealed: the number of each and of the cipher."""
    found = set()
    with connection.cursor() as cursor:
        for table, column in sealed_columns():
            cursor.execute(f"SELECT {column} FROM {table}")
            found |= {tuple(bytes(token)[:2]) for (token,) in cursor.fetchall() if token}
    return found


@pytest.mark.parametrize(("first", "second"), [(AES, SM4), (SM4, AES)])
def test_a_household_is_entered_read_found_sealed_anew_and_taken_out(first, second, settings, sent):
    settings.JINGUO_CIPHER = first
    crypto.create_ring()
    register(FIRST)
    check_read_and_found(FIRST)
    signed_in(FIRST, sent)
    assert Resident.objects.get().person == people.head(household(FIRST))
    earlier = archive.about()
    assert heads() == {(1, crypto.CIPHERS[first])}

    settings.JINGUO_CIPHER = second
    register(SECOND)
    assert heads() == {(1, 1), (1, 2)}
    check_read_and_found(FIRST, SECOND)

    done = CliRunner().invoke(keys.command, ["rotate"], catch_exceptions=False)

    assert re.search("sealed under the active key", done.output)
    assert heads() == {(2, crypto.CIPHERS[second])}
    check_read_and_found(FIRST, SECOND)
    copy = text_of(signed_in(FIRST, sent).post("/me/copy.json"))
    assert FIRST["phone"] in copy and FIRST["id_number"] in copy
    assert Resident.objects.count() == 1

    archive.check_keys(earlier)
    later = archive.about()
    assert later["keys"].items() > earlier["keys"].items()
    archive.check_keys(later)
    crypto.write_ring(crypto.new_ring(second), settings.JINGUO_KEY_FILE)
    for told in (earlier, later):
        with pytest.raises(Refused, match="does not open this backup's data"):
            archive.check_keys(told)
