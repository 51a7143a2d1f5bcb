"""``points``: what households get points for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jinguo.programmes.schema.parts import Dated, English, Key, Part, Title


class PointsRule(Part):
    """
    One thing a household gets points for, at most ``most`` times in each stretch of ``every``.

    ``recorded_by`` is the lowest level of area whose federation may record it.
    """

    id: Key
    title: Title
    title_en: English = ""
    points: Annotated[int, Field(ge=1, le=1000)]
    most: Annotated[int | None, Field(ge=1, le=1000)] = None
    every: Literal["day", "week", "month", "quarter", "year"] | None = None
    starts: Annotated[date | None, Field(alias="from")] = None
    recorded_by: Literal["village", "township", "county", "city", "province"]

    @model_validator(mode="after")
    def _limit_is_whole(self) -> Self:
        if (self.most is None) != (self.every is None):
            raise PydanticCustomError(
                "limit", _("A limit has both `most` and `every`; without a limit leave both out.")
            )
        return self


class Points(Dated):
    """What households get points for; unused ones expire ``expire_months`` after they were earned."""

    expire_months: Annotated[int | None, Field(ge=1, le=120)] = None
    rules: Annotated[list[PointsRule], Field(min_length=1)]

    @model_validator(mode="after")
    def _rules_begin_inside(self) -> Self:
        for rule in self.rules:
            if rule.starts and (
                rule.starts < self.starts or (self.ends and rule.starts >= self.ends)
            ):
                raise PydanticCustomError(
                    "rule", _("“{rule}” begins outside the days of its version."), {"rule": rule.id}
                )
        return self
