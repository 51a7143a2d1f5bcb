"""From sums by kind, category and programme to the value of a measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import accumulate
from operator import attrgetter

from jinguo.facts.formats import Measured
from jinguo.facts.models import Measure
from jinguo.facts.queries.points import Period
from jinguo.facts.queries.sums import Count, Sum

FEN_OF_YUAN = 100
DIFFERENT = (Measure.How.PERSONS, Measure.How.AREAS)
Parts = Callable[[Sum], tuple[int, int, int]]
WHOLE: Parts = attrgetter("quantity", "amount", "records")
WITHIN: Parts = attrgetter("quantity_within", "amount_within", "records_within")


def ratio(above: Decimal | None, below: Decimal | None) -> Decimal | None:
    """Return one value over another in per cent; nothing can be said over zero."""
    return None if above is None or not below else above * 100 / below


class Values:
    """The sums of one statement, found by what a measure counts."""

    def __init__(self, rows: Iterable[Sum]) -> None:
        self._by_kind: dict[tuple[int, str], list[Sum]] = defaultdict(list)
        self._counts: dict[tuple[int, str], Count] = {}
        for row in rows:
            self._by_kind[row.slot, row.kind].append(row)

    def put(self, measure: Measure, counts: Mapping[int, Count]) -> None:
        """Add what does not add up over areas and months, by slot."""
        self._counts.update({(slot, measure.id): count for slot, count in counts.items()})

    def of(self, measure: Measure, slot: int) -> tuple[Decimal, int]:
        """Return a measure's value in its unit, and the number of records behind it."""
        if measure.how in DIFFERENT:
            return counted(self._counts.get((slot, measure.id)))
        of = WHOLE if measure.how == Measure.How.BALANCE else WITHIN
        return added(measure, self.rows(measure, slot), of)

    def rows(self, measure: Measure, slot: int) -> list[Sum]:
        """Return the sums a measure adds up."""
        rows = self._by_kind.get((slot, measure.kind), [])
        categories, programme = measure.categories, measure.of_programme
        if categories:
            rows = [row for row in rows if row.category in categories]
        if programme:
            rows = [row for row in rows if row.programme == programme]
        return rows

    def months(self, measure: Measure, slot: int, period: Period) -> list[Decimal]:
        """Return a value for each month of the period: a flow's sum in it, a balance at the end of it."""
        rows, by_month = self.rows(measure, slot), defaultdict[date | None, list[Sum]](list)
        for row in rows:
            by_month[row.month].append(row)
        sums = [added(measure, by_month[month], WITHIN)[0] for month in period.months()]
        if measure.how != Measure.How.BALANCE:
            return sums
        before = added(measure, rows, WHOLE)[0] - added(measure, rows, WITHIN)[0]
        return list(accumulate(sums, initial=before))[1:]


def counted(found: Count | None) -> tuple[Decimal, int]:
    """Return a count of persons or areas as a value, and its records."""
    return (Decimal(found.number), found.records) if found else (Decimal(0), 0)


def added(measure: Measure, rows: Iterable[Sum], of: Parts) -> tuple[Decimal, int]:
    """
    Return what rows add up to in the measure's unit, and the records behind it.

    ``of`` takes from each row the whole up to the period's end, or what falls within the period.
    """
    quantity = amount = records = 0
    for one_quantity, one_amount, one_records in map(of, rows):
        quantity += one_quantity
        amount += one_amount
        records += one_records
    return in_unit(quantity, amount, measure), records


def in_unit(quantity: int, amount: int, of: Measured) -> Decimal:
    """Return what facts add up to: yuan for an amount (``amount`` is in fen), else the quantity."""
    if of.how == Measure.How.AMOUNT:
        return Decimal(amount) / FEN_OF_YUAN
    return Decimal(quantity)
