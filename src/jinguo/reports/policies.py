"""Who may do what with a report, in which state."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.errors import Refused
from jinguo.core.steps import NEW, Steps
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.reports.models import Report

S = Report.State
STEPS = Steps((
    ("open", NEW, S.OPEN),
    ("freeze", S.OPEN, S.FROZEN),
    ("reopen", S.FROZEN, S.OPEN),
))  # fmt: skip
"""What may become of a report."""


class AlreadyOpened(Refused):
    """The report of this template, area and period is there; ``report`` is its id."""

    def __init__(self, report: UUID) -> None:
        super().__init__(
            _("This report was opened already. Go on in the one that is there."), report=report
        )


def check_open(actor: Actor, area: str, *, there: Report | None = None) -> None:
    """
    Pass when the actor may open a report of ``area``; ``there`` is the one of the same kind and period.

    :raises Denied: her posts do not include it
    :raises AlreadyOpened: it was opened before
    """
    actor.require(Capability.REPORTS_FREEZE, area)
    if there is not None:
        raise AlreadyOpened(there.id)


def check_freeze(actor: Actor, report: Report) -> None:
    """
    Pass when the actor may freeze this report now.

    :raises Denied: her posts do not include it
    :raises Refused: it is frozen already
    """
    actor.require(Capability.REPORTS_FREEZE, report.area)
    if not STEPS.may("freeze", report.state):
        raise Refused(_("The report is frozen already. Reopen it to change it."))


def check_reopen(actor: Actor, report: Report) -> None:
    """
    Pass when the actor may open this report again.

    :raises Denied: her posts do not include it
    :raises Refused: it is open
    """
    actor.require(Capability.REPORTS_FREEZE, report.area)
    if not STEPS.may("reopen", report.state):
        raise Refused(_("The report is open already."))
