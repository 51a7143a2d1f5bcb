import pytest

from jinguo.exchange.roster.fields import SYNONYMS, Field, field_of, guess, missing


@pytest.mark.parametrize("name, words", SYNONYMS.items())
def test_every_synonym_means_its_field_and_no_other(name, words):
    assert {field_of(word) for word in words.split()} == {name}


@pytest.mark.parametrize(
    "heading, name",
    [
        ("户主 姓名", Field.HEAD),
        ("姓\n名", Field.HEAD),
        ("*身份证号码：", Field.ID_NUMBER),
        ("身份证号（18位）", Field.ID_NUMBER),
        ("家庭人口（人）", Field.MEMBERS),
        ("村 （居）", Field.VILLAGE),
        ("【必填】手机号", Field.PHONE),
        ("街（巷）", Field.LANE),
        ("村民小组（组）", Field.LANE),
        ("镇（街）", Field.TOWN),
        ("街道", Field.TOWN),
        ("备注", None),
        ("得分", None),
    ],
)
def test_headings_are_read_as_offices_write_them(heading, name):
    assert field_of(heading) is name


def test_titles_above_the_header_are_skipped():
    rows = [
        ("2020年美丽庭院登记表", "", "", ""),
        ("填报单位：某村", "", "", "填报日期："),
        ("序号", "户主姓名", "身份证号", "村居"),
        ("1", "王秀英", "…", "某村"),
    ]

    found = guess(rows)

    assert found.row == 2
    assert found.mapping == {Field.HEAD: 1, Field.ID_NUMBER: 2, Field.VILLAGE: 3}
    assert missing(found.mapping) == []


def test_what_is_missing_is_named():
    assert missing(guess([("姓名", "电话")]).mapping) == [Field.ID_NUMBER, Field.VILLAGE]
    assert guess([("甲", "乙")]).row is None
