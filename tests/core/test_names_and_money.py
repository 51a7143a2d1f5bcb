from __future__ import annotations

import pytest

from jinguo.core import money
from jinguo.core.errors import Invalid
from jinguo.core.names import initials, pinyin_key


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


def test_initials_are_the_first_letters():
    assert initials("单晓梅") == "sxm"


@pytest.mark.parametrize(
    "fen, text",
    [
        (0, "0 元"),
        (99_99, "99.99 元"),
        (12_500_000, "12.5 万元"),
        (90_000_000, "90 万元"),
        (-2_000_000, "-2 万元"),
    ],
)
def test_amounts_are_written_as_reports_write_them(fen, text):
    assert money.short(fen) == text


def test_amounts_are_read_exactly():
    assert money.fen("1,234.56") == 123_456
    assert money.exact(money.fen("900000")) == "900,000.00"
    with pytest.raises(Invalid, match="two decimals"):
        money.fen("0.001")
    with pytest.raises(Invalid, match="yuan"):
        money.fen("九十万")
