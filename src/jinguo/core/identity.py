"""
Numbers that name a person or a body: ID number, phone, unified social credit code; and their masks.

python-stdnum does the arithmetic and knows the divisions; here is what Chinese offices add to it:
full-width digits, spaces, a small ``x``, and numbers that a spreadsheet has turned into 3.7E+17.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength

from jinguo.core.divisions import Division, judge_division
from jinguo.core.errors import Invalid
from jinguo.core.names import surname

BLANKS = re.compile(r"[\s\u00a0\u200b-\u200d\u2060\ufeff'`’‘-]+")
FLOATED = re.compile(r"^\d(\.\d+)?[eE]\+?1\d$")
PHONE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9}|0[0-9]{2,3}[1-9][0-9]{6,7})")
"""A mobile or landline number without blanks and hyphens; the first group leaves the country's code out."""
MOBILE = re.compile(r"1[3-9][0-9]{9}")
"""A mobile number as :func:`check_phone` returns it."""
DOTS = "●●●●"


@dataclass(frozen=True)
class IdNumber:
    """A checked ID number (GB 11643-1999) and what it says."""

    text: str
    born_on: date
    sex: str
    division: str

    @property
    def remark(self) -> str | None:
        """What to tell whoever entered the number, although it is accepted; None for most."""
        return judge_division(self.text[:10]).remark


def plain(text: str) -> str:
    """Return ``text`` in half-width signs without blanks, hyphens and apostrophes."""
    return BLANKS.sub("", unicodedata.normalize("NFKC", text))


def check_id_number(text: str, *, on: date | None = None) -> IdNumber:
    """
    Return what an ID number says; ``on`` is the day on which whoever bears it is entered.

    A division that did not exist in the year of birth is accepted and leaves a remark.

    :raises Invalid: damaged by a spreadsheet, wrong length, date, division or check digit, or of one born
        after ``on``
    """
    number = ric.compact(plain(text))
    try:
        _check(number)
    except Invalid as fault:
        if FLOATED.match(number) or (len(number) == 18 and number.endswith("000")):
            raise Invalid(
                _("The spreadsheet has shortened this ID number. Format the column as text and type"
                  " it again.")
            ) from fault  # fmt: skip
        raise
    born_on = ric.get_birth_date(number)
    if on is not None and born_on > on:
        raise Invalid(
            _(
                "The birth date in this ID number is after the day it is entered for. Check each digit."
            )
        )
    return IdNumber(number, born_on, "1" if int(number[16]) % 2 else "2", number[:6])


def _check(number: str) -> None:
    try:
        ric.validate(number)
    except InvalidLength as fault:
        raise Invalid(_("An ID number has 18 signs.")) from fault
    except InvalidFormat as fault:
        raise Invalid(_("An ID number has 17 digits and a digit or X at the end.")) from fault
    except InvalidChecksum as fault:
        raise Invalid(
            _("The last sign of the ID number does not match the others. Check each digit.")
        ) from fault
    except (InvalidComponent, KeyError) as fault:  # KeyError: a code in the table without a county
        if not _has_birth_date(number) or judge_division(number[:10]) is Division.UNKNOWN:
            raise Invalid(
                _("The ID number names a place or a birth date that does not exist.")
            ) from fault


def _has_birth_date(number: str) -> bool:
    try:
        return bool(ric.get_birth_date(number))
    except InvalidComponent:
        return False


def check_phone(text: str) -> str:
    """
    Return a mobile or landline number as digits only.

    :raises Invalid: neither 11 digits from 13 to 19, nor an area code and a local number
    """
    found = PHONE.fullmatch(plain(text).removesuffix(".0"))
    if found:
        return found[1]
    raise Invalid(_("A phone number has 11 digits, or an area code and a local number."))


def check_mobile(text: str) -> str:
    """
    Return a mobile number as digits only.

    :raises Invalid: not 11 digits from 13 to 19
    """
    number = plain(text).removeprefix("+").removeprefix("86")
    if not MOBILE.fullmatch(number):
        raise Invalid(_("A mobile number has 11 digits and begins with 13 to 19."))
    return number


def check_uscc(text: str) -> str:
    """
    Return a unified social credit code (GB 32100-2015) in capitals.

    :raises Invalid: it is not one
    """
    code = plain(text).upper()
    if not uscc.is_valid(code):
        raise Invalid(
            _("A social credit code has 18 signs and this one does not check. Compare each sign.")
        )
    return code


def mask(text: str, keep: int = 4) -> str:
    """
    Return four dots and the last ``keep`` signs; nothing for an empty text.

    Of a text shorter than twice ``keep`` nothing is shown: its end would be most of it.
    """
    if not text:
        return ""
    return DOTS + text[-keep:] if len(text) >= 2 * keep else DOTS


def mask_tail(tail: str) -> str:
    """Return four dots and a tail that was cut off before it was stored; nothing for an empty one."""
    return DOTS + tail if tail else ""


def mask_name(name: str) -> str:
    """Return the surname and two stars, as public lists print names (王**, 欧阳**)."""
    return surname(name) + "**" if name else ""
