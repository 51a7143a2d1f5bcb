"""Why a row cannot be taken: a code for programs, a sentence for the officer. No sentence quotes a value."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from jinguo.core.divisions import Division


class Reason(StrEnum):
    """What is wrong with one cell; the last two are remarks, which leave the row a good one."""

    HEAD_MISSING = "head-missing"
    HEAD_UNREADABLE = "head-unreadable"
    ID_MISSING = "id-missing"
    ID_SCIENTIFIC = "id-scientific"
    ID_ROUNDED = "id-rounded"
    ID_OLD = "id-old"
    ID_LENGTH = "id-length"
    ID_SIGNS = "id-signs"
    ID_CHECK = "id-check"
    ID_DAY = "id-day"
    ID_LATER = "id-later"
    ID_DIVISION = "id-division"
    ID_TWICE = "id-twice"
    ID_ELSEWHERE = "id-elsewhere"
    ID_OTHER_NAME = "id-other-name"
    ID_NOT_HEAD = "id-not-head"
    PHONE_WRONG = "phone-wrong"
    PHONE_SCIENTIFIC = "phone-scientific"
    VILLAGE_MISSING = "village-missing"
    VILLAGE_UNKNOWN = "village-unknown"
    VILLAGE_AMBIGUOUS = "village-ambiguous"
    VILLAGE_NOT_IN_TOWN = "village-not-in-town"
    VILLAGE_OUT_OF_REACH = "village-out-of-reach"
    TOWN_UNKNOWN = "town-unknown"
    CODE_AND_NAME_DIFFER = "code-and-name-differ"
    MEMBERS_WRONG = "members-wrong"
    RESIDENT_UNKNOWN = "resident-unknown"
    YARD_UNKNOWN = "yard-unknown"
    LANE_TOO_LONG = "lane-too-long"
    ADDRESS_TOO_LONG = "address-too-long"
    PLACE_YOUNGER = "place-younger"
    PLACE_GONE = "place-gone"


def remark(division: Division) -> Promise:
    """Return the sentence about a number whose division is out of its time, in the reader's language."""
    sentence: Promise = lazy(lambda: division.remark, str)()  # type: ignore[assignment]
    return sentence


SENTENCES: dict[Reason, str | Promise] = {
    Reason.HEAD_MISSING: _("The head's name is missing."),
    Reason.HEAD_UNREADABLE: _(
        "This is not a name: it has digits or signs in it, or is longer than 40 signs."
    ),
    Reason.ID_MISSING: _("The ID number is missing."),
    Reason.ID_SCIENTIFIC: _(
        "The spreadsheet turned the ID number into a form like 3.7E+17 and its last digits are lost."
        " Format the column as text and type the number again."
    ),
    Reason.ID_ROUNDED: _(
        "The spreadsheet kept the ID number as a number and its last three digits are lost."
        " Format the column as text and type the number again."
    ),
    Reason.ID_OLD: _("This is an old ID number of 15 digits. Enter the one of 18."),
    Reason.ID_LENGTH: _("An ID number has 18 digits; this one does not."),
    Reason.ID_SIGNS: _("The ID number has a sign in it that is neither a digit nor a final X."),
    Reason.ID_CHECK: _("The check digit of the ID number is wrong: a digit was mistyped."),
    Reason.ID_DAY: _("The day of birth in the ID number does not exist."),
    Reason.ID_LATER: _("The day of birth in the ID number lies after the day of registration."),
    Reason.ID_DIVISION: _("The ID number begins with a division that did not exist."),
    Reason.ID_TWICE: _("The same ID number stands in an earlier row of this workbook."),
    Reason.ID_ELSEWHERE: _("This ID number is already on the register, in another village."),
    Reason.ID_OTHER_NAME: _("This ID number is already on the register, under another name."),
    Reason.ID_NOT_HEAD: _(
        "This person is already on the register, as a member of a household and not as its head."
    ),
    Reason.PHONE_WRONG: _("A phone number has 11 digits, or an area code and a local number."),
    Reason.PHONE_SCIENTIFIC: _(
        "The spreadsheet turned the telephone number into a form like 1.38E+10. Format the column as"
        " text and type the number again."
    ),
    Reason.VILLAGE_MISSING: _("The village is missing."),
    Reason.VILLAGE_UNKNOWN: _("No village or community of this name or code is known."),
    Reason.VILLAGE_AMBIGUOUS: _("Several towns have a village of this name. Fill in the town."),
    Reason.VILLAGE_NOT_IN_TOWN: _("The town of this row has no village of this name."),
    Reason.VILLAGE_OUT_OF_REACH: _("This village is outside the area you import for."),
    Reason.TOWN_UNKNOWN: _("No town or street of this name is known in the area you import for."),
    Reason.CODE_AND_NAME_DIFFER: _("The village's code and its name belong to different villages."),
    Reason.MEMBERS_WRONG: _("The number of members is a whole number from 1 to 30."),
    Reason.RESIDENT_UNKNOWN: _("Write 是 or 否 for resident."),
    Reason.YARD_UNKNOWN: _("Write 平房 or 楼房 for the kind of yard."),
    Reason.LANE_TOO_LONG: _("The lane or group is longer than 30 signs."),
    Reason.ADDRESS_TOO_LONG: _("The address is longer than 200 signs."),
    Reason.PLACE_YOUNGER: remark(Division.YOUNGER),
    Reason.PLACE_GONE: remark(Division.GONE),
}  # fmt: skip
