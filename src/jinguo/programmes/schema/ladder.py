"""``ladder``: the levels of a programme and who may apply for them."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from jinguo.programmes.schema.parts import Dated, English, Key, Part, Source, Title


class Level(Part):
    """A level of a ladder. ``certified_by`` is the level of area that grants it."""

    id: Key
    title: Title
    title_en: English = ""
    min_score: Annotated[int, Field(ge=0, le=10_000)]
    certified_by: Literal["village", "township", "county", "city", "province"]


class Condition(Part):
    """
    A named rule that a household must meet to apply; no ``levels`` means all of the ladder's.

    Every other key is a parameter of the rule.
    """

    model_config = ConfigDict(extra="allow")

    rule: Key
    levels: list[Key] = []
    source: Source

    @property
    def parameters(self) -> dict[str, object]:
        """Return the values given to the rule's parameters."""
        return dict(self.model_extra or {})


class Ladder(Dated):
    """
    The levels of a programme, lowest first, who may apply for them, and the limits of its procedure.

    Without ``eligibility`` it asks only what always holds: the household is on the register, has no
    open application in the programme, and does not hold the level or a higher one.
    """

    levels: Annotated[list[Level], Field(min_length=1)]
    eligibility: list[Condition] = []
    rules: dict[str, object] = {}

    @model_validator(mode="after")
    def _levels_rise(self) -> Self:
        scores = [level.min_score for level in self.levels]
        if scores != sorted(scores):
            raise PydanticCustomError("rise", _("Levels stand lowest first."))
        return self
