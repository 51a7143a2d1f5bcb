"""
Checking ID numbers by the column (GB 11643-1999), 165,570 in a tenth of a second.

The numbers are laid side by side and cut lengthwise: each of the 18 places becomes one string of bytes,
looked up in a table and added as one long integer. The verdicts are those of python-stdnum, which does
one number at a time and is the oracle of the tests, but that a division out of its time is taken, with a
remark (:func:`jinguo.core.divisions.divisions_out_of_time`). Days and divisions are asked once for each that
occurs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from jinguo.core.divisions import Division, judge_division

LENGTH = 18
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)
MODULUS, REMAINDER = 11, 1
DIGITS = b"0123456789"
BLANK = "0" * LENGTH

OK, WRONG_LENGTH, WRONG_SIGN, WRONG_CHECK, WRONG_DAY, WRONG_DIVISION, LATER_DAY = range(7)

NOT_A_DIGIT = bytes(0 if sign in DIGITS else 1 for sign in range(256))
NOT_A_LAST = bytes(0 if sign in DIGITS + b"X" else 1 for sign in range(256))
NOT_THE_REMAINDER = bytes(0 if total % MODULUS == REMAINDER else 1 for total in range(256))


def products(weight: int) -> bytes:
    """Return the table from a sign to its value times ``weight``, modulo 11."""
    value = {sign: sign - ord("0") for sign in DIGITS} | {ord("X"): 10}
    return bytes(value.get(sign, 0) * weight % MODULUS for sign in range(256))


PRODUCTS = [products(weight) for weight in WEIGHTS]


def verdicts(numbers: Sequence[str], on: date) -> bytearray:
    """
    Return a verdict for each number, which must be half-width, upper case and without spaces.

    ``on`` is the day from which those who bear them are registered: nobody is born after it.
    """
    found = bytearray(len(numbers))
    fit = list(numbers)
    if set(map(len, fit)) != {LENGTH} or not "".join(fit).isascii():
        for row, number in enumerate(numbers):
            if len(number) != LENGTH:
                found[row], fit[row] = WRONG_LENGTH, BLANK
            elif not number.isascii():
                found[row], fit[row] = WRONG_SIGN, BLANK
    mark_arithmetic(fit, found)
    mark_known(fit, found, on)
    return found


def mark_arithmetic(fit: list[str], found: bytearray) -> None:
    """Mark wrong signs and wrong check digits, place by place over all numbers at once."""
    text = "".join(fit).encode()
    places = [text[place::LENGTH] for place in range(LENGTH)]
    signs = as_integer(places[-1].translate(NOT_A_LAST))
    for place in places[:-1]:
        signs |= as_integer(place.translate(NOT_A_DIGIT))
    # No carry: eighteen products below 11 add up to less than 256.
    total = sum(
        as_integer(place.translate(table)) for place, table in zip(places, PRODUCTS, strict=True)
    )
    mark(found, signs.to_bytes(len(fit), "big"), WRONG_SIGN)
    mark(found, total.to_bytes(len(fit), "big").translate(NOT_THE_REMAINDER), WRONG_CHECK)


def as_integer(column: bytes) -> int:
    return int.from_bytes(column, "big")


def mark(found: bytearray, flags: bytes, verdict: int) -> None:
    """Give ``verdict`` to the flagged numbers that have none yet."""
    row = flags.find(1)
    while row >= 0:
        if found[row] == OK:
            found[row] = verdict
        row = flags.find(1, row + 1)


def mark_known(fit: list[str], found: bytearray, on: date) -> None:
    """Mark days that are not in the calendar or after ``on``, and divisions that never were."""
    days = [number[6:14] for number in fit]
    divisions = [number[:10] for number in fit]
    wrong_days = {day: fault for day in set(days) if (fault := fault_of_day(day, on))}
    wrong_divisions = {one for one in set(divisions) if not is_division(one)}
    if not wrong_days and not wrong_divisions:
        return
    for row, (day, division) in enumerate(zip(days, divisions, strict=True)):
        if found[row] == OK and (day in wrong_days or division in wrong_divisions):
            found[row] = wrong_days.get(day, WRONG_DIVISION)


def fault_of_day(digits: str, on: date) -> int:
    """Return what is wrong with a day of birth in eight digits; OK when nothing is."""
    born = born_on(digits)
    if born is None:
        return WRONG_DAY
    return LATER_DAY if born > on else OK


@lru_cache(maxsize=100_000)
def born_on(digits: str) -> date | None:
    """Return the day in eight digits, or None when there is none such."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def is_division(digits: str) -> bool:
    """Say whether the division in the first six digits ever was; see :mod:`jinguo.core.divisions`."""
    return judge_division(digits) is not Division.UNKNOWN
