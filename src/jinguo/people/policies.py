"""Who may do what to whom, and in which state. Each check raises with a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.errors import Denied, Refused
from jinguo.people.models import Consent, Household, Person

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class ConsentMissing(Refused):
    """What was asked for rests on a consent that is not there."""

    code = "consent-missing"


def check_register(actor: Actor, areas: Iterable[str]) -> None:
    """
    Pass when the actor may put households of all these villages on the register.

    :raises Denied: a village lies outside what the actor edits or imports for
    """
    edits, imports = actor.reach("people.edit"), actor.reach("exchange.import")
    for area in areas:
        if not (edits.covers(area) or imports.covers(area)):
            raise Denied(
                _("You may not register households in area {area}.").format(area=area), area=area
            )


def check_edit(actor: Actor, thing: Household | Person) -> None:
    """
    Pass when the actor may change this record.

    :raises Denied: the actor's posts do not include it here
    :raises Refused: the record is closed or merged
    """
    if not actor.can("people.edit", thing.area_id):
        raise Denied(_("You may look at this record but not change it."))
    check_current(thing)


def check_update(actor: Actor, households: Iterable[Household]) -> None:
    """
    Pass when the actor may bring all these households up to date, as one edits them or brings their roster.

    :raises Denied: a household lies outside what the actor edits or imports for
    :raises Refused: one is closed or merged
    """
    edits, imports = actor.reach("people.edit"), actor.reach("exchange.import")
    for household in households:
        if not (edits.covers(household.area_id) or imports.covers(household.area_id)):
            raise Denied(_("You may look at this record but not change it."))
        check_current(household)


def check_current(thing: Household | Person) -> None:
    """
    Pass when the record is in use.

    :raises Refused: it was merged into another, or the household has left the register
    """
    if thing.merged_into_id is not None:
        raise Refused(_("This record was merged into another. Change that one."))
    if isinstance(thing, Household) and thing.closed_on is not None:
        raise Refused(_("This household has left the register."))


def check_merge(actor: Actor, winner: Household | Person, loser: Household | Person) -> None:
    """
    Pass when the actor may make one record of these two.

    :raises Denied: the actor may not merge records of both areas
    :raises Refused: they are the same record, or one is no longer in use
    """
    for thing in (winner, loser):
        if not actor.can("people.merge", thing.area_id):
            raise Denied(_("You may not merge records of this area."))
    if winner.pk == loser.pk:
        raise Refused(_("These are the same record. Choose two different ones."))
    check_current(winner)
    check_current(loser)


def check_reveal(actor: Actor, area: str) -> UUID:
    """
    Pass when the actor may see single values of this area in clear; return her account.

    :raises Denied: a job, or posts without this right here
    """
    if actor.account_id is None or not actor.can("people.unmask", area):
        raise Denied(_("Your posts do not let you see this in full."))
    return actor.account_id


def check_withdraw(actor: Actor, person: Person) -> None:
    """
    Pass when the actor may record that this person takes a consent back.

    It may be taken back on every record, also one that was merged or whose household has left.

    :raises Denied: the actor's posts do not include it here
    """
    if not actor.can("people.edit", person.area_id):
        raise Denied(_("You may look at this record but not change it."))


def check_consent_holds(consent: Consent | None, on: date) -> None:
    """
    Pass when what rests on a consent may be done on a day (个人信息保护法 arts 13–15).

    ``consent`` is what ``queries.find_consent`` found for the purpose.

    :raises ConsentMissing: none was given by then, or it has been withdrawn
    """
    if consent is None or not consent.holds_on(on):
        raise ConsentMissing(_("There is no consent for this. Ask the person and record it first."))
