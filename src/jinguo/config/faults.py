"""What is wrong with the environment, as sentences that name the variable."""

from __future__ import annotations

from pydantic import ValidationError

MUST_BE = {
    "bool_parsing": "it must be true or false",
    "int_parsing": "it must be a whole number",
    "greater_than_equal": "it must be at least {ge}",
    "literal_error": "it must be {expected}",
    "json_invalid": "it must be JSON",
    "string_pattern_mismatch": "it must match {pattern}",
    "time_parsing": "it must be a time of day like 21:00",
    "value_error": "{error}",
}
# The address holds a password and the others are some, so what was given is not repeated.
SECRET = {
    "DATABASE_URL", "JINGUO_SMS_KEY_SECRET", "JINGUO_WECHAT_SECRET", "JINGUO_EMAIL_PASSWORD",
}  # fmt: skip


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
