"""Shapes that several resources share: codes, days, instants, cursors; strict, as the documents say them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import BeforeValidator, ConfigDict, ValidationInfo, WithJsonSchema, model_validator

from jinguo.core.errors import Invalid

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST, LAST = date(1949, 10, 1), date(2099, 12, 31)


def read_flag(value: Any) -> Any:
    """
    Return what ``true`` and ``false`` say; pydantic alone would also read ``yes`` and ``1``.

    :raises ValueError: it is neither
    """
    known = {"true": True, "false": False, True: True, False: False}
    if not isinstance(value, str | bool) or value not in known:
        raise ValueError(_("It is true or false."))
    return known[value]


def read_day(value: Any) -> Any:
    """
    Return a day written as 2020-06-15; pydantic alone would also read seconds since 1970.

    :raises ValueError: it is none, or lies outside 1949 to 2099
    """
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = date.min
        if FIRST <= day <= LAST:
            return day
    raise ValueError(_("It is a day like 2020-06-15."))


def read_instant(value: Any) -> Any:
    """
    Return an instant with its zone, written as in RFC 3339.

    :raises ValueError: it is none, has no zone, or lies outside 1949 to 2099
    """
    try:
        instant = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not FIRST <= instant.date() <= LAST:
        raise ValueError(_("It is an instant with its zone, like 2020-06-15T12:00:00+08:00."))
    return instant


def without_null(schema: dict[str, Any]) -> None:
    """Say of a parameter that may be left out what it is when it is there."""
    schema.pop("default", None)
    if "anyOf" in schema:
        [kept] = [one for one in schema.pop("anyOf") if one.get("type") != "null"]
        schema.update({**kept, **schema})


def optional(**about: Any) -> Any:
    """Return the field of a parameter that may be left out, and is None then."""
    return Field(default=None, json_schema_extra=without_null, **about)


AreaCode = Annotated[
    str,
    Field(
        pattern=r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$",
        description="Official code of an area: 2, 4, 6, 9 or 12 digits.",
        examples=["370211"],
    ),
]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
Line = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]+$")]
Cursor = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_-]{1,600}$",
        description="`next` or `previous` of another page; it is no more than that and may change.",
    ),
]
Size = Annotated[int, Field(ge=1, le=100, description="Rows of a page, at most.")]
Flag = Annotated[bool, BeforeValidator(read_flag), WithJsonSchema({"type": "boolean"})]
Day = Annotated[
    date,
    BeforeValidator(read_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2020-12-31"]}),
]
Instant = Annotated[
    datetime,
    BeforeValidator(read_instant),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class Body(Schema):
    """What is sent: a field that is not known is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Asked(Schema):
    """The parameters of a list: a misspelt one is refused, since without it the list would hold too much."""

    @model_validator(mode="before")
    @classmethod
    def _is_all_known(cls, values: Any, info: ValidationInfo) -> Any:
        asked = info.context["request"].GET if info.context else {}
        if unknown := sorted(set(asked) - set(cls.model_fields)):
            sentence = _("There is no such parameter. Leave it out.")
            raise Invalid(sentence, **dict.fromkeys(unknown, sentence))
        return values
