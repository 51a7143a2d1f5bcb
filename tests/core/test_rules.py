"""The register of named rules: what it refuses, and what it says of parameters."""

import pytest

from jinguo.core import rules
from jinguo.core.rules import Months


class Yard:
    """What the rules below judge."""


@pytest.fixture(autouse=True)
def a_register_of_its_own(monkeypatch):
    monkeypatch.setattr(rules, "_rules", {})


def stands_for(yard: Yard, *, months: Months) -> bool:
    """A rule with one parameter."""
    return months < 12


def test_a_rule_is_found_by_its_name_among_those_that_judge_the_same():
    rules.rule("stands-for")(stands_for)

    assert rules.known_rules(Yard) == {"stands-for": stands_for}
    assert rules.known_rules(int) == {}


def test_a_name_is_given_once():
    rules.rule("stands-for")(stands_for)
    rules.rule("stands-for")(stands_for)  # the same module read again

    with pytest.raises(ValueError, match="stands-for"):
        rules.rule("stands-for")(lambda yard: True)


@pytest.mark.parametrize(
    ("given", "parameter", "said"),
    [
        ({}, "", "needs “months”"),
        ({"months": 6, "day": 1}, "day", "has no “day”. It takes: months."),
        ({"months": "6"}, "months", "a whole number from 0 to 120"),
        ({"months": True}, "months", "a whole number from 0 to 120"),
        ({"months": 121}, "months", "a whole number from 0 to 120"),
    ],
)
def test_a_parameter_that_does_not_fit_is_named(given, parameter, said):
    rules.rule("stands-for")(stands_for)

    [fault] = rules.faults("stands-for", given)

    assert fault.parameter == parameter
    assert "stands-for" in fault.message
    assert said in fault.message


def test_parameters_that_fit_have_no_fault():
    rules.rule("stands-for")(stands_for)

    assert rules.faults("stands-for", {"months": 0}) == []


def test_a_parameter_of_a_kind_packs_cannot_write_is_a_bug():
    def of_colour(yard: Yard, *, colour: str) -> bool:
        return bool(colour)

    rules.rule("of-colour")(of_colour)

    with pytest.raises(TypeError, match="Annotated"):
        rules.faults("of-colour", {"colour": "red"})
