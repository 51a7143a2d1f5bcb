"""How the name box of a list is read: Chinese signs, pinyin, or first letters."""

from __future__ import annotations

import re

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.lookups import DataContains
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Left
from django.db.models.lookups import Exact

from jinguo.people.models import name_signs

HANZI = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]")
VOWELS = set("aeiouv")
NEVER_INITIALS = set("iuv")  # no Mandarin syllable begins with these


def name_condition(text: str) -> Q:
    """
    Return the condition for what was typed into a name box; everything for an empty text.

    One sign is a surname; several are found anywhere in the name. Letters are the beginning of the
    pinyin (``wangxiu``) or of the first letters (``wxy``); blanks, and case do not matter.
    """
    text = re.sub(r"[\s'·]+", "", text).lower()
    if not text:
        return Q()
    return signs_condition(text) if HANZI.search(text) else letters_condition(text)


def signs_condition(signs: str) -> Q:
    if len(signs) == 1:
        return Q(Exact(Left(F("head_name"), 1), Value(signs)))
    wanted = Value(list(signs), output_field=ArrayField(TextField()))
    return Q(DataContains(name_signs("head_name"), wanted), head_name__contains=signs)


def letters_condition(letters: str) -> Q:
    pinyin = Q(head_pinyin__startswith=letters)
    if not VOWELS & set(letters) and len(letters) > 2:
        return Q(head_initials__startswith=letters)
    if NEVER_INITIALS & set(letters) or len(letters) == 1:
        return pinyin
    # Either way the pinyin begins with the first letter: the part of the index to walk.
    return Q(head_pinyin__startswith=letters[0]) & (pinyin | Q(head_initials__startswith=letters))
