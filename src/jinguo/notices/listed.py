"""
The port through which the module that listed things says what they are called, and in what they are counted.

A notice of households counts 户 and heads its lines with names and levels; one of places does neither.
``config.wiring`` connects it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Listed:
    """What stands on a notice: the heads over its names and levels, and how many there are as it is said."""

    name: str | Promise
    level: str | Promise
    counted: Callable[[int], str]


def _entries(count: int) -> str:
    return ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}


ANYTHING = Listed(_("What is listed"), _("As what"), _entries)
_listed: dict[str, Listed] = {}


def connect(listed: Mapping[str, Listed]) -> None:
    """Make these the words, by the kind of thing listed; called once by the wiring."""
    _listed.clear()
    _listed.update(listed)


def of(object_type: str) -> Listed:
    """Return the words for a kind of thing; such as fit anything where its module has given none."""
    return _listed.get(object_type, ANYTHING)
