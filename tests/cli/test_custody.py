"""`jinguo keys split` and `join`, and what `doctor` says of them."""

from __future__ import annotations

import stat
from datetime import timedelta
from itertools import combinations

import pytest
from click.testing import CliRunner
from django.utils import timezone

from jinguo.audit.models import Event
from jinguo.cli import keys, upkeep
from jinguo.core import crypto, trail
from jinguo.core.errors import Refused
from jinguo.core.shares import DamagedShare
from jinguo.org.actor import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ring(tmp_path, settings, monkeypatch):
    """A key ring of its own; the database is that of the tests."""
    monkeypatch.setattr(keys, "prepare", lambda: None)
    monkeypatch.setattr(keys.language, "set_up", lambda: None)
    settings.JINGUO_KEY_FILE = tmp_path / "keys.json"
    crypto.create_ring()
    return settings.JINGUO_KEY_FILE


def run(*words):
    done = CliRunner().invoke(keys.command, [*map(str, words)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


@pytest.fixture
def three(tmp_path):
    """The files of three custodians."""
    run("split", tmp_path / "out")
    return sorted((tmp_path / "out").iterdir())


def test_any_two_custodians_restore_the_file_and_nobody_else_may_read_a_share(ring, three):
    whole = ring.read_bytes()
    assert len(three) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in three} == {0o600}

    for pair in combinations(three, 2):
        ring.unlink()
        assert "Restored" in run("join", *pair)
        assert ring.read_bytes() == whole
        assert stat.S_IMODE(ring.stat().st_mode) == 0o600


@pytest.mark.parametrize(("then", "now"), [("SM4-GCM", "AES-256-GCM"), ("AES-256-GCM", "SM4-GCM")])
def test_shares_follow_the_setting_and_join_whatever_it_is_by_then(
    ring, settings, tmp_path, then, now
):
    settings.JINGUO_CIPHER = then
    run("split", tmp_path / "out")
    made = sorted((tmp_path / "out").iterdir())
    assert {keys.read_share(file).sealed[0] for file in made} == {crypto.CIPHERS[then]}

    settings.JINGUO_CIPHER = now
    assert "The drill stands on the trail" in run("join", *made[1:], "--drill")
    made[0].write_text(made[0].read_text().replace('"part": "', '"part": "0'))
    with pytest.raises(DamagedShare):
        run("join", *made[:2], "--drill")


def test_one_custodian_alone_restores_nothing(ring, three):
    ring.unlink()

    for one in three:
        with pytest.raises(Refused, match="One custodian alone opens nothing"):
            run("join", one)
    assert not ring.exists()


def test_a_damaged_share_is_named(ring, three):
    three[1].write_text(three[1].read_text().replace('"need": 2', '"need": 1'))

    with pytest.raises(DamagedShare, match=f"{three[1].name} is damaged"):
        run("join", three[0], three[1])


def test_a_ring_in_place_is_never_written_over(ring, three, tmp_path):
    with pytest.raises(Refused, match="there already"):
        run("join", *three[:2])

    run("join", *three[:2], "--out", tmp_path / "restored.json")
    assert (tmp_path / "restored.json").read_bytes() == ring.read_bytes()


def test_the_yearly_drill_passes_with_todays_keys_alone(ring, three):
    assert "The drill stands on the trail" in run("join", *three[1:], "--drill")
    assert Event.objects.filter(action="keys.drill").count() == 1

    crypto.add_key()
    with pytest.raises(Refused, match="other keys than today's"):
        run("join", *three[1:], "--drill")


def noted(action):
    trail.note(Actor.system("keys"), action)


def test_doctor_misses_a_drill_after_a_year_and_new_shares_after_a_rotation():
    now = timezone.now()
    assert not upkeep.custody(now).is_fault
    noted("keys.split")
    assert not upkeep.custody(now + timedelta(days=365)).is_fault
    assert upkeep.custody(now + timedelta(days=368)).is_fault
    assert "last made or tried" in upkeep.custody(now).sentence


@pytest.mark.parametrize(
    ("added", "is_fault"), [(timedelta(minutes=-1), False), (timedelta(minutes=1), True)]
)
def test_doctor_asks_for_new_shares_once_a_key_was_made(monkeypatch, added, is_fault):
    now = timezone.now()
    told = {"keys.split": now, "keys.add": now + added}
    monkeypatch.setattr(upkeep, "_last", told.get)

    found = upkeep.custody(now)

    assert found.is_fault == is_fault
    assert ("with new shares" in found.sentence) == is_fault
