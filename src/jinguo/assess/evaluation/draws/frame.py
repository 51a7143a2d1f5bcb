"""The frame: the households a sample is drawn from, in one canonical order and one canonical form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple, NoReturn

from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid

HEADER = "household,village,town,level,certified_on"
UNLISTED = "unlisted"  # what cells call households without a level, so no level may bear the name
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", re.ASCII)


class Row(NamedTuple):
    """
    One household of a frame.

    ``household`` is a pseudonym: an id or a code, never a name or a number of a person. A household with a
    level is *listed*: somebody claims it holds the level since ``certified_on``. One without is *unlisted*.
    """

    household: str
    village: str
    town: str
    level: str = ""
    certified_on: date | None = None

    @property
    def is_listed(self) -> bool:
        return self.level != ""


@dataclass(frozen=True)
class Frame:
    """
    Households in order of village and household code. Make one with :func:`as_frame` or :func:`read_frame`.

    The order and the form do not depend on where the rows came from, so that equal frames have equal digests.
    """

    rows: tuple[Row, ...]

    def as_csv(self) -> bytes:
        """
        Return the canonical form: UTF-8, one line a household, fields parted by commas, lines ended by LF.

        The first line is :data:`HEADER`. Fields hold neither commas, quotes nor blanks; days are ISO dates.
        """
        lines = [
            f"{row.household},{row.village},{row.town},{row.level},{row.certified_on or ''}"
            for row in self.rows
        ]
        return "\n".join([HEADER, *lines, ""]).encode()

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical form, hexadecimal: what ``sha256sum`` says of the file."""
        return sha256(self.as_csv()).hexdigest()


def as_frame(rows: Iterable[Row]) -> Frame:
    """
    Return the frame of some rows, in whatever order they come.

    :raises Invalid: no row, a household named twice, a code that is none, a village outside its town, or a
        level without its day
    """
    ordered = sorted(rows, key=lambda row: (row.village, row.household))
    if not ordered:
        raise Invalid(_("The frame has no households."))
    seen: set[str] = set()
    for row in ordered:
        _check(row, seen)
    return Frame(tuple(ordered))


def read_frame(data: bytes) -> Frame:
    """
    Return the frame of a file. Lines may stand in any order; CRLF and a byte order mark are let pass.

    :raises Invalid: naming the line that cannot be read, or as :func:`as_frame`
    """
    try:
        head, *lines = data.decode("utf-8-sig").splitlines() or [""]
    except UnicodeDecodeError as error:
        raise Invalid(_("The frame is not a text file in UTF-8.")) from error
    if head != HEADER:
        raise Invalid(_("The first line of a frame must be “%s”.") % HEADER)
    return as_frame(_row(line, number) for number, line in enumerate(lines, 2))


def _row(line: str, number: int) -> Row:
    cells = line.split(",")
    if len(cells) != 5:
        raise Invalid(
            _("Line %(line)d of the frame has %(count)d fields instead of 5.")
            % {"line": number, "count": len(cells)}
        )
    household, village, town, level, day = cells
    try:
        return Row(household, village, town, level, date.fromisoformat(day) if day else None)
    except ValueError as error:
        raise Invalid(
            _("Line %(line)d of the frame: “%(day)s” is not a day. Write it as 2020-12-31.")
            % {"line": number, "day": day}
        ) from error


def _check(row: Row, seen: set[str]) -> None:
    codes = (row.household, row.village, row.town, *([row.level] if row.level else []))
    if not all(map(CODE.fullmatch, codes)):
        _refuse(row, _("a code may hold letters, digits, dots, colons, hyphens and underscores"))
    if row.household in seen:
        _refuse(row, _("it is named twice"))
    if not row.village.startswith(row.town):
        _refuse(row, _("its village does not lie in its town"))
    if row.is_listed != (row.certified_on is not None):
        _refuse(row, _("a level and its day go together"))
    if row.level == UNLISTED:
        _refuse(row, _("no level may be called “%s”") % UNLISTED)
    seen.add(row.household)


def _refuse(row: Row, reason: str) -> NoReturn:
    raise Invalid(
        _("Household %(household)s of the frame: %(reason)s.")
        % {"household": row.household, "reason": reason}
    )
