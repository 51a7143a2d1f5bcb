"""``area_levels``: what towns, villages and the lanes of a village may hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from jinguo.programmes.schema.parts import Dated, English, Key, MeasureId, Part, Title, share


class AreaCondition(Part):
    """A measure and the least value it must have in an area on the day; 90% is ninety per cent."""

    measure: MeasureId
    at_least: Annotated[
        Decimal, BeforeValidator(share), Field(ge=0, max_digits=16, decimal_places=4)
    ]


class LevelShare(Part):
    """Levels of the programme, and the least share of a lane's lived-in courtyards that hold one of them."""

    levels: Annotated[list[Key], Field(min_length=1)]
    at_least: Annotated[
        Decimal, BeforeValidator(share), Field(gt=0, le=100, max_digits=16, decimal_places=4)
    ]


class AreaLevel(Dated):
    """
    A level that towns, villages or lanes may hold, and the conditions that all must hold on the day.

    Of towns and villages ``conditions`` are asked, of the lanes of a village ``shares`` and how many
    households it has at least: there are no figures of lanes.
    """

    id: Key
    title: Title
    title_en: English = ""
    of: Literal["township", "village", "lane"]
    conferred_by: Literal["township", "county", "city", "province"]
    conditions: list[AreaCondition] = []
    shares: list[LevelShare] = []
    least_households: Annotated[int, Field(ge=0, le=9_999)] = 0

    @model_validator(mode="after")
    def _asks_what_can_be_known(self) -> Self:
        if self.of == "lane" and (self.conditions or not self.shares):
            raise PydanticCustomError(
                "conditions", _("A level of lanes asks for “shares”, and for no measure.")
            )
        if self.of != "lane" and (self.shares or self.least_households or not self.conditions):
            raise PydanticCustomError(
                "conditions", _("A level of towns or villages asks for “conditions” alone.")
            )
        return self
