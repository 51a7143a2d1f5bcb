"""The workbook given back with what was wrong in it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Refused
from jinguo.exchange import annotating, files, policies, queries
from jinguo.exchange.actions.checking import Checked, check_book
from jinguo.exchange.actions.columns import choose_columns
from jinguo.exchange.reading import jail
from jinguo.exchange.roster.reasons import SENTENCES

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@transaction.atomic
def annotated_workbook(*, actor: Actor, batch_id: UUID) -> bytes:
    """
    Return the workbook of a checked batch, wrong cells coloured and the reasons in a column behind the last.

    It is her own file: only those cells and that column differ. Reasons are those of this moment.

    :raises NotFound: no such batch for this actor
    :raises Refused: not checked yet, or its file was erased
    """
    batch = queries.get_batch(actor, batch_id)
    policies.check_upload(actor, batch.area)
    if not batch.mapping:
        raise Refused(_("Check the workbook first."))
    data = files.open_kept(batch.id)
    book = jail.read(data, sheet=batch.sheet)
    guess = choose_columns(book, batch.mapping, batch.header_row)
    checked = check_book(batch, book, guess, batch.applied_at or batch.created_at)
    header = None if batch.header_row is None else batch.header_row - 1
    trail.note(
        actor,
        "exchange.annotate",
        object_type="exchange.batch",
        object_id=batch.id,
        area=batch.area,
        count=len(checked.roster),
    )
    return annotating.annotate(
        data,
        sheet=book.sheet,
        heading=_("What is wrong"),
        header_row=header,
        marks=marks_of(checked, batch.mapping),
    )


def marks_of(checked: Checked, mapping: dict[str, int]) -> dict[int, dict[int, str]]:
    """Return the reasons by row and column of the sheet, from 0; what has no column is marked at the head."""
    marks: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for problem in checked.roster.problems:
        row = checked.book.top + checked.roster.lines[problem.row]
        column = mapping.get(problem.field.value, mapping["head"])
        words = str(SENTENCES[problem.reason])
        before = marks[row].get(column)
        marks[row][column] = f"{before} {words}" if before else words
    return dict(marks)
