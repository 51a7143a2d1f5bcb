"""Figures in the words of an official report: Chinese, no separators, large sums in 万元, times in 小时."""

from __future__ import annotations

from decimal import Decimal

from jinguo.facts.formats import NOTHING, PERCENT, Measured, rounded, shown
from jinguo.reports.rendered import Value
from jinguo.reports.templates import Format

TEN_THOUSAND = 10_000
MINUTES = 60  # of an hour
DIGITS = "零一二三四五六七八九"


def say(value: Value, format: Format = Format.TEXT) -> str:
    """Return a figure as it stands in the text."""
    return write(value.value, value, with_unit=format is not Format.NUMBER)


def say_change(value: Value, before: Value) -> str:
    """Return in words by how much a figure differs from an earlier one, both as they are shown."""
    if value.value is None or before.value is None:
        return NOTHING
    change = shown(value.value, value) - shown(before.value, before)
    if not change:
        return "与之持平"
    if value.unit == PERCENT:
        return f"{'提高' if change > 0 else '下降'}{abs(change)}个百分点"
    return ("增加" if change > 0 else "减少") + write(abs(change), value)


def write(value: Decimal | None, of: Measured, *, with_unit: bool = True) -> str:
    """Return a value with its unit; 元 from ten thousand up are written in 万元, an hour and more in 小时."""
    if value is None:
        return NOTHING
    if of.unit == "元" and abs(value) >= TEN_THOUSAND:
        return f"{trimmed(rounded(value / TEN_THOUSAND, 2))}{'万元' if with_unit else '万'}"
    if of.unit == "分钟" and abs(value) >= MINUTES and with_unit:
        return f"{trimmed(rounded(value / MINUTES, 1))}小时"
    number = shown(value, of)
    return f"{number if of.unit == PERCENT else trimmed(number)}{of.unit if with_unit else ''}"


def trimmed(value: Decimal) -> str:
    """Return the value without zeros after its last decimal that says something."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_of(rank: int, number: int) -> str:
    """Return what stands before words of a rank, the first being 0: 一、 （一） 1. （1） (GB/T 9704-2012)."""
    chinese = ordinal(number)
    return (f"{chinese}、", f"（{chinese}）", f"{number}.", f"（{number}）")[rank]


def ordinal(number: int) -> str:
    """Return 1 to 99 in the Chinese numerals that number headings."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")
