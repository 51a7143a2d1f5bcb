"""`jinguo areas import` as an administrator types it."""

from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner

from jinguo.cli.areas import command
from jinguo.core.errors import Invalid
from jinguo.org.models import Area

pytestmark = pytest.mark.django_db
HEAD = "code,name,level,parent,valid_from,valid_to\n37,山东省,province,,1949-10-01,\n"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "divisions.csv"


def run(file, text, *words):
    file.write_text(HEAD + text, "utf-8")
    return CliRunner().invoke(command, ["import", str(file), *words])


def test_every_column_is_read(file):
    done = run(file, "3702,青岛市,city,37,,\n", "--from", "2020-01-01")

    assert done.output == "2 added, 0 renamed.\n"
    assert dict(Area.objects.values_list("code", "valid_from")) == {
        "37": dt.date(1949, 10, 1),
        "3702": dt.date(2020, 1, 1),
    }


def test_a_column_that_contradicts_the_code_stops_it_all(file):
    done = run(file, "3702,青岛市,county,37,,\n")

    assert isinstance(done.exception, Invalid)
    assert "Line 3" in str(done.exception)
    assert not Area.objects.exists()
