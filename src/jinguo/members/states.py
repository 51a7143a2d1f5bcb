"""
The table of what may be done to a membership: from which state, to which, and with which right.

Rights, buttons, the reference page and the checks of the actions are all read from here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jinguo.members.models import Membership
from jinguo.org.roles import Capability

NEW = ""
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
