"""Texts of packs come in Chinese and, often, in English."""

from __future__ import annotations

from django.utils.translation import get_language


def in_language(chinese: str, english: str) -> str:
    """Return the English text to English readers when there is one, else the Chinese."""
    is_english = (get_language() or "").startswith("en")
    return english if is_english and english else chinese


# Units of measures are Chinese by law of the statistics; English readers get a word as well.
UNITS = {
    "户": "households",
    "人": "people",
    "人次": "attendances",
    "场": "sessions",
    "个": "items",
    "件": "cases",
    "元": "yuan",
    "万元": "10,000 yuan",
}


def unit_text(unit: str) -> str:
    """Return a measure's unit in the reader's language."""
    return in_language(unit, UNITS.get(unit, ""))
