"""The programmes with levels that hold where one works: what lists and forms let her choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jinguo.assess import queries
from jinguo.assess.ladders import Ladder
from jinguo.core.language import in_language
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.programmes import queries as programmes

NONE = "none"
"""Stands for a level where a filter means those who hold none."""


@dataclass(frozen=True)
class Offered:
    """A programme with the levels of its ladder in force, the lowest first, by id."""

    key: str
    title: str
    levels: Mapping[str, str]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Return the levels as a form chooses among those of several programmes."""
        return [(joined(self.key, level), title) for level, title in self.levels.items()]

    @property
    def without(self) -> str:
        """Return what a filter says for those who hold no level of the programme."""
        return joined(self.key, NONE)


def offered(actor: Actor, area: str, on: date) -> list[Offered]:
    """Return the programmes with a ladder in force in ``area``, in the order of the plan there."""
    if not area or not actor.can(Capability.ASSESS_VIEW):
        return []
    ladders = queries.ladders_around(area, on)
    plan = programmes.programmes_around(actor, area)
    titles = {key: in_language(one.title, one.title_en) for key, one in plan.items()}
    order = [key for key in plan if key in ladders]
    order += sorted(key for key in ladders if key not in plan)
    return [Offered(key, titles.get(key, key), level_titles(ladders[key])) for key in order]


def level_titles(ladder: Ladder) -> dict[str, str]:
    """Return the titles of a ladder's levels by id, in the reader's language."""
    return {level.id: level.label for level in ladder.levels}


def titles_of(some: list[Offered]) -> dict[tuple[str, str], str]:
    """Return the titles of levels by programme and id, with the programme's where there are several."""
    return {
        (one.key, level): f"{one.title}: {title}" if len(some) > 1 else title
        for one in some
        for level, title in one.levels.items()
    }


def joined(programme: str, level: str) -> str:
    """Return a programme and one of its levels as a form or an address carries them."""
    return f"{programme}:{level}"


def split(value: str) -> tuple[str, str]:
    """Return the programme and the level of a value of :func:`joined`; the level empty when there is none."""
    programme, _colon, level = value.partition(":")
    return programme, level
