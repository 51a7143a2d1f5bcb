"""Pydantic's errors, put into sentences that name the line and the known names."""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import TYPE_CHECKING, TypeVar, Union, get_args, get_origin

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ValidationError

from jinguo.programmes.source import Document, Problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

M = TypeVar("M", bound=BaseModel)

WHOLE = gettext_lazy("“%(given)s” is no whole number, as “%(key)s” must be.")
NUMBER = gettext_lazy("“%(given)s” is no number, as “%(key)s” must be.")
TRUTH = gettext_lazy("Write true or false for “%(key)s”, not “%(given)s”.")
LIST = gettext_lazy("“%(key)s” must be a list.")
KEYS = gettext_lazy("“%(key)s” must hold keys with values.")
KINDS = {
    "int_type": WHOLE, "int_parsing": WHOLE, "int_from_float": WHOLE,
    "float_type": NUMBER, "float_parsing": NUMBER,
    "decimal_type": NUMBER, "decimal_parsing": NUMBER,
    "bool_type": TRUTH, "bool_parsing": TRUTH,
    "list_type": LIST, "tuple_type": LIST, "frozen_set_type": LIST,
    "dict_type": KEYS, "mapping_type": KEYS, "model_type": KEYS, "model_attributes_type": KEYS,
}  # fmt: skip
"""What pydantic calls a value of the wrong kind, and what is said of it."""
LIMITS = {
    "greater_than_equal": gettext_lazy("“%(key)s” is %(given)s; it must be %(limit)s or more."),
    "greater_than": gettext_lazy("“%(key)s” is %(given)s; it must be more than %(limit)s."),
    "less_than_equal": gettext_lazy("“%(key)s” is %(given)s; it must be %(limit)s or less."),
    "less_than": gettext_lazy("“%(key)s” is %(given)s; it must be less than %(limit)s."),
    "string_too_short": gettext_lazy("“%(key)s” needs %(limit)s signs or more."),
    "string_too_long": gettext_lazy("“%(key)s” may have %(limit)s signs at most."),
}
"""What pydantic calls a value beyond a limit, which is the first thing of its context."""


def build(model: type[M], document: Document) -> tuple[M | None, list[Problem]]:
    """Return the document as ``model``, or None and every problem with its line."""
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        return None, [_problem(model, document, one) for one in error.errors()]


def _problem(model: type[BaseModel], document: Document, error: ErrorDetails) -> Problem:
    path = [step for step in error["loc"] if not _is_branch(step, document)]
    known = _keys_at(model, path[:-1])
    return document.problem(_sentence(error, known), path)


def _is_branch(step: str | int, document: Document) -> bool:
    """Say whether pydantic put the name of a type, not of a key, into the path."""
    return isinstance(step, str) and (step.startswith("function-") or step in {"is-instance"})


def _sentence(error: ErrorDetails, known: list[str]) -> str:
    key = error["loc"][-1] if error["loc"] else ""
    given = error["input"]
    match error["type"]:
        case "extra_forbidden":
            return _("Unknown key “%(key)s”. Known keys: %(known)s.") % {
                "key": key,
                "known": ", ".join(known),
            }
        case "missing":
            return _("The key “%(key)s” is missing.") % {"key": key}
        case "literal_error":
            return _("“%(given)s” is not known for “%(key)s”. Known: %(known)s.") % {
                "given": given,
                "key": key,
                "known": str(error["ctx"]["expected"]).replace("'", ""),
            }
        case "string_pattern_mismatch" | "string_type":
            return _("“%(given)s” is not written as “%(key)s” must be.") % {
                "given": given,
                "key": key,
            }
        case kind if kind.startswith("date"):
            return _("“%(given)s” is not a day written 2020-12-31.") % {"given": given}
        case kind if kind in KINDS:
            return str(KINDS[kind]) % {"given": given, "key": key}
        case kind if kind in LIMITS:
            limit = next(iter(error["ctx"].values()))
            return str(LIMITS[kind]) % {"given": given, "key": key, "limit": limit}
        case "value_error":
            return error["msg"].removeprefix("Value error, ")
        case _:
            return f"{key}: {error['msg']}" if isinstance(key, str) and key else error["msg"]


def _keys_at(model: type[BaseModel], path: list[str | int]) -> list[str]:
    """Return the keys that may stand in the part at ``path``."""
    here: object = model
    for step in path:
        here = _member(here, step)
    found = _model_in(here)
    if found is None:
        return []
    return [field.alias or name for name, field in found.model_fields.items()]


def _member(kind: object, step: str | int) -> object:
    model = _model_in(kind)
    if isinstance(step, int) or model is None:
        return kind
    by_key = {field.alias or name: field for name, field in model.model_fields.items()}
    return by_key[step].annotation if step in by_key else None


def _model_in(kind: object) -> type[BaseModel] | None:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    if get_origin(kind) in {list, tuple, Union, UnionType, Mapping}:
        return next((m for arg in get_args(kind) if (m := _model_in(arg))), None)
    return None
