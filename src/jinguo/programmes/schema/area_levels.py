"""``area_levels``: what whole villages and towns may hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from jinguo.programmes.schema.parts import Dated, English, Key, MeasureId, Part, Title, share


class AreaCondition(Part):
    """A measure and the least value it must have in an area on the day; 90% is ninety per cent."""

    measure: MeasureId
    at_least: Annotated[
        Decimal, BeforeValidator(share), Field(ge=0, max_digits=16, decimal_places=4)
    ]


class AreaLevel(Dated):
    """A level that whole villages or towns may hold, and the conditions that all must hold on the day."""

    id: Key
    title: Title
    title_en: English = ""
    of: Literal["township", "village"]
    conferred_by: Literal["township", "county", "city", "province"]
    conditions: Annotated[list[AreaCondition], Field(min_length=1)]
