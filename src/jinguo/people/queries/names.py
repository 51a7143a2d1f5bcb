"""How the name box of a list is read: Chinese signs, pinyin, or first letters."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.lookups import DataContains
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Left
from django.db.models.lookups import Exact

from jinguo.core.names import DOUBLE_SURNAMES, pinyin_key
from jinguo.people.checking import HAN
from jinguo.people.models import name_signs

HANZI = re.compile(f"[{HAN}]")
LIKE_PINYIN = re.compile(
    r"((zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]+(ng|n|r)?)*([zcs]h?|[bpmfdtnlgkhjqxryw])?"
)
NEVER_INITIALS = set("iuv")  # no Mandarin syllable begins with these


def name_condition(text: str, *, in_town: bool = False) -> Q:
    """
    Return the condition for what was typed into a name box; everything for an empty text.

    One sign is a surname; several are found anywhere in the name. Letters are the beginning of the
    pinyin (``wangxiu``) or of the first letters (``wxy``); blanks, and case do not matter.
    ``in_town`` says that the rows are also narrowed to a town or village.
    """
    text = re.sub(r"[\s'·]+", "", text).lower()
    if not text:
        return Q()
    return signs_condition(text, in_town) if HANZI.search(text) else letters_condition(text)


def signs_condition(signs: str, in_town: bool) -> Q:
    if len(signs) == 1:
        surname = Q(Exact(Left(F("head_name"), 1), Value(signs)))
        # Of a town's names in order only this part is walked; the whole district has an index by surname.
        begins = [Q(head_pinyin__startswith=reading) for reading in readings(signs)]
        return surname & reduce(or_, begins) if in_town else surname
    wanted = Value(list(signs), output_field=ArrayField(TextField()))
    return Q(DataContains(name_signs("head_name"), wanted), head_name__contains=signs)


def readings(sign: str) -> set[str]:
    """Return how a name that begins with this sign may begin in pinyin."""
    double = {of.split()[0] for name, of in DOUBLE_SURNAMES.items() if name[0] == sign}
    return double | {pinyin_key(sign)}


def letters_condition(letters: str) -> Q:
    pinyin = Q(head_pinyin__startswith=letters)
    # Either way the pinyin begins with the first letter: the part of the index to walk.
    initials = Q(head_pinyin__startswith=letters[0], head_initials__startswith=letters)
    if not LIKE_PINYIN.fullmatch(letters):
        return initials
    if len(letters) == 1 or len(letters) > 3 or NEVER_INITIALS & set(letters):
        return pinyin
    return Q(head_pinyin__startswith=letters[0]) & (pinyin | initials)
