from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(Enum):
    """What a person can be found or harmed by, and what it is called inside a sentence."""

    ID_NUMBER = "id-number", _("an ID number")
    DOCUMENT = "document", _("the number of a passport or another document")
    PHONE = "phone", _("a phone number")
    BANK = "bank", _("a bank card or account")
    ADDRESS = "address", _("an address")
    BIRTH_DATE = "birth-date", _("a date of birth")
    PLATE = "plate", _("a number plate")
    EMAIL = "email", _("an email address")
    MESSENGER = "messenger", _("a WeChat or QQ number")
    MILITARY_UNIT = "military-unit", _("the number of a military unit")

    ILLNESS = "illness", _("the illness of a person")
    SCHOOL = "school", _("the school and class of a child")

    title: str | Promise

    def __new__(cls, value: str, title: str | Promise) -> Kind:
        one = object.__new__(cls)
        one._value_ = value
        one.title = title
        return one


@dataclass(frozen=True)
class Finding:
    """Something found in a text: its kind, and where it stands, from inclusive, to exclusive."""

    kind: Kind
    start: int
    end: int
