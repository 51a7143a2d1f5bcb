"""What every section is made of: the kinds of words, the sources, the days."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=40)]
MeasureId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9_-]*)+$", max_length=80)]
Title = Annotated[str, Field(min_length=1, max_length=100)]
English = Annotated[str, Field(max_length=100)]
Sentence = Annotated[str, Field(min_length=1, max_length=300)]


def share(value: object) -> object:
    """Read ``10%`` as ten per cent: the number a ratio measure shows."""
    if isinstance(value, str) and value.endswith("%"):
        return value.removesuffix("%").strip()
    return value


class Part(BaseModel):
    """Anything in a pack: unknown keys are errors."""

    # Built when first used: most programs start without reading a pack.
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class Source(Part):
    """Who said so. ``note`` says how sure that is."""

    title: Annotated[str, Field(min_length=1, max_length=150)]
    note: Annotated[str, Field(max_length=140)] = ""
    href: Annotated[str, Field(max_length=200)] = ""

    def __str__(self) -> str:
        return f"{self.title}（{self.note}）" if self.note else self.title


class Dated(Part):
    """Something that holds from a day until the next version's, and has a source."""

    starts: Annotated[date, Field(alias="from")]
    ends: Annotated[date | None, Field(alias="to")] = None
    source: Source

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.ends and self.ends <= self.starts:
            raise PydanticCustomError("period", _("It ends before it begins."))
        return self


class Named(Part):
    """Something the work chooses from: a type of site, a category of courses, a condition, a skill."""

    id: Key
    title: Title
    title_en: English = ""
