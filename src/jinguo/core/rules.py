"""The register of named rules: plain typed functions that packs refer to by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Rule = TypeVar("Rule", bound=Callable[..., Any])
_rules: dict[str, Callable[..., Any]] = {}


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


def known_rules() -> dict[str, Callable[..., Any]]:
    """Return every rule by name."""
    return dict(sorted(_rules.items()))
