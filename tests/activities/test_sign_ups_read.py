"""Sign-up lists as they come back from a WeChat group: every way of writing that was thought of."""

import pytest

from jinguo.activities.signups.parsing import Reason, read_sign_ups

# A line, and what it says: name, seats, phone, tail, note, who wrote for her.
LINES = [
    ("1. 张三 13800000000", ("张三", 1, "13800000000", "", "", "")),
    ("1、张三 13800000000", ("张三", 1, "13800000000", "", "", "")),
    ("1 张三 13800000000", ("张三", 1, "13800000000", "", "", "")),
    ("1张三13800000000", ("张三", 1, "13800000000", "", "", "")),
    ("1.13800000000 张三", ("张三", 1, "13800000000", "", "", "")),
    ("１．张三　１３８００００００００", ("张三", 1, "13800000000", "", "", "")),
    ("（1）张三，13800000000", ("张三", 1, "13800000000", "", "", "")),
    ("1）张三，13800000000", ("张三", 1, "13800000000", "", "", "")),
    ("①张三 13800000000", ("张三", 1, "13800000000", "", "", "")),
    ("1️⃣ 张三 13800000000", ("张三", 1, "13800000000", "", "", "")),
    ("1. 🌹张三🌹 13800000000", ("张三", 1, "13800000000", "", "", "")),
    ("1. 张三👩‍👧 138-0000-0000", ("张三", 1, "13800000000", "", "", "")),
    ("1. 张三 138 0000 0000", ("张三", 1, "13800000000", "", "", "")),
    ("1. 张三 +86 13800000000", ("张三", 1, "13800000000", "", "", "")),
    ("1. @张三 13800000000", ("张三", 1, "13800000000", "", "", "")),
    ("1. 姓名：张三 电话：13800000000 人数：2", ("张三", 2, "13800000000", "", "", "")),
    ("1. 张三 尾号1234", ("张三", 1, "", "1234", "", "")),
    ("1. 张三（手机尾号 1234）", ("张三", 1, "", "1234", "", "")),
    ("1. 张三 后四位：1234", ("张三", 1, "", "1234", "", "")),
    ("1. 张三1234", ("张三", 1, "", "1234", "", "")),
    ("1. 13800000000", ("", 1, "13800000000", "", "", "")),
    ("2. 李四 2人", ("李四", 2, "", "", "", "")),
    ("2. 李四2人", ("李四", 2, "", "", "", "")),
    ("2、李四 两人", ("李四", 2, "", "", "", "")),
    ("2. 李四一人", ("李四", 1, "", "", "", "")),
    ("2. 李四 3位", ("李四", 3, "", "", "", "")),
    ("2. 李四 2", ("李四", 2, "", "", "", "")),
    ("2. 李四 x2", ("李四", 2, "", "", "", "")),
    ("2. 李四×3", ("李四", 3, "", "", "", "")),
    ("2. 李四 2个名额", ("李四", 2, "", "", "", "")),
    ("2. 李四 全家4口", ("李四", 4, "", "", "", "")),
    ("2. 李四 共三人", ("李四", 3, "", "", "", "")),
    ("2. 李四 娘俩", ("李四", 2, "", "", "", "")),
    ("2. 李四 母女两人", ("李四", 2, "", "", "", "")),
    ("2. 李四 十人", ("李四", 10, "", "", "", "")),
    ("3 王五（带娃1个）", ("王五", 2, "", "", "", "")),
    ("3. 王五带娃1个", ("王五", 2, "", "", "", "")),
    ("3. 王五（带1娃）", ("王五", 2, "", "", "", "")),
    ("3. 王五 带两个孩子", ("王五", 3, "", "", "", "")),
    ("3. 王五 带孩子", ("王五", 2, "", "", "", "")),
    ("3. 王五+1", ("王五", 2, "", "", "", "")),
    ("3. 王五 +2个娃", ("王五", 3, "", "", "", "")),
    ("3. 王五 一大一小", ("王五", 2, "", "", "", "")),
    ("3. 王五 1大2小 13800000000", ("王五", 3, "13800000000", "", "", "")),
    ("3. 王五 两大一小", ("王五", 3, "", "", "", "")),
    ("3. 王五 娃2个 13800000000", ("王五", 3, "13800000000", "", "", "")),
    ("3. 王五 带1个闺蜜", ("王五", 2, "", "", "", "")),
    ("3. 王五 3人 带娃1个", ("王五", 3, "", "", "", "")),
    ("4. 赵玉梅 晚到十分钟 13800000000", ("赵玉梅", 1, "13800000000", "", "晚到十分钟", "")),
    ("4. 赵玉梅（素食）", ("赵玉梅", 1, "", "", "素食", "")),
    ("4. 赵玉梅报名", ("赵玉梅", 1, "", "", "", "")),
    ("4. 赵玉梅 参加", ("赵玉梅", 1, "", "", "", "")),
    ("4. 村东 赵玉梅 13800000000", ("赵玉梅", 1, "13800000000", "", "村东", "")),
    ("4. 欧阳丽华 13800000000", ("欧阳丽华", 1, "13800000000", "", "", "")),
    ("4. 阿依古丽·买买提 13800000000", ("阿依古丽·买买提", 1, "13800000000", "", "", "")),
    ("4. zhaoyumei 13800000000", ("zhaoyumei", 1, "13800000000", "", "", "")),
    ("4. 王小明妈妈 13800000000", ("王小明妈妈", 1, "13800000000", "", "", "")),
    ("5. 替王秀兰报名 13800000000", ("王秀兰", 1, "13800000000", "", "", "")),
    ("5. 帮王秀兰报名", ("王秀兰", 1, "", "", "", "")),
    ("5. 代王秀兰报名", ("王秀兰", 1, "", "", "", "")),
    ("5. 我替王秀兰报", ("王秀兰", 1, "", "", "", "")),
    ("5. 张三替王秀兰报名", ("王秀兰", 1, "", "", "", "张三")),
    ("5. 张三（替王秀兰）", ("王秀兰", 1, "", "", "", "张三")),
    ("5. 王秀兰（张三代报）", ("王秀兰", 1, "", "", "", "张三")),
    ("5. 王秀兰（女儿代）尾号5678", ("王秀兰", 1, "", "5678", "", "女儿")),
    ("6. 代丽华 2人", ("代丽华", 2, "", "", "", "")),
    ("15. 单晓梅", ("单晓梅", 1, "", "", "", "")),
    ("101. 孙桂英 2人 尾号0099", ("孙桂英", 2, "", "0099", "", "")),
    ("张三 13800000000", ("张三", 1, "13800000000", "", "", "")),
    ("张三 尾号1234 两人", ("张三", 2, "", "1234", "", "")),
]


@pytest.mark.parametrize(("text", "said"), LINES, ids=[text for text, _said in LINES])
def test_a_line_says_who_comes_with_how_many(text, said):
    read = read_sign_ups(text)

    assert [
        (one.name, one.seats, one.phone, one.phone_tail, one.note, one.signed_up_by)
        for one in read.entries
    ] == [said]
    assert read.unused == []


UNUSED = [
    ("1. +1", Reason.NO_NAME),
    ("1. 2人", Reason.NO_NAME),
    ("1. 👍👍", None),
    ("1. ", None),
    ("1. ~~王五~~", Reason.WITHDRAWN),
    ("1. 王五 取消", Reason.WITHDRAWN),
    ("1. 王五（临时有事去不了了）", Reason.WITHDRAWN),
    ("1. 王五 不来了", Reason.WITHDRAWN),
]


@pytest.mark.parametrize(("text", "reason"), UNUSED, ids=[text for text, _reason in UNUSED])
def test_a_line_that_enrols_nobody_says_why_unless_it_is_empty(text, reason):
    read = read_sign_ups(text)

    assert read.entries == []
    assert [one.reason for one in read.unused] == ([reason] if reason else [])


HEAD = [
    "#接龙",
    "周六亲子烘焙",
    "时间：6月6日 14:00",
    "6月6日下午两点",
    "10:30 签到",
    "20人满，先到先得",
    "联系人：李主席 13900000000",
    "例：张三 尾号1234 2人",
    "例 张三 13800000000",
    "1. 时间：6月6日",
    "2. 地点：文化站二楼",
    "如需取消提前一天说一声",
    "1.5元一份材料费",
]


@pytest.mark.parametrize("text", HEAD)
def test_what_tells_about_the_event_is_left_out(text):
    read = read_sign_ups(f"{text}\n1. 王秀兰 尾号1234")

    assert [one.name for one in read.entries] == ["王秀兰"]
    assert read.unused == []


def test_a_whole_list_is_read_in_its_order_with_the_numbers_of_its_lines():
    read = read_sign_ups(
        "#接龙\n周六亲子烘焙\n\n1. 张三 13800000000\n2、李四 2人\n3 王五（带娃1个）"
    )

    assert [(one.line, one.name, one.seats) for one in read.entries] == [
        (4, "张三", 1), (5, "李四", 2), (6, "王五", 2),
    ]  # fmt: skip
    assert read.entries[1].text == "2、李四 2人"


def test_a_phone_or_seats_on_the_next_line_belong_to_the_entry_above():
    read = read_sign_ups("1. 张三\n13800000000\n2. 李四\n2人")

    assert [(one.name, one.phone, one.seats) for one in read.entries] == [
        ("张三", "13800000000", 1), ("李四", "", 2),
    ]  # fmt: skip


def test_a_line_without_a_number_that_adds_nothing_is_shown():
    read = read_sign_ups("1. 张三\n大家早点来")

    assert [(one.line, one.reason) for one in read.unused] == [(2, Reason.NO_NUMBER)]


def test_of_two_lines_about_one_person_the_first_counts():
    read = read_sign_ups("1. 张三 13800000000\n2. 李四\n3. 张三 2人")

    assert [one.name for one in read.entries] == ["张三", "李四"]
    assert [(one.line, one.reason, one.about) for one in read.unused] == [(3, Reason.REPEATED, 1)]


def test_two_of_one_name_with_different_phones_are_two_people():
    read = read_sign_ups("1. 张三 13800000000\n2. 张三 13900000000\n3. 张三 尾号1111")

    assert len(read.entries) == 3


@pytest.mark.parametrize("later", ["3. 张三取消", "张三取消", "3. 张三 13800000000 不去了"])
def test_who_withdraws_on_a_later_line_is_taken_out(later):
    read = read_sign_ups(f"1. 张三 13800000000\n2. 李四\n{later}")

    assert [one.name for one in read.entries] == ["李四"]
    assert [(one.line, one.reason, one.about) for one in read.unused] == [
        (1, Reason.WITHDRAWN, 3), (3, Reason.WITHDRAWN, 0),
    ]  # fmt: skip


def test_more_seats_than_any_entry_takes_are_shown_instead_of_taken():
    assert [one.seats for one in read_sign_ups("1. 张三 99人").entries] == [99]
    assert [one.reason for one in read_sign_ups("1. 张三 150人").unused] == [Reason.TOO_MANY]
