"""The language of templates and the words of figures, without a database."""

from datetime import date
from decimal import Decimal

import pytest

from jinguo.facts.queries import Period
from jinguo.reports.rendered import Value
from jinguo.reports.rendering import a_year_before
from jinguo.reports.templates import Format, Placeholder, Unreadable, read, unbound_numbers
from jinguo.reports.wording import ordinal, say, say_change


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("共16557户", ["16557"]),
        ("占比10.0%", ["10.0%"]),
        ("共１６，５５７户", ["１６，５５７"]),
        ("第3方评估和1,200户", ["3", "1,200"]),
        ("2020年，全年12月31日前，2019—2020年", []),
        ("《2019—2020年实施意见》国发〔2011〕24号", []),
        ("示范户{{courtyards.demo day=2019-12-31}}", []),
        ("2020年有20户", ["20"]),
        ("拨打12338", ["12338"]),
        ("示范户一万六千户", ["一万六千"]),
        ("占比百分之十，惠及三百余人次", ["百分之十", "三百余"]),
        ("十二场活动，二十个村", ["十二", "二十"]),
        ("走进千家万户，三项行动一件一件办，十分关心", []),
    ],
)
def test_a_number_stands_behind_a_figure_a_day_or_a_title(text, loose):
    assert unbound_numbers(text) == loose


def test_a_placeholder_reads_its_options():
    found = read("courtyards.demo day=2019-12-31 format=change area=370211105")

    assert found == Placeholder("courtyards.demo", Format.CHANGE, date(2019, 12, 31), "370211105")


@pytest.mark.parametrize(
    "words",
    ["a.b format=long", "a.b day=spring", "a.b size=2", "a.b format", "a.b format=change"],
)
def test_a_placeholder_that_cannot_be_read_is_refused(words):
    with pytest.raises(Unreadable):
        read(words)


def value(number, unit="户"):
    return Value(
        measure="a.b", title="", title_en="", definition="", definition_en="", unit=unit, how="flow",
        filter="", area="370211", area_name="", starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31),
        value=None if number is None else Decimal(number), records=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [
        ("16557", "户", "16557户"),
        ("9.9996", "%", "10.0%"),
        ("10", "%", "10.0%"),
        ("0.05", "%", "0.1%"),
        ("9999.5", "元", "9999.5元"),
        ("900000", "元", "90万元"),
        ("125000", "元", "12.5万元"),
        ("45", "分钟", "45分钟"),
        ("60", "分钟", "1小时"),
        ("10890", "分钟", "181.5小时"),
        (None, "%", "—"),
    ],
)
def test_figures_are_said_as_documents_write_them(number, unit, said):
    assert say(value(number, unit)) == said


def test_a_number_may_be_said_without_its_unit():
    assert say(value("16557"), Format.NUMBER) == "16557"


@pytest.mark.parametrize(
    ("now", "then", "unit", "said"),
    [
        ("16557", "8279", "户", "增加8278户"),
        ("3", "5", "件", "减少2件"),
        ("5", "5", "件", "与之持平"),
        ("10", "5", "%", "提高5.0个百分点"),
        (None, "5", "%", "—"),
    ],
)
def test_a_change_is_said_in_words(now, then, unit, said):
    assert say_change(value(now, unit), value(then, unit)) == said


def test_headings_are_numbered_in_chinese():
    assert [ordinal(n) for n in (1, 9, 10, 11, 20, 21)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
    ]


def test_a_year_before_the_leap_day_is_the_last_of_february():
    assert a_year_before(Period(date(2020, 1, 1), date(2020, 2, 29))) == Period(
        date(2019, 1, 1), date(2019, 2, 28)
    )
