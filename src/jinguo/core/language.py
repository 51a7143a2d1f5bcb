"""What depends on the reader's language: texts of packs, and how a day is said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext

STOPS = "。．.；;，,、"  # what ends a clause and asks nothing


def in_language(chinese: str, english: str) -> str:
    """Return the English text to English readers when there is one, else the Chinese."""
    is_english = (get_language() or "").startswith("en")
    return english if is_english and english else chinese


class Labelled:
    """Something that bears a title in Chinese and may bear one in English."""

    title: str
    title_en: str

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return in_language(self.title, self.title_en)


def as_clauses(sentences: Iterable[str]) -> str:
    """
    Return sentences in one row by the language's sign, no stop beside it: 门前有杂物；垃圾桶没有盖。

    The last one keeps the stop it has.
    """
    *before, last = [*sentences] or [""]
    return gettext("; ").join([*(one.strip().rstrip(STOPS) for one in before), last.strip()])


def day_text(day: date) -> str:
    """Return a day as it is said within its year: 6月12日."""
    return date_format(day, pgettext("format of a day without its year", "F j"))


def with_weekday(text: str, on: date) -> str:
    """Return a day as it is written, with its weekday: 6月12日 星期五."""
    return gettext("%(weekday)s, %(day)s") % {"weekday": date_format(on, "l"), "day": text}
