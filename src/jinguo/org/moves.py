"""
Where the work of areas went: the arithmetic of successions, without a database.

Records keep the code of their own day. The work of a code lies where its nearest succession took it: its
own before that of the area above it, and on from there.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from django.db.models import Q


@dataclass(frozen=True)
class Reach:
    """
    Areas, by code prefix: ``prefixes`` with all that lies below them, but for ``without``.

    Of the prefixes of a code the longest decides. Empty reaches nothing.
    """

    prefixes: tuple[str, ...]
    without: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.prefixes)

    @classmethod
    def joined(cls, reaches: Iterable[Reach]) -> Self:
        """Return what lies within at least one."""
        some = list(reaches)
        prefixes = {prefix for one in some for prefix in one.prefixes}
        without = {
            code
            for one in some
            for code in one.without
            if not any(other.covers(code) for other in some)
        }
        return cls._tidy(prefixes, without)

    @classmethod
    def _tidy(cls, prefixes: set[str], without: set[str]) -> Self:
        """Leave out what the next one above says already."""
        above = {code: _nearest_above(code, prefixes | without) for code in prefixes | without}
        return cls(
            tuple(sorted(code for code in prefixes if above[code] not in prefixes)),
            tuple(sorted(code for code in without if above[code] in prefixes)),
        )

    def within(self, other: Reach) -> Reach:
        """Return what lies within both."""
        meeting = {
            max(mine, its, key=len)
            for mine in self.prefixes
            for its in other.prefixes
            if mine.startswith(its) or its.startswith(mine)
        }
        both = {code for code in meeting if self.covers(code) and other.covers(code)}
        return self._tidy(both, {*self.without, *other.without})

    def covers(self, area: str) -> bool:
        """Say whether an area code lies within."""
        known = {*self.prefixes, *self.without}
        return (area if area in known else _nearest_above(area, known)) in self.prefixes

    def taken_out_of(self, prefix: str) -> tuple[str, ...]:
        """Return the codes below one of the prefixes that do not lie within."""
        return tuple(code for code in self.without if code.startswith(prefix))

    def as_q(self, column: str) -> Q:
        """Return the condition that keeps the rows whose area code in ``column`` lies within."""
        condition = Q(pk__in=[])
        for prefix in self.prefixes:
            part = Q(**{f"{column}__startswith": prefix})
            for code in self.taken_out_of(prefix):
                part &= ~Q(**{f"{column}__startswith": code})
            condition |= part
        return condition


@dataclass(frozen=True)
class Moves:
    """The successions in force on a day, as (earlier code, later code)."""

    pairs: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _later(self) -> dict[str, str]:
        return dict(self.pairs)

    @cached_property
    def _places(self) -> dict[str, str]:
        """Return where the work of each code that has a succession lies in the end."""
        return {code: self.place_of(code) for code in sorted(self._later)}

    def place_of(self, code: str) -> str:
        """Return the code under which the work of a code lies in the end; itself where nothing moved."""
        for passed in self.passed(code):
            code = self._later[passed]
        return code

    def passed(self, code: str) -> Iterator[str]:
        """Yield the codes whose successions take a code's work on, in order, each once."""
        seen: set[str] = set()
        while (passed := _nearest(code, self._later)) and passed not in seen:
            yield passed
            seen.add(passed)
            code = self._later[passed]

    def counted(self, area: str) -> list[tuple[str, int]]:
        """
        Return the code prefixes whose sums, with their signs, give an area; itself first.

        What came into the area from outside is added, what left it is taken away; of an area that is
        itself gone nothing is left.
        """
        inside = self._inside(area)
        home = _nearest(area, self._places)
        inside[area] = inside[home] if home else True
        signed = [(area, 1)]
        for code in sorted(inside):
            # A prefix counts all that lies below it: a code only makes up for the nearest one above.
            counted = int(_is_above(code, inside)) + (code == area)
            if inside[code] != counted:
                signed.append((code, inside[code] - counted))
        return signed

    def takes_in(self, area: str) -> Reach:
        """
        Return the codes whose records are those of an area: the same that it counts.

        But an area that is itself gone keeps what is under its own code: whoever still holds a post
        there answers for it until the post ends.
        """
        inside = self._inside(area)
        inside[area] = True
        prefixes = {code for code in inside if inside[code] and not _is_above(code, inside)}
        without = {code for code in inside if not inside[code] and _is_above(code, inside)}
        return Reach(tuple(sorted(prefixes)), tuple(sorted(without)))

    def _inside(self, area: str) -> dict[str, bool]:
        """Return the codes that moved, each with whether its work lies in an area now."""
        return {code: place.startswith(area) for code, place in self._places.items()}


def _is_above(code: str, inside: Mapping[str, bool]) -> bool:
    """Say whether the work of the nearest code above one lies inside."""
    above = _nearest_above(code, inside)
    return above is not None and inside[above]


def _nearest_above(code: str, codes: Container[str]) -> str | None:
    """Return the lowest of ``codes`` that lies above a code; the empty one lies above every other."""
    return next((code[:n] for n in range(len(code) - 1, -1, -1) if code[:n] in codes), None)


def _nearest(code: str, codes: Container[str]) -> str | None:
    """Return the code itself or the lowest area above it that is one of ``codes``."""
    return code if code in codes else _nearest_above(code, codes)
