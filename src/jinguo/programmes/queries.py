"""Reading packs: the plan of an area, its programmes and their code lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from django.db.models import F, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Length
from django.utils.translation import gettext as _
from ruamel.yaml import YAML

from jinguo.core.errors import NotFound
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.programmes.models import Line, Pack, Programme

T = TypeVar("T", Line, Programme)


@dataclass(frozen=True)
class PlanLine:
    """A line of the plan with its programmes, both in the pack's order."""

    line: Line
    programmes: list[Programme]


def find_pack(key: str) -> Pack | None:
    """Return the version of a pack that is in force: the newest."""
    return Pack.objects.filter(key=key).order_by("-version").first()


def get_pack(actor: Actor, key: str) -> Pack:
    """
    Return the version of a pack that is in force.

    :raises NotFound: there is none, or the actor sees no plans in its area
    """
    pack = find_pack(key)
    if pack is None or not _sees(actor, pack.area):
        raise NotFound(_("There is no pack “%s”.") % key)
    return pack


def packs_in_force() -> QuerySet[Pack]:
    """Return the newest version of every pack, without its files."""
    newest = Pack.objects.order_by("key", "-version").distinct("key").values("id")
    return Pack.objects.filter(id__in=newest).defer("files")


def packs_over(area: str) -> QuerySet[Pack]:
    """Return the packs in force whose area is ``area`` or lies above it, the nearest first, without files."""
    return (
        packs_in_force()
        .alias(asked=Value(area))
        .filter(asked__startswith=F("area"))
        .order_by(Length("area").desc(), "-year")
    )


def plan(actor: Actor, area: str | None = None) -> list[PlanLine]:
    """
    Return the plan that holds in ``area`` (the actor's own when None).

    Every pack over the area holds, and what a nearer one declares under the same key goes before. The lines
    of the nearest pack come first, with or without programmes; of the others those that still have some.

    An actor who may not see plans, and an area without a pack, have an empty plan.
    """
    if not actor.can(Capability.PROGRAMMES_VIEW):
        return []
    home = actor.home_for(Capability.PROGRAMMES_VIEW) if area is None else area
    packs = packs_over(home).values_list("key", flat=True)
    rank = {key: place for place, key in enumerate(packs)}
    lines = {line.key: PlanLine(line, []) for line in _nearest_first(Line, rank)}
    for programme in _nearest_first(Programme, rank):
        lines[programme.line].programmes.append(programme)
    return [one for one in lines.values() if one.programmes or rank[one.line.pack] == 0]


def _nearest_first(model: type[T], rank: Mapping[str, int]) -> list[T]:
    """Return what these packs declare, in their order and position; of two with one key the nearer pack's."""
    rows = model._default_manager.filter(pack__in=rank)
    found: dict[str, T] = {}
    for one in sorted(rows, key=lambda one: (rank[one.pack], one.position, one.key)):
        found.setdefault(one.key, one)
    return list(found.values())


def map_layout(area: str) -> dict[str, tuple[int, int]]:
    """Return column and row of each area's tile on the schematic map the nearest pack lays out."""
    texts = packs_over(area).values_list("id", KeyTextTransform("pack.yaml", "files"))
    for version, text in texts:
        if layout := _layout(version, text):
            return layout
    return {}


@lru_cache(maxsize=16)
def _layout(version: UUID, text: str) -> dict[str, tuple[int, int]]:
    places = YAML(typ="safe").load(text).get("map") or {}
    return {code: (place["column"], place["row"]) for code, place in places.items()}


def get_line(lines: Iterable[PlanLine], key: str) -> PlanLine:
    """
    Return one line of a plan.

    :raises NotFound: the plan has no such line
    """
    for line in lines:
        if line.line.key == key:
            return line
    raise NotFound(_("The plan has no line “%s”.") % key)


def programmes_around(actor: Actor, area: str) -> dict[str, Programme]:
    """
    Return by key every programme of a pack in force over ``area``, or over a part of it.

    The nearest pack upward comes first, those of the parts last; of two with one key the first is
    kept. An actor who may not see plans sees none.
    """
    return named_around(area) if actor.can(Capability.PROGRAMMES_VIEW) else {}


def named_around(area: str) -> dict[str, Programme]:
    """Return the same programmes for whoever reads their names alone, which everybody does."""
    within = packs_in_force().filter(area__startswith=area).exclude(area=area).order_by("area")
    rank = {pack.key: place for place, pack in enumerate([*packs_over(area), *within])}
    return {one.key: one for one in _nearest_first(Programme, rank)}


def get_programme(lines: Iterable[PlanLine], key: str) -> tuple[Programme, Line]:
    """
    Return a programme of a plan, and the line it stands in.

    :raises NotFound: the plan has no such programme
    """
    for line in lines:
        for programme in line.programmes:
            if programme.key == key:
                return programme, line.line
    raise NotFound(_("The plan has no programme “%s”.") % key)


def _sees(actor: Actor, area: str) -> bool:
    """Say whether the pack of ``area`` holds anywhere the actor sees plans."""
    reach = actor.reach(Capability.PROGRAMMES_VIEW)
    return any(prefix.startswith(area) or area.startswith(prefix) for prefix in reach.prefixes)
