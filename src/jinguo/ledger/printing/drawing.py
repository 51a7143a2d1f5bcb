"""Slips and lists of goods handed over, as data of their templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from jinguo.core.typesetting import typeset

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """A line of a slip: what it is, and what it says."""

    label: str
    words: str


@dataclass(frozen=True)
class Slip:
    """One hand-over; ``signs`` are who signs it."""

    title: str
    about: str
    rows: Sequence[Row]
    signs: Sequence[str]


@dataclass(frozen=True)
class Line:
    """One hand-over in the list of a day."""

    household: str
    good: str
    quantity: str
    points: str
    name: str


@dataclass(frozen=True)
class Day:
    """What a store gave out on a day; the last column of ``heads`` is left to sign."""

    title: str
    about: str
    heads: Sequence[str]
    lines: Sequence[Line]
    sum: str


def draw_slips(slips: Sequence[Slip]) -> bytes:
    """Return slips as a PDF with one page each, in their order."""
    return typeset(FOLDER / "slip.typ", [asdict(one) for one in slips])


def draw_day(day: Day) -> bytes:
    """Return the list of a day as a PDF."""
    return typeset(FOLDER / "day.typ", asdict(day))
