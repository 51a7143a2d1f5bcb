"""Texts of packs come in Chinese and, often, in English."""

from __future__ import annotations

from django.utils.translation import get_language


def in_language(chinese: str, english: str) -> str:
    """Return the English text to English readers when there is one, else the Chinese."""
    is_english = (get_language() or "").startswith("en")
    return english if is_english and english else chinese
