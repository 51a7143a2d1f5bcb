from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid
from jinguo.facts.models import Measure, Target


@dataclass(frozen=True, kw_only=True)
class MeasureDef:
    """
    A measure as a pack writes it; see :class:`jinguo.facts.models.Measure`.

    ``categories`` empty counts every category; ``of_programme`` empty counts every programme.
    ``of``, ``level`` and ``at_least`` say which areas are counted, where ``how`` is ``areas``.
    """

    id: str
    programme: str
    title: str
    unit: str
    how: str
    kind: str = ""
    categories: Sequence[str] = ()
    of_programme: str = ""
    numerator: str = ""
    denominator: str = ""
    of: str = ""
    level: str = ""
    at_least: int | None = None
    title_en: str = ""
    definition: str = ""
    definition_en: str = ""


@dataclass(frozen=True, kw_only=True)
class TargetDef:
    """
    A target as a pack writes it; ``value`` is in the measure's unit, so 10 is 10 %.

    ``each`` names the level whose every area inside ``area`` is to reach it; empty, the area itself.
    """

    measure: str
    area: str
    starts_on: date
    by: date
    value: Decimal
    source: str
    each: str = ""


@transaction.atomic
def define_measures(pack: str, area: str, rows: Sequence[MeasureDef]) -> None:
    """
    Make ``rows`` the measures of a pack, which hold in the subtree of ``area``; others of it go.

    What a frozen report said keeps its own copy of value and definition.

    :raises Invalid: a ratio divides a ratio of the same pack, or areas go by what is no balance of it
    """
    ratios = {row.id for row in rows if row.how == Measure.How.RATIO}
    others = {row.id for row in rows if row.how != Measure.How.BALANCE}
    for row in rows:
        if {row.numerator, row.denominator} & ratios:
            raise Invalid(_("“%s” divides a ratio. Name two measures that add up.") % row.id)
        if row.of in others:
            raise Invalid(_("“%s” counts areas by a measure that is no balance.") % row.id)
    Measure.objects.filter(pack=pack).exclude(id__in=[row.id for row in rows]).delete()
    Measure.objects.bulk_create(
        [
            Measure(pack=pack, area=area, **(asdict(row) | {"categories": list(row.categories)}))
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["pack", "id"],
        update_fields=["area", *(name for name in MeasureDef.__annotations__ if name != "id")],
    )


@transaction.atomic
def define_targets(pack: str, rows: Sequence[TargetDef]) -> None:
    """Make ``rows`` the targets of a pack; others of it go."""
    Target.objects.filter(pack=pack).delete()
    Target.objects.bulk_create([Target(pack=pack, **asdict(row)) for row in rows])
