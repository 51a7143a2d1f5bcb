"""Who may excuse absences and decide appeals, and which of them are still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jinguo.activities.models import Block, Enrolment
from jinguo.activities.policies.entering import check_entry
from jinguo.core.errors import Denied, Refused
from jinguo.org.roles import Capability

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


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
