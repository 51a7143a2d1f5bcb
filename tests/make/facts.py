"""Facts, measures and readers of figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import ClassVar
from uuid import UUID, uuid5

from jinguo.facts import actions, queries
from jinguo.facts.events import Event
from jinguo.facts.queries import Period
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

DISTRICT = "370211"
TOWN = "370211105"
VILLAGE = "370211105201"
NEXT_VILLAGE = "370211105202"
OTHER_TOWN = "370211106"
OTHER_VILLAGE = "370211106201"
DAY = date(2020, 6, 15)
YEAR = Period.year(2020)
NAMESPACE = UUID(int=11)
READER = Actor.system("tests", Capability.FIGURES_VIEW, Capability.FIGURES_CORRECT)
_serial = count(1)


@dataclass(frozen=True, kw_only=True)
class Happened(Event):
    """Something a test made happen."""

    kind: ClassVar[str] = "tests.happened"
    object_type: ClassVar[str] = "tests.thing"
    is_correctable: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class Registered(Event):
    """Something else, for ratios to divide by."""

    kind: ClassVar[str] = "tests.registered"
    object_type: ClassVar[str] = "tests.thing"


def thing(number: int) -> UUID:
    """The id of the nth thing or person."""
    return uuid5(NAMESPACE, str(number))


def happened(of: type[Event] = Happened, **given) -> Event:
    """One event, of a new thing in the village at the fixed noon's day."""
    plain = {"area": VILLAGE, "occurred_on": DAY, "object_id": thing(next(_serial))}
    return of(**(plain | given))


def fact(of: type[Event] = Happened, **given) -> UUID:
    """One recorded fact."""
    [fact_id] = actions.record([happened(of, **given)], actor=READER)
    return fact_id


def measure(how: str = "flow", *, id: str = "tests.figure", **given) -> actions.MeasureDef:
    """A measure of what happened; not yet defined."""
    plain = {"programme": "tests", "title": id, "unit": "户", "kind": "tests.happened"}
    return actions.MeasureDef(id=id, how=how, **(plain | given))


def rate(**given) -> list[actions.MeasureDef]:
    """A ratio with the two measures it divides."""
    return [
        measure("balance", id="tests.part"),
        measure("balance", id="tests.whole", kind="tests.registered"),
        measure(
            "ratio", id="tests.rate", unit="%", kind="", numerator="tests.part",
            denominator="tests.whole", **given,
        ),
    ]  # fmt: skip


def defined(*measures: actions.MeasureDef, area: str = DISTRICT, pack: str = "tests") -> None:
    """Make these the measures of a pack."""
    actions.define_measures(pack, area, measures)


def figure(measure: str = "tests.figure", *, area: str = DISTRICT, period: Period = YEAR, **given):
    """The figure as the tests' reader sees it."""
    return queries.figure(READER, measure, area=area, period=period, **given)


def value(measure: str = "tests.figure", **given):
    """Its value."""
    return figure(measure, **given).value
