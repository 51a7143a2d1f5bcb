"""
A copy of everything we hold of a person (个人信息保护法 art. 45), made from the field register.

Every table with a reference to a person is looked through, so a new module is in the copy as soon as its
fields are in the register. What names nobody is left out: keys, digests, and which of the staff did what.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from jinguo.core import crypto
from jinguo.people import policies
from jinguo.people.models import Household, Person
from jinguo.people.privacy import Treatment, record_titles, register

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

LEFT_OUT = ("key", "lookup", "password", "pseudonym", "receipt", "staff", "technical", "trail")
"""Treatments of fields that say nothing of the person."""


def copy_of(actor: Actor, person: Person, *, on: date) -> dict[str, Any]:
    """
    Return what we hold of the one who acts, in plain values that can be written as JSON.

    ``records`` has an entry for each row: its ``record`` (module and table), ``title``, and ``fields``,
    each with its name, the ``title`` of its sort in the register, and its value. Sealed values are in
    clear. What is not known is left out.

    :raises Denied: the actor is no resident
    """
    policies.check_own(actor)
    return {
        "name": person.name,
        "on": on.isoformat(),
        "records": [record_of(row) for row in rows_about(person, on)],
    }


def rows_about(person: Person, on: date) -> Iterator[models.Model]:
    """Yield her record, her household's, and every row of any module that refers to her."""
    records = Person.objects.filter(Q(pk=person.pk) | Q(merged_into=person))
    yield from records
    yield from Household.objects.filter(
        memberships__person__in=records, memberships__period__contains=on
    )
    for model in apps.get_models():
        if model.__module__.startswith("jinguo."):
            yield from rows_of(model, records)


def rows_of(model: type[models.Model], records: models.QuerySet[Person]) -> Iterator[models.Model]:
    """Yield the rows of a table that refer to one of some records of a person."""
    condition = Q(pk__in=[])
    for field in model._meta.local_fields:
        if isinstance(field, models.ForeignKey) and field.related_model is Person:
            condition |= Q(**{f"{field.name}__in": records})
    if condition != Q(pk__in=[]) and model is not Person:
        yield from model._default_manager.filter(condition).order_by("pk")


def record_of(row: models.Model) -> dict[str, Any]:
    """Return one row as the copy has it."""
    meta = row._meta
    place = f"{meta.app_label}.{type(row).__name__}"
    fields = [
        {"field": field.name, "title": treatment.title, "value": value}
        for field, treatment in told(row)
        if (value := value_of(row, field, treatment)) not in (None, "", [])
    ]
    return {"record": place, "title": record_titles().get(place, place), "fields": fields}


def told(row: models.Model) -> Iterator[tuple[models.Field[Any, Any], Treatment]]:
    """Yield the fields of a row that say something of the person, each with its treatment."""
    for field in row._meta.local_fields:
        entry = register().get((row._meta.app_label, type(row).__name__, field.name))
        if entry is not None and entry.treatment.name not in LEFT_OUT:
            yield field, entry.treatment


def value_of(row: models.Model, field: models.Field[Any, Any], treatment: Treatment) -> Any:
    """Return a field's value as JSON has it: sealed ones in clear, codes by their title."""
    value = field.value_from_object(row)
    if value is None:
        return None
    if treatment.kept_as == "sealed":
        return crypto.unseal(row._meta.db_table, str(field.column), row.pk, bytes(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return plain_value(value)


def plain_value(value: Any) -> Any:
    """Return a value JSON has: days and instants in ISO 8601, periods with a slash between their days."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, bool | int | str | list | dict):
        return value
    if hasattr(value, "lower") and hasattr(value, "upper"):
        return "/".join(end.isoformat() if end else ".." for end in (value.lower, value.upper))
    return str(value)
