"""What we know of someone, and from where: asked once, and shown as it is on the register."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.core import crypto
from jinguo.core.identity import mask, mask_tail
from jinguo.org.actor import Actor
from jinguo.org.queries import area_path
from jinguo.people import queries
from jinguo.people.models import Membership, Person, Resident, Sex
from jinguo.people.rows import PERSON

COUNTY = 6  # digits of its code


@dataclass(frozen=True)
class Known:
    """One thing we know, and who told us; ``value`` is empty for what we do not know."""

    title: str
    value: str
    source: str


def known_of(actor: Actor, person: Person) -> list[Known]:
    """Return what the register says of whoever acts, numbers masked."""
    account = queries.own_account(actor)
    home = queries.residence(person, timezone.localdate())
    source = source_of(account, home)
    return [
        Known(_("Name"), person.name, source),
        Known(_("Sex"), person.get_sex_display() if person.sex != Sex.UNKNOWN else "", source),
        Known(_("Date of birth"), date_format(person.born_on) if person.born_on else "", source),
        Known(_("ID number"), id_number_of(person), source),
        Known(_("Phone"), mask_tail(person.phone_tail), source),
        Known(_("Where you live"), place_of(person), source),
        Known(_("Household"), home.household.code if home else "", source if home else ""),
        Known(
            _("Phone you sign in with"),
            mask_tail(account.account.phone_tail),
            _("from you, shown by a code"),
        ),
    ]


def source_of(account: Resident, home: Membership | None) -> str:
    """Return who entered a record: her village where it has her in a household, else she herself."""
    if home is not None:
        return _("from the register of your village")
    day = date_format(timezone.localdate(account.since))
    return _("from you, on {day}").format(day=day)


def id_number_of(person: Person) -> str:
    """Return the last signs of her ID number; empty where the register has none."""
    if person.id_number is None:
        return ""
    return mask(crypto.unseal(PERSON, "id_number", person.pk, bytes(person.id_number)))


def place_of(person: Person) -> str:
    """Return the names of the areas she lives in, from the county down."""
    path = area_path(person.area_id)
    return " ".join(area.name for area in path if len(area.code) >= COUNTY)
