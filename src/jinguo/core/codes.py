"""
The national code tables that describe a person: which codes there are and what they are called.

The tables are data (``data/code-tables.csv``, ``data/codes.csv``) with the standard's number and year. Each
says in ``evidence`` how its codes are known, in the tags of the project's sources: before data go to another
system under a code marked ``K``, it is compared with the text of the standard.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Code:
    """One code of a table: its digits and its title in Chinese and English."""

    code: str
    title: str
    title_en: str

    @property
    def label(self) -> Promise:
        """The title in the language of whoever reads it."""
        label: Promise = lazy(self._in_language, str)()  # type: ignore[assignment]
        return label

    def _in_language(self) -> str:
        return self.title if (get_language() or "").startswith("zh") else self.title_en


@dataclass(frozen=True)
class CodeTable:
    """
    The codes of one standard, in its order.

    ``issued`` is the year of the edition. ``evidence`` says how the codes are known.
    """

    key: str
    standard: str
    title: str
    title_en: str
    issued: int
    evidence: str
    codes: Mapping[str, Code]

    def choice(self, code: str) -> tuple[str, Promise]:
        """
        Return one code with its title, as an enumeration of choices takes it.

        :raises KeyError: the table has no such code
        """
        return code, self.codes[code].label


@cache
def code_tables() -> dict[str, CodeTable]:
    """
    Return every table by its key, read once.

    The keys are ``sex``, ``marital-status``, ``ethnic-group``, ``education``, ``political-status`` and
    ``kinship`` (the relation to the head of a household).
    """
    codes: dict[str, dict[str, Code]] = {}
    for row in read("codes.csv"):
        code = Code(row["code"], row["title"], row["title_en"])
        codes.setdefault(row["table"], {})[code.code] = code
    return {
        row["table"]: CodeTable(
            key=row["table"],
            standard=row["standard"],
            title=row["title"],
            title_en=row["title_en"],
            issued=int(row["issued"]),
            evidence=row["evidence"],
            codes=codes[row["table"]],
        )
        for row in read("code-tables.csv")
    }


def code_table(key: str) -> CodeTable:
    """
    Return one table; see :func:`code_tables` for the keys.

    :raises KeyError: there is no such table
    """
    return code_tables()[key]


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of one of our data files."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
