"""
The list of who was erased, kept outside the database, so that a restored backup does not bring anybody back.

A line has the key of an emptied record and a mark made with the installation's own key: a list nobody else
can write. It names nobody. ``jinguo backup`` lays a copy beside each backup.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Collection, Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from jinguo.core import crypto
from jinguo.core.errors import Refused
from jinguo.people.models import Person

NAME = "erased.list"


def place() -> Path:
    """Return where this installation keeps its list."""
    return Path(settings.JINGUO_VAR) / NAME


def add(persons: Iterable[UUID], file: Path | None = None) -> None:
    """Write who was erased at the end of a list where they are not on it; this installation's by default."""
    file = file or place()
    there = set(read(file)) if file.exists() else set()
    lines = [line_of(one) for one in persons if one not in there]
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="ascii") as held:
        held.writelines(lines)
        held.flush()
        os.fsync(held.fileno())


def read(file: Path) -> list[UUID]:
    """
    Return who stands on a list.

    :raises Refused: a line was not written by an installation with these keys
    """
    found = []
    for number, line in enumerate(file.read_text("ascii", errors="replace").splitlines(), 1):
        try:
            one = UUID(line.partition(" ")[0])
        except ValueError:
            one = UUID(int=0)
        if not hmac.compare_digest(line_of(one).strip().encode(), line.strip().encode()):
            raise Refused(
                _("Line %(number)d of %(file)s was not written by this installation.")
                % {"number": number, "file": file}
            )
        found.append(one)
    return found


def line_of(person: UUID) -> str:
    return f"{person} {crypto.keyed_digest('erased', person.bytes)}\n"


def everyone() -> Collection[UUID]:
    """Return the keys of all emptied records."""
    return list(
        Person.objects.filter(erased_on__isnull=False)
        .order_by("erased_on", "pk")
        .values_list("pk", flat=True)
    )
