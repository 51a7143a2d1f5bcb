"""Who may record what happens at a session, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.activities.models import Activity, Enrolment, Session
from jinguo.activities.policies.refusals import ChildrenInside, said
from jinguo.core.errors import Denied, Refused
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Person


AGREEMENT = "保密协议"
"""The purpose of the consent that records a signed privacy agreement (MZ/T 084—2017, annex C)."""


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
        raise Refused(_("The session begins on %(when)s.") % {"when": said(session.starts_at)})


def check_nobody_inside(count: int) -> None:
    """
    Pass when no child who was signed in is still to be signed out; ``count`` of them are.

    :raises ChildrenInside: some are: a session that is closed is looked at no more, and a child forgotten
    """
    if count:
        raise ChildrenInside(
            ngettext(
                "%d child is still inside. Sign her out first; a lost code is replaced on her card.",
                "%d children are still inside. Sign them out first; a lost code is replaced on the card.",
                count,
            )
            % count
        )


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

    She is known by her account; one who was put on the duty table without it by her name there.

    :raises Refused: no agreement is asked for there
    :raises Denied: she is no counsellor there, or another one is on duty
    """
    if not needs_agreement:
        raise Refused(
            _("“%(title)s” asks for no privacy agreement.") % {"title": session.activity.title}
        )
    if not actor.can(Capability.ACTIVITIES_COUNSEL, session.activity.area_id):
        raise Denied(_("The counsellor on duty records the privacy agreement."))
    if not is_on_duty(actor, session):
        raise Denied(
            _("Another counsellor is on duty then; she records the agreement of who comes to her.")
        )


def check_private(activity: Activity) -> None:
    """
    Pass when who comes to an activity is shown to counsellors only, so that one is on duty there.

    :raises Refused: everybody who keeps it sees who comes
    """
    if not activity.is_private:
        raise Refused(
            _("Counsellors are on duty at private activities only; “%(title)s” is none.")
            % {"title": activity.title}
        )


def is_on_duty(actor: Actor, session: Session) -> bool:
    """Say whether the actor is the counsellor of a session: by her account, else by the name it names."""
    if session.counsellor_id is not None:
        return session.counsellor_id == actor.account_id
    named = session.instructor_name or (session.instructor.name if session.instructor else "")
    return named == actor.name


def meets(actor: Actor, session: Session) -> bool:
    """
    Say whether the actor meets who comes to a session, and so reads their whole names to know them.

    It is who records there who came; of a private one her counsellor alone, whom her account puts on duty.
    """
    if session.activity.is_private:
        return session.counsellor_id is not None and session.counsellor_id == actor.account_id
    return actor.can(Capability.ACTIVITIES_ATTEND, session.activity.area_id)


def check_see_roster(actor: Actor, activity: Activity) -> None:
    """
    Pass when the actor may see who comes to an activity.

    :raises Denied: it is private, and she is no counsellor there
    """
    needed = Capability.ACTIVITIES_COUNSEL if activity.is_private else Capability.ACTIVITIES_VIEW
    if not actor.can(needed, activity.area_id):
        raise Denied(_("Who comes here is shown to counsellors only."))


def check_was_there(enrolment: Enrolment, times: int) -> None:
    """
    Pass when somebody was at a session at least.

    :raises Refused: she was at none
    """
    if times < 1:
        raise Refused(_("Only who was there can say how it was."))


def check_came(enrolment: Enrolment, times: int) -> None:
    """
    Pass when somebody may be asked what became of her after a class: she was at a session of it at least.

    :raises Refused: she was at none
    """
    if times < 1:
        raise Refused(
            _("She was at no session of “%(title)s”. Who came is asked what became of her.")
            % {"title": enrolment.activity.title}
        )
