"""
The register of named rules: plain typed functions that packs refer to by name.

What a rule judges is its one positional parameter; the others are keywords a pack gives values to,
each annotated with its type.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

Rule = TypeVar("Rule", bound=Callable[..., Any])
_rules: dict[str, Callable[..., Any]] = {}


@dataclass(frozen=True)
class Whole:
    """The bounds of a parameter that is a whole number, both inclusive: ``Annotated[int, Whole(0, 9)]``."""

    least: int
    most: int


Months = Annotated[int, Whole(0, 120)]


@dataclass(frozen=True)
class Fault:
    """What is wrong with one parameter of a rule; the name is empty when one is missing."""

    parameter: str
    message: str


def rule(name: str) -> Callable[[Rule], Rule]:
    """
    Register a function under the name packs use.

    :raises ValueError: the name is taken
    """

    def register(function: Rule) -> Rule:
        if _rules.get(name, function).__qualname__ != function.__qualname__:
            raise ValueError(f"two rules are called {name!r}")
        _rules[name] = function
        return function

    return register


def known_rules(subject: type) -> dict[str, Callable[..., Any]]:
    """Return by name every rule that judges a ``subject``."""
    return {name: one for name, one in sorted(_rules.items()) if _subject(one) is subject}


def parameters(name: str) -> dict[str, Whole]:
    """Return the parameters of a registered rule with their bounds."""
    function = _rules[name]
    hints = get_type_hints(function, include_extras=True)
    return {
        one.name: _bounds(hints[one.name])
        for one in inspect.signature(function).parameters.values()
        if one.kind is one.KEYWORD_ONLY
    }


def faults(name: str, given: Mapping[str, object]) -> list[Fault]:
    """Return what is wrong with the values given to the parameters of a registered rule."""
    return list(_faults(name, given))


def _faults(name: str, given: Mapping[str, object]) -> Iterator[Fault]:
    wanted = parameters(name)
    for key in given:
        if key not in wanted:
            yield Fault(
                key,
                _("The rule “%(rule)s” has no “%(key)s”. It takes: %(known)s.")
                % {"rule": name, "key": key, "known": ", ".join(wanted) or "–"},
            )
    for key, kind in wanted.items():
        if key not in given:
            yield Fault("", _("The rule “%(rule)s” needs “%(key)s”.") % {"rule": name, "key": key})
        elif not _fits(given[key], kind):
            yield Fault(
                key,
                _(
                    "“%(key)s” of the rule “%(rule)s” takes a whole number from %(least)d to %(most)d."
                )
                % {"key": key, "rule": name, "least": kind.least, "most": kind.most},
            )


def _fits(value: object, kind: Whole) -> bool:
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return is_whole and kind.least <= value <= kind.most  # type: ignore[operator]


def _subject(function: Callable[..., Any]) -> object:
    first = next(iter(inspect.signature(function).parameters))
    return get_type_hints(function)[first]


def _bounds(hint: object) -> Whole:
    if get_origin(hint) is Annotated and isinstance(get_args(hint)[-1], Whole):
        return get_args(hint)[-1]  # type: ignore[no-any-return]
    raise TypeError(f"a rule's parameter is annotated as Annotated[int, Whole(…)], not {hint!r}")
