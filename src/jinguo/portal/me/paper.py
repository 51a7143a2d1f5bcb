"""The copy of someone's data on paper."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from jinguo.core.typesetting import FONTS

TEMPLATE = Path(__file__).parent / "copy.typ"


def on_paper(held: Mapping[str, Any]) -> bytes:
    """Return a PDF of what :func:`jinguo.people.copies.copy_of` found."""
    sheet = {
        "heading": _("What we hold of {name}").format(name=held["name"]),
        "introduction": _(
            "Made on {day} from the register of the Women’s Federation. The same data come as a file"
            " for programs (JSON)."
        ).format(day=held["on"]),
        "records": [
            {"title": one["title"], "rows": [row_of(field) for field in one["fields"]]}
            for one in held["records"]
            if one["fields"]
        ],
    }
    made = typst.compile(
        str(TEMPLATE),
        font_paths=[str(FONTS)],
        sys_inputs={"data": json.dumps(sheet, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)  # one PDF; only pictures come as a list
    return made


def row_of(field: Mapping[str, Any]) -> list[str]:
    """Return what a field is called and its value, as the sheet prints them."""
    value = field["value"]
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return [f"{field['title']} ({field['field']})", words]
