"""``measures`` and ``targets``: what is counted, and how much of it is to be reached."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from jinguo.programmes.schema.parts import English, MeasureId, Part, Sentence, Source, Title, share

Unit = Literal["人", "人次", "户", "场", "个", "件", "分", "分钟", "元", "%"]


class AreasReaching(Part):
    """The areas of a level in which a balance is at least so much, each counted as one."""

    level: Literal["city", "county", "township", "village"]
    of: MeasureId
    at_least: Annotated[int, Field(ge=1)]


class Measure(Part):
    """
    What is counted, and how it adds up: a kind of fact, one measure over another, or the areas in which
    a measure reaches a number.
    """

    id: MeasureId
    title: Title
    title_en: English = ""
    definition: Sentence
    definition_en: Annotated[str, Field(max_length=300)] = ""
    unit: Unit
    how: Literal["flow", "balance", "persons", "amount"] | None = None
    fact: str | None = None
    categories: list[str] = []
    of_programme: str = ""
    ratio: tuple[MeasureId, MeasureId] | None = None
    areas: AreasReaching | None = None

    @model_validator(mode="after")
    def _counts_or_divides(self) -> Self:
        of_facts = (self.how, self.fact, self.categories, self.of_programme)
        ways = (all(of_facts[:2]), self.ratio is not None, self.areas is not None)
        if sum(ways) != 1 or (any(of_facts) and not ways[0]):
            raise PydanticCustomError(
                "counts", _("A measure has either `fact` and `how`, or `ratio`, or `areas`.")
            )
        return self

    @property
    def adds_up(self) -> str:
        """How it adds up, in one word."""
        return self.how or ("ratio" if self.ratio else "areas")

    @model_validator(mode="after")
    def _unit_fits(self) -> Self:
        if (self.unit == "%") != (self.ratio is not None) or (
            (self.unit == "元") != (self.how == "amount")
        ):
            raise PydanticCustomError(
                "unit", _("A ratio is in %, an amount in 元, a count in neither.")
            )
        return self


class Target(Part):
    """
    A value to reach by a day. ``value`` is in the measure's unit; 10% is ten per cent.

    ``area`` is the pack's own when left out. With ``each``, every area of that level inside it is to
    reach the value; a row for one of those areas by the same day takes its place there.
    """

    measure: MeasureId
    starts: Annotated[date | None, Field(alias="from")] = None
    by: date
    value: Annotated[Decimal, BeforeValidator(share), Field(ge=0, max_digits=16, decimal_places=4)]
    area: Annotated[str, Field(pattern=r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$")] | None = None
    each: Literal["city", "county", "township", "village"] | None = None
    source: Source

    @property
    def name(self) -> str:
        """What tells it from the other targets of its pack."""
        parts = (self.measure, self.area, self.each, str(self.by))
        return " ".join(part for part in parts if part)
