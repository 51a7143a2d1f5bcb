"""``sites``: kinds of site and their checklists."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from jinguo.core.serials import tells_apart
from jinguo.programmes.schema.parts import Dated, English, Key, Named, Part, Source, Title


class SiteItem(Part):
    """
    One line of a site's checklist: something that is there, or a number of at least ``least`` in ``unit``, or
    up to ``points``.

    ``known`` says with what the register of sites fills the answer in before somebody looks. Without a source
    of its own it has the kind's.
    """

    id: Key
    title: Title
    title_en: English = ""
    least: Annotated[int | None, Field(ge=1, le=1_000_000)] = None
    unit: Annotated[str, Field(max_length=10)] = ""
    unit_en: Annotated[str, Field(max_length=20)] = ""
    points: Annotated[int | None, Field(ge=1, le=1000)] = None
    known: Literal["", "head", "helpers", "activities"] = ""
    source: Source | None = None

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if self.least is not None and self.points is not None:
            raise PydanticCustomError("asks", _("An item has `least` or `points`, not both."))
        if (self.least is None) != (not self.unit):
            raise PydanticCustomError("unit", _("A number has both `least` and `unit`."))
        return self

    @property
    def asks(self) -> str:
        """What is written beside it, in one word."""
        return "number" if self.least is not None else "points" if self.points else "there"


class SiteKind(Dated):
    """
    A kind of site: its types, its checklist, who approves it and what keeps it in use.

    ``plaque`` is how a plaque's number is written; without it the kind has no plaques and a site opens with
    its approval. With ``notice_days`` an approved site is on public notice before it gets its plaque. A site
    with no activity for ``dormant_after`` months is dormant, without it never. A yearly check asks for
    ``activities_a_year``. ``public`` shows it to everybody, ``check_in`` counts who comes.
    """

    id: Key
    title: Annotated[str, Field(min_length=1, max_length=60)]
    title_en: Annotated[str, Field(max_length=60)] = ""
    types: list[Named] = []
    checklist: list[SiteItem] = []
    least_points: Annotated[int, Field(ge=0, le=10_000)] = 0
    approved_by: Literal["township", "county", "city", "province"]
    plaque: Annotated[str, Field(max_length=60)] = ""
    notice_days: Annotated[int, Field(ge=0, le=60)] = 0
    notice_count: Literal["natural", "working"] = "natural"
    dormant_after: Annotated[int | None, Field(ge=1, le=60)] = None
    activities_a_year: Annotated[int, Field(ge=0, le=366)] = 0
    public: bool = False
    check_in: bool = False

    @model_validator(mode="after")
    def _points_can_be_reached(self) -> Self:
        most = sum(item.points or 0 for item in self.checklist)
        if self.least_points > most:
            raise PydanticCustomError(
                "points",
                _("The checklist gives at most {most} points and asks for {least}."),
                {"most": most, "least": self.least_points},
            )
        return self

    @model_validator(mode="after")
    def _plaques_differ(self) -> Self:
        if self.plaque and not tells_apart(self.plaque):
            raise PydanticCustomError(
                "plaque", _("A plaque number is written like {area}-{year}-{serial:04d}.")
            )
        return self

    @model_validator(mode="after")
    def _notice_is_before_a_plaque(self) -> Self:
        if self.notice_days and not self.plaque:
            raise PydanticCustomError(
                "notice",
                _("A site is put on notice before it gets its plaque, so its kind has plaques."),
            )
        return self

    @model_validator(mode="after")
    def _check_in_is_public(self) -> Self:
        if self.check_in and not self.public:
            raise PydanticCustomError("check-in", _("A kind with a check-in is a public one."))
        return self
