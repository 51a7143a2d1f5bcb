"""
The division an ID number begins with, and whether it existed when the person was born.

The code is that of the household's register when the number was given (GB 11643-1999), and numbers have
been given since 1984 only: who was born before often bears the code of a division younger than herself.
So a code out of its time is no fault but bears a remark (``docs/decisions/0011-divisions-out-of-time.md``).
The codes and their years are python-stdnum's.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from django.utils.translation import gettext as _
from stdnum import numdb

EVER = (0, 9999)
HEAD = 10  # six digits of the division, four of the year


class Division(Enum):
    """How the division of an ID number stands to the year of birth in it."""

    IN_FORCE = "in-force"
    YOUNGER = "younger"  # it began after the birth
    GONE = "gone"  # it had ended before the birth
    UNKNOWN = "unknown"  # no division ever had this code

    @property
    def remark(self) -> str | None:
        """What to tell about a number that is accepted, or None."""
        if self is Division.YOUNGER:
            return _(
                "The place in this ID number is younger than its bearer, as happens where places were "
                "merged. Compare it with the card once."
            )
        if self is Division.GONE:
            return _(
                "The place in this ID number had gone before its bearer was born. Compare it with the card."
            )
        return None


OUT_OF_TIME = {Division.YOUNGER, Division.GONE}


def judge_division(head: str) -> Division:
    """Return how the division in the first six of ten digits stands to the year in the next four."""
    if len(head) != HEAD or not (head.isascii() and head.isdigit()):
        return Division.UNKNOWN
    year, terms = int(head[6:]), _terms(head[:6])
    if any(start <= year <= end for start, end in terms):
        return Division.IN_FORCE
    if not terms:
        return Division.UNKNOWN
    return Division.YOUNGER if any(start > year for start, _end in terms) else Division.GONE


def divisions_out_of_time(numbers: Sequence[str]) -> dict[int, Division]:
    """
    Return the rows whose number bears a remark, and which: the division began later or had gone.

    For a whole column at once; each division and year is judged once. Says nothing about the rest of a
    number: whoever shows the remarks shows them for numbers that have passed the other checks.
    """
    heads = [number[:HEAD] for number in numbers]
    judged = {head: judge_division(head) for head in set(heads)}
    flagged = {head: found for head, found in judged.items() if found in OUT_OF_TIME}
    if not flagged:
        return {}
    return {row: flagged[head] for row, head in enumerate(heads) if head in flagged}


@lru_cache(maxsize=10_000)
def _terms(division: str) -> tuple[tuple[int, int], ...]:
    """Return the first and last years in which a division of six digits bore its code; none if never."""
    found = numdb.get("cn/loc").info(division)
    counties = [facts["county"] for _part, facts in found if "county" in facts]
    return tuple(_term(one) for county in counties for one in county.split(","))


def _term(county: str) -> tuple[int, int]:
    """Return the years of an entry: ``[1990-2012]胶南市``, ``[-1983]市区``, or a bare name for ever."""
    if not county.startswith("["):
        return EVER
    start, _dash, end = county[1:].partition("]")[0].partition("-")
    return int(start or EVER[0]), int(end or EVER[1])
