"""A report as it is read: blocks of spans, each figure with what it takes to open and explain it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from jinguo.facts.queries import AsOf, Period


@dataclass(frozen=True)
class Value:
    """One figure of a report: a measure in an area over a period, and what stands behind it."""

    measure: str
    title: str
    title_en: str
    definition: str
    definition_en: str
    unit: str
    how: str
    filter: str
    area: str
    area_name: str
    starts_on: date
    ends_on: date
    value: Decimal | None
    records: int

    @property
    def period(self) -> Period:
        """The days counted."""
        return Period(self.starts_on, self.ends_on)

    @property
    def key(self) -> str:
        """What tells this figure from the others of the report."""
        return key_of(self.measure, self.area, self.period)

    def to_json(self) -> dict[str, Any]:
        """Return plain values; :meth:`from_json` reads them."""
        return {**asdict(self), "starts_on": str(self.starts_on), "ends_on": str(self.ends_on),
                "value": None if self.value is None else str(self.value)}  # fmt: skip

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the figure written by :meth:`to_json`."""
        days = {name: date.fromisoformat(values[name]) for name in ("starts_on", "ends_on")}
        value = None if values["value"] is None else Decimal(values["value"])
        return cls(**{**values, **days, "value": value})


def key_of(measure: str, area: str, period: Period) -> str:
    """Return what tells one figure of a report from the others."""
    return f"{measure} {area} {period.starts_on} {period.ends_on}"


@dataclass(frozen=True)
class Span:
    """Words of one block. ``figures`` are the keys of the figures the words say, if any."""

    text: str
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """One block: ``kind`` as in the template, ``number`` as printed before a heading."""

    kind: str
    spans: tuple[Span, ...]
    number: str = ""

    @property
    def text(self) -> str:
        return self.number + "".join(span.text for span in self.spans)

    def to_json(self) -> dict[str, Any]:
        """Return plain values; :meth:`from_json` reads them."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the block written by :meth:`to_json`."""
        spans = tuple(Span(one["text"], tuple(one["figures"])) for one in values["spans"])
        return cls(values["kind"], spans, values["number"])


@dataclass(frozen=True)
class Rendered:
    """
    A report with every figure in its place, as known at ``as_of``.

    ``frozen`` is the number of the freeze it was read from, ``freeze`` its id and ``known_at`` the instant
    of it; they are None while the report grows. ``figures`` are in the order the text first names them.
    """

    report: UUID
    title: str
    area: str
    area_name: str
    period: Period
    as_of: AsOf
    known_at: datetime | None
    frozen: int | None
    issuer: str
    attachments: Sequence[str]
    blocks: Sequence[Block]
    figures: Mapping[str, Value] = field(default_factory=dict)
    freeze: UUID | None = None

    @property
    def heading(self) -> str:
        """The document's title as its text says it, or the template's."""
        return next((block.text for block in self.blocks if block.kind == "title"), self.title)
