"""How a sample is to be drawn, fixed and published together with the frame before the seed is known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from hashlib import sha256
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid

MOST = 1_000_000
PROPORTIONAL, EQUAL = "proportional", "equal"


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """What both designs share: how a plan is read, written and published."""

    design: ClassVar[str]
    least: ClassVar[Mapping[str, int]]

    def __post_init__(self) -> None:
        for name, least in self.least.items():
            _check_number(name, getattr(self, name), least)

    def as_data(self) -> dict[str, Any]:
        """Return the plan as a record holds it."""
        return {"design": self.design, **asdict(self)}

    @property
    def digest(self) -> str:
        """Return the SHA-256, hexadecimal, of the plan as JSON with sorted names and no blanks."""
        text = json.dumps(self.as_data(), sort_keys=True, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class StratifiedPlan(_Plan):
    """
    Households drawn directly, within strata of town and level.

    ``listed`` and ``unlisted`` are households of the whole sample; ``allocation`` shares them among the
    strata by their size, or equally; each stratum gets ``at_least`` of them, or all it has. ``reserves``
    are further households a stratum, for those where nobody is at home.
    """

    design: ClassVar[str] = "stratified"
    least: ClassVar[Mapping[str, int]] = {"listed": 1, "unlisted": 0, "at_least": 1, "reserves": 0}

    listed: int
    unlisted: int = 0
    allocation: str = PROPORTIONAL
    at_least: int = 2
    reserves: int = 2

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.allocation not in (PROPORTIONAL, EQUAL):
            raise _bad("allocation", self.allocation, f"{PROPORTIONAL}, {EQUAL}")


@dataclass(frozen=True, kw_only=True)
class StagedPlan(_Plan):
    """
    Towns are drawn, villages within them, households within those.

    ``villages`` are those of one town; ``listed``, ``unlisted`` and ``reserves`` are households of one
    village. Without a number of ``towns`` every town takes part and only villages and households are
    drawn. The defaults are what districts do (3 to 5 towns, 3 villages, 10 listed and 5 unlisted
    households).
    """

    design: ClassVar[str] = "staged"
    least: ClassVar[Mapping[str, int]] = {"villages": 1, "listed": 1, "unlisted": 0, "reserves": 0}

    towns: int | None = 5
    villages: int = 3
    listed: int = 10
    unlisted: int = 5
    reserves: int = 3

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.towns is not None:
            _check_number("towns", self.towns, 1)


Plan = StratifiedPlan | StagedPlan
DESIGNS: dict[str, type[StratifiedPlan] | type[StagedPlan]] = {
    plan.design: plan for plan in (StratifiedPlan, StagedPlan)
}


def read_plan(data: Mapping[str, Any]) -> Plan:
    """
    Return the plan of a record.

    :raises Invalid: an unknown design or name, a name that is missing, or a value out of bounds
    """
    given = dict(data)
    design = given.pop("design", None)
    if design not in DESIGNS:
        raise _bad("design", design, ", ".join(DESIGNS))
    plan = DESIGNS[design]
    known = {field.name: field for field in fields(plan)}
    for name in given:
        if name not in known:
            raise Invalid(
                _("A plan has no “%(name)s”. It may hold: %(known)s.")
                % {"name": name, "known": ", ".join(known)}
            )
    for name, field in known.items():
        if name not in given and field.default is MISSING:
            raise Invalid(_("The plan does not say “%s”.") % name)
    return plan(**given)


def _check_number(name: str, value: object, least: int) -> None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not (whole and least <= value <= MOST):  # type: ignore[operator]  # an int by then
        raise _bad(name, value, _("a whole number from %d on") % least)


def _bad(name: str, value: object, known: str) -> Invalid:
    return Invalid(
        _("The plan says “%(name)s: %(value)s”. It may be: %(known)s.")
        % {"name": name, "value": value, "known": known}
    )
