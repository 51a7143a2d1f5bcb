"""What must not start: thirteen broken installations, each refused with its sentence, and a sound one."""

from __future__ import annotations

import json

import pytest

from jinguo.config import checks
from jinguo.config.faults import SettingError
from jinguo.config.secret import django_secret
from jinguo.core import crypto
from jinguo.core.errors import Refused


class Installation:
    """A var folder with a signing key and a key ring, a durable database, errors kept inside."""

    def __init__(self, folder, settings):
        self.settings, self.off = settings, set()
        self.secret, self.keys = folder / "secret.key", folder / "keys.json"
        settings.DEBUG, settings.ALLOWED_HOSTS = False, ["jinguo.example"]
        settings.JINGUO_KEY_FILE = self.keys
        self.start_of_secret = django_secret(folder)
        crypto.create_ring()

    def write_secret(self, key):
        self.secret.write_text(key)

    def change_ring(self, **values):
        self.keys.write_text(json.dumps({**json.loads(self.keys.read_text()), **values}))

    def start(self):
        """Do what `jinguo serve` does before it serves."""
        django_secret(self.secret.parent)
        checks.check_fit()


@pytest.fixture
def installation(tmp_path, settings, monkeypatch):
    one = Installation(tmp_path, settings)
    monkeypatch.setattr(checks, "is_off", lambda _alias, name: name in one.off)
    return one


BROKEN = {
    "no signing key": (lambda it: it.write_secret(""), "missing or weak: it has 0 signs"),
    "a short signing key": (lambda it: it.write_secret("k" * 20), "weak: it has 20 signs"),
    "Django's own signing key": (
        lambda it: it.write_secret("django-insecure-" + it.start_of_secret),
        "the one Django writes for trying",
    ),
    "a signing key of one sign": (lambda it: it.write_secret("k" * 64), "made of 1 different signs"),
    "a signing key others read": (lambda it: it.secret.chmod(0o644), "Others may read the signing key"),
    "no key ring": (lambda it: it.keys.unlink(), "There is no key ring"),
    "a key ring others read": (lambda it: it.keys.chmod(0o640), "Others may read the key ring"),
    "a short key": (lambda it: it.change_ring(indexing="ab" * 8), "short, trivial or repeated"),
    "a default key": (lambda it: it.change_ring(sealing={"1": "00" * 32}), "short, trivial or repeated"),
    "a damaged key ring": (lambda it: it.keys.write_text("{"), "damaged"),
    "errors in the browser": (lambda it: setattr(it.settings, "DEBUG", True), "JINGUO_DEBUG is set"),
    "fsync off": (lambda it: it.off.add("fsync"), "runs with fsync off"),
    "commits not waited for": (
        lambda it: it.off.add("synchronous_commit"),
        "runs with synchronous_commit off",
    ),
}  # fmt: skip


def test_a_sound_installation_starts(installation):
    installation.start()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_one_is_refused_with_its_sentence(installation, name):
    break_it, sentence = BROKEN[name]
    break_it(installation)

    with pytest.raises((SettingError, Refused), match=sentence):
        installation.start()
