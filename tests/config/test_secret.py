"""Django's signing key: one for an installation, whoever comes first."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

import jinguo
from jinguo.config.faults import SettingError
from jinguo.config.secret import django_secret
from jinguo.core import files

SOURCES = Path(jinguo.__file__).parents[1]
ASK = """
import sys, pathlib
from jinguo.config.secret import django_secret
print(django_secret(pathlib.Path(sys.argv[1])))
"""


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path):
    made = django_secret(tmp_path / "var")

    assert django_secret(tmp_path / "var") == made
    assert len(made) >= 64
    assert stat.S_IMODE((tmp_path / "var/secret.key").stat().st_mode) == 0o600


@pytest.mark.slow
def test_processes_that_start_at_once_all_read_the_same_key(tmp_path):
    words = [sys.executable, "-c", ASK, str(tmp_path)]
    started = [
        subprocess.Popen(words, env={"PYTHONPATH": str(SOURCES)}, stdout=subprocess.PIPE, text=True)
        for _number in range(6)
    ]

    said = {process.communicate(timeout=60)[0].strip() for process in started}

    assert len(said) == 1
    assert len(said.pop()) >= 64
    assert [one.name for one in tmp_path.iterdir()] == ["secret.key"]


def test_who_comes_second_finds_a_finished_file_and_leaves_it(tmp_path, monkeypatch):
    file = tmp_path / "secret.key"
    exists = Path.exists
    first = "made by the first " * 4
    files.write_once(file, first)
    monkeypatch.setattr(Path, "exists", lambda self: self != file and exists(self))

    assert django_secret(tmp_path) == first.strip()


@pytest.mark.parametrize(
    "key, mode, sentence",
    [
        ("", 0o600, "missing or weak: it has 0 signs"),
        ("django-insecure", 0o600, "missing or weak: it has 15 signs"),
        ("k9" * 32, 0o644, "Others may read"),
    ],
)
def test_a_weak_key_and_one_that_others_may_read_are_refused(tmp_path, key, mode, sentence):
    file = tmp_path / "secret.key"
    file.write_text(key)
    file.chmod(mode)

    with pytest.raises(SettingError, match=sentence):
        django_secret(tmp_path)


def test_a_file_is_written_once(tmp_path):
    file = tmp_path / "folder" / "file"

    assert files.write_once(file, "first")
    assert not files.write_once(file, "second")
    assert file.read_text() == "first"
    assert [one.name for one in file.parent.iterdir()] == ["file"]
