"""
The one table of what may follow what, who may do it, and in which kinds.

Actions, policies, pages and the reference page are all read from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jinguo.org.roles import Capability
from jinguo.sites.kinds import Kind
from jinguo.sites.models import Site

S = Site.State
NEW = ""

APPROVER = "approver"
"""The body the kind names for its approval, as against a fixed level of area."""


@dataclass(frozen=True)
class Step:
    """
    One lawful step: a change of state, or an act that leaves the state as it is.

    ``duty`` is the lowest level of area whose federation may do it, or :data:`APPROVER`. ``is_next`` marks
    the step that takes the work onward. ``is_caused`` marks what another act or the calendar brings about:
    it is no button. A kind leaves out the steps from and to states that its life does not have.
    """

    verb: str
    source: str
    target: str
    capability: Capability
    duty: str
    title: str | Promise
    is_next: bool = False
    is_caused: bool = False

    @property
    def is_move(self) -> bool:
        """Say whether the step changes the state."""
        return self.source != self.target


def _steps(
    verb: str, sources: Iterable[str], target: str, capability: Capability, duty: str,
    title: str | Promise, *, is_next: bool = False, is_caused: bool = False,
) -> tuple[Step, ...]:  # fmt: skip
    return tuple(
        Step(verb, str(one), str(target), capability, duty, title, is_next, is_caused)
        for one in sources
    )


PROPOSE, LOG = Capability.SITES_PROPOSE, Capability.SITES_LOG
CHECK, APPROVE = Capability.SITES_CHECK, Capability.SITES_APPROVE
VILLAGE, TOWN = "village", "township"
_LOG = _("Record an activity")
_SLEEP = pgettext_lazy("of a site", "Dormant")
_CHECK = _("Fill in the checklist")
_CHECK_AGAIN = _("Check again")

STEPS: tuple[Step, ...] = (
    *_steps("propose", [NEW], S.PROPOSED, PROPOSE, VILLAGE, _("Propose a site")),
    *_steps("check", [S.PROPOSED, S.CULTIVATED], S.MATURE, CHECK, TOWN, _CHECK, is_next=True),
    *_steps("check", [S.PROPOSED, S.CULTIVATED], S.CULTIVATED, CHECK, TOWN, _CHECK),
    *_steps("check", [S.MATURE], S.MATURE, CHECK, TOWN, _CHECK_AGAIN),
    *_steps("check", [S.MATURE], S.CULTIVATED, CHECK, TOWN, _CHECK_AGAIN),
    *_steps("approve", [S.MATURE], S.APPROVED, APPROVE, APPROVER, _("Approve"), is_next=True),
    *_steps("approve", [S.MATURE], S.ACTIVE, APPROVE, APPROVER, _("Approve and open"), is_next=True),
    *_steps("draft-notice", [S.APPROVED], S.APPROVED, APPROVE, APPROVER, _("Draft a public notice")),
    *_steps(
        "give-plaque", [S.APPROVED], S.ACTIVE, APPROVE, APPROVER, _("Give the plaque"), is_next=True
    ),
    *_steps(
        "uphold-objection", [S.APPROVED], S.MATURE, APPROVE, APPROVER,
        _("Take back the approval after an objection"), is_caused=True,
    ),
    *_steps("log", [S.ACTIVE], S.ACTIVE, LOG, VILLAGE, _LOG, is_next=True),
    *_steps("log", [S.DORMANT], S.ACTIVE, LOG, VILLAGE, _LOG, is_next=True),
    *(
        step
        for state in (S.CULTIVATED, S.MATURE, S.APPROVED)
        for step in _steps("log", [state], state, LOG, VILLAGE, _LOG)
    ),
    *_steps("check", [S.ACTIVE], S.ACTIVE, CHECK, TOWN, _CHECK_AGAIN),
    *_steps("check", [S.DORMANT], S.DORMANT, CHECK, TOWN, _CHECK_AGAIN),
    *_steps("sleep", [S.ACTIVE], S.DORMANT, APPROVE, APPROVER, _SLEEP, is_caused=True),
    *_steps("withdraw", Site.BEFORE_OPENING, S.CLOSED, PROPOSE, VILLAGE, _("Withdraw the proposal")),
    *_steps("close", Site.STANDING, S.CLOSED, APPROVE, APPROVER, _("Close the site")),
)  # fmt: skip

ON_NOTICE = ("draft-notice", "uphold-objection")
"""The verbs of kinds that are put on public notice."""


def step_from(kind: Kind, verb: str, source: str) -> Step | None:
    """Return the step a verb takes from a state of a kind; the first when it decides between two."""
    return next(
        (step for step in steps_of(kind) if (step.verb, step.source) == (verb, source)), None
    )


def steps_of(kind: Kind) -> list[Step]:
    """Return the steps of the life of a kind, in the order of the table."""
    lived = {NEW, *kind.states}
    return [
        step
        for step in STEPS
        if {step.source, step.target} <= lived and (kind.notice_days or step.verb not in ON_NOTICE)
    ]


def verbs_from(kind: Kind, source: str) -> tuple[str, ...]:
    """Return the verbs people may do in a state, the one that takes the work onward first."""
    found = [step for step in steps_of(kind) if step.source == source and not step.is_caused]
    found.sort(key=lambda step: not step.is_next)
    return tuple(dict.fromkeys(step.verb for step in found))


def as_mermaid() -> str:
    """Return the diagram of the states, for the reference page."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {step.source or '[*]'} --> {step.target}: {step.verb}" for step in STEPS]
    return "\n".join(lines)
