"""Which measures hold in an area. Definitions are kept in memory until a pack changes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.facts.models import Measure, State


@dataclass(frozen=True)
class Plan:
    """
    Measures with what each adds up: itself, or the two a ratio divides.

    ``areas`` are those that count areas, each with the balance it counts them by.
    """

    asked: tuple[tuple[Measure, tuple[Measure, ...]], ...]
    kinds: tuple[str, ...]
    persons: tuple[Measure, ...]
    areas: tuple[tuple[Measure, Measure], ...]
    missing: str | None
    by_programme: bool

    def check(self) -> None:
        """
        Pass when every measure asked for is defined.

        :raises NotFound: otherwise, naming the first that is not
        """
        if self.missing is not None:
            raise NotFound(_("There is no measure “%s” here.") % self.missing, measure=self.missing)


@dataclass(frozen=True)
class Definitions:
    """The measures in force in one area, and the version they were read at."""

    version: UUID | None
    measures: Mapping[str, Measure]

    plans: dict[tuple[str, ...], Plan] = field(default_factory=dict, compare=False)

    def plan(self, measures: tuple[str, ...]) -> Plan:
        """Return what has to be summed for these measures, worked out once."""
        if measures not in self.plans:
            self.plans[measures] = self._plan(measures)
        return self.plans[measures]

    def _plan(self, measures: tuple[str, ...]) -> Plan:
        asked = tuple(
            (self.measures[one], parts) for one in measures if (parts := self._parts(one))
        )
        leaves = {part.id: part for _measure, parts in asked for part in parts}
        return Plan(
            asked=asked,
            kinds=tuple(sorted({leaf.kind for leaf in leaves.values() if leaf.kind})),
            persons=tuple(leaf for leaf in leaves.values() if leaf.how == Measure.How.PERSONS),
            areas=tuple((leaf, self.measures[leaf.of]) for leaf in leaves.values() if leaf.of),
            missing=next((one for one in measures if not self._parts(one)), None),
            by_programme=any(leaf.of_programme for leaf in leaves.values()),
        )

    def _parts(self, measure: str) -> tuple[Measure, ...]:
        found = self.measures.get(measure)
        if found is None:
            return ()
        names = (found.numerator, found.denominator) if found.numerator else (found.id,)
        parts = tuple(part for name in names if (part := self.measures.get(name)))
        is_whole = len(parts) == len(names) and all(self._has_basis(part) for part in parts)
        return parts if is_whole else ()

    def _has_basis(self, part: Measure) -> bool:
        """Say whether the balance by which a measure counts areas is defined; others need none."""
        basis = self.measures.get(part.of)
        return not part.of or (basis is not None and basis.how == Measure.How.BALANCE)


_known: dict[str, Definitions] = {}
KNOWN_AREAS = 4000


def definitions(area: str, *, version: UUID | None = None) -> Definitions:
    """
    Return the measures in force in ``area``, from memory when ``version`` is still the one there.

    Without ``version`` whatever is in memory will do: the caller then compares the version that its
    own statement saw, and asks again.
    """
    known = _known.get(area)
    if known is not None and version in (None, known.version):
        return known
    fresh = _read(area)
    if len(_known) >= KNOWN_AREAS:
        _known.clear()
    _known[area] = fresh
    return fresh


def _read(area: str) -> Definitions:
    # The version is read first: definitions newer than it are only read once more.
    version = State.objects.values_list("definitions", flat=True).first()
    upward = [area[:length] for length in range(len(area) + 1)]
    rows = Measure.objects.filter(area__in=upward)
    nearest = {row.id: row for row in sorted(rows, key=lambda row: (len(row.area), row.pack))}
    return Definitions(version, dict(sorted(nearest.items())))


def measures_for(area: str) -> dict[str, Measure]:
    """Return the measures that hold in ``area`` by id; the nearest pack upward wins."""
    version = State.objects.values_list("definitions", flat=True).first()
    return dict(definitions(area, version=version or NEVER).measures)


NEVER = UUID(int=0)
