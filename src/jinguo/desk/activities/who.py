"""Whoever is named by her name and the end of her phone, found on the register."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jinguo.activities.signups.matching import Certainty, Match, matches
from jinguo.activities.signups.parsing import read_sign_ups
from jinguo.core.errors import Invalid
from jinguo.org.actor import Actor
from jinguo.people.models import Person

COUNTY = 6  # digits of the code of the area whose register is searched: neighbours come too


def found(actor: Actor, text: str, area: str) -> Match | None:
    """Return what a name with a phone says and who on the county's register it may be; None for no name."""
    entries = read_sign_ups(f"1. {text}").entries
    if not entries or not entries[0].name:
        return None
    [match] = matches(actor, entries[:1], area=area[:COUNTY])
    return match


def get(actor: Actor, text: str, area: str, *, field: str) -> Person:
    """
    Return the one person a name with a phone surely is.

    :raises Invalid: nobody, or not surely one; ``field`` is where it was typed
    """
    match = found(actor, text, area)
    if match is None or match.certainty == Certainty.NONE:
        sentence = _("Nobody of that name is on the register. Compare it with her household.")
        raise Invalid(sentence, **{field: sentence})
    if match.certainty != Certainty.EXACT:
        sentence = _("This could be somebody else. Add the last four digits of her phone.")
        raise Invalid(sentence, **{field: sentence})
    return match.persons[0]
