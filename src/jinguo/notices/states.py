"""
The table of what may be done to a notice: from which state, to which, and with which right.

Rights, buttons, the reference page and the checks of the actions are all read from here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jinguo.notices.models import Notice, Objection
from jinguo.org.roles import Capability

NEW = ""
S, OBJECTION = Notice.State, Objection.State
DRAFT, RELEASE = Capability.NOTICES_DRAFT, Capability.NOTICES_RELEASE


@dataclass(frozen=True)
class Step:
    """One lawful change of state. ``capability`` is None where the system does it by the day, or
    another act brings it about."""

    verb: str
    source: str
    target: str
    capability: Capability | None
    title: str | Promise


STEPS: tuple[Step, ...] = (
    Step("draft", NEW, S.DRAFT, DRAFT, _("Draft the notice")),
    Step("change", S.DRAFT, S.DRAFT, DRAFT, _("Change the draft")),
    Step("propose", S.DRAFT, S.PROPOSED, DRAFT, _("Send for release")),
    Step("send-back", S.PROPOSED, S.DRAFT, RELEASE, _("Send back")),
    Step("take-out", S.DRAFT, S.DRAFT, None, _("Take out what has ended")),
    Step("take-out", S.PROPOSED, S.PROPOSED, None, _("Take out what has ended")),
    Step("release", S.PROPOSED, S.RELEASED, RELEASE, _("Release")),
    Step("close", S.RELEASED, S.CLOSED, None, _("Close by the day")),
    Step("expire", S.CLOSED, S.EXPIRED, None, _("Take from view by the day")),
    Step("withdraw", S.DRAFT, S.WITHDRAWN, DRAFT, _("Withdraw")),
    Step("withdraw", S.PROPOSED, S.WITHDRAWN, DRAFT, _("Withdraw")),
    Step("withdraw", S.RELEASED, S.WITHDRAWN, RELEASE, _("Withdraw")),
    Step("withdraw", S.CLOSED, S.WITHDRAWN, RELEASE, _("Withdraw")),
)
OBJECTION_STEPS: tuple[Step, ...] = (
    Step("object", NEW, OBJECTION.OPEN, Capability.NOTICES_OBJECT, _("Objection")),
    Step(
        "decide",
        OBJECTION.OPEN,
        OBJECTION.UPHELD,
        Capability.NOTICES_DECIDE,
        _("Decide on the objection"),
    ),
    Step(
        "decide",
        OBJECTION.OPEN,
        OBJECTION.REJECTED,
        Capability.NOTICES_DECIDE,
        _("Decide on the objection"),
    ),
    Step("lapse", OBJECTION.OPEN, OBJECTION.LAPSED, None, _("Lapse")),
)


def step_from(verb: str, source: str) -> Step | None:
    """Return the step a verb takes from a state of a notice, or None."""
    return next((one for one in STEPS if one.verb == verb and one.source == source), None)


def verbs_from(source: str) -> tuple[str, ...]:
    """Return what people may do from a state, in the order of the table."""
    return tuple(one.verb for one in STEPS if one.source == source and one.capability is not None)


def as_mermaid(steps: tuple[Step, ...]) -> str:
    """Return the diagram of a table of steps, for the reference page."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {one.source or '[*]'} --> {one.target}: {one.verb}" for one in steps]
    return "\n".join(lines)


def verb_title(verb: str) -> str:
    """Return what a verb of either table is called."""
    return next((str(one.title) for one in STEPS + OBJECTION_STEPS if one.verb == verb), verb)
