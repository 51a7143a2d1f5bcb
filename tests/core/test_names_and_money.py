from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.core import money
from jinguo.core.errors import Invalid
from jinguo.core.names import pinyin_key


@pytest.mark.parametrize(
    "name, key",
    [
        ("单晓梅", "shan xiao mei"),
        ("解放", "xie fang"),
        ("仇英", "qiu ying"),
        ("曾国芳", "zeng guo fang"),
        ("查良", "zha liang"),
        ("欧阳丽", "ou yang li"),
        ("王单", "wang dan"),
        ("王 芳", "wang fang"),
    ],
)
def test_surnames_are_read_as_surnames(name, key):
    assert pinyin_key(name) == key


@pytest.mark.parametrize(
    "fen, text",
    [
        (0, "0 元"),
        (99_99, "99.99 元"),
        (12_500_000, "12.5 万元"),
        (90_000_000, "90 万元"),
        (-2_000_000, "-2 万元"),
        (1_050_000, "1.1 万元"),
        (1_250_000, "1.3 万元"),
        (-1_250_000, "-1.3 万元"),
        (1_249_999, "1.2 万元"),
        (99_999_999, "100 万元"),
        (-999_999, "-9,999.99 元"),
        (12_345_600_000_000, "12,345,600 万元"),
    ],
)
def test_amounts_are_written_as_reports_write_them(fen, text):
    assert money.short(fen) == text


@given(st.integers(-(10**40), 10**40))
def test_a_short_amount_is_off_by_half_of_its_last_decimal_at_most(fen):
    number, unit = money.short(fen).split()
    one = 1_000_000 if unit == "万元" else 100

    difference = abs(Fraction(number.replace(",", "")) * one - fen)

    assert difference <= (one // 20 if unit == "万元" else 0)
    assert (unit == "万元") == (abs(fen) >= 1_000_000)


@given(st.integers(1 - 10**17, 10**17 - 1))
def test_an_amount_written_exactly_is_read_back(fen):
    assert money.fen(money.exact(fen)) == fen
    assert money.fen(money.exact(fen).replace(",", "")) == fen


@given(st.text(alphabet="0123456789.,+-eE_ 九Infa\u0663\u00b2", max_size=24))
def test_whatever_is_typed_is_an_amount_a_column_holds_or_is_refused(text):
    try:
        fen = money.fen(text)
    except Invalid:
        return
    assert Fraction(text.strip().replace(",", "")) * 100 == fen
    assert abs(fen) < 2**63
    assert set(text.strip()) <= set("0123456789.,-")


@pytest.mark.parametrize(
    "text, fen",
    [
        ("1,234.56", 123_456),
        ("１，２３４．５６", 123_456),
        (" 900000 ", 90_000_000),
        ("-3", -300),
        ("1.500", 150),
        ("007", 700),
        ("0", 0),
        ("999999999999999.99", 10**17 - 1),
    ],
)
def test_amounts_are_read_exactly(text, fen):
    assert money.fen(text) == fen


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("0.001", "two decimals"),
        ("1000000000000000", "15 digits"),
        ("9" * 5_000, "15 digits"),
        *(
            (text, "in yuan")
            for text in (
                "九十万", "", "-", ".", "Infinity", "-Infinity", "NaN", "sNaN", "1e300", "1E5", "1_0",
                "10²", "\u0663", "12,50", "1,2,3", "1.2.3", "0x10", "+-1", "1\n2",
            )
        ),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(Invalid, match=sentence):
        money.fen(text)
