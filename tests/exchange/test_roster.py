"""A roster's way from the upload to the register and back."""

from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

import openpyxl
import pytest

from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.demo.roster import check_digit
from jinguo.exchange import actions, files
from jinguo.exchange.actions.writing import RowsWrong
from jinguo.exchange.models import Batch, Written
from jinguo.exchange.reading.jail import UnreadableFile
from jinguo.exchange.rows import ColumnsUnfit
from jinguo.facts.models import Fact
from jinguo.org.models import Area
from jinguo.people.models import Household, Membership, Person
from tests import make
from tests.make.exchange import (
    HEADER,
    applied,
    checked,
    rename_village,
    roster_row,
    upload,
    workbook,
)
from tests.make.people import ELSEWHERE, HOME, NEXT_DOOR, colleague, id_number, instant, village

pytestmark = pytest.mark.django_db


def apply(batch: Batch, **given) -> Batch:
    return actions.apply(
        **{
            "actor": colleague(),
            "batch_id": batch.id,
            "only_good": False,
            "now": instant(),
            **given,
        }
    )


def problems(batch: Batch) -> list[tuple[int, str]]:
    return [(one["row"], one["reason"]) for one in batch.problems]


def test_good_rows_come_onto_the_register_with_head_membership_and_fact():
    batch = apply(checked(rows=3), on=date(2020, 3, 1))

    assert (batch.state, batch.rows, batch.good, batch.bad, batch.same) == ("applied", 3, 3, 0, 0)
    assert Household.objects.filter(registered_on=date(2020, 3, 1), member_count=3).count() == 3
    assert Person.objects.filter(id_number__isnull=False).count() == Membership.objects.count() == 3
    assert Fact.objects.filter(kind="people.household", category="resident").count() == 3


def test_a_check_writes_nothing_to_the_register():
    batch = checked(rows=3)

    assert (batch.state, batch.good) == ("checked", 3)
    assert not Household.objects.exists() and not Person.objects.exists()


def test_the_same_file_twice_changes_nothing():
    data = workbook([roster_row(1), roster_row(2)])
    applied(data)
    before = list(Household.objects.order_by("id").values()), Fact.objects.count()

    again = applied(data)

    assert (again.state, again.good, again.same) == ("applied", 0, 2)
    assert (list(Household.objects.order_by("id").values()), Fact.objects.count()) == before


def test_one_wrong_row_refuses_the_whole_or_is_left_out():
    data = workbook([roster_row(1), roster_row(2, 身份证号="370200197001010010"), roster_row(3)])
    batch = checked(data)

    with pytest.raises(RowsWrong):
        apply(batch)
    assert not Household.objects.exists()

    assert apply(batch, only_good=True).good == 2
    assert Household.objects.count() == 2


@pytest.mark.parametrize(
    "changed, reason",
    [
        ({"身份证号": None}, "id-missing"),
        ({"身份证号": "37020019700101001"}, "id-length"),
        ({"身份证号": "370200700101001"}, "id-old"),
        ({"身份证号": "3702001970O1010019"}, "id-signs"),
        ({"身份证号": "370200197001010019"[:17] + "0"}, "id-check"),
        ({"身份证号": "3.70211E+17"}, "id-scientific"),
        ({"身份证号": 370200197001010019}, "id-rounded"),
        ({"身份证号": "370200197001010000"}, "id-rounded"),
        ({"身份证号": 3.70211e17}, "id-rounded"),
        ({"身份证号": "370200197002300017"}, "id-day"),
        ({"户主姓名": None}, "head-missing"),
        ({"户主姓名": "王芳1"}, "head-unreadable"),
        ({"户主姓名": "王=芳"}, "head-unreadable"),
        ({"联系电话": "1430000"}, "phone-wrong"),
        ({"联系电话": "1.43E+10"}, "phone-scientific"),
        ({"村代码": None}, "village-missing"),
        ({"村代码": "37021110520"}, "village-unknown"),
        ({"村代码": "370211105999"}, "village-unknown"),
        ({"村代码": ELSEWHERE}, "village-out-of-reach"),
        ({"家庭人口": 0}, "members-wrong"),
        ({"家庭人口": "三"}, "members-wrong"),
        ({"家庭人口": 99}, "members-wrong"),
        ({"是否常住": "也许"}, "resident-unknown"),
        ({"院落类型": "帐篷"}, "yard-unknown"),
        ({"详细地址": "号" * 201}, "address-too-long"),
    ],
)
def test_each_fault_is_named_at_its_row(changed, reason):
    village(ELSEWHERE)
    if reason == "id-day":
        changed = {"身份证号": "37020019700230001" + check_digit("37020019700230001")}
    batch = checked(workbook([roster_row(1), roster_row(2, **changed)]))

    assert problems(batch) == [(3, reason)]
    assert (batch.good, batch.bad, batch.reasons) == (1, 1, {reason: 1})


@pytest.mark.parametrize(
    "changed",
    [
        {"身份证号": " ３７０２００１９７００１０１００２Ｘ "},
        {"身份证号": "37020019700101002x"},
        {"身份证号": "\u200b370200 19700101 002X"},
        {"联系电话": 14300000002.0},
        {"联系电话": "+86 143-0000-0002"},
        {"联系电话": "0532-86160001"},
        {"联系电话": None},
        {"户主姓名": "王　芳"},
        {"户主姓名": "阿依古丽·买买提"},
        {"家庭人口": "3人"},
        {"家庭人口": None},
        {"是否常住": "√"},
        {"院落类型": None},
        {"详细地址": None},
    ],
)
def test_what_offices_write_and_mean_well_is_taken(changed):
    if "身份证号" in changed:
        expected = next(
            number for serial in range(1000) if (number := id_number(serial)).endswith("X")
        )
        changed = {
            "身份证号": changed["身份证号"]
            .replace("002", expected[14:17])
            .replace("００２", expected[14:17])
        }
    batch = checked(workbook([roster_row(1), roster_row(2, **changed)]))

    assert (batch.problems, batch.good) == ([], 2)


def test_a_number_that_comes_twice_is_wrong_the_second_time():
    batch = checked(workbook([roster_row(1), roster_row(2), roster_row(1, 户主姓名="李芳")]))

    assert problems(batch) == [(4, "id-twice")]


@pytest.mark.parametrize(
    "changed, reason",
    [({"村代码": NEXT_DOOR}, "id-elsewhere"), ({"户主姓名": "李芳"}, "id-other-name")],
)
def test_a_row_that_contradicts_the_register_is_wrong(changed, reason):
    village(NEXT_DOOR)
    applied(workbook([roster_row(1)]))

    assert problems(checked(workbook([roster_row(1, **changed)]))) == [(2, reason)]


def test_names_find_villages_and_the_town_tells_two_apart():
    header = ["镇街", "村居", "户主", "身份证号"]
    rename_village(HOME, "前河社区居民委员会")
    rename_village("370211106202", "前河村民委员会")
    rename_village(NEXT_DOOR, "后河村村民委员会")
    for town, name in [(HOME[:9], "大村镇"), ("370211106", "六汪镇")]:
        village(town + "201")
        Area.objects.filter(code=town).update(name=name)
    rows = [
        ["", "后河村", "王芳", id_number(1)],
        ["大村镇", "前河社区", "王芳", id_number(2)],
        ["六汪镇", "前河村", "王芳", id_number(3)],
        ["", "前河", "王芳", id_number(4)],
        ["大村", "前河", "王芳", id_number(5)],
        ["六汪镇", "后河", "王芳", id_number(6)],
        ["海青镇", "后河", "王芳", id_number(7)],
        ["", "无名村", "王芳", id_number(8)],
    ]
    district = colleague("district-officer", "370211")
    batch = upload(workbook(rows, header), actor=district, area="370211")
    batch = actions.check(actor=district, batch_id=batch.id, now=instant())

    assert problems(batch) == [
        (5, "village-ambiguous"), (7, "village-not-in-town"), (8, "town-unknown"), (9, "village-unknown"),
    ]  # fmt: skip


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


UNKNOWN = [["甲", "乙", "丙"], ["王芳", id_number(1), HOME]]
CHOSEN = {"head": 0, "id_number": 1, "village_code": 2}


def check(batch: Batch, **given) -> Batch:
    return actions.check(actor=colleague(), batch_id=batch.id, now=instant(), **given)


def preview(batch: Batch, **given):
    return actions.preview(actor=colleague(), batch_id=batch.id, **given)


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


def test_the_sheet_with_known_headings_is_read_when_the_first_explains_how_to_fill_it():
    batch = upload(instructions_first())

    shown = preview(batch)
    assert (shown.sheet, shown.sheets) == ("名册", ["填表说明", "空表", "名册"])
    batch = check(batch)
    assert (batch.sheet, batch.good) == ("名册", 2)


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


def test_the_preview_offers_columns_also_where_no_heading_is_known():
    shown = preview(upload(workbook(UNKNOWN, None)))

    assert (shown.header_row, shown.guessed) == (0, {})
    assert [(one.place, one.heading, one.cells[:2]) for one in shown.columns[:1]] == [
        (0, "", ["甲", "王芳"])
    ]
    assert preview(upload(workbook(UNKNOWN, None)), header_row=1).columns[0].heading == "甲"


def test_a_village_is_known_from_its_first_day_to_its_last():
    day = date(2020, 6, 1)
    batch = upload(workbook([roster_row(1)]))
    for times, reason in (
        ({"valid_from": day + timedelta(days=400)}, ["village-unknown"]),
        ({"valid_from": day - timedelta(days=400), "valid_to": day}, ["village-unknown"]),
        ({"valid_to": None}, []),
    ):
        Area.objects.filter(code=HOME).update(**times)
        assert [one["reason"] for one in check(batch).problems] == reason


def test_no_personal_value_is_kept_in_the_batch_or_in_clear_on_disk():
    batch = checked(workbook([roster_row(1), roster_row(2, 身份证号="370200197001010010")]))
    kept = str(Batch.objects.values().get())

    assert "王秀英" not in kept and "37020019700101" not in kept
    place = files.UPLOADS.place(batch.id)
    assert b"PK\x03\x04" not in place.read_bytes() and place.stat().st_mode & 0o077 == 0
    assert files.open_kept(batch.id).startswith(b"PK\x03\x04")


OLDER_THAN_ITS_PLACE = "37028419700101001" + check_digit("37028419700101001")
BORN_WHEN_IT_HAD_GONE = "37022319950101001" + check_digit("37022319950101001")


def test_a_number_whose_place_is_out_of_its_time_is_taken_with_a_remark():
    numbers = [OLDER_THAN_ITS_PLACE, BORN_WHEN_IT_HAD_GONE, id_number(1)]
    batch = checked(workbook([roster_row(身份证号=number) for number in numbers]))

    assert (batch.good, batch.bad) == (3, 0)
    assert batch.remarks == {"place-younger": 1, "place-gone": 1}
    assert [(one["row"], one["reason"]) for one in batch.remarked] == [
        (2, "place-younger"),
        (3, "place-gone"),
    ]
    assert "3702" not in str(batch.remarked)
    marked = openpyxl.load_workbook(
        BytesIO(actions.annotated_workbook(actor=colleague(), batch_id=batch.id))
    ).active
    assert "younger than its bearer" in marked.cell(2, marked.max_column).value
    assert marked.cell(2, 3).fill.fgColor.rgb != "FFFFC7CE"
    assert marked.cell(4, marked.max_column).value is None
    assert apply(batch).good == 3


def test_a_remark_on_a_wrong_row_is_not_counted():
    batch = checked(workbook([roster_row(身份证号=OLDER_THAN_ITS_PLACE, 户主姓名="7")]))

    assert (batch.bad, batch.remarks) == (1, {})


def test_an_import_can_be_undone_and_done_again():
    data = workbook([roster_row(1), roster_row(2)])
    batch = applied(data)

    undone = actions.undo(actor=colleague(), batch_id=batch.id, now=instant())

    assert (
        undone.state == "undone" and not Household.objects.exists() and not Person.objects.exists()
    )
    assert sum(Fact.objects.values_list("quantity", flat=True)) == 0
    with pytest.raises(Refused):
        actions.undo(actor=colleague(), batch_id=batch.id, now=instant())
    assert applied(data).good == 2


def test_an_import_on_which_work_rests_is_not_undone():
    batch = applied(workbook([roster_row(1)]))
    make.sheet()
    make.ladder()
    make.application(household=Household.objects.get())

    with pytest.raises(Refused):
        actions.undo(actor=colleague(), batch_id=batch.id, now=instant())
    assert Household.objects.exists() and Batch.objects.get().state == "applied"


def test_files_are_erased_after_thirty_days():
    batch = applied(workbook([roster_row(1)]))

    assert actions.erase_old_files(now=instant() + timedelta(days=29)) == 0
    assert actions.erase_old_files(now=instant() + timedelta(days=31)) == 1
    assert not files.UPLOADS.exists(batch.id) and not Written.objects.exists()
    with pytest.raises(files.FileGone):
        actions.annotated_workbook(actor=colleague(), batch_id=batch.id)


@pytest.mark.parametrize(
    "given, error",
    [
        ({"file_name": "名册.xls"}, Invalid),
        ({"file_name": "名册.csv"}, Invalid),
        ({"data": b"x" * (50 * 1024 * 1024 + 1)}, Invalid),
        ({"area": "370211106"}, Denied),
        ({"area": "370211"}, Denied),
        ({"actor": colleague("village-chair", HOME)}, Denied),
        ({"actor": colleague("auditor", "370211")}, Denied),
    ],
)
def test_what_is_not_taken_in(given, error):
    with pytest.raises(error):
        upload(**given)
    assert not Batch.objects.exists()


def test_another_towns_officer_finds_no_such_import():
    batch = checked()
    other = colleague("town-officer", "370211106")

    for act in (
        lambda: actions.check(actor=other, batch_id=batch.id, now=instant()),
        lambda: actions.preview(actor=other, batch_id=batch.id),
        lambda: actions.annotated_workbook(actor=other, batch_id=batch.id),
        lambda: apply(batch, actor=other),
        lambda: actions.undo(actor=other, batch_id=batch.id, now=instant()),
        lambda: apply(batch, batch_id=UUID(int=1)),
    ):
        with pytest.raises(NotFound):
            act()


def test_states_are_kept():
    batch = upload()
    with pytest.raises(Refused):
        apply(batch)
    batch = applied()
    with pytest.raises(Refused):
        apply(batch)
    with pytest.raises(Refused):
        actions.check(actor=colleague(), batch_id=batch.id, now=instant())
