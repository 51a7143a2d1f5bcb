"""`jinguo report` as an officer types it."""

import json
import re
from datetime import date

import pytest
from click.testing import CliRunner
from docx import Document

from jinguo.cli.report import command
from tests.make import programmes
from tests.make import reports as make

pytestmark = pytest.mark.usefixtures("committed")


def run(*arguments):
    result = CliRunner().invoke(command, [str(one) for one in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.slow
def test_from_the_first_draft_to_why_it_changed(tmp_path):
    programmes.applied_packs()
    make.registered(10)
    make.recognised(range(1))

    made = run("make", "annual", "--area", "370211", "--year", "2020", "--out", tmp_path)
    report = made.split()[0]
    [draft] = tmp_path.glob("*-draft.docx")
    assert any("美丽庭院示范户1户" in one.text for one in Document(draft).paragraphs)

    first = run("freeze", report, "--note", "first").split()[0]
    make.recognised(range(5, 6), on=date(2020, 7, 1))
    run("reopen", report, "--reason", "one was late")
    second = run("freeze", report).split()[0]
    run("make", "annual", "--area", "370211", "--year", "2020", "--out", tmp_path)

    assert len(list(tmp_path.glob("*-2.docx"))) == 1
    then = tmp_path / "then"
    words = ("annual", "--area", "370211", "--year", "2020", "--out", then)
    run("make", *words, "--freeze", "1")
    [document] = then.glob("*-1.docx")
    assert any("美丽庭院示范户1户" in one.text for one in Document(document).paragraphs)
    assert len(list(then.glob("*-1-annex.xlsx"))) == 1
    unknown = CliRunner().invoke(command, ["make", *map(str, words), "--freeze", "7"])
    assert unknown.exit_code == 2 and "no freeze number 7" in unknown.output

    said = run("compare", first, second)
    assert re.search(r"courtyards\.demo  .* 1户 → 2户\n  \S+: assess\.recognised, \+1, 1", said)
    listed = run("list")
    assert report in listed and first in listed and second in listed


@pytest.mark.slow
def test_another_program_reads_every_step(tmp_path):
    programmes.applied_packs()
    make.registered(10)
    make.recognised(range(1))

    words = ("make", "annual", "--area", "370211", "--year", "2020", "--out", tmp_path, "--json")
    made = json.loads(run(*words))
    report = made["report"]
    assert made["frozen"] is None
    assert sorted(made["files"]) == sorted(str(path) for path in tmp_path.iterdir())
    demo = [one for one in made["figures"].values() if one["measure"] == "courtyards.demo"]
    assert (demo[0]["value"], demo[0]["unit"], demo[0]["ends_on"]) == (1, "户", "2020-12-31")

    first = json.loads(run("freeze", report, "--note", "first", "--json"))
    make.recognised(range(5, 6), on=date(2020, 7, 1))
    run("reopen", report, "--reason", "one was late")
    second = json.loads(run("freeze", report, "--json"))
    assert (first["number"], second["number"]) == (1, 2)

    [listed] = json.loads(run("list", "--json"))
    assert (listed["report"], listed["template"], listed["state"]) == (report, "annual", "frozen")
    assert [one["freeze"] for one in listed["freezes"]] == [first["freeze"], second["freeze"]]
    assert listed["freezes"][0]["note"] == "first"

    moved = json.loads(run("compare", first["freeze"], second["freeze"], "--json"))
    whole = [
        one for one in moved
        if one["measure"] == "courtyards.demo" and one["ends_on"] == "2020-12-31"
    ]  # fmt: skip
    assert (whole[0]["before"], whole[0]["after"]) == (1, 2)
    [cause] = whole[0]["causes"]
    assert (cause["cause"], cause["kind"], cause["quantity"]) == ("added", "assess.recognised", 1)
    assert json.loads(run("list", "--area", "370212", "--json")) == []


def test_a_period_is_a_year_or_two_days_in_order():
    result = CliRunner().invoke(
        command,
        ["make", "annual", "--area", "370211", "--from", "2020-02-01", "--to", "2020-01-01"],
    )

    assert result.exit_code == 2
