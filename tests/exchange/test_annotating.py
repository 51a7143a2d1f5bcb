"""Her own workbook comes back: only the wrong cells' colour and one column differ."""

from io import BytesIO

import openpyxl
import pytest
import python_calamine
from openpyxl.styles import Font, PatternFill

from jinguo.demo.roster import demo_roster
from jinguo.exchange import actions, annotating
from tests.make.exchange import checked, roster_row, workbook
from tests.make.people import colleague

RED = "FFFFC7CE"


def styled() -> bytes:
    """A workbook with a title, styles, a second sheet, a formula and a note in it."""
    book = openpyxl.load_workbook(BytesIO(workbook([roster_row(1), roster_row(2), roster_row(3)])))
    sheet = book.active
    sheet.insert_rows(1)
    sheet["A1"] = "登记表 <&>"
    sheet.merge_cells("A1:H1")
    sheet["A1"].font = Font(bold=True, size=18)
    sheet["C4"] = "370200197001010010"
    sheet["C4"].number_format = "@"
    sheet["C4"].font = Font(italic=True, color="FF0000FF")
    sheet["B5"] = None
    sheet["D5"] = "1.43E+10"
    sheet["A4"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet.column_dimensions["C"].width = 33
    book.create_sheet("说明")["A1"] = "=1+1"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.django_db
def test_only_wrong_cells_and_the_reason_column_differ():
    before = openpyxl.load_workbook(BytesIO(styled()))
    batch = checked(styled())

    returned = actions.annotated_workbook(actor=colleague(), batch_id=batch.id)

    after = openpyxl.load_workbook(BytesIO(returned))
    old, new = before.active, after.active
    wrong = {"C4", "B5", "D5"}
    for row in old.iter_rows():
        for cell in row:
            twin = new[cell.coordinate]
            assert twin.value == cell.value
            assert (twin.fill.fgColor.rgb == RED) == (cell.coordinate in wrong), cell.coordinate
            assert twin.font.b == cell.font.b and twin.font.sz == cell.font.sz
            assert twin.number_format == cell.number_format
    assert new["C4"].font.i and new["C4"].font.color.rgb == "FF0000FF"
    assert new["A4"].fill.fgColor.rgb == "FF00FF00"
    assert (new["J2"].value, new["J3"].value) == ("出了什么问题", None) or new["J2"].value
    assert new["J4"].value and new["J5"].value.count("。") + new["J5"].value.count(".") >= 2
    assert after["说明"]["A1"].value == "=1+1"
    assert new.merged_cells.ranges == old.merged_cells.ranges
    assert new.column_dimensions["C"].width == 33


@pytest.mark.slow
@pytest.mark.django_db
def test_the_returned_workbook_can_be_corrected_and_brought_in_again():
    returned = actions.annotated_workbook(actor=colleague(), batch_id=checked(styled()).id)
    book = openpyxl.load_workbook(BytesIO(returned))
    book.active["C4"], book.active["B5"], book.active["D5"] = (
        roster_row(2)[2],
        "王芳",
        "14300000003",
    )
    out = BytesIO()
    book.save(out)

    assert (checked(out.getvalue()).good, checked(out.getvalue()).bad) == (3, 0)


@pytest.mark.slow
def test_a_large_roster_is_annotated_and_stays_readable(tmp_path):
    path = tmp_path / "r.xlsx"
    demo_roster(path, households=20_000)
    marks = {row: {5: "=wrong", 40: "new"} for row in range(2, 20_002, 40)}

    out = annotating.annotate(
        path.read_bytes(), sheet="庭院名册", heading="reason", header_row=1, marks=marks
    )

    rows = (
        python_calamine.CalamineWorkbook.from_filelike(BytesIO(out))
        .get_sheet_by_index(0)
        .to_python()
    )
    reasons = {row: cells[12] for row, cells in enumerate(rows) if cells[12]}
    assert reasons == {1: "reason"} | dict.fromkeys(marks, "=wrong new")
    assert openpyxl.load_workbook(BytesIO(out)).active["M3"].data_type == "s"  # text, not a formula


def test_prefixed_and_unnumbered_sheets_are_annotated_too():
    text = (
        '<x:worksheet xmlns:x="u"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c/></x:row>'
        '<x:row/><x:row spans="1:2"><x:c t="s"><x:v>0</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )

    changed = annotating.change_sheet(text, "h", 0, {2: {0: "a < b"}}, None)

    assert (
        '<x:c r="B1" t="inlineStr"><x:is><x:t xml:space="preserve">h</x:t></x:is></x:c>' in changed
    )
    assert changed.count("a &lt; b") == 1 and "<x:row/>" in changed and "spans" not in changed


@pytest.mark.parametrize("name, number", [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16383)])
def test_columns_are_counted_in_letters(name, number):
    assert (annotating.letters(number), annotating.column_number(name)) == (name, number)
