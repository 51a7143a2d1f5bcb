"""The checks a household passes before it is registered, by form or by plain rows."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid
from jinguo.core.identity import check_id_number, check_phone
from jinguo.people.models import Household, Sex
from jinguo.people.rows import HouseholdIn

NAME = re.compile(r"^[^\W\d_][^\W\d_·. ]*([· .][^\W\d_]+)*$")
NAME_LENGTH, ADDRESS_LENGTH, MEMBERS = 40, 200, 30


def check_name(text: str) -> str:
    """
    Return a person's name without blanks around it, middle dot as ``·``.

    :raises Invalid: empty, longer than 40 signs, or with digits or other signs in it
    """
    name = re.sub(r"[•・‧∙．]", "·", " ".join(text.split()))
    if len(name) <= NAME_LENGTH and re.search(r"[㐀-鿿]", name):
        name = name.replace(" ", "")
    if not name:
        raise Invalid(_("Enter the name."), name="")
    if len(name) > NAME_LENGTH or not NAME.match(name):
        raise Invalid(_("A name has letters or Chinese signs only, 40 at most."), name="")
    return name


def check_household(row: HouseholdIn) -> HouseholdIn:
    """
    Return the row normalised.

    :raises Invalid: the first thing wrong with it
    """
    if row.code and not re.fullmatch(rf"{re.escape(row.area)}\d{{5}}", row.code):
        raise Invalid(_("A household code is the village's code and five digits."))
    if not 1 <= row.member_count <= MEMBERS:
        raise Invalid(_("A household has 1 to {most} people.").format(most=MEMBERS))
    if row.yard not in Household.Yard.values:
        raise Invalid(_("The kind of yard is not known."))
    if row.sex not in Sex.values:
        raise Invalid(_("The sex is not one of the code table GB/T 2261.1."))
    return row._replace(
        head_name=check_name(row.head_name),
        id_number=check_id_number(row.id_number).text if row.id_number.strip() else "",
        phone=check_phone(row.phone) if row.phone.strip() else "",
        address=check_address(row.address),
    )


def check_address(text: str) -> str:
    """
    Return an address without blanks around it.

    :raises Invalid: longer than 200 signs
    """
    address = " ".join(text.split())
    if len(address) > ADDRESS_LENGTH:
        raise Invalid(_("An address has 200 signs at most."))
    return address
