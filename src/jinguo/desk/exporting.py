"""Lists taken out as workbooks: the same for every list, narrowed by the right to take lists out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZIP_STORED, ZipFile

from django.db.models import Model, QuerySet
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core.errors import Refused
from jinguo.desk.http import DeskRequest
from jinguo.exchange import export
from jinguo.exchange.export import Column
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

AT_ONCE = 2_000  # rows a round trip
T = TypeVar("T", bound=Model)


def area_taken_out(actor: Actor, chosen: str) -> str:
    """
    Return the area whose list is taken out: the one chosen, else the one in which the actor may.

    :raises Refused: none is chosen, and she may in several
    """
    if chosen:
        return chosen
    area = actor.home_for(Capability.EXCHANGE_EXPORT)
    all_of_it = actor.moves.takes_in(area)
    if not all(map(all_of_it.covers, actor.reach(Capability.EXCHANGE_EXPORT).prefixes)):
        raise Refused(_("You take lists out of several areas. Choose one of them first."))
    return area


def within(rows: QuerySet[T], actor: Actor, column: str = "area__code") -> QuerySet[T]:
    """Keep of a list the actor sees the rows that she may take out: a post more may only let her look."""
    return rows.filter(actor.reach(Capability.EXCHANGE_EXPORT).as_q(column))


def taken_out(
    request: DeskRequest,
    *,
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    area: str,
    object_type: str,
    purpose: str = "",
    area_of: Callable[[Sequence[Any]], str] | None = None,
) -> FileResponse:
    """
    Return a list as an .xlsx workbook to be saved; ``name`` begins the name of its file.

    For the rest see :func:`jinguo.exchange.export.stream`, which masks by role and notes the trail.

    :raises Denied: the actor may not take lists of this area out
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}-{timezone.localdate()}.xlsx"
        export.stream(
            request.actor,
            title=title,
            columns=columns,
            rows=rows,
            area=area,
            path=file,
            object_type=object_type,
            purpose=purpose,
            area_of=area_of,
        )
        return FileResponse(file.open("rb"), as_attachment=True, filename=file.name)


def sent_as_one(files: Sequence[Path], *, name: str) -> FileResponse:
    """Return a file to be saved, or several in an archive called ``name`` and the day, made beside them."""
    [file, *more] = files
    if more:
        file = file.with_name(f"{name}-{timezone.localdate()}.zip")
        with ZipFile(file, "w", ZIP_STORED) as made:  # PDFs are compressed already
            for one in files:
                made.write(one, one.name)
    return FileResponse(file.open("rb"), as_attachment=True, filename=file.name)
