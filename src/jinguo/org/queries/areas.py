from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.org.actor import Actor
from jinguo.org.models import Area, AreaName, AreaSuccession, Level
from jinguo.org.moves import Moves
from jinguo.org.roles import Capability

LENGTHS = {2: Level.PROVINCE, 4: Level.CITY, 6: Level.COUNTY, 9: Level.TOWNSHIP, 12: Level.VILLAGE}
BELOW = {2: 4, 4: 6, 6: 9, 9: 12}
ENDINGS = ("社区居民委员会", "村民委员会", "居民委员会", "村委会", "居委会")


def level_of(code: str) -> Level:
    """
    Return the level of an official code, by its length.

    :raises ValueError: no level has codes of this length
    """
    if len(code) not in LENGTHS:
        raise ValueError(f"no level has codes of {len(code)} digits: {code!r}")
    return LENGTHS[len(code)]


def get_area(code: str) -> Area:
    """
    Return an area under its official code; areas are public.

    :raises NotFound: no such code
    """
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise NotFound(_("There is no area with the code %s.") % code)
    return area


def area_path(code: str) -> list[Area]:
    """Return the areas from the province down to this one."""
    prefixes = [code[:length] for length in LENGTHS if length <= len(code)]
    return list(Area.objects.filter(code__in=prefixes).order_by("code"))


def _in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def children(code: str, on: date) -> QuerySet[Area]:
    """Return the areas one level below that are in force on the day, by pinyin."""
    below = BELOW.get(len(code))
    if below is None:
        return Area.objects.none()
    return areas_below(code, LENGTHS[below], on)


def areas_below(code: str, level: Level | str, on: date) -> QuerySet[Area]:
    """Return the areas of one level in the subtree that are in force on the day, by pinyin."""
    return Area.objects.filter(_in_force(on), code__startswith=code, level=level).order_by(
        "pinyin", "code"
    )


def codes_below(areas: Sequence[str], level: Level | str, on: date) -> list[str]:
    """Return the codes of the areas of one level in any of these subtrees that are in force on the day."""
    inside = reduce(or_, (Q(code__startswith=code) for code in areas), Q(pk__in=[]))
    rows = Area.objects.filter(_in_force(on), inside, level=level).order_by("code")
    return list(rows.values_list("code", flat=True))


def areas_in_reach(actor: Actor, capability: Capability, on: date) -> QuerySet[Area]:
    """Return the areas in force on the day in which the actor holds a right, by code."""
    return Area.objects.filter(_in_force(on), actor.reach(capability).as_q("code")).order_by("code")


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names in force of areas by code; of a code nobody has, nothing."""
    return dict(Area.objects.filter(code__in=set(codes)).values_list("code", "name"))


def areas_to_choose(actor: Actor, capability: Capability, on: date) -> QuerySet[Area]:
    """
    Return the areas in force a list can be narrowed to: those one level below the actor's own, by pinyin.

    Who may do this in several areas chooses among these too: each comes before those below it, by code.
    """
    if not actor.has_several_areas(capability):
        return children(actor.home_for(capability), on)
    own = actor.reach(capability).prefixes
    below = (
        Q(code__startswith=code, level=LENGTHS[BELOW[len(code)]])
        for code in own
        if len(code) in BELOW
    )
    chosen = reduce(or_, below, Q(code__in=own))
    return Area.objects.filter(_in_force(on), chosen).order_by("code")


def own_areas(actor: Actor, capability: Capability, on: date) -> list[Area]:
    """
    Return the areas in force in which the actor may do this, of which none takes in another, by code.

    None where she has one: then there is nothing to choose.
    """
    if not actor.has_several_areas(capability):
        return []
    own = actor.reach(capability).prefixes
    return list(Area.objects.filter(_in_force(on), code__in=own).order_by("code"))


def short_name(name: str) -> str:
    """
    Return the name people say and write: 盐滩社区居民委员会 → 盐滩社区, 沙沟村民委员会 → 沙沟村.

    Some names say the word twice: 沙沟村村民委员会 is 沙沟村 too.
    """
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            kept = name.removesuffix(ending)
            said = {"社区居民委员会": "社区", "村民委员会": "村", "村委会": "村"}.get(ending, "")
            return kept.removesuffix(said) + said
    return name


def names_of(codes: Iterable[str], on: date) -> dict[str, str]:
    """
    Return the names areas bore on a day, by code; of a day before their first name, the present one.

    Codes of no area are left out. One query.
    """
    borne = AreaName.objects.filter(_in_force(on), area=OuterRef("code")).values("name")[:1]
    areas = Area.objects.filter(code__in=set(codes))
    return dict(areas.values_list("code", Coalesce(Subquery(borne), F("name"))))


def written_names(area: Area) -> set[str]:
    """Return every way an area's name is written in rosters."""
    short = short_name(area.name)
    return {area.name, short, short.removesuffix("社区"), short.removesuffix("村")} - {""}


def find_villages(prefix: str, name: str) -> list[Area]:
    """Return the villages of a subtree that bear this name in full or in short."""
    wanted = "".join(name.split())
    villages = Area.objects.filter(code__startswith=prefix, level=Level.VILLAGE).order_by("code")
    return [area for area in villages if wanted in written_names(area)]


def village_index(prefix: str) -> dict[str, list[str]]:
    """Return every written name of a village of the subtree → the codes that bear it."""
    index: dict[str, list[str]] = {}
    villages = Area.objects.filter(code__startswith=prefix, level=Level.VILLAGE).order_by("code")
    for area in villages:
        for name in written_names(area):
            index.setdefault(name, []).append(area.code)
    return index


# An SQL expression that changes whenever a succession is recorded; who keeps counted codes in memory
# asks for it in the statement that uses them.
TREE_VERSION = """
(SELECT coalesce(sum(hashtextextended(succession::text, 0)), 0)::text
    FROM org_areasuccession AS succession)
"""


def moves_on(on: date) -> Moves:
    """Return the successions in force on a day; one query."""
    moved = AreaSuccession.objects.filter(effective_on__lte=on).order_by("earlier")
    return Moves(tuple(moved.values_list("earlier", "later")))


def counted_codes(area: str, tree_on: date) -> list[tuple[str, int]]:
    """
    Return the code prefixes whose sums, with their signs, give an area as the tree stood on a day.

    See :meth:`jinguo.org.moves.Moves.counted`.
    """
    return moves_on(tree_on).counted(area)


def counted_codes_of(areas: Sequence[str], tree_on: date) -> dict[str, list[tuple[str, int]]]:
    """Return :func:`counted_codes` of several areas by one query."""
    moves = moves_on(tree_on)
    return {area: moves.counted(area) for area in areas}


def was_redrawn(area: str, *, after: date, until: date) -> bool:
    """Say whether successions after one day and up to another moved work within, into or out of an area."""
    moves = AreaSuccession.objects.filter(effective_on__gt=after, effective_on__lte=until)
    return any(
        code.startswith(area) or area.startswith(code)
        for move in moves.values_list("earlier", "later")
        for code in move
    )


def would_circle(earlier: str, later: str) -> bool:
    """Say whether work that passes from ``earlier`` to ``later`` would come back to ``earlier``."""
    moves = Moves((*moves_on(date.max).pairs, (earlier, later)))
    return earlier in moves.passed(later)
