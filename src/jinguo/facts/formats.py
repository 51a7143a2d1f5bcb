"""
Values of measures as people read them: one rounding, one grouping of digits, one word for each unit.

Shares have one decimal, money two, counts none; halves go away from zero. Pages, tables, workbooks and
the words of reports all round here, so that a figure never reads differently in two places.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from django.utils.translation import npgettext_lazy

PERCENT = "%"
YUAN = "元"
NOTHING = "—"
MOST_PLACES = 4  # as many as a target may have
# The units are Chinese, as the statistics have them. Readers of English get a word for those known here;
# what a pack counts in other units is printed as the pack has it.
UNITS = {
    "户": npgettext_lazy("unit", "household", "households"),
    "人": npgettext_lazy("unit", "person", "persons"),
    "人次": npgettext_lazy("unit", "person-time", "person-times"),
    "场": npgettext_lazy("unit", "session", "sessions"),
    "个": npgettext_lazy("unit", "item", "items"),
    "件": npgettext_lazy("unit", "case", "cases"),
    "元": npgettext_lazy("unit", "yuan", "yuan"),
    "分": npgettext_lazy("unit", "point", "points"),
    "分钟": npgettext_lazy("unit", "minute", "minutes"),
}


class Measured(Protocol):
    """What a value is a value of: a measure, or what a frozen report kept of one."""

    @property
    def unit(self) -> str: ...

    @property
    def how(self) -> str: ...


def rounded(value: Decimal, places: int) -> Decimal:
    """Return the value with so many decimals, halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def places(of: Measured) -> int:
    """Return how many decimals a value is shown with."""
    return {PERCENT: 1, YUAN: 2}.get(of.unit, 0)


def shown(value: Decimal, of: Measured) -> Decimal:
    """Return the value as exact as it is shown."""
    return rounded(value, places(of))


def number_text(value: Decimal | None, of: Measured, *, beside: Decimal | None = None) -> str:
    """
    Return a value without its unit, digits in groups of three; the sign of a share is kept.

    ``beside`` is what it is compared with on the same line: where the two differ but would read the same,
    the value gets as many decimals more, up to four, as tell them apart.
    """
    if value is None:
        return NOTHING
    number = shown(value, of)
    if beside is not None and value != beside:
        more = (rounded(value, count) for count in range(places(of), MOST_PLACES + 1))
        number = next((one for one in more if one != beside), number)
    return f"{number:,}{PERCENT if of.unit == PERCENT else ''}"


def value_text(value: Decimal | None, of: Measured, *, beside: Decimal | None = None) -> str:
    """Return a value with its unit in the reader's language; ``beside`` as in :func:`number_text`."""
    number = number_text(value, of, beside=beside)
    if value is None or of.unit == PERCENT:
        return number
    return f"{number} {unit_text(of.unit, shown(value, of))}"


def change_text(value: Decimal, of: Measured) -> str:
    """Return what is added or taken away, with its sign and without a unit; shares change by points."""
    return f"{shown(value, of):+,}"


def unit_text(unit: str, value: Decimal) -> str:
    """Return a unit in the reader's language, as it follows this value."""
    return str(UNITS[unit] % (1 if abs(value) == 1 else 2)) if unit in UNITS else unit
