"""What is wrong with the environment, as sentences that name the variable."""

from __future__ import annotations

from pydantic import ValidationError

MUST_BE = {
    "bool_parsing": "it must be true or false",
    "int_parsing": "it must be a whole number",
    "greater_than_equal": "it must be at least {ge}",
    "literal_error": "it must be {expected}",
    "time_parsing": "it must be a time of day like 21:00",
    "value_error": "{error}",
}
# The address holds a password, so what was given is not repeated.
SECRET = {"DATABASE_URL"}


class SettingError(RuntimeError):
    """A variable of the environment has a value that cannot be meant; a sentence for each."""


def sentences(fault: ValidationError) -> str:
    """Return a line for each variable that is wrong: its name, its value, what it must be."""
    return "\n".join(
        _sentence(variable_of(str(one["loc"][0])), str(one["input"]), one["type"], one.get("ctx"))
        for one in fault.errors()
    )


def variable_of(field: str) -> str:
    """Return the variable that a field is read from."""
    return field if field.isupper() else f"JINGUO_{field.upper()}"


def _sentence(variable: str, value: str, kind: str, context: dict[str, object] | None) -> str:
    must = MUST_BE.get(kind, "it cannot be read").format(**(context or {}))
    given = "is set" if variable in SECRET else f"is “{value}”"
    return f"{variable} {given}, but {must}."
