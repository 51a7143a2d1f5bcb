"""Reading packs: the plan of an area, its programmes and their code lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
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


def packs_over(area: str) -> QuerySet[Pack]:
    """Return the packs in force whose area is ``area`` or lies above it, the nearest first, without files."""
    newest = Pack.objects.order_by("key", "-version").distinct("key").values("id")
    return (
        Pack.objects.filter(id__in=newest)
        .alias(asked=Value(area))
        .filter(asked__startswith=F("area"))
        .defer("files")
        .order_by(Length("area").desc(), "-year")
    )


def plan(actor: Actor, area: str | None = None) -> list[PlanLine]:
    """
    Return the plan that holds in ``area`` (the actor's own when None): the nearest pack upward.

    An actor who may not see plans, and an area without a pack, have an empty plan.
    """
    if not actor.can(Capability.PROGRAMMES_VIEW):
        return []
    pack = packs_over(actor.home_for(Capability.PROGRAMMES_VIEW) if area is None else area).first()
    if pack is None:
        return []
    by_line = defaultdict(list)
    for programme in Programme.objects.filter(pack=pack.key).order_by("position", "key"):
        by_line[programme.line].append(programme)
    lines = Line.objects.filter(pack=pack.key).order_by("position")
    return [PlanLine(line, by_line[line.key]) for line in lines]


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


def get_programme(actor: Actor, key: str, area: str | None = None) -> Programme:
    """
    Return a programme as the nearest pack upward from ``area`` declares it.

    :raises NotFound: no pack there has it, or the actor sees no plans
    """
    packs = packs_over(actor.home_for(Capability.PROGRAMMES_VIEW) if area is None else area)
    order = {pack.key: rank for rank, pack in enumerate(packs)}
    found = Programme.objects.filter(key=key, pack__in=order)
    if not found or not actor.can(Capability.PROGRAMMES_VIEW):
        raise NotFound(_("The plan has no programme “%s”.") % key)
    return min(found, key=lambda one: order[one.pack])


def _sees(actor: Actor, area: str) -> bool:
    """Say whether the pack of ``area`` holds anywhere the actor sees plans."""
    reach = actor.reach(Capability.PROGRAMMES_VIEW)
    return any(prefix.startswith(area) or area.startswith(prefix) for prefix in reach.prefixes)
