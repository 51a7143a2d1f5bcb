"""What the words and numbers of a notice must be like before they are stored, and again before release."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from jinguo.core.errors import Invalid
from jinguo.core.identifiers import Kind, office_phones, refuse_identifiers
from jinguo.core.identity import check_phone, plain

LENGTHS = {
    "title": 100,
    "introduction": 2000,
    "basis": 300,
    "contact_phone": 20,
    "contact_room": 80,
    "level": 40,
    "name": 80,
    "place": 120,
    "reason": 500,
    "answer": 500,
    "statement": 4000,
    "letter_number": 80,
}
HOTLINE = re.compile(r"1\d{2,4}|9\d{4,5}|[48]00\d{7}")
EXTENSION = re.compile(r"(?:转|-|ext\.?)\s*\d{1,5}$", re.IGNORECASE)


def cleaned(field: str, text: str, *, is_required: bool = True) -> str:
    """
    Return a text without blanks around it and without signs of control.

    :raises Invalid: empty where it is required, or too long
    """
    text = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    if is_required and not text:
        raise _wrong(field, _("This is needed."))
    if len(text) > LENGTHS[field]:
        raise _wrong(
            field,
            _("This has %(given)d signs; it can have %(most)d.")
            % {"given": len(text), "most": LENGTHS[field]},
        )
    return text


def public_text(field: str, text: str, *, is_required: bool = True) -> str:
    """
    Return a text everyone will read, cleaned.

    :raises Invalid: see :func:`cleaned`
    :raises IdentifierFound: it holds something a person can be found or harmed by
    """
    text = cleaned(field, text, is_required=is_required)
    refuse_identifiers(text, field=field)
    return text


def office_phone(text: str) -> str:
    """
    Return the phone of an office as it will be printed.

    :raises Invalid: no landline and no hotline; a mobile belongs to a person
    """
    text = cleaned("contact_phone", text)
    # What follows the last hyphen may be an extension, or the end of a hotline such as 400-123-4567.
    numbers = (plain(text), plain(EXTENSION.sub("", text)))
    if any(office_phones(one) or HOTLINE.fullmatch(one) for one in numbers):
        return text
    raise _wrong(
        "contact_phone",
        _("Give the phone of an office with its area code, or a hotline. A mobile is a person's."),
    )


def phone(field: str, text: str) -> str:
    """
    Return a person's mobile or landline number as digits only.

    :raises Invalid: it is neither
    """
    try:
        return check_phone(text)
    except Invalid as fault:
        raise _wrong(field, fault.message) from fault


def office_room(text: str) -> str:
    """
    Return the room of an office: an address may stand here, and nothing else that leads to a person.

    :raises Invalid: see :func:`cleaned`
    :raises IdentifierFound: it holds something else
    """
    text = cleaned("contact_room", text)
    refuse_identifiers(text, field="contact_room", besides=[Kind.ADDRESS])
    return text


def number(field: str, value: int, most: int) -> int:
    """
    Return a number of days from 1 to ``most``.

    :raises Invalid: it lies outside
    """
    if not 1 <= value <= most:
        raise _wrong(field, _("Give a number from 1 to %(most)d.") % {"most": most})
    return value


def choices(field: str, values: Sequence[str], known: type[TextChoices]) -> list[str]:
    """
    Return what was chosen, each once, in the order of the choices there are.

    :raises Invalid: nothing, or something that cannot be chosen
    """
    if not values or not set(values) <= set(known.values):
        raise _wrong(field, _("Choose at least one of those offered."))
    return [one for one in known.values if one in values]


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, **{field: sentence})
