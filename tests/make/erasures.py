"""Someone with something in every module, and what is left of her anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from jinguo.org.actor import ActivePost, Actor
from jinguo.people import actions
from jinguo.people.models import Erasure, Person
from tests.make import people as make

TODAY = date(2020, 6, 15)
DISTRICT = "370211"
FEW = 6  # digits


def officer(number: int = 1) -> Actor:
    """One of several data officers of the district, each with an account."""
    post = ActivePost("data-officer", UUID(int=9), "区妇联", DISTRICT)
    return Actor(f"数据专员{number}", UUID(int=900 + number), (post,), TODAY)


def propose(
    person: Person | UUID, *, by: Actor | None = None, on: date = TODAY, **given
) -> Erasure:
    """Propose to erase someone, by the first officer."""
    return actions.propose_erasure(
        actor=by or officer(), person_ids=[getattr(person, "pk", person)], now=make.instant(on),
        **given,
    )  # fmt: skip


def confirm(found: Erasure, *, by: Actor | None = None, on: date = TODAY) -> Erasure:
    """Carry out what was proposed, by the second officer."""
    return actions.confirm_erasure(
        actor=by or officer(2), erasure_id=found.pk, now=make.instant(on)
    )


def erased(person: Person | UUID, **given) -> Erasure:
    """Erase someone, by two officers."""
    return confirm(propose(person, **given))


def places_of(*secrets: str | bytes) -> list[str]:
    """
    Return where any of these stands: the columns of every table, and the files.

    A few digits, as the end of a phone number, are looked for as a word of their own: inside an instant, an
    id or a digest they stand by chance.
    """
    return [*in_tables(secrets), *in_files([_as_bytes(one) for one in secrets])]


def _as_bytes(secret: str | bytes) -> bytes:
    return secret.encode() if isinstance(secret, str) else secret


def in_tables(secrets: Iterable[str | bytes]) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name IN"
            " (SELECT tablename FROM pg_tables WHERE schemaname = 'public')"
        )
        for table, column, kind in cursor.fetchall():
            for one in secrets:
                holds, value = _condition(f'"{column}"', kind, one)
                cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {holds}', [value])
                if cursor.fetchone()[0]:
                    yield f"{table}.{column}: {one!r}"


def _condition(column: str, kind: str, secret: str | bytes) -> tuple[str, str | bytes]:
    """Return what a row has to fulfil to hold a secret, and the value that stands in it."""
    if kind == "bytea":
        return f"position(%s::bytea in {column}) > 0", _as_bytes(secret)
    if isinstance(secret, str) and secret.isdigit() and len(secret) < FEW:
        return f"{column}::text ~ %s", rf"(^|[^0-9a-f.:-]){secret}($|[^0-9a-f.:-])"
    return f"position(%s::bytea in convert_to({column}::text, 'UTF8')) > 0", _as_bytes(secret)


def in_files(wanted: list[bytes]) -> Iterator[str]:
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            held = path.read_bytes()
            yield from (f"{path}: {one!r}" for one in wanted if one in held)
