"""
Lists taken out as workbooks: the same for every list, narrowed by the right to take lists out.

A list says its headings once and yields the rows of its page: :func:`as_workbook` makes the view of it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile

from django.db.models import Model, QuerySet
from django.http import FileResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from jinguo.core.errors import Refused
from jinguo.desk.accounts.proof import proven
from jinguo.desk.http import DeskRequest, View, access
from jinguo.exchange import export
from jinguo.exchange.export import Column, Kind
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.models import Area
from jinguo.org.moves import Reach
from jinguo.org.roles import Capability

AT_ONCE = 2_000  # rows a round trip
TITLE = gettext_lazy("Export to Excel")
P = ParamSpec("P")
T = TypeVar("T", bound=Model)
Placed = tuple[str, Any]
"""The code of a row's area, and the row as its page has it."""


@dataclass(frozen=True)
class Heading:
    """A column of a list that goes out: what stands above it, and what of a row stands in it."""

    key: str
    title: str | Promise
    value: Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    width: float = 14.0

    def as_column(self) -> Column:
        """Return the column in the reader's language."""
        return Column(self.key, str(self.title), self.kind, self.width)


def area_taken_out(actor: Actor, chosen: str) -> str:
    """
    Return the area whose list is taken out: the one chosen, else the one in which the actor may.

    :raises Refused: none is chosen, and she may in several
    """
    if chosen:
        return chosen
    if actor.has_several_areas(Capability.EXCHANGE_EXPORT):
        raise Refused(_("You take lists out of several areas. Choose one of them first."))
    return actor.home_for(Capability.EXCHANGE_EXPORT)


def reach_in(actor: Actor, area: str) -> Reach:
    """Return of an area what the actor may take out: a post more may only let her look."""
    return actor.reach(Capability.EXCHANGE_EXPORT).within(actor.moves.takes_in(area))


def within(
    rows: QuerySet[T], actor: Actor, column: str = "area__code", *, area: str = ""
) -> QuerySet[T]:
    """Keep of a list the actor sees the rows of an area that she may take out; of everywhere without one."""
    reach = reach_in(actor, area) if area else actor.reach(Capability.EXCHANGE_EXPORT)
    return rows.filter(reach.as_q(column))


def area_asked(request: DeskRequest, **_ids: Any) -> str:
    """
    Return the area whose list is taken out: the one chosen beside the button, else the one of the address.

    The address names what the page's own filter is set to.

    :raises Refused: as :func:`area_taken_out`
    """
    return area_taken_out(request.actor, request.POST.get("area") or request.GET.get("area", ""))


def areas_offered(actor: Actor) -> Sequence[Area]:
    """Return the areas to choose among beside a list without a filter; none where she has one area."""
    if not actor.has_several_areas(Capability.EXCHANGE_EXPORT):
        return []
    return list(org.areas_to_choose(actor, Capability.EXCHANGE_EXPORT, timezone.localdate()))


def as_workbook(
    name: str,
    *,
    title: str | Promise,
    sees: Capability,
    object_type: str,
    headings: Sequence[Heading],
    area: Callable[..., str] = area_asked,
) -> Callable[[Callable[Concatenate[DeskRequest, str, P], Iterable[Placed]]], View[P]]:
    """
    Make a view that sends a list as a workbook of what yields its rows for a request, an area and ids.

    Its page asks for ``sees``. Where the ids of the address name what it is a list of, ``area`` says from
    them where that is, and the trail keeps which it was.
    """

    def declare(listed: Callable[Concatenate[DeskRequest, str, P], Iterable[Placed]]) -> View[P]:
        @wraps(listed)
        def view(request: DeskRequest, *args: P.args, **kwargs: P.kwargs) -> FileResponse:
            code = area(request, *args, **kwargs)
            return taken_out(
                request,
                name=name,
                title=str(title),
                columns=[one.as_column() for one in headings],
                rows=(
                    (*(one.value(row) for one in headings), place)
                    for place, row in listed(request, code, *args, **kwargs)
                ),
                area=code,
                object_type=object_type,
                object_id=next((one for one in kwargs.values() if isinstance(one, UUID)), None),
                area_of=lambda cells: str(cells[-1]),
            )

        asked_again = require_POST(proven(TITLE)(cast(View[P], view)))
        return access(Capability.EXCHANGE_EXPORT)(access(sees)(asked_again))

    return declare


def taken_out(
    request: DeskRequest,
    *,
    name: str,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    area: str,
    object_type: str,
    object_id: UUID | None = None,
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
            object_id=object_id,
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
