"""``codes``: names the work is sorted by."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from jinguo.programmes.schema.parts import English, Key, Named, Part, Source, Title


class CodeList(Part):
    """Names the work is sorted by, such as the stages of a family, as their source gives them."""

    id: Key
    title: Title
    title_en: English = ""
    source: Source
    items: Annotated[list[Named], Field(min_length=1)]
