"""Which village a row means, by code, or by name and town; asked once for each that occurs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from jinguo.exchange.roster.reasons import Reason

VILLAGE_TAIL = re.compile(
    r"(社区居民委员会|社区村民委员会|村民委员会|居民委员会|社区居委会|社区村委会|村委会|居委会|社区|居|村)$"
)
TOWN_TAIL = re.compile(r"(街道办事处|街道办|街道|镇人民政府|镇|乡|办事处)$")
CODE = re.compile(r"\d{12}")


@dataclass
class Villages:
    """
    The villages an importer may bring rows for, by code, full name and short name.

    Outside ``prefixes`` a code is told apart from an unknown one only when it is not in the reach at all;
    names are looked up inside the reach alone, so that nothing is learnt about other areas.
    """

    prefixes: tuple[str, ...]
    codes: set[str] = field(default_factory=set)
    by_name: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    towns: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, prefixes: Iterable[str], areas: Iterable[tuple[str, str]]) -> Self:
        """Build the index from the codes and names of towns (9 digits) and villages (12 digits)."""
        index = cls(tuple(prefixes))
        for code, name in areas:
            if len(code) == 12:
                index.codes.add(code)
                for form in village_forms(name):
                    index.by_name[form].add(code)
            elif len(code) == 9:
                for form in town_forms(name):
                    index.towns[form].add(code)
        return index

    def find(self, code: str, name: str, town: str) -> str | Reason:
        """Return the village's code, or why it cannot be said."""
        if code:
            return self.by_code(code, name)
        if not name:
            return Reason.VILLAGE_MISSING
        if CODE.fullmatch(name):
            return self.by_code(name, "")
        return self.by_names(name, town)

    def by_code(self, code: str, name: str) -> str | Reason:
        """Return the code when it is a village in reach and no other one bears ``name``."""
        if not CODE.fullmatch(code):
            return Reason.VILLAGE_UNKNOWN
        if not code.startswith(self.prefixes):
            return Reason.VILLAGE_OUT_OF_REACH
        if code not in self.codes:
            return Reason.VILLAGE_UNKNOWN
        named = self.named(name) if name else set()
        return Reason.CODE_AND_NAME_DIFFER if named and code not in named else code

    def by_names(self, name: str, town: str) -> str | Reason:
        """Return the one village of this name, in this town when one is given."""
        found = self.named(name)
        if town:
            towns = self.towns.get(town) or self.towns.get(TOWN_TAIL.sub("", town))
            if not towns:
                return Reason.TOWN_UNKNOWN
            inside = {code for code in found if code[:9] in towns}
            if found and not inside:
                return Reason.VILLAGE_NOT_IN_TOWN
            found = inside
        if not found:
            return Reason.VILLAGE_UNKNOWN
        return next(iter(found)) if len(found) == 1 else Reason.VILLAGE_AMBIGUOUS

    def named(self, name: str) -> set[str]:
        """Return the codes of the villages with this name: the full name goes before the short one."""
        return self.by_name.get(name) or self.by_name.get(VILLAGE_TAIL.sub("", name)) or set()


def village_forms(name: str) -> set[str]:
    """Return the ways a village's name is written: 顾家岛社区居民委员会, 顾家岛社区, 顾家岛."""
    short = VILLAGE_TAIL.sub("", name)
    return {name, short, VILLAGE_TAIL.sub("", short)} - {""}


def town_forms(name: str) -> set[str]:
    """Return the ways a town's name is written: 薛家岛街道, 薛家岛."""
    return {name, TOWN_TAIL.sub("", name)} - {""}
