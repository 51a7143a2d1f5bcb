"""The sample as it came back: strata of clusters of answers, each with its weight."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from jinguo.assess.evaluation.draws.sample import Sample, Unit
from jinguo.assess.evaluation.estimates.visits import Visit
from jinguo.core.errors import Invalid


@dataclass(frozen=True, slots=True)
class Answer:
    """A household of the sample with its visit and the number of households it speaks for."""

    unit: Unit
    visit: Visit
    weight: float


@dataclass(frozen=True)
class Stratum:
    """
    Clusters that were drawn independently of those of other strata.

    ``population`` is how many clusters there are, or None where they count as drawn with repetition.
    """

    name: str
    clusters: tuple[tuple[Answer, ...], ...]
    population: int | None

    @property
    def fraction(self) -> float:
        """Return the share of the clusters that is in the sample, 0 where repetition is assumed."""
        return len(self.clusters) / self.population if self.population else 0.0

    @property
    def is_lonely(self) -> bool:
        """Say whether nothing can be learned about errors: one cluster, and not the only one there is."""
        return len(self.clusters) == 1 and self.population != 1


@dataclass(frozen=True)
class Design:
    """
    Every answer, grouped as it was drawn. ``merged`` are the strata that had to be put together because one
    of them had a single cluster; ``unheard`` the cells from which nothing came back.
    """

    strata: tuple[Stratum, ...]
    merged: tuple[str, ...]
    unheard: tuple[str, ...]

    def answers(self) -> Iterable[Answer]:
        for stratum in self.strata:
            for cluster in stratum.clusters:
                yield from cluster


def as_design(sample: Sample, visits: Iterable[Visit]) -> Design:
    """
    Return the design of the visits of a round.

    Weights are those of the draw. Where fewer came back from a cell than were drawn, those that did speak for
    all of it; where none did, the other cells of the town, or of the whole sample, speak for it, listed for
    listed and unlisted for unlisted.

    :raises Invalid: a visit to a household that is not in the sample, or two visits to one
    """
    visited = _by_household(sample, visits)
    weights = _weights(sample, [sample.by_household[household] for household in visited])
    answers = [
        Answer(sample.by_household[household], visit, weights[household])
        for household, visit in visited.items()
    ]
    strata, merged = _with_neighbours(_strata(answers))
    heard = {answer.unit.cell for answer in answers}
    cells = dict.fromkeys(unit.cell for unit in sample.units)
    return Design(strata, merged, tuple(cell for cell in cells if cell not in heard))


def _by_household(sample: Sample, visits: Iterable[Visit]) -> dict[str, Visit]:
    """Return the visits by household, in one order however they came: sums of floats depend on it."""
    visited: dict[str, Visit] = {}
    for visit in visits:
        if visit.household not in sample.by_household:
            raise Invalid(_("Household %s was visited but is not in the sample.") % visit.household)
        if visit.household in visited:
            raise Invalid(_("Household %s has two results.") % visit.household)
        visited[visit.household] = visit
    return dict(sorted(visited.items()))


def _weights(sample: Sample, heard: Sequence[Unit]) -> dict[str, float]:
    """Return the weights of the households heard, adjusted from the smallest circle to the widest."""
    circles: tuple[Callable[[Unit], Hashable], ...] = (
        lambda unit: unit.cell,
        lambda unit: (unit.town, unit.is_listed),
        lambda unit: unit.is_listed,
    )
    weights = {unit.household: unit.weight for unit in heard}
    for circle in circles:
        wanted: dict[Hashable, float] = defaultdict(float)
        there: dict[Hashable, float] = defaultdict(float)
        for unit in sample.drawn:
            wanted[circle(unit)] += unit.weight
        for unit in heard:
            there[circle(unit)] += weights[unit.household]
        for unit in heard:
            weights[unit.household] *= wanted[circle(unit)] / there[circle(unit)]
    return weights


def _strata(answers: Iterable[Answer]) -> list[Stratum]:
    grouped: dict[str, dict[str, list[Answer]]] = defaultdict(lambda: defaultdict(list))
    populations: dict[str, int | None] = {}
    for answer in answers:
        group = answer.unit.group
        grouped[group.stratum][group.cluster].append(answer)
        populations[group.stratum] = group.population
    return [
        Stratum(name, tuple(tuple(cluster) for cluster in clusters.values()), populations[name])
        for name, clusters in sorted(grouped.items())
    ]


def _with_neighbours(strata: Sequence[Stratum]) -> tuple[tuple[Stratum, ...], tuple[str, ...]]:
    """
    Put each lonely stratum together with the one before it by name, or after it for the first.

    Collapsed strata (Cochran, Sampling Techniques, 1977, 5A.12): the difference between the strata counts as
    error, so the estimate errs on the wide side. They count as drawn with repetition.
    """
    kept: list[Stratum] = []
    merged: list[str] = []
    for stratum in strata:
        if kept and (stratum.is_lonely or kept[-1].is_lonely):
            before = kept.pop()
            merged += [name for name in (before.name, stratum.name) if name not in merged]
            stratum = replace(before, clusters=before.clusters + stratum.clusters, population=None)
        kept.append(stratum)
    return tuple(kept), tuple(merged)
