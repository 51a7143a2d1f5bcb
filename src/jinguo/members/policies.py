"""Who may do what here, and when. Each check raises with the sentence a disabled button shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.core.errors import Denied, Invalid, Refused
from jinguo.members import queries, states
from jinguo.members.models import Agreement, Appointment, Assignment, Duty, Membership, Volunteer
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from uuid import UUID

    from jinguo.members.models import Service
    from jinguo.org.actor import Actor


class WrongState(Refused):
    """The thing is in a state in which this cannot be done."""

    code = "wrong-state"


class CheckMissing(Refused):
    """Someone may not work with minors: no crime-record check of hers holds on the day."""

    code = "check-missing"


class FromAttendance(Refused):
    """Hours follow from who was at an activity, and change with that alone."""

    code = "from-attendance"


def check_manage(actor: Actor, area: str) -> None:
    """
    Pass when the actor may keep members, agreements and volunteers of an area.

    :raises Denied: her posts do not include it there
    """
    if not actor.can(Capability.MEMBERS_MANAGE, area):
        raise Denied(_("You may look at this but not change it."))


def check_decide(actor: Actor, area: str) -> None:
    """
    Pass when the actor may appoint, assign, record votes and end things early in an area.

    :raises Denied: her posts do not include it there
    """
    if not actor.can(Capability.MEMBERS_DECIDE, area):
        raise Denied(_("This is decided by the federation of the district."))


def check_day(on: date, today: date) -> None:
    """
    Pass when something may be recorded for a day.

    :raises Invalid: the day is still to come
    """
    if on > today:
        raise Invalid(_("The day is still to come."), on=on)


def check_step(actor: Actor, verb: str, membership: Membership) -> states.Step:
    """
    Return the step of a verb when the actor may take it as the membership stands.

    :raises WrongState: its state does not allow it
    :raises Denied: her posts do not include it there
    """
    step = states.step_from(verb, membership.state)
    if step is None:
        raise WrongState(
            _("This cannot be done while it says “%(state)s”.")
            % {"state": membership.get_state_display()}
        )
    if step.capability == Capability.MEMBERS_DECIDE:
        check_decide(actor, membership.area_id)
    else:
        check_manage(actor, membership.area_id)
    return step


def check_member(actor: Actor, membership: Membership) -> None:
    """
    Pass when the actor may keep the office and the directory entry of a member.

    :raises Denied: her posts do not include it there
    :raises WrongState: she is not a member, or no longer
    """
    check_manage(actor, membership.area_id)
    if membership.state != Membership.State.ADMITTED:
        raise WrongState(_("Only a member can do this."))


def check_agreement(actor: Actor, agreement: Agreement) -> None:
    """
    Pass when the actor may keep the duties and activities of an agreement.

    :raises Denied: her posts do not include it there
    :raises WrongState: it has ended
    """
    check_manage(actor, agreement.area_id)
    _check_in_force(agreement)


def check_end_agreement(actor: Actor, agreement: Agreement) -> None:
    """
    Pass when the actor may renew an agreement or end it early.

    :raises Denied: her posts do not include it there
    :raises WrongState: it has ended
    """
    check_decide(actor, agreement.area_id)
    _check_in_force(agreement)


def _check_in_force(agreement: Agreement) -> None:
    if not states.AGREEMENT.may("end", agreement.state):
        raise WrongState(_("This agreement has ended. Sign a new one."))


def check_duty(actor: Actor, duty: Duty) -> None:
    """
    Pass when the actor may record that a duty was done; its agreement must be loaded.

    :raises Denied: her posts do not include it there
    :raises WrongState: it is done already
    """
    check_manage(actor, duty.agreement.area_id)
    if duty.done_on is not None:
        raise WrongState(_("This is done already."))


def check_volunteer(actor: Actor, volunteer: Volunteer) -> None:
    """
    Pass when the actor may record hours and checks of a volunteer, or that she stops.

    :raises Denied: her posts do not include it there
    :raises WrongState: she is no longer a volunteer
    """
    check_manage(actor, volunteer.area_id)
    if volunteer.ended_on is not None:
        raise WrongState(_("She is no longer a volunteer. Put her on the list again first."))


def check_take_back(actor: Actor, service: Service) -> None:
    """
    Pass when the actor may take an entry back; its volunteer must be loaded.

    :raises FromAttendance: it follows from who was there
    :raises Denied: her posts do not include it there
    :raises Refused: it has been, or it takes back another
    """
    if service.session is not None:
        raise FromAttendance(
            _("These hours follow from who was there. Correct that in the activity.")
        )
    check_manage(actor, service.volunteer.area_id)
    if service.reverses_id is not None or hasattr(service, "reversal"):
        raise Refused(_("This has been taken back already."))


def check_not_attended(volunteer: Volunteer, what: str, on: date) -> None:
    """
    Pass when a volunteer's hours of an activity are not there already, from who was there.

    :raises FromAttendance: they are: an activity of this title on this day
    """
    if queries.attended_services(volunteer).filter(what=what, on=on).exists():
        raise FromAttendance(
            _("Her hours of this activity are there already: they follow from who was there.")
        )


def check_with_minors(person_id: UUID, on: date) -> None:
    """
    Pass when someone may work with minors on a day (未成年人保护法 art. 62: checked before, and yearly).

    :raises CheckMissing: her crime-record paper was never seen, or too long ago
    """
    found = queries.find_check(person_id, on)
    if found is None:
        raise CheckMissing(
            _("She may not work with minors yet: record her crime-record check first.")
        )
    if found.holds_until < on:
        raise CheckMissing(
            _("Her crime-record check held until %(day)s. Record the next one first.")
            % {"day": date_format(found.holds_until)}
        )


def check_end_appointment(actor: Actor, appointment: Appointment) -> None:
    """
    Pass when the actor may end an appointment early.

    :raises Denied: her posts do not include it there
    :raises WrongState: it has ended
    :raises Refused: she still has a community under it
    """
    check_decide(actor, appointment.area_id)
    if not states.APPOINTMENT.may("end", appointment.state):
        raise WrongState(_("This appointment has ended."))
    running = appointment.assignments.filter(state=Assignment.State.RUNNING)
    held = running.select_related("area").order_by("id").first()
    if held is not None:
        raise Refused(
            _("She still has %(place)s. End that assignment first.") % {"place": held.area.name}
        )


def check_print_letter(actor: Actor, appointment: Appointment) -> None:
    """
    Pass when the letter of an appointment may be printed.

    :raises Denied: the actor's posts do not include it there
    :raises WrongState: it has ended
    """
    check_decide(actor, appointment.area_id)
    check_in_force(appointment)


def check_in_force(appointment: Appointment) -> None:
    """
    Pass when an appointment is in force, so that its letter says what is so.

    :raises WrongState: it has ended
    """
    if appointment.state != Appointment.State.IN_FORCE:
        raise WrongState(_("This appointment has ended."))


def check_end_assignment(actor: Actor, assignment: Assignment) -> None:
    """
    Pass when the actor may end an assignment.

    :raises Denied: her posts do not include it there
    :raises WrongState: it has ended
    """
    check_decide(actor, assignment.area_id)
    if not states.ASSIGNMENT.may("end", assignment.state):
        raise WrongState(_("This assignment has ended."))
