"""``sheets``: what is looked at and how many points it gives."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jinguo.programmes.schema.parts import Dated, English, Key, Part, Title


class Item(Part):
    """One line of a score sheet. ``beauty`` is its group, ``deduct`` the rule the scorer reads."""

    id: Key
    beauty: Annotated[str, Field(max_length=20)] = ""
    beauty_en: Annotated[str, Field(max_length=40)] = ""
    title: Title
    title_en: English = ""
    max: Annotated[int, Field(ge=1, le=1000)]
    deduct: Annotated[str, Field(max_length=200)] = ""
    deduct_en: Annotated[str, Field(max_length=200)] = ""
    evidence: Literal["", "photo"] = ""


class Veto(Part):
    """What rules a household out whatever its points."""

    id: Key
    title: Title
    title_en: English = ""


class Sheet(Dated):
    """
    One version of a score sheet; the items' points add up to ``full``.

    ``asks_ledger`` has the visits of an evaluation say whether the village's ledger agrees with what is seen.
    """

    id: Key
    title: Title
    title_en: English = ""
    full: Annotated[int, Field(ge=1, le=10_000)]
    items: Annotated[list[Item], Field(min_length=1)]
    vetoes: list[Veto] = []
    asks_ledger: bool = False

    @model_validator(mode="after")
    def _points_add_up(self) -> Self:
        total = sum(item.max for item in self.items)
        if total != self.full:
            raise PydanticCustomError(
                "points",
                _("The items' points add up to {total}, not to {full}."),
                {"total": total, "full": self.full},
            )
        return self
