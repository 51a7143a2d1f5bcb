"""Who may do what with activities, and when. Each check raises with the sentence a disabled button shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.activities.models import Activity, Block, Draw, Enrolment, Session, Standing
from jinguo.activities.states import ACTIVITY, ENROLMENT, SESSION, sources
from jinguo.core.errors import Denied, Invalid, Refused
from jinguo.core.identifiers import Kind, find_identifiers
from jinguo.org.roles import Capability
from jinguo.people import policies as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Consent, Person

CONSENT = "activities"
"""The purpose of the consent a guardian gives before a child takes part."""
AGREEMENT = "counselling"
"""The purpose of the consent that records a signed privacy agreement (MZ/T 084—2017, annex C)."""


class NotOpen(Refused):
    """One cannot enrol at this instant."""

    code = "not-open"


class NotForHer(Refused):
    """The rules of the activity leave her out; the message says which and why."""

    code = "not-for-her"


class GuardianNeeded(Refused):
    """A child under 14 is enrolled by her guardian, whose consent is on record."""

    code = "guardian-needed"


class UnitNamed(Invalid):
    """A text names a military unit, of which nothing is kept."""

    code = "unit-named"


class WrongState(Refused):
    """The thing is not in a state in which this can be done."""

    code = "wrong-state"


def check_plan(actor: Actor, area: str) -> None:
    """
    Pass when the actor may plan activities in an area.

    :raises Denied: her posts do not include it there
    """
    if not actor.can(Capability.ACTIVITIES_PLAN, area):
        raise Denied(_("You may look at activities here but not plan any."))


def check_activity(activity: Activity, verb: str) -> None:
    """
    Pass when a verb of the table of states may be done to an activity.

    :raises WrongState: not in its state; the sentence names it
    """
    if activity.state not in sources(ACTIVITY, verb):
        raise WrongState(
            _("This cannot be done: the activity is “%(state)s”.")
            % {"state": Activity.State(activity.state).label},
            state=activity.state,
        )


def check_session(session: Session, verb: str) -> None:
    """
    Pass when a verb of the table of states may be done to a session.

    :raises WrongState: not in its state; the sentence names it
    """
    if session.state not in sources(SESSION, verb):
        raise WrongState(
            _("This cannot be done: the session is “%(state)s”.")
            % {"state": Session.State(session.state).label},
            state=session.state,
        )


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


def check_open(activity: Activity, now: datetime) -> None:
    """
    Pass when one may enrol at an instant of the server's clock.

    :raises NotOpen: it is a draft, over or cancelled, not open yet, or closed
    """
    if activity.state == Activity.State.CANCELLED:
        raise NotOpen(_("This activity is cancelled."))
    if activity.state not in Activity.OPEN:
        raise NotOpen(_("This activity takes no entries."))
    if now < activity.opens_at:
        raise NotOpen(
            _("Enrolment opens on %(when)s.") % {"when": _instant(activity.opens_at)},
            opens_at=activity.opens_at,
        )
    if now >= activity.closes_at:
        raise NotOpen(_("Enrolment closed on %(when)s.") % {"when": _instant(activity.closes_at)})


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


def check_attend(actor: Actor, session: Session) -> None:
    """
    Pass when the actor may record what happens at a session.

    :raises Denied: her posts do not include it there
    """
    check_attend_activity(actor, session.activity)


def check_attend_activity(actor: Actor, activity: Activity) -> None:
    """
    Pass when the actor may record what happens at an activity, and afterwards.

    :raises Denied: her posts do not include it there
    """
    if not actor.can(Capability.ACTIVITIES_ATTEND, activity.area_id):
        raise Denied(_("You may look at this activity but not record who came."))


def check_begun(session: Session, now: datetime) -> None:
    """
    Pass when a session has begun.

    :raises Refused: it is still to come
    """
    if now < session.starts_at:
        raise Refused(_("The session begins on %(when)s.") % {"when": _instant(session.starts_at)})


def check_in_time(session: Session, now: datetime, *, late_minutes: int) -> None:
    """
    Pass when one may check in: from an hour before the start until some minutes after it.

    :raises Refused: it is too early or too late
    """
    if now < session.starts_at - timedelta(hours=1):
        raise Refused(_("One checks in from an hour before the start."))
    if now > session.starts_at + timedelta(minutes=late_minutes):
        raise Refused(
            _("One checks in until %(count)d minutes after the start. The organiser has the list.")
            % {"count": late_minutes}
        )


def check_agreements(missing: Sequence[Person]) -> None:
    """
    Pass when everybody who comes has signed the privacy agreement.

    :raises Refused: somebody has not
    """
    if missing:
        raise Refused(
            _("The privacy agreement is not on record. Have it signed and record it first.")
        )


def check_record_agreement(actor: Actor, session: Session, *, needs_agreement: bool) -> None:
    """
    Pass when the actor may record the privacy agreement of who comes to a session: its own counsellor.

    An account and a record of the register are not linked, so she is known by her name on the duty table.

    :raises Refused: no agreement is asked for there
    :raises Denied: she is no counsellor there, or another one is on duty
    """
    if not needs_agreement:
        raise Refused(
            _("“%(title)s” asks for no privacy agreement.") % {"title": session.activity.title}
        )
    if not actor.can(Capability.ACTIVITIES_COUNSEL, session.activity.area_id):
        raise Denied(_("The counsellor on duty records the privacy agreement."))
    on_duty = session.instructor_name or (session.instructor.name if session.instructor else "")
    if on_duty != actor.name:
        raise Denied(
            _("Another counsellor is on duty then; she records the agreement of who comes to her.")
        )


def check_forgive(actor: Actor, area: str) -> None:
    """
    Pass when the actor may excuse absences and decide appeals in an area.

    :raises Denied: her posts do not include it there
    """
    if not actor.can(Capability.ACTIVITIES_FORGIVE, area):
        raise Denied(_("Absences are excused by the town or district federation."))


def check_late_cancellation(enrolment: Enrolment) -> None:
    """
    Pass when a place was given up late and that counts.

    :raises WrongState: it was not given up late
    :raises Refused: it is excused
    """
    check_entry(enrolment, "excuse")
    if enrolment.is_excused:
        raise Refused(_("This was excused already."))


def check_block_open(block: Block) -> None:
    """
    Pass when a block was not decided on yet.

    :raises Refused: it was
    """
    if block.decided_at is not None:
        raise Refused(_("This was decided already."))


def check_fair(activity: Activity, *, has_stalls: bool) -> None:
    """
    Pass when an activity is a fair.

    :raises Refused: its kind has no stalls
    """
    if not has_stalls:
        raise Refused(_("“%(title)s” is no fair.") % {"title": activity.title})


def check_minding(activity: Activity, *, minds: bool) -> None:
    """
    Pass when children are minded at an activity.

    :raises Refused: its kind does not
    """
    if not minds:
        raise Refused(_("Children are not minded at “%(title)s”.") % {"title": activity.title})


def _instant(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def check_see_roster(actor: Actor, activity: Activity) -> None:
    """
    Pass when the actor may see who comes to an activity.

    :raises Denied: it is private, and she is no counsellor there
    """
    needed = Capability.ACTIVITIES_COUNSEL if activity.is_private else Capability.ACTIVITIES_VIEW
    if not actor.can(needed, activity.area_id):
        raise Denied(_("Who comes here is shown to counsellors only."))


def check_appeal(actor: Actor, block: Block) -> None:
    """
    Pass when the actor may appeal against a block: she herself, her guardian, or who enrols her.

    ``block`` must come from ``queries.get_block``.

    :raises Denied: her posts do not include it where the person lives
    """
    if not actor.is_resident and not actor.can(Capability.ACTIVITIES_ENROL, block.person.area_id):
        raise Denied(_("You may look at this block but not appeal against it."))


def check_appealable(block: Block) -> None:
    """
    Pass when one may still appeal against a block.

    :raises Refused: it was appealed against, or decided
    """
    check_block_open(block)
    if block.appealed_at is not None:
        raise Refused(_("There is an appeal already. It will be answered."))


def check_draw(activity: Activity, draw: Draw | None, now: datetime) -> None:
    """
    Pass when the seats of an activity can be drawn.

    :raises Refused: they are not given by lot, entry is still open, or they were drawn
    """
    if draw is None:
        raise Refused(_("Seats are given to who comes first here, not by lot."))
    if now < activity.closes_at:
        raise Refused(
            _("One can enter until %(when)s. Draw after that.")
            % {"when": _instant(activity.closes_at)}
        )
    if draw.drawn_at is not None:
        raise Refused(_("This was drawn already."))


def check_was_there(enrolment: Enrolment, times: int) -> None:
    """
    Pass when somebody was at a session at least.

    :raises Refused: she was at none
    """
    if times < 1:
        raise Refused(_("Only who was there can say how it was."))


def check_standing(standing: Standing, on: date) -> None:
    """
    Pass when a standing has not ended on a day.

    :raises Refused: it has
    """
    if standing.until_on is not None and standing.until_on <= on:
        raise Refused(_("This has ended already."))


def check_letter(letter: str) -> None:
    """
    Pass when what is kept of a letter names no military unit: nothing about one is kept.

    :raises UnitNamed: it does
    """
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
