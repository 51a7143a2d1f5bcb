"""Who may record that somebody belongs to a group, and what is kept of the letter."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jinguo.activities.models import Standing
from jinguo.activities.policies.refusals import UnitNamed
from jinguo.core.errors import Denied, Refused
from jinguo.core.identifiers import Kind, find_identifiers
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Person


def check_standing(standing: Standing, on: date) -> None:
    """
    Pass when a standing has not ended on a day.

    :raises Refused: it has
    """
    if standing.until_on is not None and standing.until_on <= on:
        raise Refused(_("This has ended already."))


OF_UNITS = re.compile(
    r"部队|舰队?|艇|军港|营区|驻[^,，。;；]|番号|服役|[一-龥](?:连|营|团|旅|师|舰|艇)长|政委|指导员|教导员"
)
"""What says where a soldier serves, or as what; the offices that write such letters are called otherwise."""


def check_letter(letter: str) -> None:
    """
    Pass when what is kept of a letter names no military unit, station or rank: nothing about one is kept.

    :raises UnitNamed: it does
    """
    if named := OF_UNITS.search(letter):
        sentence = _(
            "“%s” tells of a unit, a station or a rank. Write the office that wrote the letter and its"
            " number."
        )
        raise UnitNamed(sentence % named[0], letter=sentence % named[0])
    if any(one.kind == Kind.MILITARY_UNIT for one in find_identifiers(letter)):
        sentence = _(
            "This holds the number of a military unit. Take it out: nothing about a unit is kept here."
        )
        raise UnitNamed(sentence, letter=sentence)


def check_verify(actor: Actor, person: Person) -> None:
    """
    Pass when the actor may record that a person belongs to a group.

    :raises Denied: her posts do not include it where the person lives
    """
    if not actor.can(Capability.ACTIVITIES_VERIFY, person.area_id):
        raise Denied(_("The district federation verifies this."))
