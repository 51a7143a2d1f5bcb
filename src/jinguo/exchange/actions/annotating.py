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
from jinguo.exchange.actions.checking import Checked, check_again
from jinguo.exchange.importers import importer_of
from jinguo.exchange.models import Batch

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
    checked = check_again(actor, batch, batch.applied_at or batch.created_at)
    header = None if batch.header_row is None else batch.header_row - 1
    trail.note(
        actor,
        "exchange.annotate",
        object_type="exchange.batch",
        object_id=batch.id,
        area=batch.area,
        count=len(checked.rows),
    )
    return annotating.annotate(
        files.open_kept(batch.id),
        sheet=checked.book.sheet,
        heading=_("What is wrong"),
        header_row=header,
        marks=marks_of(checked, batch),
        notes=notes_of(checked, batch),
    )


def marks_of(checked: Checked, batch: Batch) -> dict[int, dict[int, str]]:
    """Return the reasons by row and column of the sheet, from 0; at the anchor for what has no column."""
    importer = importer_of(batch)
    marks: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for problem in checked.rows.problems:
        row = checked.book.top + checked.rows.lines[problem.row]
        column = batch.mapping.get(problem.field, batch.mapping[importer.anchor])
        words = str(importer.sentences[problem.reason])
        before = marks[row].get(column)
        marks[row][column] = f"{before} {words}" if before else words
    return dict(marks)


def notes_of(checked: Checked, batch: Batch) -> dict[int, str]:
    """Return what is to be said of rows that are taken all the same, by row of the sheet, from 0."""
    sentences = importer_of(batch).sentences
    return {
        checked.book.top + checked.rows.lines[remark.row]: str(sentences[remark.reason])
        for remark in checked.rows.remarks
    }
