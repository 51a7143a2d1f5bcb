"""Texts of packs and units of measures, in the reader's language."""

from __future__ import annotations

from jinguo.core.language import in_language

__all__ = ["UNITS", "in_language", "unit_text"]

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
