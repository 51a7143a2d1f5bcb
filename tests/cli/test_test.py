"""The command that runs the tests: what it hands to pytest where there is no browser."""

from __future__ import annotations

import sys

import pytest
from click.testing import CliRunner

from jinguo.cli import test as module


@pytest.fixture
def handed(monkeypatch):
    """What pytest would have been started with, run by run."""
    seen = []

    def run(words, **_options):
        assert words[:3] == [sys.executable, "-m", "pytest"]
        seen.append(words[3:])
        return module.subprocess.CompletedProcess(words, len(seen) - 1)

    monkeypatch.setattr(module.subprocess, "run", run)
    monkeypatch.delenv("CI", raising=False)
    return seen


@pytest.mark.parametrize(
    "words, expected",
    [
        (("-m", "slow or race"), ("-m", "(slow or race) and not journey")),
        (("-mslow",), ("-m", "(slow) and not journey")),
        (("-qm", "slow"), ("-q", "-m", "(slow) and not journey")),
        (("-m", "slow", "-m", "race"), ("-m", "(race) and not journey")),
        (
            ("tests/core", "-k", "x", "--maxfail=1", "-p", "no:cacheprovider", "-vv"),
            ("-v", "-v", "tests/core", "-k", "x", "--maxfail=1", "-p", "no:cacheprovider",
             "-m", "not journey"),
        ),
    ],
)  # fmt: skip
def test_without_a_browser_the_journeys_are_taken_from_what_was_asked_for(
    handed, monkeypatch, words, expected
):
    monkeypatch.setattr(module.shutil, "which", lambda _name: None)

    done = CliRunner().invoke(module.command, list(words))

    assert done.exit_code == 0
    assert handed == [list(expected)]


def test_with_a_browser_everything_goes_to_pytest_as_it_is(handed, monkeypatch):
    monkeypatch.setattr(module.shutil, "which", lambda name: name)

    CliRunner().invoke(module.command, ["-m", "race", "-q"])

    assert handed == [["-m", "race", "-q"]]


def test_without_arguments_unit_tests_run_side_by_side_and_then_the_others_alone(
    handed, monkeypatch
):
    monkeypatch.setattr(module.shutil, "which", lambda name: name)

    done = CliRunner().invoke(module.command, [])

    assert handed == [list(module.UNIT), ["-m", "journey or race"]]
    assert done.exit_code == 1  # the second run's, as the first one's was 0


def test_without_a_browser_the_races_still_run(handed, monkeypatch):
    monkeypatch.setattr(module.shutil, "which", lambda _name: None)

    CliRunner().invoke(module.command, [])

    assert [one[-1] for one in handed] == [
        "(not journey and not race) and not journey",
        "(journey or race) and not journey",
    ]


def test_in_continuous_integration_a_missing_browser_fails(handed, monkeypatch):
    monkeypatch.setattr(module.shutil, "which", lambda _name: None)
    monkeypatch.setenv("CI", "true")

    done = CliRunner().invoke(module.command, [])

    assert done.exit_code == 1
    assert handed == []


def test_the_quick_ones_need_no_browser_and_take_arguments_too(handed, monkeypatch):
    monkeypatch.setattr(module.shutil, "which", lambda _name: None)

    CliRunner().invoke(module.command, ["--quick", "tests/facts", "-x"])

    assert handed == [[*module.QUICK, "tests/facts", "-x"]]
    assert module.QUICK[-1] == "not slow and not journey and not race"
