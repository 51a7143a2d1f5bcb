"""The factories as one set: each is found under `make`, and a name means one thing."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path

import pytest

from tests import make

# From the lowest module up: the lower one's thing has the name.
MODULES = (
    "times",
    "pictures",
    "org",
    "people",
    "ledger",
    "sites",
    "notices",
    "messages",
    "facts",
    "assess",
    "rounds",
    "photos",
    "activities",
    "programmes",
    "exchange",
    "members",
    "scores",
    "plaques",
    "reports",
    "classes",
    "portal",
    "api",
    "erasures",
    "trails",
    "paper",
    "canary",
    "desk",
    "everything",
    "evaluation",
    "figures",
)


def things_of(name):
    """The public factories and classes a file of factories defines itself."""
    module = import_module(f"tests.make.{name}")
    return {
        key: thing for key, thing in vars(module).items()
        if not key.startswith("_")
        and (inspect.isfunction(thing) or inspect.isclass(thing))
        and thing.__module__ == module.__name__
    }  # fmt: skip


def test_every_file_of_factories_is_known_here():
    there = {path.stem for path in Path(make.__file__).parent.glob("*.py")} - {"__init__"}

    assert there == set(MODULES)


def test_make_has_the_lowest_thing_of_each_name_and_no_other():
    lowest = {}
    for module in MODULES:
        for name, thing in things_of(module).items():
            lowest.setdefault(name, thing)
    for name in MODULES:  # a file of factories keeps its own name
        lowest.pop(name, None)

    assert {name: getattr(make, name) for name in make.__all__} == lowest


@pytest.mark.parametrize("name", MODULES)
def test_a_file_of_factories_keeps_its_name(name):
    assert inspect.ismodule(getattr(make, name))
