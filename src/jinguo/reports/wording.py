"""Figures in the words of an official report: no thousands separators, 万元, one decimal of a per cent."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from jinguo.reports.rendered import Value
from jinguo.reports.templates import Format

NOTHING = "—"
TEN_THOUSAND = 10_000
DIGITS = "零一二三四五六七八九"


def say(value: Value, format: Format = Format.TEXT) -> str:
    """Return a figure as it stands in the text."""
    return write(value.value, value.unit, with_unit=format is not Format.NUMBER)


def say_change(value: Value, before: Value) -> str:
    """Return in words by how much a figure differs from an earlier one of the same measure."""
    if value.value is None or before.value is None:
        return NOTHING
    change = value.value - before.value
    if not change:
        return "与之持平"
    verb = "增加" if change > 0 else "减少"
    if value.unit == "%":
        points = abs(shown(value.value, 1) - shown(before.value, 1))
        return f"{'提高' if change > 0 else '下降'}{points}个百分点"
    return verb + write(abs(change), value.unit)


def write(value: Decimal | None, unit: str, *, with_unit: bool = True) -> str:
    """Return a value with its unit; 元 from ten thousand up are written in 万元."""
    if value is None:
        return NOTHING
    if unit == "%":
        return f"{shown(value, 1)}{unit if with_unit else ''}"
    if unit == "元" and abs(value) >= TEN_THOUSAND:
        return f"{trimmed(shown(value / TEN_THOUSAND, 2))}{'万元' if with_unit else '万'}"
    places = 2 if unit == "元" else 0
    return f"{trimmed(shown(value, places))}{unit if with_unit else ''}"


def shown(value: Decimal, places: int) -> Decimal:
    """Return the value with so many decimals, halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def trimmed(value: Decimal) -> str:
    """Return the value without zeros after its last decimal that says something."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def ordinal(number: int) -> str:
    """Return 1 to 99 in the Chinese numerals that number headings."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones else "")
