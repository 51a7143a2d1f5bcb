"""
Serial numbers: one series after another without gaps, and how they are written on a plaque.

The counters are tables of the modules that number things. A counter's row has the fields that name a series
and ``last``, the last number given out.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, Model

LONGEST = 40  # signs of a number


def take_serials(counter: type[Model], *, count: int, **series: Any) -> range:
    """
    Return the next ``count`` serials of a series and keep it locked until the transaction ends.

    The counter's row is the lock: another taker waits, and gets these very numbers when this transaction is
    rolled back. So none is given twice and none is lost. Must be inside a transaction.
    """
    rows = counter._default_manager
    rows.bulk_create([counter(**series)], ignore_conflicts=True)
    row = rows.filter(**series)
    row.update(last=F("last") + count)
    last: int = row.values_list("last", flat=True).get()
    return range(last - count + 1, last + 1)


def tells_apart(pattern: str) -> bool:
    """Say whether another area, year or serial always gives another number, of at most 40 signs."""
    try:
        made = {
            pattern.format(area=area, year=year, serial=serial)
            for area in ("370211", "370212")
            for year in (2020, 2021)
            for serial in (1, 99_999)
        }
    except (AttributeError, IndexError, KeyError, ValueError):
        return False
    return len(made) == 8 and max(map(len, made)) <= LONGEST
