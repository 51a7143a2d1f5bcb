"""The columns of a visit workbook, in either language, and the words its cells may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.assess import queries
from jinguo.assess.ladders import Sheet
from jinguo.assess.models import Finding, Round, Visit
from jinguo.core.errors import NotFound
from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.roster.fields import ROWS_SEARCHED, plain
from jinguo.exchange.rows import ColumnsUnfit, Layout, refuse_empty
from jinguo.exchange.scores.columns import RANGE, as_version, item_field, places

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class Field(StrEnum):
    """What a column holds that is not an item's points; an item's column has ``item:`` and its id."""

    CODE = "code"
    OUTCOME = "outcome"
    PLAQUE = "plaque"
    KNOWS = "knows"
    LEDGER = "ledger"
    SATISFACTION = "satisfaction"
    NOTE = "note"
    ROUND = "round"


TITLES: Mapping[str, str | Promise] = {
    Field.CODE: gettext_lazy("Visit code"),
    Field.OUTCOME: gettext_lazy("What you found"),
    Field.PLAQUE: gettext_lazy("Does a plaque hang at the gate?"),
    Field.KNOWS: gettext_lazy("Does she know the standard?"),
    Field.LEDGER: gettext_lazy("Does the village's ledger agree with what is seen?"),
    Field.SATISFACTION: gettext_lazy("Satisfaction, 1 to 5"),
    Field.NOTE: gettext_lazy("Note"),
    Field.ROUND: gettext_lazy("Round"),
}
YES, NO = gettext_lazy("Yes"), gettext_lazy("No")


def asked_by(sheet: Sheet) -> list[Field]:
    """Return the questions beside a sheet's items, in the order of their columns."""
    ledger = [Field.LEDGER] if sheet.asks_ledger else []
    return [Field.OUTCOME, Field.PLAQUE, Field.KNOWS, *ledger, Field.SATISFACTION]


def in_every_language(words: Callable[[], Mapping[str, str | Promise]]) -> dict[str, str]:
    """Return what words stand for, in every language a workbook may have been downloaded in."""
    found: dict[str, str] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {plain(str(word)): key for key, word in words().items()}
    return found


def outcomes() -> Mapping[str, str | Promise]:
    """Return what the cell of an outcome may hold, by what it stands for."""
    titles = {one.value: str(one.label) for one in Finding.Outcome}
    return titles | {one.value: str(one.label) for one in Visit.Missed}


def answers() -> Mapping[str, str | Promise]:
    """Return what the cell of a question may hold, by what it stands for."""
    return {"yes": YES, "no": NO}


def lay_out(actor: Actor, book: Workbook) -> Layout:
    """
    Return the columns of a filled workbook; :attr:`Layout.of` is the round its first row names.

    :raises ColumnsUnfit: no row of headings, no round of the actor's, or a column is missing
    :raises NoRows: nothing stands below the headings
    """
    known = in_every_language(lambda: TITLES)
    rows = book.first_rows(ROWS_SEARCHED + 1)
    header = next((at for at, row in enumerate(rows) if _is_header(row, known)), None)
    if header is None:
        raise ColumnsUnfit(
            _("No row of the first 30 has the heading “{heading}”. Download the workbook again.").format(
                heading=TITLES[Field.CODE]
            )
        )  # fmt: skip
    headings = {plain(RANGE.sub("", text)): place for place, text in enumerate(rows[header])}
    mapping = {known[word]: place for word, place in headings.items() if word in known}
    refuse_empty(book.rows - header - 1)
    found = _round(actor, rows[header + 1 : header + 2], mapping)
    sheet = as_version(found.sheet).sheet
    mapping |= places(sheet, headings)
    wanted = [Field.CODE, *asked_by(sheet), *map(item_field, sheet.items), Field.NOTE, Field.ROUND]
    if any(name not in mapping for name in wanted):
        raise ColumnsUnfit(_("A column of the workbook is missing. Download it again."))
    return Layout(header, mapping, found)


def _is_header(row: Sequence[str], known: Mapping[str, str]) -> bool:
    return any(known.get(plain(text)) == Field.CODE for text in row if text)


def _round(actor: Actor, below: Sequence[Sequence[str]], mapping: Mapping[str, int]) -> Round:
    place = mapping.get(Field.ROUND)
    said = below[0][place].strip() if below and place is not None else ""
    try:
        return queries.get_round(actor, UUID(said))
    except (ValueError, NotFound) as error:
        raise ColumnsUnfit(
            _("The workbook is of no round of yours. Download it again from the round's page.")
        ) from error
