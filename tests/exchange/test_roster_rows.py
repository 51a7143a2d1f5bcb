"""The rows of a roster: what is wrong in one, what is taken as it was meant, what is remarked."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest

from jinguo.demo.roster import check_digit
from jinguo.exchange import actions
from jinguo.org.models import Area
from tests.exchange.rosters import apply, check, problems
from tests.make.exchange import (
    applied,
    checked,
    rename_village,
    roster_row,
    upload,
    workbook,
)
from tests.make.people import ELSEWHERE, HOME, NEXT_DOOR, colleague, id_number, instant, village

pytestmark = pytest.mark.django_db


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
        ({"街巷": "街" * 31}, "lane-too-long"),
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


@pytest.mark.slow
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


@pytest.mark.slow
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


OLDER_THAN_ITS_PLACE = "37028419700101001" + check_digit("37028419700101001")


BORN_WHEN_IT_HAD_GONE = "37022319950101001" + check_digit("37022319950101001")


@pytest.mark.slow
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
