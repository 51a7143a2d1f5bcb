"""
The messages there are, read from ``templates.yaml``: their texts, and the kinds of their values.

A message keeps its values as data and is written out only when it is sent or read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter

from django.utils import timezone, translation
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from ruamel.yaml import YAML

from jinguo.core.identifiers import Kind
from jinguo.notices.messages import words

FILE = Path(__file__).parent / "templates.yaml"
LANGUAGES = {"zh-hans": "zh", "en": "en"}
LONGEST_VALUE = 60  # signs of a title or place; the rest is cut off
Value = str | int | date | datetime
Stored = str | int


class UnknownTemplate(ValueError):
    """There is no template of this name."""


class WrongValues(ValueError):
    """The values are not those of the template: one too many or too few, or of another type."""


class ValueKind(StrEnum):
    """What a value is: its Python type, and how it is written out."""

    TITLE = "title"  # str
    PLACE = "place"  # str
    INSTANT = "instant"  # aware datetime
    DAY = "day"  # date
    NUMBER = "number"  # int
    CODE = "code"  # str of digits


NEUTRAL = {ValueKind.INSTANT, ValueKind.DAY, ValueKind.NUMBER, ValueKind.CODE}
TYPES: dict[ValueKind, type] = {
    ValueKind.TITLE: str,
    ValueKind.PLACE: str,
    ValueKind.INSTANT: datetime,
    ValueKind.DAY: date,
    ValueKind.NUMBER: int,
}
"""Of what can be kept. A code cannot: it is written out and sent at once."""


@dataclass(frozen=True)
class Wording:
    """Title and text of a template in one language."""

    title: str
    text: str


@dataclass(frozen=True)
class Template:
    """One message that can be sent; ``wordings`` by language, ``kinds`` by name of the value."""

    id: str
    is_neutral: bool
    wordings: Mapping[str, Wording]
    kinds: Mapping[str, ValueKind]

    def stored(self, values: Mapping[str, Value]) -> dict[str, Stored]:
        """
        Return values as they are kept.

        :raises WrongValues: not those of this template, or a code among them
        """
        if set(values) != set(self.kinds):
            raise WrongValues(f"{self.id} takes {sorted(self.kinds)}, not {sorted(values)}")
        return {name: _stored(self.kinds[name], values[name]) for name in self.kinds}

    def written(self, stored: Mapping[str, Stored]) -> dict[str, str]:
        """Return each kept value as it stands in a message in the language in force."""
        return {name: _written(kind, stored[name]) for name, kind in self.kinds.items()}

    def title(self) -> str:
        """Return its title in the language in force."""
        return self._wording().title

    def text(self, stored: Mapping[str, Stored]) -> str:
        """Return its text with these kept values in the language in force."""
        return self.write(self.written(stored))

    def write(self, written: Mapping[str, str]) -> str:
        """Return its text with values as they stand in it, in the language in force."""
        return self._wording().text.format(**written)

    def _wording(self) -> Wording:
        is_english = (translation.get_language() or "").startswith("en")
        return self.wordings["en" if is_english else "zh"]


@cache
def known_templates() -> dict[str, Template]:
    """Return every template by id, in the order of the file."""
    return {one.id: one for one in _read(FILE.read_text("utf-8"))}


def get_template(template_id: str) -> Template:
    """
    Return one template.

    :raises UnknownTemplate: there is none of this name
    """
    found = known_templates().get(template_id)
    if found is None:
        raise UnknownTemplate(f"{template_id!r}; there are {', '.join(known_templates())}")
    return found


def _read(text: str) -> Iterator[Template]:
    for row in YAML(typ="safe").load(text):
        yield Template(
            id=row["id"],
            is_neutral=row.get("neutral", False),
            wordings={code: Wording(**row[code]) for code in LANGUAGES.values()},
            kinds={name: ValueKind(kind) for name, kind in row["values"].items()},
        )


def names_in(text: str) -> set[str]:
    """Return the names of values a text has in braces."""
    return {name for _text, name, _format, _conversion in Formatter().parse(text) if name}


def _stored(kind: ValueKind, value: Value) -> Stored:
    # datetime is a date, and bool an int: neither may stand for the other.
    if type(value) is not TYPES.get(kind):
        raise WrongValues(f"{value!r} is no {kind}")
    if isinstance(value, datetime) and timezone.is_naive(value):
        raise WrongValues(f"{value!r} has no time zone")
    return value.isoformat() if isinstance(value, date) else value


def _written(kind: ValueKind, stored: Stored) -> str:
    text = str(stored)
    if kind is ValueKind.INSTANT:
        instant = parse_datetime(text)
        assert instant
        return date_format(timezone.localtime(instant), pgettext("instant in a message", "j F H:i"))
    if kind is ValueKind.DAY:
        day = parse_date(text)
        assert day
        return date_format(day)
    if kind is ValueKind.TITLE:
        return _fit(text, _("what you signed up for"))
    if kind is ValueKind.PLACE:
        return _fit(text, _("the place agreed on"), besides=[Kind.ADDRESS])
    return text


def _fit(text: str, instead: str, *, besides: list[Kind] | None = None) -> str:
    """Return a text on one line, or a general expression when it may not stand in a message."""
    text = " ".join(text.split())
    return text[:LONGEST_VALUE] if words.is_fit(text, besides=besides or ()) else instead
