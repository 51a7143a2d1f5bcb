"""What everybody will read of an activity: on its page, its poster and in a group."""

from __future__ import annotations

from collections.abc import Sequence

from jinguo.core.identifiers import Kind, office_phones, refuse_identifiers


def public_line(text: str, *, field: str, at: Sequence[str] = ()) -> str:
    """
    Return a title or another short text without blanks around it; ``at`` are the addresses it is held at.

    :raises IdentifierFound: it holds something a person can be found or harmed by
    """
    text = text.strip()
    refuse_identifiers(text, field=field, allowed=at)
    return text


def public_passage(text: str, *, field: str, at: Sequence[str] = ()) -> str:
    """
    Return a text in which an office may give its landline, without blanks around it.

    :raises IdentifierFound: it holds something else a person can be found or harmed by
    """
    return public_line(text, field=field, at=[*at, *office_phones(text)])


def public_place(text: str, *, field: str) -> str:
    """
    Return where something is held, without blanks around it: an address may stand there.

    :raises IdentifierFound: it holds something else a person can be found or harmed by
    """
    text = text.strip()
    refuse_identifiers(text, field=field, besides=[Kind.ADDRESS])
    return text
