"""Rosters as a kind of workbook: how their columns are found, their rows checked and written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core import progress
from jinguo.exchange import queries
from jinguo.exchange.models import Batch, Step, Written
from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.roster import checks, fields, reasons, register
from jinguo.exchange.roster.checks import Roster
from jinguo.exchange.roster.columns import choose_columns, open_book
from jinguo.exchange.roster.fields import Field
from jinguo.exchange.rows import Layout
from jinguo.people import actions as people
from jinguo.people.rows import HouseholdIn

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class RosterImporter:
    """See :class:`jinguo.exchange.importers.Importer`."""

    sentences = reasons.SENTENCES
    anchor = Field.HEAD

    def open(self, data: bytes, sheet: str) -> Workbook:
        """Return the sheet named, or the first with headings that are known."""
        return open_book(data, sheet)

    def lay_out(
        self,
        actor: Actor,
        batch: Batch,
        book: Workbook,
        mapping: Mapping[str, int] | None,
        header_row: int | None,
    ) -> Layout:
        """Return the columns as guessed, or as chosen."""
        guess = choose_columns(book, mapping, header_row)
        return Layout(guess.row, {name.value: place for name, place in guess.mapping.items()})

    def check(
        self, actor: Actor, batch: Batch, book: Workbook, layout: Layout, on: date, now: datetime
    ) -> Roster:
        """Return the rows, checked by themselves and against the register."""
        progress.begin(Step.CHECK, book.rows)
        today = timezone.localdate(now)
        roster = checks.check(
            book,
            below=layout.below,
            mapping=fields.as_mapping(layout.mapping),
            villages=queries.villages_for(batch, today),
            on=on,
        )
        progress.begin(Step.COMPARE, len(roster))
        register.compare(roster, today)
        return roster

    def write(
        self,
        actor: Actor,
        batch: Batch,
        rows: Roster,
        left_out: set[int],
        on: date,
        now: datetime,
    ) -> int:
        """Put households on the register, from ``on``; keep which, so that they can be taken back."""
        progress.begin(Step.WRITE, len(rows))
        written = people.register_roster(
            actor=actor, rows=households(rows, left_out), registered_on=on, now=now
        )
        Written.objects.create(batch=batch, ids=b"".join(written))
        return len(written)

    def update(self, actor: Actor, rows: Roster, on: date, now: datetime) -> int:
        """Correct the households that differ from their rows; a change of residence counts from ``on``."""
        progress.begin(Step.UPDATE, len(rows.differing))
        return people.update_households(
            actor=actor,
            changes=register.changes(rows),
            reason=_("Brought up to date with a newer roster"),
            on=on,
            now=now,
        )


def households(roster: Roster, left_out: set[int]) -> list[HouseholdIn]:
    """Return the rows to be written."""
    columns: dict[str, Sequence[object]] = {
        "area": roster.area,
        "head_name": roster.columns[Field.HEAD],
        "id_number": roster.columns[Field.ID_NUMBER],
        "phone": roster.given(Field.PHONE),
        "sex": ["0"] * len(roster),
        "member_count": roster.members,
        "is_resident": roster.is_resident,
        "yard": roster.yard,
        "lane": roster.given(Field.LANE),
        "address": roster.given(Field.ADDRESS),
        "code": [""] * len(roster),
    }
    cells = zip(*(columns[name] for name in HouseholdIn._fields), strict=True)
    rows = list(map(HouseholdIn._make, cells))
    return [row for at, row in enumerate(rows) if at not in left_out] if left_out else rows
