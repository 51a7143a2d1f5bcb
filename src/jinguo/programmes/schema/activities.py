"""``activities``: kinds of activity, for whom they are, and their limits."""

from __future__ import annotations

from typing import Annotated, Self

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from jinguo.programmes.schema.parts import Dated, English, Key, Named, Part, Source, Title


class ActivityKind(Part):
    """
    A kind of activity and what is asked of it.

    A class counts for how many one may attend at a time and leads to a certificate. Who comes to a private
    activity is shown to counsellors only. ``follow_up_months`` after a class whoever completed it is asked
    what became of her. Who is there gives time as a volunteer of ``service``, a programme with volunteers;
    ``with_minors`` says that this service is with minors. ``advice`` stands on the public page of each.
    ``has_stalls`` makes it a fair, ``has_sales`` one whose stalls say what they sold.
    ``held_at`` names the kinds of site it is held at; what it is planned with offers these alone.
    """

    id: Key
    title: Title
    title_en: English = ""
    is_class: bool = False
    is_private: bool = False
    needs_confirmation: bool = False
    needs_agreement: bool = False
    minds_children: bool = False
    has_stalls: bool = False
    has_sales: bool = False
    follow_up_months: list[Annotated[int, Field(ge=1, le=60)]] = []
    service: Key | None = None
    with_minors: bool = False
    advice: Annotated[str, Field(max_length=300)] = ""
    advice_en: Annotated[str, Field(max_length=300)] = ""
    is_online: bool = False
    held_at: list[Key] = []

    @model_validator(mode="after")
    def _service_may_be_seen(self) -> Self:
        if self.service and self.is_private:
            raise PydanticCustomError(
                "service",
                _("A private kind is no volunteer service: hours would show who was there."),
            )
        if self.with_minors and not self.service:
            raise PydanticCustomError(
                "service", _("`with_minors` is about volunteer service; name its `service`.")
            )
        return self

    @model_validator(mode="after")
    def _stalls_sell(self) -> Self:
        if self.has_sales and not self.has_stalls:
            raise PydanticCustomError(
                "has_sales", _("`has_sales` is about stalls; add `has_stalls: true`.")
            )
        return self


class Stage(Part):
    """
    A stage of family life. One of a child's age holds from ``from_months`` to ``to_months``, exclusive;
    months before birth are below zero.
    """

    id: Key
    title: Title
    title_en: English = ""
    from_months: Annotated[int | None, Field(ge=-10, le=1200)] = None
    to_months: Annotated[int | None, Field(ge=-10, le=1200)] = None

    @model_validator(mode="after")
    def _ages_are_whole(self) -> Self:
        ages = (self.from_months, self.to_months)
        if None in ages and ages != (None, None):
            raise PydanticCustomError(
                "ages", _("A stage has both `from_months` and `to_months`, or neither.")
            )
        return self


class Audience(Part):
    """
    A named rule of who may enrol, or of how many seats are kept.

    Every other key is a parameter of the rule.
    """

    model_config = ConfigDict(extra="allow")

    rule: Key
    source: Source | None = None

    @property
    def parameters(self) -> dict[str, object]:
        """Return the values given to the rule's parameters."""
        return dict(self.model_extra or {})


class Activities(Dated):
    """
    What a programme's activities are: their kinds, categories and stages, for whom they are, their limits.

    ``audience`` is what new activities begin with; whoever plans one may choose otherwise. A limit's name
    ends in its unit; one left out keeps its default.
    """

    kinds: list[ActivityKind] = []
    categories: list[Named] = []
    stages: list[Stage] = []
    audience: list[Audience] = []
    limits: dict[str, object] = {}
