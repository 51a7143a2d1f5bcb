"""A pack's YAML files, read so that every value knows the line it stands on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

Path = Sequence[str | int]


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in one line of one file of a pack. Lines count from 1; 0 is the whole file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"

    def within(self, folder: str) -> Self:
        """Return it as seen from another folder."""
        return replace(self, file=f"{folder}/{self.file}")


@dataclass(frozen=True)
class Document:
    """One parsed file. ``data`` is plain Python; ``tree`` is what the lines are looked up in."""

    file: str
    text: str
    data: object
    tree: object

    def line(self, path: Path = ()) -> int:
        """Return the line of the value at ``path``, or of the nearest thing above it."""
        found, node = 1, self.tree
        for step in path:
            if isinstance(node, CommentedMap) and step in node:
                found = node.lc.key(step)[0] + 1
            elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
                found = node.lc.item(step)[0] + 1
            else:
                break
            node = node[step]
        return found

    def problem(self, message: str, path: Path = ()) -> Problem:
        """Return a problem at the line of ``path``."""
        return Problem(self.file, self.line(path), message)


def read(file: str, text: str) -> Document | Problem:
    """Parse YAML 1.2; a file that is no mapping, or has a key twice, is a problem, not a document."""
    try:
        tree = _tree(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        return Problem(file, mark.line + 1 if mark else 0, _reason(error))
    except (YAMLError, ValueError) as error:
        return Problem(file, 0, str(error))
    if not isinstance(tree, CommentedMap):
        return Problem(file, 1, _("The file holds no keys."))
    return Document(file, text, plain(tree), tree)


# A pack is read when it is checked, again when it is applied, and once more as the one in force before.
@lru_cache(maxsize=128)
def _tree(text: str) -> object:
    return YAML(typ="rt").load(text)


REASONS = {
    "mapping values are not allowed": gettext_lazy(
        "a colon too many, or a line that is indented too far"
    ),
    "could not find expected ':'": gettext_lazy("a key without a colon"),
    "found character '\\t'": gettext_lazy("a tab; indent with blanks"),
    "expected <block end>": gettext_lazy("a line is not indented as those before it"),
    "found unexpected end of stream": gettext_lazy("a quotation mark is not closed"),
    "expected ',' or": gettext_lazy("a bracket is not closed, or a comma is missing"),
    "found undefined alias": gettext_lazy(
        "a star before what is no name; put it in quotation marks"
    ),
}
"""How the parser's sentences begin, and what is said instead; others stay as they are."""
TWICE = re.compile(r'found duplicate key "([^"]*)"')


def _reason(error: MarkedYAMLError) -> str:
    reason = str(error.problem or error.context).splitlines()[0]
    if twice := TWICE.match(reason):
        reason = _("the key “%(key)s” stands twice") % {"key": twice[1]}
    reason = next(
        (str(said) for begin, said in REASONS.items() if reason.startswith(begin)), reason
    )
    return _("This is not valid YAML: %(reason)s") % {"reason": reason}


def plain(node: object) -> object:
    """Return the value without the parser's own types."""
    if isinstance(node, Mapping):
        return {plain(key): plain(value) for key, value in node.items()}
    if isinstance(node, str):
        return str(node)
    if isinstance(node, list):
        return [plain(item) for item in node]
    if isinstance(node, bool | date) or node is None:
        return node
    for kind in (int, float):
        if isinstance(node, kind):
            return kind(node)
    return node
