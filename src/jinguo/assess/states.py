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
from jinguo.assess.models import Application, Recognition, Round, Visit
from jinguo.facts.events import Event
from jinguo.org.roles import Capability

APPLICATION, RECOGNITION, ROUND, VISIT = "application", "recognition", "round", "visit"
THINGS = (APPLICATION, RECOGNITION, ROUND, VISIT)
NEW = ""
A, R, E, V = Application.State, Recognition.State, Round.State, Visit.State

LADDER = "ladder"
"""The body the ladder names for the level, as against a fixed level of area."""

ASSESSOR = "assessor"
"""Whoever was drawn for a visit, as against a body."""


@dataclass(frozen=True)
class Step:
    """
    One lawful step: a change of state, or an act that leaves the state as it is (source and target
    are the same then).

    ``duty`` is the level of area whose body it falls to (or :data:`LADDER`, or :data:`ASSESSOR`); a wider
    body may do it too. ``is_next`` marks the step that takes the work onward, the one a to-do asks for.
    ``is_caused`` marks what another act brings about, such as one on the notice it stands on, or the taking
    back of what was just done: it is no button.
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
    is_caused: bool = False

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
    is_caused: bool = False,
) -> tuple[Step, ...]:
    return tuple(
        Step(of, verb, str(source), str(target), capability, duty, fact, title, is_next, is_caused)
        for source in sources
    )


APPLY = Capability.ASSESS_APPLY
RECOMMEND = Capability.ASSESS_RECOMMEND
SCORE = Capability.ASSESS_SCORE
CERTIFY = Capability.ASSESS_CERTIFY
INSPECT = Capability.ASSESS_INSPECT
RUN = Capability.ASSESS_RUN_ROUNDS
TAKE = Capability.ASSESS_VISIT
VILLAGE, TOWN, COUNTY = "village", "township", "county"
TAKE_BACK = "take-back"

_REJECT = _("Turn down")
_WITHDRAW = _("Withdraw")
_DECIDE = _("Decide")
_DECIDE_OBJECTION = _("Decide on the objection")
_INSPECT = _("Inspect again")
_TAKE_BACK = _("Take back")
_DROP = _("Drop the delisting")
_APPEAL = _("Decide the appeal")
IN_FORCE = (R.CERTIFIED, R.RECTIFYING, R.PROPOSED, R.APPEALED)
BEFORE_NOTICE = (A.APPLIED, A.RECOMMENDED, A.SCORED, A.PASSED)


def _back(
    sources: Iterable[str], target: str, capability: Capability, duty: str, of: str = APPLICATION
) -> tuple[Step, ...]:
    return _steps(
        of, TAKE_BACK, sources, target, capability, duty, None, _TAKE_BACK, is_caused=True
    )


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
        APPLICATION, "draft-notice", [A.PASSED], A.LISTED, CERTIFY, LADDER,
        None, _("Draft a public notice"), is_next=True,
    ),
    # What older drafts list has stayed passed: there was no state of its own for it.
    *_steps(
        APPLICATION, "release-notice", [A.LISTED, A.PASSED], A.ON_NOTICE,
        Capability.NOTICES_RELEASE, LADDER, None, _("Release"), is_caused=True,
    ),
    *_steps(
        APPLICATION, "withdraw-notice", [A.LISTED, A.ON_NOTICE, A.RECHECK], A.PASSED,
        Capability.NOTICES_RELEASE, LADDER, None, _WITHDRAW, is_caused=True,
    ),
    *_steps(
        APPLICATION, "object", [A.ON_NOTICE], A.RECHECK, Capability.NOTICES_OBJECT, LADDER,
        None, _("Objection"), is_caused=True,
    ),
    *_steps(
        APPLICATION, "decide-objection", [A.RECHECK], A.ON_NOTICE, Capability.NOTICES_DECIDE,
        LADDER, None, _DECIDE_OBJECTION, is_caused=True,
    ),
    *_steps(
        APPLICATION, "decide-objection", [A.RECHECK], A.REJECTED, Capability.NOTICES_DECIDE,
        LADDER, events.Rejected, _DECIDE_OBJECTION, is_caused=True,
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
    *_back([A.RECOMMENDED], A.APPLIED, RECOMMEND, VILLAGE),
    *_back([A.PASSED, A.REJECTED], A.SCORED, SCORE, TOWN),
    *_back([A.REJECTED], A.APPLIED, RECOMMEND, VILLAGE),
    *_back([A.REJECTED], A.RECOMMENDED, SCORE, TOWN),
    *_back([A.REJECTED], A.PASSED, CERTIFY, LADDER),
    *(step for state in BEFORE_NOTICE for step in _back([A.WITHDRAWN], state, APPLY, VILLAGE)),
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
    *_back([R.CERTIFIED], R.RECTIFYING, INSPECT, TOWN, RECOGNITION),
    *_steps(
        RECOGNITION, "propose-delisting", [R.CERTIFIED, R.RECTIFYING], R.PROPOSED, INSPECT, LADDER,
        None, _("Propose to delist"),
    ),
    *_steps(
        RECOGNITION, "delist", [R.PROPOSED], R.DELISTED, INSPECT, LADDER,
        events.Delisted, _("Delist"), is_next=True,
    ),
    *_steps(
        RECOGNITION, "appeal", [R.PROPOSED], R.APPEALED, INSPECT, TOWN,
        None, _("Record an appeal"),
    ),
    *_steps(RECOGNITION, "drop-delisting", [R.PROPOSED], R.CERTIFIED, INSPECT, LADDER, None, _DROP),
    *_steps(RECOGNITION, "drop-delisting", [R.PROPOSED], R.RECTIFYING, INSPECT, LADDER, None, _DROP),
    *_steps(
        RECOGNITION, "decide-appeal", [R.APPEALED], R.DELISTED, INSPECT, LADDER,
        events.Delisted, _APPEAL, is_next=True,
    ),
    *_steps(RECOGNITION, "decide-appeal", [R.APPEALED], R.CERTIFIED, INSPECT, LADDER, None, _APPEAL),
    *_steps(RECOGNITION, "decide-appeal", [R.APPEALED], R.RECTIFYING, INSPECT, LADDER, None, _APPEAL),
    *(
        step
        for state in IN_FORCE
        for step in _steps(
            RECOGNITION, "record-complaint", [state], state, INSPECT, TOWN,
            None, _("Record a complaint"),
        )
    ),
    *_steps(
        RECOGNITION, "close", IN_FORCE, R.CLOSED, INSPECT, TOWN,
        None, _("End the recognition"),
    ),
    *_steps(
        RECOGNITION, "supersede", IN_FORCE, R.SUPERSEDED, CERTIFY, LADDER,
        None, _("Supersede"), is_caused=True,
    ),
    *_steps(ROUND, "draft", [NEW], E.DRAFTED, RUN, COUNTY, None, _("Draft a round")),
    *_steps(
        ROUND, "change", [E.DRAFTED], E.DRAFTED, RUN, COUNTY, None, _("Change the round")
    ),
    *_steps(
        ROUND, "freeze", [E.DRAFTED], E.FROZEN, RUN, COUNTY,
        None, _("Freeze the list"), is_next=True,
    ),
    *_steps(
        ROUND, "draw", [E.FROZEN], E.DRAWN, RUN, COUNTY,
        None, _("Enter the seed and draw"), is_next=True,
    ),
    *(
        step
        for state in (E.DRAFTED, E.FROZEN, E.DRAWN)
        for step in _steps(
            ROUND, "name-assessors", [state], state, RUN, COUNTY, None, _("Name assessors")
        )
    ),
    *_steps(
        ROUND, "send-out", [E.DRAWN], E.IN_FIELD, RUN, COUNTY,
        None, _("Send the assessors out"), is_next=True,
    ),
    *_steps(
        ROUND, "add-assessor", [E.IN_FIELD], E.IN_FIELD, RUN, COUNTY,
        None, _("Name another assessor"),
    ),
    *_steps(
        ROUND, "pass-visits-on", [E.IN_FIELD], E.IN_FIELD, RUN, COUNTY,
        None, _("Pass her visits on"),
    ),
    *_steps(
        ROUND, "close", [E.IN_FIELD], E.CLOSED, RUN, COUNTY,
        events.Visited, _("Close the round"), is_next=True,
    ),
    *_steps(ROUND, "withdraw", Round.OPEN, E.WITHDRAWN, RUN, COUNTY, None, _WITHDRAW),
    *_steps(VISIT, "assign", [NEW], V.OPEN, RUN, COUNTY, None, _("Give to an assessor")),
    *_steps(
        VISIT, "fill", [V.OPEN, V.RETURNED], V.FILLED, TAKE, ASSESSOR,
        None, _("Record what was found"), is_next=True,
    ),
    *_steps(
        VISIT, "miss", [V.OPEN, V.RETURNED], V.MISSED, TAKE, ASSESSOR, None, _("Nobody was met")
    ),
    *_steps(
        VISIT, "pass-on", [V.OPEN, V.RETURNED], V.OPEN, RUN, COUNTY,
        None, _("Pass to another assessor"), is_caused=True,
    ),
    *_steps(VISIT, "return", [V.FILLED], V.RETURNED, RUN, COUNTY, None, _("Send back")),
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


def step_back(of: str, source: str, target: str) -> Step | None:
    """Return the step that takes a change from ``source`` to ``target`` back, or None."""
    back = steps(of, TAKE_BACK)
    return next((s for s in back if s.source == target and s.target == source), None)


def next_steps(of: str) -> tuple[Step, ...]:
    """Return the steps that take the work onward, in the order of the procedure."""
    return tuple(step for step in STEPS if step.of == of and step.is_next)


def verbs_from(of: str, source: str) -> tuple[str, ...]:
    """Return the verbs people may do in a state, each once, in the order of the table."""
    found = [s.verb for s in STEPS if s.of == of and s.source == source and not s.is_caused]
    return tuple(dict.fromkeys(found))


def as_mermaid(of: str) -> str:
    """Return the diagram of the states of one thing, for the reference page."""
    lines = ["stateDiagram-v2"]
    for step in STEPS:
        if step.of == of:
            lines.append(f"    {step.source or '[*]'} --> {step.target}: {step.verb}")
    return "\n".join(lines)
