"""
A report's text with named figures: what may stand in it, and how it is checked.

A template is a list of blocks. ``{{measure}}`` stands for a figure of the report's own area and period;
options after the name choose otherwise: ``format=``, ``day=``, ``area=``. No other number may stand in
the text, so that every number of a report can be opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Final, Literal, Self, get_args

from django.utils.translation import gettext as _
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jinguo.programmes.schema import English, Key, Part, Title

BlockKind = Literal[
    "title", "lead", "heading", "subheading", "point", "subpoint", "paragraph", "note"
]
KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
NUMBERED: tuple[BlockKind, ...] = ("heading", "subheading", "point", "subpoint")
"""What numbers itself, from the first rank of GB/T 9704-2012 to the fourth."""
WORDS = ("period.year", "period.end", "area.name")
PREVIOUS_YEAR: Final = "previous-year"


class Format(StrEnum):
    """How a figure is written."""

    TEXT = "text"  # with its unit
    NUMBER = "number"  # without
    CHANGE = "change"  # the difference from the figure of ``day``, in words


class Block(Part):
    """One block of the text: a single key that says what it is, and its words."""

    title: str | None = None
    lead: str | None = None
    heading: str | None = None
    subheading: str | None = None
    point: str | None = None
    subpoint: str | None = None
    paragraph: str | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(getattr(self, kind) is not None for kind in KINDS) != 1:
            raise PydanticCustomError("block", _("A block has exactly one of: {known}."),
                                      {"known": ", ".join(KINDS)})  # fmt: skip
        return self

    @property
    def kind(self) -> BlockKind:
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def text(self) -> str:
        """The words. Lines of the file are joined without a space, as Chinese is written."""
        words: str = getattr(self, self.kind)
        return "".join(line.strip() for line in words.splitlines())


class Template(Part):
    """A file of a pack's ``reports`` folder. ``issuer`` signs; ``attachments`` are named at the end."""

    report: Key
    title: Title
    title_en: English = ""
    issuer: Annotated[str, Field(min_length=1, max_length=60)]
    attachments: list[str] = []
    blocks: Annotated[list[Block], Field(min_length=1)]


@dataclass(frozen=True)
class Placeholder:
    """What stands between ``{{`` and ``}}``: a word of the report, or a figure and its options."""

    name: str
    format: Format = Format.TEXT
    day: date | Literal["previous-year"] | None = None
    area: str = ""

    @property
    def is_word(self) -> bool:
        return self.name in WORDS


class Unreadable(ValueError):
    """A placeholder that cannot be read; the message is a sentence."""


PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}")
OPTIONS = ("format", "day", "area")


def split(text: str) -> Iterator[str | Placeholder]:
    """
    Yield the literal parts of a text and its placeholders, in order.

    :raises Unreadable: a placeholder has an unknown option or value
    """
    for index, part in enumerate(PLACEHOLDER.split(text)):
        if index % 2:
            yield read(part)
        elif part:
            yield part


def read(words: str) -> Placeholder:
    """
    Read the inside of a placeholder.

    :raises Unreadable: an unknown option or value
    """
    name, *pairs = words.split() or [""]
    options: dict[str, str] = {}
    for pair in pairs:
        option, equals, value = pair.partition("=")
        if not equals or option not in OPTIONS or option in options:
            raise Unreadable(
                _("“%(pair)s” is not an option of a figure. Options: %(known)s.")
                % {"pair": pair, "known": ", ".join(f"{one}=" for one in OPTIONS)}
            )
        options[option] = value
    found = Placeholder(
        name,
        _format(options.get("format", "text")),
        _day(options.get("day")),
        options.get("area", ""),
    )
    if found.format is Format.CHANGE and found.day is None:
        raise Unreadable(_("format=change compares with another day: add day=."))
    return found


def _format(value: str) -> Format:
    try:
        return Format(value)
    except ValueError:
        known = ", ".join(Format)
        raise Unreadable(
            _("“%(given)s” is no format. Known: %(known)s.") % {"given": value, "known": known}
        ) from None


def _day(value: str | None) -> date | Literal["previous-year"] | None:
    if value is None:
        return None
    if value == PREVIOUS_YEAR:
        return PREVIOUS_YEAR
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Unreadable(
            _("“%(given)s” is no day. Write 2020-12-31, or %(word)s.")
            % {"given": value, "word": PREVIOUS_YEAR}
        ) from None


ALLOWED = re.compile(
    r"《[^》]*》"  # titles of documents
    r"|〔\d{4}〕\d+号"  # numbers of documents
    r"|\d{4}(—\d{4})?年(\d{1,2}月(\d{1,2}日)?)?"  # years and days
    r"|\d{1,2}月\d{1,2}日"
)
DIGITS, POWERS = "一二三四五六七八九两〇零", "十百千万亿"
NUMBER = re.compile(
    r"[0-9０-９]+([.,．，][0-9０-９]+)*[%％‰]?"
    rf"|百分之[{DIGITS}{POWERS}点]+"
    # Numerals in words count when something is counted: 千家万户 and 三项 are words of the language.
    rf"|(?:[{DIGITS}]+[{POWERS}]|十[{DIGITS}]?)[{DIGITS}{POWERS}]*[余多]?"
    r"(?=户|人|场|名|个|家|次|件|元|例|对|所|处|条|份|篇|期|批|只|支|村|镇)"
)


def unbound_numbers(text: str) -> list[str]:
    """Return the numbers of a text that no figure stands behind, as they are written."""
    rest = ALLOWED.sub("　", PLACEHOLDER.sub("　", text))
    return [match.group() for match in NUMBER.finditer(rest)]


def faults(text: str, measures: Mapping[str, object], area: str) -> Iterator[str]:
    """Yield in sentences what is wrong with the words of a block, for a pack of ``area``."""
    for number in unbound_numbers(text):
        yield _("The number “%s” stands behind no figure. Write {{measure}} instead.") % number
    for part in PLACEHOLDER.findall(text):
        try:
            yield from _placeholder_faults(read(part), measures, area)
        except Unreadable as error:
            yield str(error)
    if PLACEHOLDER.sub("", text).count("{{") or PLACEHOLDER.sub("", text).count("}}"):
        yield _("A figure is not closed: {{ and }} belong together.")


def _placeholder_faults(
    found: Placeholder, measures: Mapping[str, object], area: str
) -> Iterator[str]:
    if found.is_word:
        return
    if found.name not in measures:
        known: Sequence[str] = [*WORDS, *sorted(measures)]
        yield _("Unknown figure “%(name)s”. Known: %(known)s.") % {
            "name": found.name,
            "known": ", ".join(known),
        }
    if found.area and not found.area.startswith(area):
        yield _("The area %s lies outside the pack's own.") % found.area
