"""`jinguo audit events`: the trail, newest first, for a person and for another program."""

from __future__ import annotations

import json
import re
from uuid import UUID

import pytest
from click.testing import CliRunner

from jinguo.cli.audit import command
from jinguo.core import trail
from tests.make import org as make

pytestmark = pytest.mark.django_db

HERS, OTHERS = UUID(int=1), UUID(int=2)


@pytest.fixture(autouse=True)
def _trail():
    """Three acts: two of one officer, one of a job; the last is refused."""
    officer = make.officer()
    trail.note(officer, "people.reveal", object_type="people.household", object_id=HERS,
               area="370211105201", purpose="a visit", fields=["phone"])  # fmt: skip
    trail.note(officer, "exchange.export", object_id=OTHERS, area="370211", count=3)
    trail.note(make.Actor.system("nightly"), "org.import-areas", object_id=OTHERS)


def run(*words):
    return CliRunner().invoke(command, ["events", *words], catch_exceptions=False)


def actions(*words):
    done = run(*words, "--json")
    assert done.exit_code == 0
    return [row["action"] for row in json.loads(done.output)]


def test_the_newest_come_first_up_to_the_limit():
    assert actions() == ["org.import-areas", "exchange.export", "people.reveal"]
    assert actions("--limit", "2") == ["org.import-areas", "exchange.export"]


@pytest.mark.parametrize(
    "words, kept",
    [
        (("--object", str(HERS)), ["people.reveal"]),
        (("--object", str(UUID(int=3))), []),
        (("--actor", "NIGHTLY"), ["org.import-areas"]),
        (("--object", str(OTHERS), "--actor", "nightly"), ["org.import-areas"]),
        (("--since", "2999-01-01"), []),
        (("--since", "2999-01-01T08:30"), []),
        (
            ("--since", "2000-01-01"),
            ["org.import-areas", "exchange.export", "people.reveal"],
        ),
    ],
)
def test_filters_keep_what_they_name(words, kept):
    assert actions(*words) == kept


def test_since_includes_its_own_instant_in_the_zone_of_the_office():
    [row] = json.loads(run("--object", str(HERS), "--json").output)
    second = row["at"][:19]  # in UTC, as the database keeps it
    there = make.dt.datetime.fromisoformat(second + "+00:00").astimezone(make.ZONE)
    later = there + make.dt.timedelta(seconds=2)

    assert "people.reveal" in actions("--since", f"{there:%Y-%m-%dT%H:%M:%S}")
    assert actions("--since", f"{later:%Y-%m-%dT%H:%M:%S}") == []


def test_another_program_reads_everything_but_values():
    [row] = json.loads(run("--object", str(HERS), "--json").output)

    assert row["object"] == str(HERS)
    assert row["object_type"] == "people.household"
    assert (row["area"], row["purpose"], row["fields"]) == ("370211105201", "a visit", ["phone"])
    assert (row["result"], row["count"]) == ("done", 1)


def test_a_person_reads_a_line_an_event():
    lines = run().output.splitlines()

    assert len(lines) == 3
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  system:nightly  org\.import", lines[0])
    assert any("exchange.export  done" in line and "×3" in line for line in lines)
    assert run("--since", "2999-01-01").output == "Nothing on the trail is like that.\n"


@pytest.mark.parametrize("words", [("--object", "x"), ("--since", "yesterday"), ("--limit", "0")])
def test_what_cannot_be_read_is_refused(words):
    assert run(*words).exit_code == 2
