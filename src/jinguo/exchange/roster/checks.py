"""Every row of a roster checked, a column at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from jinguo.core.divisions import Division, divisions_out_of_time
from jinguo.core.identity import MOBILE, PHONE
from jinguo.exchange.reading.child import CELL_END
from jinguo.exchange.reading.jail import Workbook
from jinguo.exchange.roster import id_numbers
from jinguo.exchange.roster.cells import drop_marks, fill_down, tidy_codes, tidy_names
from jinguo.exchange.roster.fields import Field
from jinguo.exchange.roster.reasons import Reason
from jinguo.exchange.roster.villages import Villages
from jinguo.exchange.rows import Problem, Rows, refuse_empty
from jinguo.people.checking import ADDRESS_LENGTH, LANE_LENGTH, MEMBERS, NAME, NAME_LENGTH

T = TypeVar("T")
CODES = {Field.ID_NUMBER, Field.PHONE, Field.VILLAGE_CODE, Field.MEMBERS}
PLACES = {Field.TOWN, Field.VILLAGE, Field.VILLAGE_CODE, Field.LANE}
MOBILE_OR_NONE = re.compile(f"(?:{MOBILE.pattern})?")
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+")
FOOTER = re.compile(r"(合计|总计|小计|共计|填表|填报|制表|审核|负责人|联系人|备注|说明|注)")
YES, NO = (
    {"是", "常住", "Y", "YES", "TRUE", "1", "√", "✓", "有"},
    {"否", "非常住", "不常住", "N", "NO", "FALSE", "0", "×", "无"},
)
YARDS = {
    "平房": "yard", "院落": "yard", "庭院": "yard", "平房院落": "yard", "农家院": "yard",
    "楼房": "flat", "楼房阳台": "flat", "阳台": "flat", "单元楼": "flat", "楼": "flat",
}  # fmt: skip
NOWHERE = {"无", "没有", "-", "--", "—", "/"}
ID_REASONS = {
    id_numbers.WRONG_LENGTH: Reason.ID_LENGTH,
    id_numbers.WRONG_SIGN: Reason.ID_SIGNS,
    id_numbers.WRONG_CHECK: Reason.ID_CHECK,
    id_numbers.WRONG_DAY: Reason.ID_DAY,
    id_numbers.LATER_DAY: Reason.ID_LATER,
    id_numbers.WRONG_DIVISION: Reason.ID_DIVISION,
}
REMARKS = {Division.YOUNGER: Reason.PLACE_YOUNGER, Division.GONE: Reason.PLACE_GONE}


@dataclass
class Roster(Rows):
    """
    The data rows of a roster, put right and checked.

    All columns are of one length. ``area`` is the village's code, empty where it could not be found.
    ``households`` are those on the register that differ from their row.
    """

    columns: dict[Field, list[str]]
    area: list[str] = field(default_factory=list)
    members: list[int] = field(default_factory=list)
    is_resident: list[bool] = field(default_factory=list)
    yard: list[str] = field(default_factory=list)
    households: dict[int, UUID] = field(default_factory=dict)

    def given(self, name: Field) -> list[str]:
        """Return the cells of a column, empty where the workbook has none."""
        return self.columns.get(name) or [""] * len(self)


def check(
    book: Workbook, *, below: int, mapping: Mapping[Field, int], villages: Villages, on: date
) -> Roster:
    """
    Return the rows from ``below`` on, checked for all that can be known without the register.

    ``on`` is the day from which their households are registered.

    :raises NoRows: none of them is about a household
    """
    roster, rounded = take_rows(book, below, mapping)
    refuse_empty(len(roster))
    check_heads(roster)
    check_id_numbers(roster, rounded.get(Field.ID_NUMBER, set()), on)
    check_phones(roster)
    find_villages(roster, villages)
    read_words(roster)
    return roster


def take_rows(
    book: Workbook, below: int, mapping: Mapping[Field, int]
) -> tuple[Roster, dict[Field, set[int]]]:
    """Return the rows that are about a household, put right, and where a number had been rounded."""
    spans = [
        ((top - book.top, left - book.left), (bottom - book.top, right - book.left))
        for (top, left), (bottom, right) in book.merged
    ]
    columns: dict[Field, list[str]] = {}
    marked: dict[Field, set[int]] = {}
    for name, index in mapping.items():
        cells = book.column(index)
        if name in PLACES:
            cells = fill_down(cells, spans, index)
        cells, marked[name] = drop_marks(cells[below:])
        columns[name] = tidy_codes(cells) if name in CODES else tidy_names(cells)
    kept = household_rows(columns, book.rows - below)
    if len(kept) == book.rows - below:
        return Roster(range(below, book.rows), columns), marked
    where = {row: place for place, row in enumerate(kept)}
    columns = {name: [cells[row] for row in kept] for name, cells in columns.items()}
    marked = {name: {where[row] for row in rows if row in where} for name, rows in marked.items()}
    return Roster([below + row for row in kept], columns), marked


def household_rows(columns: Mapping[Field, list[str]], count: int) -> Sequence[int]:
    """Return the rows that are not empty and not a total or a signature below the table."""
    telling = [
        columns[name] for name in (Field.HEAD, Field.ID_NUMBER, Field.PHONE) if name in columns
    ]
    if telling and all("" not in column for column in telling[:2]):
        return range(count)
    others = [cells for name, cells in columns.items() if name not in PLACES]
    own = list(zip(*others, strict=True))
    heads = columns.get(Field.HEAD, [""] * count)
    numbers = columns.get(Field.ID_NUMBER, [""] * count)
    return [
        row
        for row in range(count)
        if any(own[row]) and not (not numbers[row] and FOOTER.match(heads[row]))
    ]


def all_are(pattern: re.Pattern[str], cells: Sequence[str]) -> bool:
    """Say whether every cell is what a pattern asks for, in one pass over all of them."""
    whole = f"(?>(?:{pattern.pattern}){CELL_END})*+"
    return re.fullmatch(whole, "".join([CELL_END.join(cells), CELL_END])) is not None


def check_heads(roster: Roster) -> None:
    """Check that every row names its head."""
    names = roster.columns[Field.HEAD]
    if all_are(NAME, names) and max(map(len, names)) <= NAME_LENGTH:
        return
    wrong = {name for name in set(names) if len(name) > NAME_LENGTH or not NAME.fullmatch(name)}
    rows = [row for row, name in enumerate(names) if name in wrong] if wrong else []
    roster.add((row for row in rows if not names[row]), Field.HEAD, Reason.HEAD_MISSING)
    roster.add((row for row in rows if names[row]), Field.HEAD, Reason.HEAD_UNREADABLE)


def check_id_numbers(roster: Roster, rounded: set[int], on: date) -> None:
    """Check every ID number, and that none stands in the workbook twice."""
    numbers = roster.columns[Field.ID_NUMBER]
    verdicts = id_numbers.verdicts(numbers, on)
    if any(verdicts) or rounded:
        wrong = [row for row, verdict in enumerate(verdicts) if verdict or row in rounded]
        for row in wrong:
            reason = explain(numbers[row], verdicts[row], row in rounded)
            roster.problems.append(Problem(row, Field.ID_NUMBER, reason))
            verdicts[row] = verdicts[row] or id_numbers.WRONG_CHECK
    roster.remarks += [
        Problem(row, Field.ID_NUMBER, REMARKS[division])
        for row, division in divisions_out_of_time(numbers).items()
        if not verdicts[row]
    ]
    if len(set(numbers)) < len(numbers):
        roster.add(repeats(numbers, verdicts), Field.ID_NUMBER, Reason.ID_TWICE)


def explain(number: str, verdict: int, is_rounded: bool) -> Reason:
    """Return the reason that helps most: how a spreadsheet spoilt the number goes before the arithmetic."""
    if not number:
        return Reason.ID_MISSING
    if SCIENTIFIC.fullmatch(number):
        return Reason.ID_SCIENTIFIC
    if is_rounded or (len(number) == id_numbers.LENGTH and number.endswith("000")):
        return Reason.ID_ROUNDED
    if len(number) == 15 and number.isdigit():
        return Reason.ID_OLD
    return ID_REASONS[verdict or id_numbers.WRONG_LENGTH]


def repeats(numbers: Sequence[str], verdicts: Sequence[int]) -> list[int]:
    """Return the rows whose number stood in an earlier row; wrong numbers have their own reason."""
    seen: set[str] = set()
    found = []
    for row, number in enumerate(numbers):
        if number in seen and not verdicts[row]:
            found.append(row)
        seen.add(number)
    return found


def check_phones(roster: Roster) -> None:
    """Check telephone numbers where given, and take off the country's code."""
    phones = roster.columns.get(Field.PHONE)
    if phones is None or all_are(MOBILE_OR_NONE, phones):
        return
    for row, phone in enumerate(phones):
        match = PHONE.fullmatch(phone.replace("-", ""))
        if match:
            phones[row] = match[1]
        elif phone:
            spoilt = SCIENTIFIC.fullmatch(phone)
            reason = Reason.PHONE_SCIENTIFIC if spoilt else Reason.PHONE_WRONG
            roster.problems.append(Problem(row, Field.PHONE, reason))


def find_villages(roster: Roster, villages: Villages) -> None:
    """Find each row's village; a name that many rows share is looked up once."""
    empty = [""] * len(roster)
    codes, names, towns = (
        roster.columns.get(name, empty) for name in (Field.VILLAGE_CODE, Field.VILLAGE, Field.TOWN)
    )
    asked = list(zip(codes, names, towns, strict=True))
    answers = {one: villages.find(*one) for one in set(asked)}
    found = [answers[one] for one in asked]
    roster.area = ["" if isinstance(one, Reason) else one for one in found]
    if any(isinstance(one, Reason) for one in answers.values()):
        for row, one in enumerate(found):
            if isinstance(one, Reason):
                roster.problems.append(Problem(row, place_of(one, asked[row]), one))


def place_of(reason: Reason, asked: tuple[str, str, str]) -> Field:
    """Return the column to mark for a village that was not found."""
    code, _name, _town = asked
    if reason is Reason.TOWN_UNKNOWN:
        return Field.TOWN
    return Field.VILLAGE_CODE if code else Field.VILLAGE


def read_words(roster: Roster) -> None:
    """Read the columns with few different values, each value once."""
    roster.members = read_column(roster, Field.MEMBERS, read_members, 1, Reason.MEMBERS_WRONG)
    roster.is_resident = read_column(
        roster, Field.RESIDENT, read_yes_or_no, True, Reason.RESIDENT_UNKNOWN
    )
    roster.yard = read_column(roster, Field.YARD, YARDS.get, "yard", Reason.YARD_UNKNOWN)
    if Field.LANE in roster.columns:
        lanes = roster.columns[Field.LANE]
        roster.columns[Field.LANE] = ["" if lane in NOWHERE else lane for lane in lanes]
    for name, most, reason in (
        (Field.LANE, LANE_LENGTH, Reason.LANE_TOO_LONG),
        (Field.ADDRESS, ADDRESS_LENGTH, Reason.ADDRESS_TOO_LONG),
    ):
        cells = roster.columns.get(name, [])
        if max(map(len, cells), default=0) > most:
            roster.add((row for row, cell in enumerate(cells) if len(cell) > most), name, reason)


def read_column(
    roster: Roster, name: Field, read: Callable[[str], T | None], default: T, reason: Reason
) -> list[T]:
    """Return a column's values; an empty cell is the default, an unreadable one a problem."""
    cells = roster.columns.get(name)
    if cells is None:
        return [default] * len(roster)
    read_once = {cell: default if not cell else read(cell) for cell in set(cells)}
    unknown = {cell for cell, value in read_once.items() if value is None}
    if unknown:
        roster.add((row for row, cell in enumerate(cells) if cell in unknown), name, reason)
    values = {cell: default if value is None else value for cell, value in read_once.items()}
    return list(map(values.__getitem__, cells))


def read_members(cell: str) -> int | None:
    """Return a number of members within the limits, also from 3人 or 3口."""
    digits = cell.rstrip("人口")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= 2
    return int(digits) if is_number and 1 <= int(digits) <= MEMBERS else None


def read_yes_or_no(cell: str) -> bool | None:
    """Return what 是 and 否 and the like say."""
    word = cell.upper()
    return True if word in YES else False if word in NO else None
