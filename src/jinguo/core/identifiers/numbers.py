"""
Numbers that name a person whatever stands around them: of identity, telephones and bank cards.

Digits may be parted by blanks, hyphens or dots. A run of groups is read as one number only when the
groups are parted as people part such a number, so that a row of counts is not taken for a telephone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from stdnum import luhn
from stdnum.cn import ric

from jinguo.core.identifiers.kinds import Kind

PART = r"[ \t._·•/\\一-]{1,3}"  # 一 is typed for a dash
RUN = re.compile(rf"\d+(?:{PART}\d+)*(?:(?:{PART})?[xX](?![A-Za-z0-9]))?")
GROUP = re.compile(r"\d+(?:[xX](?![A-Za-z0-9]))?|[xX]")
DIGEST = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]*[a-f])[0-9a-f]{16,}(?![0-9A-Za-z])")
LONGEST = 19
MOST_GROUPS = 20

# GB/T 2260: the first two digits.
PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
# How many digits the groups of a number have, as people part it.
MOBILE = re.compile(r"(?:00?86|86|0)?1[3-9]\d{9}")
MOBILE_GROUPS = {(3, 4, 4), (4, 4, 3), (3, 3, 5), (3, 5, 3), (3, 8), (8, 3), (7, 4), (4, 7), (5, 6),
                 (6, 5)}  # fmt: skip
CARD = re.compile(r"(?:62|4|5[1-5]|35(?:2[89]|[3-8])|60|6[4-9]|9[15])\d{12,17}")
CARD_GROUPS = {(6, 10), (6, 11), (6, 12), (6, 13), (8, 8), (8, 11), (6, 6, 7), (6, 6, 4)}
ID_GROUPS = {(6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (6, 12), (14, 4), (6, 8, 3, 1), (17, 1)}
OLD_ID_GROUPS = {(6, 6, 3), (6, 9), (6, 2, 2, 2, 3), (12, 3), (5, 5, 5), (4, 4, 4, 3),
                 (3, 3, 3, 3, 3)}  # fmt: skip


class Group(NamedTuple):
    """Digits without a break, and where they stand."""

    digits: str
    start: int
    end: int


def find(numbers: str) -> Iterator[tuple[Kind, int, int]]:
    """Yield the numbers found in a folded text; digests are no numbers."""
    numbers = DIGEST.sub(lambda digest: "a" * len(digest.group()), numbers)
    for run in RUN.finditer(numbers):
        groups = [
            Group(one.group(), run.start() + one.start(), run.start() + one.end())
            for one in GROUP.finditer(run.group())
        ]
        yield from _in_run(numbers, groups)


def _in_run(numbers: str, groups: Sequence[Group]) -> Iterator[tuple[Kind, int, int]]:
    """Yield what the groups of a run say: of several readings from a place on the longest."""
    at = 0
    while at < len(groups):
        last = _last_of(numbers, groups, at)
        if last is None:
            yield from _inside(groups[at])
            at += 1
        else:
            kind, upto = last
            yield kind, groups[at].start, groups[upto].end
            at = upto + 1


def _last_of(numbers: str, groups: Sequence[Group], at: int) -> tuple[Kind, int] | None:
    """Return the kind of the longest number that begins with a group, and its last group."""
    found = None
    digits = ""
    for upto in range(at, min(at + MOST_GROUPS, len(groups))):
        digits += groups[upto].digits
        if len(digits) > LONGEST:
            break
        taken = groups[at : upto + 1]
        kind = kind_of(digits, tuple(len(one.digits) for one in taken), _is_even(numbers, taken))
        if kind is not None:
            found = kind, upto
    return found


def _is_even(numbers: str, groups: Sequence[Group]) -> bool:
    """Say whether the groups are parted by the same signs throughout."""
    parts = {numbers[one.end : other.start].strip() or " " for one, other in pairwise(groups)}
    return len(parts) <= 1


def kind_of(digits: str, groups: tuple[int, ...], is_even: bool) -> Kind | None:
    """Return what a number is, given how long its groups are and whether they are parted alike."""
    if is_id_number(digits, is_usual=_parted(groups, ID_GROUPS)):
        return Kind.ID_NUMBER
    if not is_even:
        return None
    if is_old_id_number(digits) and _parted(groups, OLD_ID_GROUPS):
        return Kind.ID_NUMBER
    if MOBILE.fullmatch(digits) and _parted(groups, MOBILE_GROUPS):
        return Kind.PHONE
    if (
        CARD.fullmatch(digits)
        and luhn.is_valid(digits)
        and _parted(groups, CARD_GROUPS, by_four=True)
    ):
        return Kind.BANK
    return None


def _parted(groups: tuple[int, ...], usual: set[tuple[int, ...]], by_four: bool = False) -> bool:
    """Say whether groups are as people part such a number: not, sign by sign, or in a usual way."""
    if len(groups) == 1 or groups in usual or set(groups) == {1}:
        return True
    return by_four and set(groups[:-1]) == {4} and groups[-1] <= 4


def is_id_number(number: str, *, is_usual: bool) -> bool:
    """
    Say whether 18 signs are an ID number.

    Written as usual, one whose last sign is mistyped still leads to its bearer; otherwise it must check.
    """
    if len(number) != 18 or not number[:17].isdigit() or not PROVINCE.match(number):
        return False
    if not is_day(number[6:10], number[10:12], number[12:14]):
        return False
    return is_usual or ric.calc_check_digit(number) == number[17].upper()


def is_old_id_number(number: str) -> bool:
    """Say whether 15 digits are an ID number as given before 1999."""
    if len(number) != 15 or not number.isdigit() or not PROVINCE.match(number):
        return False
    return is_day("19" + number[6:8], number[8:10], number[10:12])


def is_day(year: str, month: str, day: str) -> bool:
    """Say whether the digits are a day on which a living person can have been born."""
    try:
        return date(int(year), int(month), int(day)).year in range(1900, 2100)
    except ValueError:
        return False


def _inside(group: Group) -> Iterator[tuple[Kind, int, int]]:
    """Yield the ID numbers within digits too long to be one number, as when two cells run together."""
    at = 0
    while at + 18 <= len(group.digits) and len(group.digits) > LONGEST:
        if is_id_number(group.digits[at : at + 18], is_usual=False):
            yield Kind.ID_NUMBER, group.start + at, group.start + at + 18
            at += 18
        else:
            at += 1
