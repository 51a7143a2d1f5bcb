"""What may stand in a message: looked for in every template, and in every value that goes into one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from jinguo.core.identifiers import Kind, find_identifiers
from jinguo.core.identifiers.folding import fold

FILE = Path(__file__).parent / "words.yaml"


@cache
def forbidden(*, is_sensitive: bool) -> re.Pattern[str]:
    """
    Return what finds a forbidden word in a folded text; a sensitive message must pass more of them.

    Chinese words are found whatever blanks part their signs, English ones where a word begins so.
    """
    table = YAML(typ="safe").load(FILE.read_text("utf-8"))
    lists = [table["revealing"], *([table["of-bodies"]] if is_sensitive else [])]
    chinese = [r"\s*".join(map(re.escape, word)) for one in lists for word in one["zh"]]
    english = [rf"(?<![a-z]){re.escape(word)}" for one in lists for word in one["en"]]
    links = [re.escape(part) for part in table["links"]]
    return re.compile("|".join([*chinese, *english, *links]), re.IGNORECASE)


def first_forbidden(text: str, *, is_sensitive: bool) -> str:
    """Return the first forbidden word of a text as it stands there; empty for none."""
    found = forbidden(is_sensitive=is_sensitive).search(fold(text).text)
    return found[0] if found else ""


def is_fit(text: str, *, besides: Iterable[Kind] = ()) -> bool:
    """
    Say whether a text may go into an ordinary message.

    It has no forbidden word, and nothing a person can be found or harmed by of kinds not in ``besides``.
    """
    passed = set(besides)
    return not first_forbidden(text, is_sensitive=False) and all(
        found.kind in passed for found in find_identifiers(text)
    )
