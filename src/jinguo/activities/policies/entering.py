"""Who may enrol whom, when, and what may be done to an entry."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jinguo.activities.models import Activity, Enrolment
from jinguo.activities.policies.refusals import GuardianNeeded, NotOpen, WrongState, said
from jinguo.activities.states import ENROLMENT, sources
from jinguo.core.errors import Denied, Invalid
from jinguo.org.roles import Capability
from jinguo.people import policies as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Consent, Person


CONSENT = "参加活动"
"""The purpose of the consent a guardian gives before a child takes part, as people read it."""


def check_entry(enrolment: Enrolment, verb: str) -> None:
    """
    Pass when a verb of the table of states may be done to an entry.

    :raises WrongState: not in its state; the sentence names it
    """
    if enrolment.state not in sources(ENROLMENT, verb):
        raise WrongState(
            _("This cannot be done: the entry is “%(state)s”.")
            % {"state": Enrolment.State(enrolment.state).label},
            state=enrolment.state,
        )


def check_open(activity: Activity, now: datetime, *, at_the_door: bool = False) -> None:
    """
    Pass when one may enrol at an instant of the server's clock; at the door, also after enrolment closed.

    :raises NotOpen: it is a draft, over or cancelled, not open yet, or closed
    """
    if activity.state == Activity.State.CANCELLED:
        raise NotOpen(_("This activity is cancelled."))
    if activity.state not in Activity.OPEN:
        raise NotOpen(_("This activity takes no entries."))
    if now < activity.opens_at:
        raise NotOpen(
            _("Enrolment opens on %(when)s.") % {"when": said(activity.opens_at)},
            opens_at=activity.opens_at,
        )
    if now >= activity.closes_at and not at_the_door:
        raise NotOpen(_("Enrolment closed on %(when)s.") % {"when": said(activity.closes_at)})


def check_seats(activity: Activity, seats: int) -> None:
    """
    Pass when one entry may take so many seats.

    :raises Invalid: less than one, or more than the activity lets one entry take
    """
    if not 1 <= seats <= activity.seats_most:
        raise Invalid(
            _("One entry takes 1 to %(most)d seats.") % {"most": activity.seats_most}, seats=seats
        )


def check_enrol_for(actor: Actor, person: Person) -> None:
    """
    Pass when the actor may enrol this person and cancel for her: she herself, her guardian, or staff.

    ``person`` must come from ``people.queries.get_person``, by which a resident has her own record and those
    of her wards alone.

    :raises Denied: the actor's posts do not include it where the person lives
    :raises Restricted: her data are kept and not used
    """
    if not actor.is_resident and not actor.can(Capability.ACTIVITIES_ENROL, person.area_id):
        raise Denied(_("You may not enrol residents of that place."))
    people.check_unrestricted(person)


def check_end(actor: Actor, enrolment: Enrolment) -> None:
    """
    Pass when the actor may end an entry: she herself, her guardian, who enrols her, or the organiser.

    ``enrolment`` must come from ``queries.get_enrolment``.

    :raises Denied: her posts include neither
    """
    places = (enrolment.person.area_id, enrolment.activity.area_id)
    if not actor.is_resident and not any(
        actor.can(Capability.ACTIVITIES_ENROL, place) for place in places
    ):
        raise Denied(_("You may look at this entry but not change it."))


def check_confirm(actor: Actor, activity: Activity) -> None:
    """
    Pass when the actor may confirm entries of an activity.

    :raises Denied: her posts do not include it there
    """
    if not actor.can(Capability.ACTIVITIES_ENROL, activity.area_id):
        raise Denied(_("The organiser confirms entries."))


def check_unconfirmed(enrolment: Enrolment) -> None:
    """
    Pass when an entry has a seat that waits for confirmation.

    :raises WrongState: it has none, needs none, or has it
    """
    check_entry(enrolment, "refuse")
    if not enrolment.activity.needs_confirmation or enrolment.confirmed_at is not None:
        raise WrongState(_("This entry does not wait for confirmation."))


def check_guardian(
    person: Person, guardian: Person | None, consent: Consent | None, on: date
) -> None:
    """
    Pass when a child under 14 has a guardian who enrols her and has consented; of anybody else, pass.

    :raises GuardianNeeded: there is no guardian, or her consent is not on record
    """
    if not people.needs_guardian(person, on):
        return
    if guardian is None:
        raise GuardianNeeded(_("A child under 14 is enrolled by her guardian. Name the guardian."))
    if consent is None or not consent.holds_on(on) or not consent.guardian:
        raise GuardianNeeded(
            _("The guardian's consent is not on record. Record it, then enrol the child.")
        )


def check_offer_stands(enrolment: Enrolment, now: datetime) -> None:
    """
    Pass when a seat is offered and the offer has not expired.

    :raises WrongState: none is offered, or it has
    """
    check_entry(enrolment, "accept")
    if enrolment.offer_expires_at is None or now >= enrolment.offer_expires_at:
        raise WrongState(_("The offer has expired, and the seat went to the next in line."))
