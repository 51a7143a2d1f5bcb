"""The text of an activity for a WeChat group: what, when, where, and lines to go on with (接龙)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.activities import texts

HOURS = "H:i"


@dataclass(frozen=True)
class Announced:
    """
    What a text or a poster says of an activity.

    ``starts_at`` and ``ends_at`` are of its first meeting, ``meetings`` counts all; ``left`` is how many
    seats are still free; ``link`` is its public address. Empty fields are left out.
    """

    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    link: str
    meetings: int = 1
    left: int | None = None
    fee: str = ""
    organiser: str = ""


def group_text(about: Announced) -> str:
    """
    Return the text to paste into a group, in the language of the installation.

    The example asks for the last four digits of a phone: a whole number is nobody's business in a group.

    :raises IdentifierFound: what it says of the activity can lead to a person
    """
    texts.public_place(about.place, field="text")
    for words in (about.title, about.fee):
        texts.public_line(words, field="text", at=[about.place])
    with translation.override(settings.LANGUAGE_CODE):
        return "\n".join(lines(about))


def lines(about: Announced) -> Iterator[str]:
    """Yield the lines of the text, the first to be filled in last."""
    yield "#接龙"
    yield about.title
    yield _("Time: %s") % when(about)
    if about.place:
        yield _("Place: %s") % about.place
    if about.fee:
        yield _("Fee: %s") % about.fee
    if about.left is not None:
        yield _("Seats left: %d") % about.left
    yield _("To book with one’s phone: %s") % about.link
    yield _("Example: 王秀兰, phone ends in 1234, 2 people")
    yield "1. "


def when(about: Announced) -> str:
    """Return the day and hours of the first meeting, and how many there are."""
    starts, ends = timezone.localtime(about.starts_at), timezone.localtime(about.ends_at)
    day = date_format(starts, "DATE_FORMAT")
    hours = f"{date_format(starts, HOURS)}–{date_format(ends, HOURS)}"
    said = _("%(day)s (%(weekday)s) %(hours)s") % {
        "day": day, "weekday": date_format(starts, "l"), "hours": hours,
    }  # fmt: skip
    if about.meetings == 1:
        return said
    return _("%(first)s, %(meetings)d meetings") % {"first": said, "meetings": about.meetings}
