"""The field register, read from ``privacy.yaml``, and the check that no field is missing from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.db import models
from ruamel.yaml import YAML

from jinguo.core.dates import months_after
from jinguo.core.language import Labelled, in_language

FILE = Path(__file__).parent / "privacy.yaml"
SEALED_CLASSES = ("C3", "C4")


@dataclass(frozen=True)
class Term:
    """How long something is kept after what: the machine's reading of ``keep``."""

    months: int
    after: str

    def limit(self, today: date) -> date:
        """Return the last day that lies too long ago on a day."""
        return months_after(today, -self.months)


@dataclass(frozen=True)
class Treatment(Labelled):
    """
    How fields of one sort are dealt with. Written in Chinese, as the data officer publishes it.

    ``title`` is what these data are called before the public; the purpose where the register has none.
    What has a term bears title and keep in English too, for those who look for what is due.
    """

    name: str
    title: str
    sensitivity: str
    kept_as: str
    purpose: str
    who: str
    keep: str
    erase: str
    ends: Term | None = None
    title_en: str = ""
    keep_en: str = ""

    @property
    def keep_label(self) -> str:
        """How long they are kept, in the reader's language."""
        return in_language(self.keep, self.keep_en)


@dataclass(frozen=True)
class Entry:
    """One field and its treatment."""

    module: str
    model: str
    field: str
    treatment: Treatment


@cache
def register(file: Path = FILE) -> dict[tuple[str, str, str], Entry]:
    """Return the register by (module, model, field), in the order of the file."""
    table = YAML(typ="safe").load(file.read_text("utf-8"))
    known = {name: treatment(name, row) for name, row in table["treatments"].items()}
    return {
        (module, model, field): Entry(module, model, field, known[name])
        for module, its in table["modules"].items()
        for model, fields in its.items()
        for field, name in fields.items()
    }


@cache
def record_titles(file: Path = FILE) -> dict[str, str]:
    """Return what the records of a person are called before the public, by ``module.Model``."""
    titles: dict[str, str] = YAML(typ="safe").load(file.read_text("utf-8"))["records"]
    return titles


def treatments(file: Path = FILE) -> list[Treatment]:
    """Return the treatments some field has, in the order of the file."""
    used = {entry.treatment.name: entry.treatment for entry in register(file).values()}
    table = YAML(typ="safe").load(file.read_text("utf-8"))["treatments"]
    return [used[name] for name in table if name in used]


def treatment(name: str, row: dict[str, Any]) -> Treatment:
    return Treatment(
        name,
        title=row.get("title", row["purpose"]),
        sensitivity=row["class"],
        kept_as=row["kept-as"],
        purpose=row["purpose"],
        who=row["who"],
        keep=row["keep"],
        erase=row["erase"],
        ends=term(row["ends"]) if "ends" in row else None,
        title_en=row.get("title_en", ""),
        keep_en=row.get("keep_en", ""),
    )


def term(row: dict[str, Any]) -> Term:
    months = 12 * int(row.get("years", 0)) + int(row.get("months", 0))
    if months < 1:
        raise ValueError(f"{FILE.name}: a term needs years or months: {row}")
    return Term(months, row["after"])


@cache
def terms(file: Path = FILE) -> dict[str, Treatment]:
    """Return the treatments that end by themselves, by name, in the order of the file."""
    return {one.name: one for one in treatments(file) if one.ends is not None}


def fields_of(configs: Iterable[AppConfig]) -> Iterator[tuple[tuple[str, str, str], models.Field]]:  # type: ignore[type-arg]
    """Yield every field our own tables have, with its place in the register."""
    for config in configs:
        if config.name.startswith("jinguo."):
            for model in config.get_models(include_auto_created=True):
                for field in model._meta.local_fields:
                    if field.column is not None:
                        yield (config.label, model.__name__, field.name), field


def check_register(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Report fields without an entry, entries without a field, and sensitive fields in clear."""
    entries = register()
    there = dict(fields_of(apps.get_app_configs()))
    return [
        *missing(place for place in there if place not in entries),
        *stale(place for place in entries if place not in there),
        *in_clear(there, entries),
    ]


def missing(places: Iterable[tuple[str, str, str]]) -> list[CheckMessage]:
    return [
        Error(
            f"{module}.{model}.{field} is not in the field register.",
            hint=f"Paste into {FILE.name}, below modules: {module}: {model}: {{{field}: TREATMENT}}"
            " and choose one of the treatments at the top of the file.",
            id="people.E001",
        )
        for module, model, field in places
    ]


def stale(places: Iterable[tuple[str, str, str]]) -> list[CheckMessage]:
    return [
        Error(
            f"The field register names {module}.{model}.{field}, which does not exist.",
            hint=f"Remove it from {FILE.name}.",
            id="people.E003",
        )
        for module, model, field in places
    ]


def in_clear(
    there: dict[tuple[str, str, str], models.Field],  # type: ignore[type-arg]
    entries: dict[tuple[str, str, str], Entry],
) -> list[CheckMessage]:
    """Report C3 and C4 fields that are neither sealed bytes nor a keyed index of 128 bits."""
    shapes = {"sealed": models.BinaryField, "index": models.UUIDField}
    return [
        Error(
            f"{'.'.join(place)} is of class {entries[place].treatment.sensitivity} but not sealed.",
            hint="Keep it in a BinaryField sealed by core.crypto, or give it another treatment.",
            id="people.E002",
        )
        for place, field in there.items()
        if place in entries
        and entries[place].treatment.sensitivity in SEALED_CLASSES
        and not isinstance(field, shapes.get(entries[place].treatment.kept_as, ()))
    ]


def sealed_columns() -> list[tuple[str, str]]:
    """Return (table, column) of every sealed field of the register, for key rotation."""
    return [
        (field.model._meta.db_table, str(field.column))
        for place, field in fields_of(apps.get_app_configs())
        if place in register() and register()[place].treatment.kept_as == "sealed"
    ]
