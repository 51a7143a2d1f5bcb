"""Lists out: no formula, nothing in clear that the reader may not see, every export on the trail."""

import zipfile
from datetime import date

import pytest
import python_calamine

from jinguo.audit.models import Event
from jinguo.core.errors import Denied
from jinguo.exchange import export
from jinguo.exchange.export import Column, Kind
from tests.make.people import HOME, colleague

pytestmark = pytest.mark.django_db
TOWN = HOME[:9]
STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\x00",
    "＝",
    "＋",
    "－",
    "＠",
    " =",
    "'=",
    '"=',
    "|",
    "%",
]
BODIES = [
    "1+1", "cmd|' /C calc'!A0", "HYPERLINK(\"http://x/?\"&A1,\"y\")", "SUM(A1:A9)", "IMPORTXML(\"http://x\",\"//a\")",
    "DDE(\"cmd\",\"/c calc\",\"1\")", "1", "王芳", "'", "x\ty", "WEBSERVICE(\"http://x\")", "{1;2}",
]  # fmt: skip


def write(path, rows, *, columns=None, actor=None, **given) -> list[list[object]]:
    """Export rows and return what a reader of the file finds, without the header."""
    columns = columns or [Column("a", "甲")]
    written = export.stream(
        actor or colleague(),
        **{
            "title": "名单",
            "columns": columns,
            "rows": iter(rows),
            "area": TOWN,
            "path": path,
            "object_type": "people.household",
            **given,
        },
    )
    found = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert written == len(rows)
    return found[1:]


def test_no_payload_becomes_a_formula_and_every_value_comes_back(tmp_path):
    payloads = [f"{start}{body}" for start in STARTS for body in BODIES] * 10
    path = tmp_path / "x.xlsx"

    found = write(path, [(payload,) for payload in payloads])

    assert len(payloads) > 2_000
    assert [row[0] for row in found] == payloads
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "<f " not in sheet and "<hyperlink" not in sheet
        assert 'quotePrefix="1"' in book.read("xl/styles.xml").decode()


def test_a_title_with_a_formula_in_it_is_harmless(tmp_path):
    write(tmp_path / "x.xlsx", [("a",)], title="=1+1/[x]*'?:")


def test_an_empty_list_has_its_headings(tmp_path):
    path = tmp_path / "x.xlsx"
    columns = [Column("a", "甲"), Column("b", "乙", Kind.NUMBER)]

    assert write(path, [], columns=columns) == []

    sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    assert sheet.to_python() == [["甲", "乙"]]


def test_numbers_days_and_empty_cells_keep_their_kind(tmp_path):
    columns = [Column("n", "数", Kind.NUMBER), Column("d", "日", Kind.DATE), Column("t", "字")]

    assert write(tmp_path / "x.xlsx", [(3, date(2020, 6, 1), None)], columns=columns) == [
        [3.0, "2020-06-01", ""]
    ]


@pytest.mark.parametrize(
    "role, area, name", [("town-officer", TOWN, "王秀英"), ("district-officer", "370211", "王秀英")]
)
def test_numbers_and_addresses_are_masked_for_everyone(tmp_path, role, area, name):
    columns = [
        Column("head", "户主", Kind.NAME),
        Column("id", "证号", Kind.NUMBER_TAIL),
        Column("home", "住址", Kind.HIDDEN),
    ]  # fmt: skip
    rows = [("王秀英", "370200197001010019", "大村镇某村1号")]

    assert write(tmp_path / "x.xlsx", rows, columns=columns, actor=colleague(role, area)) == [
        [name, "●●●●0019", "●●●●"]
    ]


def test_names_are_masked_where_the_reader_does_not_work_with_the_families(tmp_path, monkeypatch):
    monkeypatch.setattr("jinguo.exchange.export.sees_names", lambda _actor, area: area == HOME)
    columns = [Column("area", "村"), Column("head", "户主", Kind.NAME)]
    rows = [(HOME, "王秀英"), ("370211105202", "李芳")]

    found = write(tmp_path / "x.xlsx", rows, columns=columns, area_of=lambda row: row[0])

    assert [row[1] for row in found] == ["王秀英", "李**"]


def test_every_export_is_on_the_trail_with_its_columns(tmp_path):
    write(tmp_path / "x.xlsx", [("a",), ("b",)])

    event = Event.objects.get(action="exchange.export")
    assert (event.count, event.fields, event.area, event.object_type) == (
        2,
        ["a"],
        TOWN,
        "people.household",
    )


@pytest.mark.parametrize(
    "role, area", [("village-chair", HOME), ("auditor", "370211"), ("town-officer", "370211106")]
)
def test_who_may_not_export_here_gets_no_file(tmp_path, role, area):
    with pytest.raises(Denied):
        write(tmp_path / "x.xlsx", [("a",)], actor=colleague(role, area))
    assert not (tmp_path / "x.xlsx").exists()
