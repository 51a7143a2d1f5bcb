"""Who may plan activities, and what may be done to one or to a session in its state."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jinguo.activities.models import Activity, Draw, Session
from jinguo.activities.policies.refusals import WrongState, said
from jinguo.activities.states import ACTIVITY, SESSION, sources
from jinguo.core.errors import Denied, Refused
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def check_plan(actor: Actor, area: str) -> None:
    """
    Pass when the actor may plan activities in an area.

    :raises Denied: her posts do not include it there
    """
    if not actor.can(Capability.ACTIVITIES_PLAN, area):
        raise Denied(_("You may look at activities here but not plan any."))


def check_announce(activity: Activity) -> None:
    """
    Pass when an activity may be told to a group, by a poster or a list to sign up in.

    :raises Refused: it is private: whoever signed up there would tell the whole group that she comes
    """
    if activity.is_private:
        raise Refused(
            _("This is private, and no group is told of it: who signs up there is seen by all.")
        )


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


def check_fair(activity: Activity, *, has_stalls: bool) -> None:
    """
    Pass when an activity is a fair.

    :raises Refused: its kind has no stalls
    """
    if not has_stalls:
        raise Refused(_("“%(title)s” is no fair.") % {"title": activity.title})


def check_sales(activity: Activity, *, has_sales: bool) -> None:
    """
    Pass when the stalls of an activity say what they sold.

    :raises Refused: its kind has no sales
    """
    if not has_sales:
        raise Refused(_("At “%(title)s” nothing is sold.") % {"title": activity.title})


def check_not_held(activity: Activity) -> None:
    """
    Pass when no session of a fair was held yet.

    :raises Refused: one was, and what stood there is counted
    """
    if activity.sessions.filter(state=Session.State.HELD).exists():
        raise Refused(_("The fair was held. What stood there stays."))


def check_minding(activity: Activity, *, minds: bool) -> None:
    """
    Pass when children are minded at an activity.

    :raises Refused: its kind does not
    """
    if not minds:
        raise Refused(_("Children are not minded at “%(title)s”.") % {"title": activity.title})


def check_not_drawn(*, is_drawn: bool) -> None:
    """
    Pass when the seats of an activity were not given by lot yet.

    :raises Refused: they were
    """
    if is_drawn:
        raise Refused(_("The seats were drawn. When one enrols is not changed any more."))


def check_draw(activity: Activity, draw: Draw | None, now: datetime) -> None:
    """
    Pass when the seats of an activity can be drawn.

    :raises Refused: they are not given by lot, entry is still open, or they were drawn
    """
    if draw is None:
        raise Refused(_("Seats are given to who comes first here, not by lot."))
    if now < activity.closes_at:
        raise Refused(
            _("One can enter until %(when)s. Draw after that.") % {"when": said(activity.closes_at)}
        )
    if draw.drawn_at is not None:
        raise Refused(_("This was drawn already."))
