"""Who may do what to a message, and to what someone says of how she may be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jinguo.core.errors import Refused
from jinguo.notices.messages import states
from jinguo.notices.models import Message
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.people.models import Person


class CannotResend(Refused):
    """The message is on its way, or has arrived."""

    code = "cannot-resend"


class CannotTell(Refused):
    """The message is not for telling by hand: it is on its way, has arrived, or is of a sensitive matter."""

    code = "cannot-tell"


def check_contact(actor: Actor, person: Person) -> None:
    """
    Pass when the actor may write down how a person she can see may be reached.

    A resident sees her own record and those of her children, and speaks for both.

    :raises Denied: her posts do not include it there
    """
    if actor.is_resident:
        return
    actor.require(Capability.NOTICES_KEEP_CONTACTS, person.area_id)


def check_resend(actor: Actor, message: Message) -> None:
    """
    Pass when the actor may have a message sent again.

    :raises Denied: her posts do not include it there
    :raises CannotResend: it waits, is being sent, was sent or has arrived
    """
    actor.require(Capability.NOTICES_RESEND, message.area_id)
    if message.state not in states.RESENDABLE:
        raise CannotResend(
            _("The message is “%(state)s”. Only one that did not go out is sent again.")
            % {"state": message.get_state_display()}
        )


def check_tell(actor: Actor, message: Message) -> None:
    """
    Pass when the actor may note that somebody was told by hand what a message says.

    :raises Denied: her posts do not include it there
    :raises CannotTell: it waits, is being sent, was sent or has arrived, or the matter is sensitive
    """
    actor.require(Capability.NOTICES_RESEND, message.area_id)
    if message.is_sensitive:
        raise CannotTell(_("A sensitive matter is told over her safe contact only."))
    if message.state not in states.RESENDABLE:
        raise CannotTell(
            _("The message is “%(state)s”. Only what did not go out is told by hand.")
            % {"state": message.get_state_display()}
        )
