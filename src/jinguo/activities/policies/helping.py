"""Who may be with minors (未成年人保护法 art. 62)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.activities.helping import Helping
from jinguo.activities.models import Activity, Helper
from jinguo.activities.policies.refusals import WrongState
from jinguo.core.errors import Refused


class Unchecked(Refused):
    """Somebody would be with minors without a crime-record check that holds on the day."""

    code = "check-missing"


class NobodyMinds(Refused):
    """Children would be minded by nobody who is named."""

    code = "nobody-minds"


def check_helping(some: Sequence[Helping]) -> None:
    """
    Pass when the crime-record check of everybody who is with minors holds on her first day.

    :raises Unchecked: naming each whose does not, and what to do
    """
    sentences = [one.said for one in some if not one.may_begin]
    if sentences:
        raise Unchecked(" ".join(sentences))


def check_minded(some: Sequence[Helping], *, minds_children: bool) -> None:
    """
    Pass when somebody looks after the children that are minded.

    :raises NobodyMinds: nobody teaches there and nobody is on the list
    """
    if minds_children and not some:
        raise NobodyMinds(
            _(
                "Nobody is named who looks after the children. Put who does on the list of who helps."
            )
        )


def check_door(some: Sequence[Helping], herself: Collection[UUID]) -> None:
    """
    Pass when who comes to the door may be let in: as :func:`check_helping`, but she learns of herself alone.

    :raises Unchecked: her own check does not hold; the sentence names her
    :raises Refused: somebody else's does not
    """
    check_helping([one for one in some if one.person in herself])
    if any(not one.may_begin for one in some):
        raise Refused(_("One cannot sign in yet. Ask the organiser."))


def check_with_minors(activity: Activity, *, is_with_minors: bool) -> None:
    """
    Pass when an activity is with minors, so that who helps is on a list.

    :raises Refused: it is not
    """
    if not is_with_minors:
        raise Refused(
            _("“%(title)s” is not with minors, and keeps no list of who helps.")
            % {"title": activity.title}
        )


def check_helper(helper: Helper, today: date) -> None:
    """
    Pass when somebody helps still.

    :raises WrongState: she was taken off the list
    """
    if helper.until_on is not None and helper.until_on <= today:
        raise WrongState(_("She was taken off the list already."))
