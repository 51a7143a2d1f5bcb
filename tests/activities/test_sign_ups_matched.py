"""Entries of a sign-up list matched to the register: exact, likely, several or none, and only in reach."""

import pytest

from jinguo.activities.signups.matching import Certainty, matches
from jinguo.activities.signups.parsing import read_sign_ups
from tests.make import people as make

pytestmark = pytest.mark.django_db

VILLAGE, TOWN = make.HOME, make.HOME[:9]
PHONE = "13800001234"


@pytest.fixture(autouse=True)
def _register():
    make.household(head_name="王秀兰", phone=PHONE)
    make.household(head_name="李桂香")
    make.household(head_name="张敏", phone="13900000001")
    make.household(head_name="张敏", phone="13900000002")


def found(text, *, at=TOWN, area=TOWN):
    [match] = matches(make.colleague(area=at), read_sign_ups(f"1. {text}").entries, area=area)
    return match.certainty, [one.name for one in match.persons]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "certainty", "names"),
    [
        (f"王秀兰 {PHONE}", Certainty.EXACT, ["王秀兰"]),
        ("王秀兰 尾号1234", Certainty.EXACT, ["王秀兰"]),
        (f"王秀蓝 {PHONE}", Certainty.EXACT, ["王秀兰"]),  # typed by its sound
        (f"wangxiulan {PHONE}", Certainty.EXACT, ["王秀兰"]),
        ("王秀兰", Certainty.LIKELY, ["王秀兰"]),
        ("王秀蓝", Certainty.LIKELY, ["王秀兰"]),
        ("王秀兰 13999999999", Certainty.LIKELY, ["王秀兰"]),  # a new number, or another woman
        (f"李建国 {PHONE}", Certainty.LIKELY, ["王秀兰"]),  # the phone of a family
        (PHONE, Certainty.LIKELY, ["王秀兰"]),
        ("李桂香 2人", Certainty.LIKELY, ["李桂香"]),
        ("张敏", Certainty.SEVERAL, ["张敏", "张敏"]),
        ("张敏 尾号0002", Certainty.EXACT, ["张敏"]),
        ("赵玉梅", Certainty.NONE, []),
        ("赵玉梅 尾号1234", Certainty.NONE, []),  # four digits alone name nobody
    ],
)
def test_how_surely_an_entry_is_somebody(text, certainty, names):
    assert found(text) == (certainty, names)


@pytest.mark.slow
def test_who_is_out_of_reach_or_outside_the_area_is_not_found():
    make.village(make.ELSEWHERE)

    assert found("王秀兰", area=TOWN[:6])[0] == Certainty.LIKELY
    assert found("王秀兰", at=make.ELSEWHERE, area=TOWN[:6])[0] == Certainty.NONE
    assert found("王秀兰", area=make.NEXT_DOOR)[0] == Certainty.NONE


@pytest.mark.slow
def test_a_list_is_matched_by_one_statement(django_assert_num_queries):
    chair = make.colleague()
    entries = read_sign_ups("1. 王秀兰\n2. 李桂香\n3. 张敏\n4. 赵玉梅").entries
    matches(chair, entries, area=TOWN)

    with django_assert_num_queries(1):
        matches(chair, entries, area=TOWN)
