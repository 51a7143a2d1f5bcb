"""`jinguo doctor` as a person and as another program asks it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from jinguo.cli import doctor
from jinguo.cli.finding import Finding
from jinguo.core.jail import network

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(monkeypatch):
    """Let the doctor find these, and nothing of the machine the test runs on."""

    def found(*findings):
        monkeypatch.setattr(doctor, "findings", lambda: iter(findings))

    return found


def run(*words):
    return CliRunner().invoke(doctor.command, words, catch_exceptions=False)


FINE = Finding("worker", "The background worker runs.", is_fault=False)
FAULT = Finding("schema", "The schema is behind the program.")


def test_json_tells_every_finding_with_its_name(found):
    found(FINE, FAULT)

    done = run("--json")

    assert done.exit_code == 1
    assert json.loads(done.stdout) == {
        "is_missing": True,
        "findings": [
            {"what": "worker", "is_fault": False, "message": "The background worker runs."},
            {"what": "schema", "is_fault": True, "message": "The schema is behind the program."},
        ],
    }


def test_json_of_an_installation_that_lacks_nothing_ends_with_zero(found):
    found(FINE)

    done = run("--json")

    assert done.exit_code == 0
    assert json.loads(done.stdout)["is_missing"] is False


def test_everything_that_is_looked_at_has_a_name():
    done = run("--json")

    told = {one["what"] for one in json.loads(done.stdout)["findings"]}
    assert {"disk", "reading", "backup", "backup-verified", "worker"} <= told


def test_it_says_that_files_are_read_beside_the_network_and_why(monkeypatch):
    monkeypatch.setattr(network, "refusal", lambda: "user.max_user_namespaces is 0")

    said = doctor.reading()

    assert "without a network namespace" in said.sentence
    assert "user.max_user_namespaces is 0" in said.sentence
    assert not said.is_fault  # the process cannot open a socket all the same


def test_it_says_that_files_are_read_outside_the_network(monkeypatch):
    monkeypatch.setattr(network, "refusal", lambda: None)

    assert doctor.reading().sentence.endswith("in a network namespace of their own.")
