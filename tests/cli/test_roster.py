"""`jinguo roster import` as typed: which columns were read, and hers before what is guessed."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from jinguo.cli.roster import command
from jinguo.exchange.roster.columns import ColumnsUnfit
from tests.make import exchange as make

pytestmark = pytest.mark.django_db


def run(tmp_path, data, *words):
    file = tmp_path / "名册.xlsx"
    file.write_bytes(data)
    return CliRunner().invoke(command, ["import", str(file), "--area", make.HOME[:9], *words])


@pytest.fixture(autouse=True)
def _village():
    make.village(make.HOME)


def test_it_says_where_each_column_was_read(tmp_path):
    done = run(tmp_path, make.workbook([make.roster_row(1)]), "--dry-run", "--json")

    found = json.loads(done.output.splitlines()[-1])
    assert (found["rows"], found["good"], found["header_row"]) == (1, 1, 1)
    assert found["columns"]["village_code"] == "A"
    assert found["columns"]["head"] == "B"


def test_chosen_columns_go_before_what_is_guessed(tmp_path):
    heads = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬"]
    data = make.workbook([["某镇名册"], heads, make.roster_row(1)], header=None)
    assert isinstance(run(tmp_path, data, "--dry-run").exception, ColumnsUnfit)

    done = run(
        tmp_path, data, "--header-row", "2", "--column", "village_code=A", "--column", "head=b",
        "--column", "id_number=C", "--dry-run", "--json",
    )  # fmt: skip

    found = json.loads(done.output.splitlines()[-1])
    assert (found["good"], found["header_row"]) == (1, 2)
    assert found["columns"] == {"village_code": "A", "head": "B", "id_number": "C"}


@pytest.mark.parametrize(
    ("given", "said"), [("hed=B", "no field"), ("head=7", "no column"), ("head", "no column")]
)
def test_a_column_that_cannot_be_read_is_named(tmp_path, given, said):
    done = run(tmp_path, make.workbook([make.roster_row(1)]), "--column", given)

    assert done.exit_code == 2
    assert said in done.output
