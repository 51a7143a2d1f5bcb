"""One set of rules for names, phones and lengths: what the form takes the roster takes, and the reverse."""

import pytest

from jinguo.core.errors import Invalid
from jinguo.core.identity import check_phone
from jinguo.exchange.roster.cells import tidy_codes, tidy_names
from jinguo.exchange.roster.checks import Roster, check_heads, check_phones
from jinguo.exchange.roster.fields import Field
from jinguo.people import checking

NAMES = {
    "王秀英": "王秀英",
    " 王　秀英 ": "王秀英",
    "欧阳 娜娜": "欧阳娜娜",
    "阿布都•热合曼": "阿布都·热合曼",
    "王芳(大)": "王芳(大)",
    "王芳（小）": "王芳(小)",
    "Anna-Maria Berg": "Anna-Maria Berg",
    "Ｊ. Smith": "J. Smith",
    "王\u200b芳": "王芳",
    "𠮷田": "𠮷田",
    "王" * 40: "王" * 40,
    "": None,
    " ": None,
    "王3": None,
    "王芳(": None,
    "王芳(大": None,
    "-王芳": None,
    "<b>王</b>": None,
    "王_芳": None,
    "王" * 41: None,
}
PHONES = {
    "14300001234": "14300001234",
    "143 0000 1234": "14300001234",
    "143-0000-1234": "14300001234",
    "+86 14300001234": "14300001234",
    "8614300001234": "14300001234",
    "0532-86100000": "053286100000",
    "１４３００００１２３４": "14300001234",
    "12345": None,
    "12345678901": None,
    "1430000123": None,
    "861430000123": None,
    "电话": None,
}


def by_form(check, text):
    try:
        return check(text)
    except Invalid:
        return None


def by_roster(field, check, cells):
    roster = Roster(range(len(cells)), {field: cells})
    check(roster)
    bad = {problem.row for problem in roster.problems}
    return [None if row in bad else cell for row, cell in enumerate(roster.columns[field])]


def test_the_form_and_the_roster_take_the_same_names():
    assert [by_form(checking.check_name, text) for text in NAMES] == list(NAMES.values())
    assert by_roster(Field.HEAD, check_heads, tidy_names(list(NAMES))) == list(NAMES.values())


def test_the_form_and_the_roster_take_the_same_phones():
    assert [by_form(check_phone, text) for text in PHONES] == list(PHONES.values())
    assert by_roster(Field.PHONE, check_phones, tidy_codes(list(PHONES))) == list(PHONES.values())


@pytest.mark.parametrize("text", ["海边路 1号", "海边路　1号", "海边路\u200b 1号 "])
def test_the_form_and_the_roster_write_an_address_alike(text):
    assert [checking.check_address(text)] == tidy_names([text]) == ["海边路 1号"]
