"""A roster's dry run: every row checked, nothing written but the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jinguo.core import trail
from jinguo.exchange import files, policies, queries
from jinguo.exchange.actions.columns import choose_columns
from jinguo.exchange.models import Batch
from jinguo.exchange.reading import jail
from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.roster import checks, fields, register
from jinguo.exchange.roster.checks import Roster

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

PROBLEMS_KEPT = 200


@dataclass(frozen=True)
class Checked:
    """A batch's rows in memory, checked: what :func:`apply` writes when it follows at once."""

    batch_id: UUID
    book: Workbook
    header: int
    roster: Roster
    same: set[int]


def check(
    *,
    actor: Actor,
    batch_id: UUID,
    now: datetime,
    mapping: Mapping[str, int] | None = None,
    header_row: int | None = None,
    sheet: str = "",
) -> Batch:
    """
    Check every row of an uploaded roster and keep the outcome in its batch; the register stays as it is.

    ``mapping`` (field → column of the sheet, from 0) and ``header_row`` (from 1) go before what is guessed.

    :raises NotFound: no such batch for this actor
    :raises ColumnsMissing: ``fields`` names what no column was found for
    :raises Refused: it has been applied, erased, or cannot be opened
    """
    check_rows(actor, batch_id, now, mapping=mapping, header_row=header_row, sheet=sheet)
    return queries.get_batch(actor, batch_id)


@transaction.atomic
def check_rows(
    actor: Actor,
    batch_id: UUID,
    now: datetime,
    *,
    mapping: Mapping[str, int] | None = None,
    header_row: int | None = None,
    sheet: str = "",
    data: bytes | None = None,
) -> Checked:
    batch = queries.get_batch(actor, batch_id, lock=True)
    policies.check_check(actor, batch)
    book = jail.read(data or files.open_kept(batch.id), sheet=sheet or batch.sheet)
    guess = choose_columns(book, mapping, header_row)
    checked = check_book(batch, book, guess, now)
    keep_outcome(batch, checked, guess)
    trail.note(
        actor,
        "exchange.check",
        object_type="exchange.batch",
        object_id=batch.id,
        area=batch.area,
        count=batch.rows,
    )
    return checked


def check_book(batch: Batch, book: Workbook, guess: fields.Guess, now: datetime) -> Checked:
    """Return a workbook's rows, checked by themselves and against the register."""
    header = -1 if guess.row is None else guess.row
    villages = queries.villages_for(batch, timezone.localdate(now))
    roster = checks.check(book, header=header, mapping=guess.mapping, villages=villages)
    return Checked(batch.id, book, header, roster, register.compare(roster))


def keep_outcome(batch: Batch, checked: Checked, guess: fields.Guess) -> None:
    """Write the outcome of a check into its batch: counts and places, no values."""
    roster, book = checked.roster, checked.book
    bad = roster.bad_rows()
    batch.state = Batch.State.CHECKED
    batch.sheet = book.sheet
    batch.header_row = book.top + checked.header + 1 or None
    batch.mapping = {name.value: book.left + place for name, place in guess.mapping.items()}
    batch.rows, batch.bad, batch.same = len(roster), len(bad), len(checked.same)
    batch.good = batch.rows - batch.bad - batch.same
    batch.reasons = dict(Counter(problem.reason.value for problem in roster.problems))
    first = sorted(roster.problems, key=lambda one: one.row)[:PROBLEMS_KEPT]
    batch.problems = [
        {
            "row": book.top + roster.lines[one.row] + 1,
            "column": batch.mapping.get(one.field.value),
            "field": one.field.value,
            "reason": one.reason.value,
        }
        for one in first
    ]
    batch.save()
