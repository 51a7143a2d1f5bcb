"""A file of a pack: one programme with its sections."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from jinguo.programmes.schema.activities import Activities
from jinguo.programmes.schema.area_levels import AreaLevel
from jinguo.programmes.schema.codes import CodeList
from jinguo.programmes.schema.ladder import Ladder
from jinguo.programmes.schema.measures import Measure, Target
from jinguo.programmes.schema.members import Members
from jinguo.programmes.schema.parts import English, Key, Part, Sentence, Source, Title
from jinguo.programmes.schema.points import Points
from jinguo.programmes.schema.sheets import Sheet
from jinguo.programmes.schema.sites import SiteKind


class Programme(Part):
    """A file of a pack: one programme and the primitives it uses."""

    programme: Key
    title: Title
    title_en: English = ""
    line: Key
    position: Annotated[int, Field(ge=0, le=1000)]
    summary: Sentence
    summary_en: Annotated[str, Field(max_length=300)] = ""
    source: Source
    codes: list[CodeList] = []
    sheets: list[Sheet] = []
    ladder: list[Ladder] = []
    points: list[Points] = []
    sites: list[SiteKind] = []
    activities: list[Activities] = []
    members: list[Members] = []
    area_levels: list[AreaLevel] = []
    measures: list[Measure] = []
    targets: list[Target] = []

    @property
    def primitives(self) -> list[str]:
        """Return the names of the sections it uses, in the order above."""
        names = (
            "codes", "sheets", "ladder", "points", "sites", "activities", "members", "area_levels",
            "measures", "targets",
        )  # fmt: skip
        return [name for name in names if getattr(self, name)]
