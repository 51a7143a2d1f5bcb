"""
The port through which a module above adds its own folder to a pack.

``reports`` lies above ``programmes``, yet a pack carries its templates: ``config.wiring`` connects
the two by :func:`register`. A folder of a pack that no section owns is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from jinguo.programmes.schema import Measure
from jinguo.programmes.source import Document, Problem

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@dataclass(frozen=True)
class Context:
    """What a section may lean on: the pack, its area, and the measures it or its base declares."""

    pack: str
    area: str
    measures: Mapping[str, Measure]


Check = Callable[[Context, Sequence[Document]], list[Problem]]
Publish = Callable[["Actor", Context, Sequence[Document], datetime], None]


@dataclass(frozen=True)
class Section:
    """A folder of a pack and the functions that understand it."""

    name: str
    check: Check
    publish: Publish


_sections: dict[str, Section] = {}


def register(name: str, check: Check, publish: Publish) -> None:
    """Make the folder ``name`` of every pack the business of these two functions."""
    _sections[name] = Section(name, check, publish)


def registered() -> Mapping[str, Section]:
    """Return every section by the name of its folder."""
    return dict(_sections)
