"""Which days a figure covers, and from which point of knowledge it is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID

from django.db import connection
from django.db.models import Max

from jinguo.facts.models import Fact


@dataclass(frozen=True)
class Period:
    """Days from ``starts_on`` to ``ends_on``, both inclusive."""

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise ValueError(f"{self.starts_on} to {self.ends_on} is empty")

    @classmethod
    def year(cls, year: int) -> Self:
        """Return the whole calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def up_to(cls, day: date) -> Self:
        """Return the year of ``day`` from its first day up to ``day``."""
        return cls(date(day.year, 1, 1), day)

    def months(self) -> list[date]:
        """Return the first days of the months the period touches."""
        first, last = (day.year * 12 + day.month - 1 for day in (self.starts_on, self.ends_on))
        return [date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1)]


@dataclass(frozen=True)
class AsOf:
    """
    A point of knowledge: which facts had been recorded.

    ``now()`` is every finished fact. ``at()`` is every fact whose recording transaction began by
    an instant. ``snapshot()`` is exactly the facts a statement could see, for ever after, also when
    transactions were open at that moment; the asking transaction's own facts are not among them.
    ``without()`` is every finished fact but one: what would be known if it were taken back.
    """

    instant: datetime | None = None
    xmin: int | None = None
    xmax: int = 0
    xip: tuple[int, ...] = ()
    left_out: UUID | None = None

    @classmethod
    def now(cls) -> Self:
        """Return the point that moves with every new fact."""
        return cls()

    @classmethod
    def at(cls, instant: datetime) -> Self:
        """Return the point that knows what was recorded at or before ``instant`` (aware)."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return cls(instant=instant)

    @classmethod
    def snapshot(cls) -> Self:
        """Return this very moment as an exact point."""
        with connection.cursor() as cursor:
            cursor.execute(TAKE_SNAPSHOT)
            xmin, xmax, xip = cursor.fetchone()
        return cls(xmin=xmin, xmax=xmax, xip=tuple(xip))

    @classmethod
    def without(cls, fact: UUID) -> Self:
        """Return the point that knows everything but one fact."""
        return cls(left_out=fact)

    @property
    def is_now(self) -> bool:
        return self.name == "now"

    @property
    def name(self) -> str:
        """Which of the four it is: ``now``, ``at``, ``snapshot`` or ``without``."""
        if self.left_out is not None:
            return "without"
        if self.instant is not None:
            return "at"
        return "now" if self.xmin is None else "snapshot"

    def values(self) -> dict[str, object]:
        """Return the point as the values a statement names."""
        return {
            "known_at": self.instant,
            "xmin": self.xmin,
            "xmax": self.xmax,
            "xip": list(self.xip),
            "left_out": self.left_out,
        }

    def to_json(self) -> dict[str, object]:
        """Return the point as plain values; :meth:`from_json` reads them."""
        if self.left_out is not None:
            return {"without": str(self.left_out)}
        if self.instant is not None:
            return {"at": self.instant.isoformat()}
        if self.xmin is not None:
            return {"xmin": self.xmin, "xmax": self.xmax, "xip": list(self.xip)}
        return {"now": True}

    @classmethod
    def from_json(cls, values: Mapping[str, object]) -> Self:
        """Return the point written by :meth:`to_json`."""
        if "without" in values:
            return cls.without(UUID(str(values["without"])))
        if "at" in values:
            return cls.at(datetime.fromisoformat(str(values["at"])))
        if "xmin" in values:
            xip = values["xip"]
            assert isinstance(xip, list)
            return cls(
                xmin=int(str(values["xmin"])),
                xmax=int(str(values["xmax"])),
                xip=tuple(int(one) for one in xip),
            )
        return cls.now()


def newest_transaction() -> int:
    """Return the highest number a recording transaction of a fact bears; 0 without facts."""
    return Fact.objects.aggregate(newest=Max("xid"))["newest"] or 0


# A transaction does not list itself among the running ones; it is added, so that what it records
# after this moment is not known to the point it took. ``ahead`` turns the server's numbers into ours.
TAKE_SNAPSHOT = """
SELECT pg_snapshot_xmin(s)::text::bigint + ahead,
    pg_snapshot_xmax(s)::text::bigint + ahead,
    ARRAY(
        SELECT x::text::bigint + ahead
        FROM (SELECT pg_snapshot_xip(s) UNION SELECT pg_current_xact_id_if_assigned()) AS open (x)
        WHERE x IS NOT NULL ORDER BY x
    )
FROM jinguo_clock, pg_current_snapshot() AS s
"""
