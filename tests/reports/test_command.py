"""`jinguo report` as an officer types it."""

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
    said = run("compare", first, second)
    assert re.search(r"courtyards\.demo  .* 1户 → 2户\n  \S+: assess\.recognised, \+1, 1", said)
    listed = run("list")
    assert report in listed and first in listed and second in listed


def test_a_period_is_a_year_or_two_days_in_order():
    result = CliRunner().invoke(
        command,
        ["make", "annual", "--area", "370211", "--from", "2020-02-01", "--to", "2020-01-01"],
    )

    assert result.exit_code == 2
