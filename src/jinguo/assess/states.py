"""
The one table of what may follow what, who may do it, and which fact it leaves.

Actions, policies, work lists, to-dos and the reference page are all read from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jinguo.assess import events
from jinguo.assess.models import Application, Recognition
from jinguo.facts.events import Event
from jinguo.org.roles import Capability

APPLICATION, RECOGNITION = "application", "recognition"
NEW = ""
A, R = Application.State, Recognition.State

LADDER = "ladder"
"""The body the ladder names for the level, as against a fixed level of area."""


@dataclass(frozen=True)
class Step:
    """
    One lawful step: a change of state, or an act that leaves the state as it is (source and target
    are the same then).

    ``duty`` is the level of area whose body it falls to (or :data:`LADDER`); a wider body may do it
    too. ``is_next`` marks the step that takes the work onward, the one a to-do asks for.
    """

    of: str
    verb: str
    source: str
    target: str
    capability: Capability
    duty: str
    fact: type[Event] | None
    title: str | Promise
    is_next: bool = False

    @property
    def is_move(self) -> bool:
        """Say whether the step changes the state."""
        return self.source != self.target


def _steps(
    of: str,
    verb: str,
    sources: Iterable[str],
    target: str,
    capability: Capability,
    duty: str,
    fact: type[Event] | None,
    title: str | Promise,
    *,
    is_next: bool = False,
) -> tuple[Step, ...]:
    return tuple(
        Step(of, verb, str(source), str(target), capability, duty, fact, title, is_next)
        for source in sources
    )


APPLY = Capability.ASSESS_APPLY
RECOMMEND = Capability.ASSESS_RECOMMEND
SCORE = Capability.ASSESS_SCORE
CERTIFY = Capability.ASSESS_CERTIFY
INSPECT = Capability.ASSESS_INSPECT
VILLAGE, TOWN = "village", "township"
TAKE_BACK = "take-back"
# Verbs that follow from another act, and are not offered for a thing as it stands.
NOT_OFFERED = ("supersede", TAKE_BACK)

_REJECT = _("Turn down")
_WITHDRAW = _("Withdraw")
_DECIDE = _("Decide")
_SETTLE = _("Settle the objection")
_INSPECT = _("Inspect again")
_TAKE_BACK = _("Take back")
BEFORE_NOTICE = (A.APPLIED, A.RECOMMENDED, A.SCORED, A.PASSED)

STEPS: tuple[Step, ...] = (
    *_steps(APPLICATION, "apply", [NEW], A.APPLIED, APPLY, VILLAGE, events.Applied, _("Apply for a level")),
    *_steps(
        APPLICATION, "recommend", [A.APPLIED], A.RECOMMENDED, RECOMMEND, VILLAGE,
        events.Recommended, _("Recommend"), is_next=True,
    ),
    *_steps(
        APPLICATION, "score", [A.RECOMMENDED], A.SCORED, SCORE, TOWN,
        events.Scored, _("Fill in the score sheet"), is_next=True,
    ),
    *_steps(
        APPLICATION, "score", [A.SCORED], A.SCORED, SCORE, TOWN,
        None, _("Correct the score sheet"),
    ),
    *_steps(
        APPLICATION, "score", [A.PASSED], A.PASSED, CERTIFY, LADDER,
        None, _("Check on site"),
    ),
    *_steps(
        APPLICATION, "score", [A.RECHECK], A.RECHECK, CERTIFY, LADDER,
        None, _("Check again on site"),
    ),
    *_steps(
        APPLICATION, "decide", [A.SCORED], A.PASSED, SCORE, TOWN,
        events.Passed, _DECIDE, is_next=True,
    ),
    *_steps(APPLICATION, "decide", [A.SCORED], A.REJECTED, SCORE, TOWN, events.Rejected, _DECIDE),
    *_steps(
        APPLICATION, "start-notice", [A.PASSED], A.ON_NOTICE, CERTIFY, LADDER,
        None, _("Start the notice"), is_next=True,
    ),
    *_steps(
        APPLICATION, "raise-objection", [A.ON_NOTICE], A.RECHECK, CERTIFY, LADDER,
        None, _("Record an objection"),
    ),
    *_steps(
        APPLICATION, "settle-objection", [A.RECHECK], A.ON_NOTICE, CERTIFY, LADDER,
        None, _SETTLE, is_next=True,
    ),
    *_steps(
        APPLICATION, "settle-objection", [A.RECHECK], A.REJECTED, CERTIFY, LADDER,
        events.Rejected, _SETTLE,
    ),
    *_steps(
        APPLICATION, "certify", [A.ON_NOTICE], A.CERTIFIED, CERTIFY, LADDER,
        None, _("Certify"), is_next=True,
    ),
    *_steps(
        APPLICATION, "reject", [A.APPLIED], A.REJECTED, RECOMMEND, VILLAGE,
        events.Rejected, _REJECT,
    ),
    *_steps(
        APPLICATION, "reject", [A.RECOMMENDED], A.REJECTED, SCORE, TOWN,
        events.Rejected, _REJECT,
    ),
    *_steps(
        APPLICATION, "reject", [A.PASSED], A.REJECTED, CERTIFY, LADDER,
        events.Rejected, _REJECT,
    ),
    *_steps(
        APPLICATION, "withdraw", Application.OPEN, A.WITHDRAWN, APPLY, VILLAGE,
        events.Withdrawn, _WITHDRAW,
    ),
    # Within minutes, by who did it, while nothing rests on it; its fact is the one it takes back.
    *_steps(APPLICATION, TAKE_BACK, [A.RECOMMENDED], A.APPLIED, RECOMMEND, VILLAGE, None, _TAKE_BACK),
    *_steps(APPLICATION, TAKE_BACK, [A.PASSED, A.REJECTED], A.SCORED, SCORE, TOWN, None, _TAKE_BACK),
    *_steps(APPLICATION, TAKE_BACK, [A.REJECTED], A.APPLIED, RECOMMEND, VILLAGE, None, _TAKE_BACK),
    *_steps(APPLICATION, TAKE_BACK, [A.REJECTED], A.RECOMMENDED, SCORE, TOWN, None, _TAKE_BACK),
    *_steps(APPLICATION, TAKE_BACK, [A.REJECTED], A.PASSED, CERTIFY, LADDER, None, _TAKE_BACK),
    *(
        step
        for state in BEFORE_NOTICE
        for step in _steps(APPLICATION, TAKE_BACK, [A.WITHDRAWN], state, APPLY, VILLAGE, None, _TAKE_BACK)
    ),
    *_steps(
        RECOGNITION, "certify", [NEW], R.CERTIFIED, CERTIFY, LADDER,
        events.Recognised, _("Certify"),
    ),
    *_steps(
        RECOGNITION, "inspect", [R.CERTIFIED], R.CERTIFIED, INSPECT, TOWN,
        events.Inspected, _INSPECT, is_next=True,
    ),
    *_steps(
        RECOGNITION, "inspect", [R.RECTIFYING], R.RECTIFYING, INSPECT, TOWN,
        events.Inspected, _INSPECT,
    ),
    *_steps(
        RECOGNITION, "order-rectification", [R.CERTIFIED], R.RECTIFYING, INSPECT, TOWN,
        events.Rectifying, _("Order to put right"),
    ),
    *_steps(
        RECOGNITION, "add-faults", [R.RECTIFYING], R.RECTIFYING, INSPECT, TOWN,
        None, _("Add what has to be put right"),
    ),
    *_steps(
        RECOGNITION, "restore", [R.RECTIFYING], R.CERTIFIED, INSPECT, TOWN,
        events.Restored, _("Confirm as put right"), is_next=True,
    ),
    *_steps(
        RECOGNITION, "delist", [R.CERTIFIED, R.RECTIFYING], R.DELISTED, INSPECT, LADDER,
        events.Delisted, _("Delist"),
    ),
    *_steps(
        RECOGNITION, "close", [R.CERTIFIED, R.RECTIFYING], R.CLOSED, INSPECT, TOWN,
        None, _("End the recognition"),
    ),
    *_steps(
        RECOGNITION, "supersede", [R.CERTIFIED, R.RECTIFYING], R.SUPERSEDED, CERTIFY, LADDER,
        None, _("Supersede"),
    ),
)  # fmt: skip


@cache
def steps(of: str, verb: str) -> tuple[Step, ...]:
    """Return the steps of one verb."""
    return tuple(step for step in STEPS if step.of == of and step.verb == verb)


def sources(of: str, verb: str) -> frozenset[str]:
    """Return the states in which a verb may be done."""
    return frozenset(step.source for step in steps(of, verb))


def step_from(of: str, verb: str, source: str) -> Step | None:
    """Return the step a verb takes from a state; the first when it decides between two."""
    return next((step for step in steps(of, verb) if step.source == source), None)


def step_between(of: str, source: str, target: str) -> Step | None:
    """Return the step that leads from one state to another one."""
    moves = (step for step in STEPS if step.of == of and step.is_move)
    return next((s for s in moves if s.source == source and s.target == target), None)


def step_back(source: str, target: str) -> Step | None:
    """Return the step that takes an application's change from ``source`` to ``target`` back, or None."""
    step = step_between(APPLICATION, target, source)
    return step if step and step.verb == TAKE_BACK else None


def next_steps(of: str) -> tuple[Step, ...]:
    """Return the steps that take the work onward, in the order of the procedure."""
    return tuple(step for step in STEPS if step.of == of and step.is_next)


def verbs_from(of: str, source: str) -> tuple[str, ...]:
    """Return the verbs offered in a state, each once, in the order of the table."""
    found = [
        s.verb for s in STEPS if s.of == of and s.source == source and s.verb not in NOT_OFFERED
    ]
    return tuple(dict.fromkeys(found))


def as_mermaid(of: str) -> str:
    """Return the diagram of the states of one thing, for the reference page."""
    lines = ["stateDiagram-v2"]
    for step in STEPS:
        if step.of == of:
            lines.append(f"    {step.source or '[*]'} --> {step.target}: {step.verb}")
    return "\n".join(lines)
