"""The text for a WeChat group: what stands in it, and that it is read again as it was written."""

import datetime as dt

import pytest

from jinguo.activities.signups.parsing import read_sign_ups
from jinguo.activities.signups.writing import Announced, group_text
from tests.make.times import noon

LINK = "https://jinguo.example/a/k7m2p9"


def announced(**given):
    starts = noon(dt.date(2020, 6, 6))
    return Announced(**{
        "title": "周六亲子烘焙", "starts_at": starts, "ends_at": starts + dt.timedelta(hours=2),
        "place": "隐珠街道文化站二楼", "link": LINK, **given,
    })  # fmt: skip


def test_the_text_says_what_when_and_where_and_leads_to_the_booking():
    text = group_text(announced(left=12, fee="材料费 20 元"))

    assert text.startswith("#接龙\n周六亲子烘焙\n")
    for said in (
        "2020年6月6日",
        "星期六",
        "12:00–14:00",
        "隐珠街道文化站二楼",
        "20 元",
        "12",
        LINK,
    ):
        assert said in text


def test_a_course_says_how_many_meetings_it_has():
    assert "8" in group_text(announced(meetings=8)).splitlines()[2]


@pytest.mark.parametrize("given", [{}, {"left": 0}, {"fee": "免费", "meetings": 12}])
def test_the_text_itself_enrols_nobody_and_what_is_added_below_is_read(given):
    text = group_text(announced(**given))

    assert read_sign_ups(text).entries == [] and read_sign_ups(text).unused == []
    [entry] = read_sign_ups(f"{text}王秀兰 尾号1234 2人").entries
    assert (entry.name, entry.phone_tail, entry.seats) == ("王秀兰", "1234", 2)
