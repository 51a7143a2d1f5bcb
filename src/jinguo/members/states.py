"""
The table of what may be done to a membership: from which state, to which, and with which right. And the
smaller ones of agreements, appointments and assignments, which begin, last and end.

Rights, buttons, the reference page and the checks of the actions are all read from here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jinguo.core.steps import NEW, Steps
from jinguo.members.models import Agreement, Appointment, Assignment, Membership
from jinguo.org.roles import Capability

S = Membership.State
MANAGE, DECIDE = Capability.MEMBERS_MANAGE, Capability.MEMBERS_DECIDE


@dataclass(frozen=True)
class Step:
    """One lawful change of a membership's state."""

    verb: str
    source: str
    target: str
    capability: Capability
    title: str | Promise


STEPS: tuple[Step, ...] = (
    Step("apply", NEW, S.APPLIED, MANAGE, _("Take down an application")),
    Step("check", S.APPLIED, S.CHECKED, MANAGE, _("Put before the council")),
    Step("turn-down", S.APPLIED, S.REFUSED, MANAGE, _("Turn down")),
    Step("vote", S.CHECKED, S.ADMITTED, DECIDE, _("Record the vote")),
    Step("vote", S.CHECKED, S.REFUSED, DECIDE, _("Record the vote")),
    Step("withdraw", S.APPLIED, S.WITHDRAWN, MANAGE, _("Withdraw the application")),
    Step("withdraw", S.CHECKED, S.WITHDRAWN, MANAGE, _("Withdraw the application")),
    Step("leave", S.ADMITTED, S.LEFT, MANAGE, pgettext_lazy("member", "Leaves")),
    Step("expel", S.ADMITTED, S.EXPELLED, DECIDE, _("Expel")),
)


AGREEMENT = Steps((
    ("sign", NEW, Agreement.State.IN_FORCE),
    ("renew", Agreement.State.IN_FORCE, Agreement.State.IN_FORCE),
    ("end", Agreement.State.IN_FORCE, Agreement.State.ENDED),
    ("expire", Agreement.State.IN_FORCE, Agreement.State.EXPIRED),
))  # fmt: skip
APPOINTMENT = Steps((
    ("appoint", NEW, Appointment.State.IN_FORCE),
    ("end", Appointment.State.IN_FORCE, Appointment.State.ENDED),
    ("expire", Appointment.State.IN_FORCE, Appointment.State.EXPIRED),
))  # fmt: skip
ASSIGNMENT = Steps((
    ("assign", NEW, Assignment.State.RUNNING),
    ("end", Assignment.State.RUNNING, Assignment.State.ENDED),
    ("expire", Assignment.State.RUNNING, Assignment.State.ENDED),
))  # fmt: skip


def step_from(verb: str, source: str) -> Step | None:
    """Return the first step a verb takes from a state, or None."""
    return next((one for one in STEPS if one.verb == verb and one.source == source), None)


def verbs_from(source: str) -> list[str]:
    """Return what may be done from a state, in the order of the table, each once."""
    return list(dict.fromkeys(one.verb for one in STEPS if one.source == source))


def as_mermaid() -> str:
    """Return the diagram of the table, for the reference page."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {one.source or '[*]'} --> {one.target}: {one.verb}" for one in STEPS]
    return "\n".join(lines)
