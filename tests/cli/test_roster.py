"""`jinguo roster import` as typed: which columns were read, and hers before what is guessed."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from jinguo.cli.roster import command
from jinguo.core.errors import Invalid, NotFound
from jinguo.exchange.models import Batch
from jinguo.exchange.roster.columns import ColumnsUnfit
from jinguo.exchange.rows import NoRows
from tests.make import exchange as make
from tests.make.people import id_number

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


@pytest.mark.parametrize("rows", [[], [[" "] * 9]])
def test_a_roster_of_headings_alone_says_that_no_household_is_there(tmp_path, rows):
    refused = run(tmp_path, make.workbook(rows)).exception

    assert isinstance(refused, NoRows)
    assert "no household" in refused.message


def test_a_day_of_registration_to_come_is_refused_before_anything_is_read(tmp_path):
    refused = run(tmp_path, make.workbook([make.roster_row(1)]), "--on", "2999-01-01").exception

    assert isinstance(refused, Invalid) and "until today" in refused.message
    assert not Batch.objects.exists()


def test_who_is_born_after_the_day_of_registration_is_wrong(tmp_path):
    data = make.workbook([make.roster_row(1, 身份证号=id_number(1, "20190601"))])

    before = run(tmp_path, data, "--on", "2019-05-31", "--dry-run", "--json")
    after = run(tmp_path, data, "--on", "2019-06-01", "--dry-run", "--json")

    assert json.loads(before.output.splitlines()[-1])["reasons"] == {"id-later": 1}
    assert json.loads(after.output.splitlines()[-1])["good"] == 1


def test_an_area_there_is_not_is_named(tmp_path):
    refused = run(tmp_path, make.workbook([make.roster_row(1)]), "--area", "99").exception

    assert isinstance(refused, NotFound) and "no area with the code 99" in refused.message


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
