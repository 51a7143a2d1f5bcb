"""The pack for a year's audit: that of a small year is compared with a file that is kept."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
import python_calamine
from click.testing import CliRunner
from docx import Document

from jinguo.audit.models import DayRoot, Event
from jinguo.cli.audit import command
from jinguo.core.errors import Denied, Invalid
from jinguo.core.identifiers import refuse_document
from jinguo.desk.audit.words import pack_words
from jinguo.org.models import Account
from jinguo.reports import audit_pack
from tests.make import org, trails

pytestmark = pytest.mark.django_db
KEPT = Path(__file__).with_name("audit_pack_2020.txt")
NOW = trails.datetime(2021, 1, 15, 9, 30, tzinfo=org.ZONE)
AUDITOR = org.Actor.system("audit", "audit.pack")


@pytest.fixture(autouse=True)
def _trail():
    trails.year_2020()


def make(actor=AUDITOR, year=2020):
    return audit_pack.make(actor=actor, year=year, words=pack_words(), now=NOW)


def parts(data):
    """The files of an archive by how their names end."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.rpartition(".")[2]: archive.read(name) for name in archive.namelist()}


def told(data):
    """All that stands in a pack, a line each: the document, then every sheet of the workbook."""
    files = parts(data)
    document = Document(io.BytesIO(files["docx"]))
    lines = ["== document"]
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(files["xlsx"]))
    for name in book.sheet_names:
        lines.append(f"== {name}")
        for row in book.get_sheet_by_name(name).to_python():
            cells = (str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row)
            lines.append(" | ".join(cells).rstrip(" |"))
    return "\n".join(lines) + "\n"


@pytest.mark.slow
def test_the_pack_of_a_small_year_is_what_is_kept():
    assert told(make().data) == KEPT.read_text("utf-8")


@pytest.mark.slow
def test_the_same_year_is_the_same_archive_and_that_it_was_taken_stands_on_the_trail():
    first, second = make(), make()

    assert first.name == "audit-pack-2020.zip"
    assert parts(first.data)["docx"] == parts(second.data)["docx"]
    assert Event.objects.filter(action="audit.export-pack", purpose="2020").count() == 2


@pytest.mark.slow
def test_nobody_stands_in_it():
    files = parts(make().data)
    everything = told(make().data)

    assert "13905320011" not in everything
    assert "Xiuying" not in everything
    assert {
        account.name for account in Account.objects.all() if account.name in everything
    } == set()
    digests = [row["root"] for row in json.loads(files["json"])]
    for kind in ("docx", "xlsx"):
        refuse_document(files[kind], allowed=digests)


@pytest.mark.slow
def test_a_broken_chain_says_so_on_page_one():
    trails.past_the_triggers("UPDATE audit_event SET actor = 'another' WHERE xid = 8")

    made = make()
    document = Document(io.BytesIO(parts(made.data)["docx"])).paragraphs

    assert made.problems == 1
    assert document[0].text == "Audit pack of 2020"
    assert document[1].text.startswith("THE TRAIL DOES NOT HOLD. 1 places were changed")
    assert "8 The event or its link was changed." in document[1].text
    assert "8 The event or its link was changed." in told(made.data).partition("Verification")[2]


@pytest.mark.slow
def test_the_roots_of_the_year_go_with_it():
    rows = json.loads(parts(make().data)["json"])

    assert [row["day"] for row in rows] == [str(root.day) for root in DayRoot.objects.filter(
        day__year=2020).order_by("day")]  # fmt: skip
    assert rows[0]["first_seq"] == 1


@pytest.mark.slow
def test_a_part_of_the_areas_has_its_part_of_the_year():
    everywhere, district = make(), make(org.actor(role="auditor", at="370211"))

    reads = "Show a masked value | people.reveal | gao | {0} | {0}"
    assert reads.format(21) in told(everywhere.data)
    assert reads.format(20) in told(district.data)


@pytest.mark.slow
@pytest.mark.parametrize("year", [1999, 2022])
def test_a_year_that_has_not_begun_has_none(year):
    with pytest.raises(Invalid, match="from 2000 to 2021"):
        make(year=year)


@pytest.mark.slow
def test_who_does_business_takes_none():
    with pytest.raises(Denied):
        make(org.actor(role="district-officer"))


def run(*words):
    return CliRunner().invoke(command, ["pack", *map(str, words)], catch_exceptions=False)


@pytest.mark.slow
def test_the_command_writes_it_and_ends_with_1_where_the_chain_is_broken(tmp_path):
    done = run("--year", 2020, "--out", tmp_path / "pack.zip")
    assert done.exit_code == 0
    assert "The trail holds" in told((tmp_path / "pack.zip").read_bytes())

    trails.past_the_triggers("DELETE FROM audit_event WHERE xid = 8")
    done = run("--year", 2020, "--out", tmp_path / "pack.zip")
    assert done.exit_code == 1
    assert "THE TRAIL DOES NOT HOLD" in told((tmp_path / "pack.zip").read_bytes())
