"""Which measures hold in an area. Definitions are kept in memory until a pack changes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.facts.models import Measure, State


@dataclass(frozen=True)
class Definitions:
    """The measures in force in one area, and the version they were read at."""

    version: UUID | None
    measures: Mapping[str, Measure]

    def get(self, measure: str) -> Measure:
        """
        Return one measure.

        :raises NotFound: no pack that holds here defines it
        """
        found = self.measures.get(measure)
        if found is None:
            raise NotFound(_("There is no measure “%s” here.") % measure, measure=measure)
        return found

    def parts(self, measure: str) -> tuple[Measure, ...]:
        """Return what has to be summed for a measure: itself, or the two a ratio divides."""
        found = self.get(measure)
        if found.how != Measure.How.RATIO:
            return (found,)
        return (self.get(found.numerator), self.get(found.denominator))

    def leaves(self, measures: Iterable[str]) -> tuple[Measure, ...]:
        """Return everything that has to be summed for these measures, each once."""
        return tuple({part.id: part for one in measures for part in self.parts(one)}.values())


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
