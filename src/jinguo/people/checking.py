"""
The rules for what is registered, by form, by plain rows or by a roster.

The roster checks 165,570 rows a column at a time, so it takes the patterns, tables and limits from here.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid, Refused
from jinguo.core.identity import check_id_number, check_phone
from jinguo.people.models import Household, Sex
from jinguo.people.rows import HouseholdIn

NAME_LENGTH, ADDRESS_LENGTH, LANE_LENGTH, REASON_LENGTH, MEMBERS = 40, 200, 30, 200, 30
NAME = re.compile(r"[^\W\d_]+(?:[·.\- ]+[^\W\d_]+)*(?: ?\([^\W\d_]+\))?")
"""Words of letters or signs, at the end perhaps one in brackets, by which villages tell namesakes apart."""
HAN = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""The Chinese signs, as a class of a regular expression has them."""

# What WPS, Excel, telephones and hands do to a text that should be plain.
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
SPACES = (
    "\t\n\x0b\x0c\r \x85\xa0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
UNSEEN = (
    "\xad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060"
    "\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
APOSTROPHES = "'`\u2018\u2019\u00b4\uff07"
TO_NAME = FULL_WIDTH | dict.fromkeys(map(ord, UNSEEN + APOSTROPHES)) | {
    **{ord(sign): ord(" ") for sign in SPACES},
    **{ord(sign): ord("·") for sign in "\u2022\u30fb\u2027\u2219\u22c5\uff0e"},
}  # fmt: skip
RUN_OF_SPACES = re.compile(r" {2,}")
BETWEEN_SIGNS = re.compile(rf"(?<=[{HAN}]) +(?=[{HAN}])")


def tidy(text: str) -> str:
    """Return a name or address in half-width letters, with ``·`` for dots, no blank between Chinese signs."""
    return BETWEEN_SIGNS.sub("", RUN_OF_SPACES.sub(" ", text.translate(TO_NAME))).strip()


def check_name(text: str) -> str:
    """
    Return a person's name, tidied.

    :raises Invalid: empty, longer than 40 signs, or with digits or other signs in it
    """
    name = tidy(text)
    if not name:
        raise Invalid(_("Enter the name."), name="")
    if len(name) > NAME_LENGTH or not NAME.fullmatch(name):
        raise Invalid(
            _(
                "A name has Chinese signs or letters, {most} at most; at its end some may be in"
                " brackets."
            ).format(most=NAME_LENGTH),
            name="",
        )
    return name


def check_household(row: HouseholdIn, on: date) -> HouseholdIn:
    """
    Return the row normalised, of a household that is registered from ``on``.

    :raises Invalid: the first thing wrong with it
    """
    if row.code and not re.fullmatch(rf"{re.escape(row.area)}\d{{5}}", row.code):
        raise Invalid(_("A household code is the village's code and five digits."))
    if not 1 <= row.member_count <= MEMBERS:
        raise Invalid(_("A household has 1 to {most} people.").format(most=MEMBERS))
    check_yard(row.yard)
    if row.sex not in Sex.values:
        raise Invalid(_("The sex is not one of the code table GB/T 2261.1."))
    return row._replace(
        head_name=check_name(row.head_name),
        id_number=check_id_number(row.id_number, on=on).text if row.id_number.strip() else "",
        phone=check_phone(row.phone) if row.phone.strip() else "",
        lane=check_lane(row.lane),
        address=check_address(row.address),
    )


def check_day(on: date, now: datetime) -> None:
    """
    Pass for a day that has come.

    :raises Invalid: it is to come
    """
    if on > localdate(now):
        raise Invalid(_("Choose a day until today."), on="")


def check_born_on(born_on: date | None, on: date) -> date | None:
    """
    Return a date of birth, which may not be known.

    :raises Invalid: it is after ``on``, the day on which it is entered
    """
    if born_on is not None and born_on > on:
        raise Invalid(_("The date of birth lies in the future."), born_on="")
    return born_on


def check_yard(yard: str) -> str:
    """
    Return a kind of yard.

    :raises Invalid: there is no such kind
    """
    if yard not in Household.Yard.values:
        raise Invalid(_("The kind of yard is not known."), yard="")
    return yard


def check_address(text: str) -> str:
    """
    Return an address, tidied.

    :raises Invalid: longer than 200 signs
    """
    address = tidy(text)
    if len(address) > ADDRESS_LENGTH:
        raise Invalid(_("An address has {most} signs at most.").format(most=ADDRESS_LENGTH))
    return address


def check_lane(text: str) -> str:
    """
    Return the street, lane or group of a village, tidied.

    :raises Invalid: longer than 30 signs
    """
    lane = tidy(text)
    if len(lane) > LANE_LENGTH:
        raise Invalid(
            _("A lane or group has {most} signs at most.").format(most=LANE_LENGTH), lane=""
        )
    return lane


def check_reason(text: str) -> str:
    """
    Return why something is done, on one line, 200 signs at most.

    :raises Refused: nothing is said
    """
    reason = " ".join(text.split())[:REASON_LENGTH]
    if not reason:
        raise Refused(_("Say why."), reason="")
    return reason
