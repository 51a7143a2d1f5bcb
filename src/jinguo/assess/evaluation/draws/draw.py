"""The draw: a pure function of frame, plan and seed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from django.utils.translation import gettext as _

from jinguo.assess.evaluation.draws.allocation import allocate
from jinguo.assess.evaluation.draws.frame import UNLISTED, Frame, Row
from jinguo.assess.evaluation.draws.plan import Plan, StagedPlan, StratifiedPlan
from jinguo.assess.evaluation.draws.sample import Group, Sample, Unit, take
from jinguo.assess.evaluation.draws.stages import draw_by_size
from jinguo.core.errors import Refused
from jinguo.core.lots import Lots

LISTED = "listed"
CERTAIN = Fraction(1)


def draw(frame: Frame, plan: Plan, seed: str) -> Sample:
    """
    Return the sample that a frame, a plan and a seed give: the same for everyone, however the rows came.

    :raises Invalid: the seed is empty or too long
    :raises Refused: the frame does not hold what the plan asks for
    """
    lots = Lots(seed)
    _check(frame, plan)
    if isinstance(plan, StratifiedPlan):
        return _in_order(_stratified(frame, plan, lots))
    return _in_order(_staged(frame, plan, lots))


def _in_order(units: Iterable[Unit]) -> Sample:
    return Sample(tuple(sorted(units, key=lambda unit: (unit.cell, unit.order))))


def _check(frame: Frame, plan: Plan) -> None:
    has_listed = any(row.is_listed for row in frame.rows)
    if not has_listed:
        raise Refused(_("No household of the frame has a level, so there is nothing to evaluate."))
    if plan.unlisted and all(row.is_listed for row in frame.rows):
        sentence = _(
            "The plan asks for unlisted households and the frame has none. Add them, or ask for 0."
        )
        raise Refused(sentence, unlisted=sentence)


def _stratified(frame: Frame, plan: StratifiedPlan, lots: Lots) -> Iterator[Unit]:
    listed = [row for row in frame.rows if row.is_listed]
    unlisted = [row for row in frame.rows if not row.is_listed]
    for rows, total, name in (
        (listed, plan.listed, "listed"),
        (unlisted, plan.unlisted, "unlisted"),
    ):
        if not total:
            continue
        strata = _grouped(rows, lambda row: f"{row.town}/{row.level or UNLISTED}")
        shares = allocate(
            {cell: len(rows) for cell, rows in strata.items()},
            total,
            how=plan.allocation,
            at_least=plan.at_least,
            name=name,
        )
        for cell, rows in strata.items():
            yield from take(
                rows, shares[cell], cell=cell, reserves=plan.reserves, chance=CERTAIN, group=None,
                lots=lots,
            )  # fmt: skip


def _staged(frame: Frame, plan: StagedPlan, lots: Lots) -> Iterator[Unit]:
    by_town = _grouped(frame.rows, lambda row: row.town)
    sizes = _listed_by(frame.rows, lambda row: row.town)
    count = len(sizes) if plan.towns is None else plan.towns
    towns = draw_by_size(sizes, count, kind="town", scope="towns", lots=lots)
    for town, chance in towns.items():
        # The first area on the way down that was left to chance is what was drawn independently.
        group = None if chance == CERTAIN else Group(stratum="towns", cluster=town)
        yield from _villages(town, by_town[town], plan, lots, chance, group)


def _villages(
    town: str, rows: list[Row], plan: StagedPlan, lots: Lots, chance: Fraction, group: Group | None
) -> Iterator[Unit]:
    by_village = _grouped(rows, lambda row: row.village)
    sizes = _listed_by(rows, lambda row: row.village)
    villages = draw_by_size(sizes, plan.villages, kind="village", scope=town, lots=lots)
    for village, share in villages.items():
        within = group
        if within is None and share != CERTAIN:
            within = Group(stratum=town, cluster=village)
        lists = _grouped(by_village[village], lambda row: LISTED if row.is_listed else UNLISTED)
        for name, count in ((LISTED, plan.listed), (UNLISTED, plan.unlisted)):
            if count and name in lists:
                yield from take(
                    lists[name], count, cell=f"{village}/{name}", reserves=plan.reserves,
                    chance=chance * share, group=within, lots=lots,
                )  # fmt: skip


def _grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return dict(sorted(found.items()))


def _listed_by(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, int]:
    """Return how many listed households each area has: its size in a draw."""
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        found[key(row)] += row.is_listed
    return dict(found)
