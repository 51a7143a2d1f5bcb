"""The columns of a roster: recognised, chosen, refused; on which sheet and below which row."""

from io import BytesIO

import openpyxl
import pytest

from jinguo.exchange.reading.jail import UnreadableFile
from jinguo.exchange.rows import ColumnsUnfit
from tests.exchange.rosters import apply, check, preview
from tests.make.exchange import (
    HEADER,
    checked,
    rename_village,
    roster_row,
    upload,
    workbook,
)
from tests.make.people import HOME, id_number

pytestmark = pytest.mark.django_db


UNKNOWN = [["甲", "乙", "丙"], ["王芳", id_number(1), HOME]]


CHOSEN = {"head": 0, "id_number": 1, "village_code": 2}


def test_titles_merged_villages_and_totals_are_understood():
    rename_village(HOME, "前河村民委员会")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"] = "2020年常住庭院登记表"
    sheet.merge_cells("B2:E2")
    for column, heading in zip(
        "BCDE", ["村（居）", "户主 姓名", "公民身份号码", "联系方式"], strict=True
    ):
        sheet[f"{column}4"] = heading
    sheet["B5"] = "前河"
    sheet.merge_cells("B5:B7")
    for row in (5, 6, 7):
        sheet[f"C{row}"], sheet[f"D{row}"] = "王芳", id_number(row)
    sheet["B8"], sheet["C8"] = "合计", "合计：3户"
    sheet["C10"] = "填表人：李"
    out = BytesIO()
    book.save(out)

    batch = checked(out.getvalue())

    assert (batch.header_row, batch.mapping) == (
        4,
        {"village": 1, "head": 2, "id_number": 3, "phone": 4},
    )
    assert (batch.rows, batch.good) == (3, 3)


@pytest.mark.slow
def test_columns_that_are_not_recognised_can_be_chosen():
    batch = upload(workbook(UNKNOWN, None))

    with pytest.raises(ColumnsUnfit, match="No row of the first 30"):
        check(batch)

    batch = check(batch, mapping=CHOSEN, header_row=1)
    assert (batch.rows, batch.good, batch.header_row) == (1, 1, 1)
    assert apply(batch).good == 1


@pytest.mark.parametrize(
    "mapping, about",
    [
        ({"head": 0, "id_number": 1}, ["village"]),
        ({"id_number": 1, "village_code": 2}, ["head"]),
        ({"head": 0, "id_number": 0, "village_code": 2}, ["head", "id_number"]),
        ({"head": 0, "id_number": 1, "village_code": 3}, ["village_code"]),
    ],
)
def test_columns_that_make_no_roster_are_refused_by_name(mapping, about):
    with pytest.raises(ColumnsUnfit) as refused:
        check(upload(workbook(UNKNOWN, None)), mapping=mapping, header_row=1)

    assert refused.value.fields["columns"] == about


@pytest.mark.slow
def test_a_sheet_without_headings_below_empty_rows_is_read_from_its_first_row():
    book = openpyxl.Workbook()
    for column, cell in zip("BCD", UNKNOWN[1], strict=True):
        book.active[f"{column}4"] = cell
    out = BytesIO()
    book.save(out)
    batch = upload(out.getvalue())

    batch = check(batch, mapping={"head": 1, "id_number": 2, "village_code": 3}, header_row=0)

    assert (batch.header_row, batch.rows, batch.good) == (0, 1, 1)
    assert apply(batch).good == 1


@pytest.mark.slow
def test_a_row_that_is_not_there_bears_no_headings():
    batch = upload(workbook(UNKNOWN, None))

    for row in (3, 300_001):
        with pytest.raises(ColumnsUnfit, match=f"no row {row}"):
            check(batch, mapping=CHOSEN, header_row=row)


def instructions_first() -> bytes:
    """A workbook that explains itself first, hides its second sheet, and has the roster on its last."""
    book = openpyxl.Workbook()
    book.active.title = "填表说明"
    book.active["A1"] = "本表由各村填写，每户一行。"
    hidden = book.create_sheet("字典")
    hidden.sheet_state = "hidden"
    book.create_sheet("空表")
    for row in (HEADER, roster_row(1)):
        hidden.append(row)
    roster = book.create_sheet("名册")
    for row in (HEADER, roster_row(1), roster_row(2)):
        roster.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.slow
def test_the_sheet_with_known_headings_is_read_when_the_first_explains_how_to_fill_it():
    batch = upload(instructions_first())

    shown = preview(batch)
    assert (shown.sheet, shown.sheets) == ("名册", ["填表说明", "空表", "名册"])
    batch = check(batch)
    assert (batch.sheet, batch.good) == ("名册", 2)


@pytest.mark.slow
@pytest.mark.parametrize(
    "sheet, sentence", [("空表", "empty"), ("字典", "no sheet of this name"), ("无", "no sheet")]
)
def test_a_sheet_without_data_or_out_of_sight_is_not_read(sheet, sentence):
    batch = upload(instructions_first())

    for act in (preview, check):
        with pytest.raises(UnreadableFile, match=sentence):
            act(batch, sheet=sheet)


def test_the_preview_offers_columns_by_heading_and_first_cells_and_no_number_in_full():
    batch = upload(workbook([["登记表"], HEADER, *(roster_row(n) for n in range(1, 6))], None))

    shown = preview(batch)

    assert (shown.header_row, shown.guessed["head"]) == (2, 1)
    assert [(row.number, row.cells[0]) for row in shown.rows[:2]] == [(1, "登记表"), (2, "村代码")]
    assert (shown.columns[1].heading, shown.columns[1].cells) == ("户主姓名", ["王秀英"] * 3)
    assert id_number(1) not in str(shown) and "14300000001" not in str(shown)


@pytest.mark.slow
def test_the_preview_offers_columns_also_where_no_heading_is_known():
    shown = preview(upload(workbook(UNKNOWN, None)))

    assert (shown.header_row, shown.guessed) == (0, {})
    assert [(one.place, one.heading, one.cells[:2]) for one in shown.columns[:1]] == [
        (0, "", ["甲", "王芳"])
    ]
    assert preview(upload(workbook(UNKNOWN, None)), header_row=1).columns[0].heading == "甲"
