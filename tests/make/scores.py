"""Score sheets as workbooks, downloaded and filled as an officer would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from jinguo.exchange import actions
from jinguo.exchange.models import Batch
from tests.make import assess

HEADER, FIRST_ITEM, CODE, NOTE, VERSION = 3, 5, 1, 10, 11
"""Where things stand, counted from 1 as in the spreadsheet; the sheet of the factory has four items."""

OFFICER = ("town-officer", assess.TOWN)


def download(**given) -> bytes:
    """The score sheets of what waits in the town."""
    return actions.score_workbook(
        **{
            "actor": assess.officer(*OFFICER),
            "programme": assess.PROGRAMME,
            "state": "recommended",
            "area": assess.TOWN,
            **given,
        }
    )


def opened(data: bytes) -> Worksheet:
    """The sheet to be filled."""
    return openpyxl.load_workbook(BytesIO(data)).worksheets[0]


def filled(
    points: Mapping[str, Sequence[object]], data: bytes | None = None, **cells: Mapping[str, object]
) -> bytes:
    """
    The workbook with points by household number; the others stay empty.

    ``cells`` maps ``code``, ``note`` or ``version`` to what stands in that column by household number.
    """
    book = openpyxl.load_workbook(BytesIO(download() if data is None else data))
    sheet = book.worksheets[0]
    places = {"note": NOTE, "version": VERSION, "code": CODE}
    for row in sheet.iter_rows(min_row=HEADER + 1):
        code = row[CODE - 1].value
        for at, value in enumerate(points.get(code, ())):
            row[FIRST_ITEM - 1 + at].value = value
        for name, by_code in cells.items():
            if code in by_code:
                row[places[name] - 1].value = by_code[code]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def checked(data: bytes, actor=None, now=None) -> Batch:
    """A filled workbook uploaded and checked."""
    actor, now = actor or assess.officer(*OFFICER), now or assess.noon()
    batch = actions.upload(
        actor=actor,
        kind="scores",
        file_name="scores.xlsx",
        area=actor.home_area,
        data=data,
        now=now,
    )
    return actions.check(actor=actor, batch_id=batch.id, now=now)


def applied(data: bytes, *, only_good: bool = False, **given) -> Batch:
    """A filled workbook whose scores are taken."""
    batch = checked(data)
    return actions.apply(
        actor=assess.officer(*OFFICER), batch_id=batch.id, only_good=only_good,
        now=assess.noon(), **given,
    )  # fmt: skip
