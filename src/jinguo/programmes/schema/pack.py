"""``pack.yaml``: whose plan it is, its lines and its map."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from jinguo.programmes.schema.parts import English, Key, Part, Sentence, Title


class Line(Part):
    """A line of the plan: the desk's navigation."""

    id: Key
    title: Title
    title_en: English = ""
    summary: Sentence
    summary_en: Annotated[str, Field(max_length=300)] = ""
    icon: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]


class Place(Part):
    """Where an area's tile stands on the schematic map: column and row, both from 1."""

    column: Annotated[int, Field(ge=1, le=8)]
    row: Annotated[int, Field(ge=1, le=9)]


class Pack(Part):
    """
    ``pack.yaml``: whose plan it is, for which year, and its lines in order.

    ``map`` lays out the schematic map of the areas below, by their code; it may stay empty.
    """

    name: Key
    title: Title
    title_en: English = ""
    area: Annotated[str, Field(pattern=r"^(|\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$")]
    year: Annotated[int, Field(ge=1949, le=2999)]
    extends: Key | None = None
    lines: list[Line]
    map: dict[str, Place] = {}
