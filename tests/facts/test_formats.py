"""A value reads the same everywhere: rounded half up, grouped, with its unit in the reader's words."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation

from jinguo.facts.formats import change_text, number_text, value_text


def of(unit="户", how="balance"):
    return SimpleNamespace(unit=unit, how=how)


SHARE = of("%", "ratio")


@pytest.mark.parametrize(
    "value, measured, text",
    [
        ("16557", of(), "16,557"),
        ("12.25", SHARE, "12.3%"),
        ("-12.25", SHARE, "-12.3%"),
        ("9.99994", SHARE, "10.0%"),
        ("1234.005", of("元", "amount"), "1,234.01"),
    ],
)
def test_numbers_are_rounded_half_up_and_grouped(value, measured, text):
    assert number_text(Decimal(value), measured) == text


@pytest.mark.parametrize(
    "value, measured, chinese, english",
    [
        (1, of("户"), "1 户", "1 household"),
        (2, of("户"), "2 户", "2 households"),
        (0, of("人"), "0 人", "0 persons"),
        (1200, of("人次"), "1,200 人次", "1,200 person-times"),
        (3, of("场"), "3 场", "3 sessions"),
        (3, of("个"), "3 个", "3 items"),
        (3, of("件"), "3 件", "3 cases"),
        (3, of("元", "amount"), "3.00 元", "3.00 yuan"),
        (3, of("亩"), "3 亩", "3 亩"),
        (3, SHARE, "3.0%", "3.0%"),
        (None, of(), "—", "—"),
    ],
)
def test_a_unit_is_the_readers_word(value, measured, chinese, english):
    value = None if value is None else Decimal(value)
    for language, text in (("zh-hans", chinese), ("en", english)):
        with translation.override(language):
            assert value_text(value, measured) == text


@pytest.mark.parametrize(
    "value, measured, text",
    [("1234", of(), "+1,234"), ("-1", of(), "-1"), ("0", of(), "+0"), ("-0.25", SHARE, "-0.3")],
)
def test_a_change_says_its_sign(value, measured, text):
    assert change_text(Decimal(value), measured) == text


@pytest.mark.parametrize(
    "value, target, text",
    [
        ("4.99981", "5", "4.9998%"),
        ("4.96", "5", "4.96%"),
        ("5.0003", "5", "5.0003%"),
        ("4.9", "5", "4.9%"),
        ("5", "5", "5.0%"),
        ("4.999999", "5", "5.0%"),  # nothing a target could be set to lies between
    ],
)
def test_beside_its_target_a_value_shows_the_decimals_that_tell_them_apart(value, target, text):
    assert number_text(Decimal(value), SHARE, beside=Decimal(target)) == text
