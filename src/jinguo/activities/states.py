"""
The table of what may be done to an activity, a session and an entry: from which state, to which.

Completed is an entry whose place lasted until the activity was over. Whether she came is told by what was
noted of each session, which may be read from a paper list later; certificates, feedback and follow-ups are
for who was there.

The checks of the actions and the reference page are read from here. Who may do it stands in the policies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from jinguo.activities.models import Activity, Enrolment, Session

ACTIVITY, SESSION, ENROLMENT = "activity", "session", "enrolment"
THINGS = (ACTIVITY, SESSION, ENROLMENT)
NEW = ""
A, S, E = Activity.State, Session.State, Enrolment.State
NOT_OVER = (A.DRAFT, *Activity.OPEN)


@dataclass(frozen=True)
class Step:
    """One lawful step: a change of state, or an act that leaves it as it is (source and target the same)."""

    of: str
    verb: str
    source: str
    target: str


def _to(of: str, verb: str, sources: Iterable[str], target: str) -> tuple[Step, ...]:
    return tuple(Step(of, verb, str(source), str(target)) for source in sources)


def _in(of: str, verb: str, sources: Iterable[str]) -> tuple[Step, ...]:
    return tuple(Step(of, verb, str(source), str(source)) for source in sources)


STEPS: tuple[Step, ...] = (
    *_to(ACTIVITY, "plan", [NEW], A.DRAFT),
    *_in(ACTIVITY, "change", NOT_OVER),
    *_in(ACTIVITY, "change-terms", [A.DRAFT]),
    *_to(ACTIVITY, "publish", [A.DRAFT], A.PUBLISHED),
    *_in(ACTIVITY, "draw", Activity.OPEN),
    *_to(ACTIVITY, "hold", Activity.OPEN, A.RUNNING),
    *_to(ACTIVITY, "hold", Activity.OPEN, A.FINISHED),
    *_in(ACTIVITY, "certify", [A.FINISHED]),
    *_in(ACTIVITY, "keep-stalls", [*NOT_OVER, A.FINISHED]),
    *_to(ACTIVITY, "cancel", NOT_OVER, A.CANCELLED),
    *_to(ACTIVITY, "cancel-session", [A.RUNNING], A.FINISHED),
    *_to(SESSION, "plan", [NEW], S.PLANNED),
    *_in(SESSION, "move", [S.PLANNED]),
    *_in(SESSION, "link", [S.PLANNED, S.HELD]),
    *_to(SESSION, "hold", [S.PLANNED], S.HELD),
    *_in(SESSION, "attend", [S.PLANNED, S.HELD]),
    *_to(SESSION, "cancel", [S.PLANNED], S.CANCELLED),
    *_to(ENROLMENT, "enrol", [NEW], E.ENROLLED),
    *_to(ENROLMENT, "enrol", [NEW], E.WAITING),
    *_to(ENROLMENT, "draw", [E.WAITING], E.ENROLLED),
    *_to(ENROLMENT, "draw", [E.WAITING], E.REFUSED),
    *_to(ENROLMENT, "offer", [E.WAITING], E.OFFERED),
    *_to(ENROLMENT, "accept", [E.OFFERED], E.ENROLLED),
    *_to(ENROLMENT, "decline", [E.OFFERED], E.DROPPED),
    *_to(ENROLMENT, "expire", [E.OFFERED], E.DROPPED),
    *_in(ENROLMENT, "confirm", [E.ENROLLED]),
    *_to(ENROLMENT, "refuse", [E.ENROLLED], E.REFUSED),
    *_to(ENROLMENT, "cancel", [E.WAITING, E.OFFERED, E.ENROLLED], E.DROPPED),
    *_to(ENROLMENT, "cancel", [E.ENROLLED], E.LATE_CANCELLED),
    *_to(ENROLMENT, "complete", [E.ENROLLED], E.COMPLETED),
    *_to(ENROLMENT, "close", [E.WAITING, E.OFFERED], E.DROPPED),
    *_in(ENROLMENT, "attend", [E.ENROLLED, E.COMPLETED]),
    *_in(ENROLMENT, "take-charge", [E.ENROLLED]),
    *_in(ENROLMENT, "change-card", [E.ENROLLED]),
    *_in(ENROLMENT, "renew-code", [E.ENROLLED]),
    *_in(ENROLMENT, "follow-up", [E.COMPLETED]),
    *_in(ENROLMENT, "excuse", [E.LATE_CANCELLED]),
)


@cache
def sources(of: str, verb: str) -> tuple[str, ...]:
    """Return the states in which a verb may be done, each once, in the order of the table."""
    found = [step.source for step in STEPS if step.of == of and step.verb == verb]
    return tuple(dict.fromkeys(found))


def as_mermaid(of: str) -> str:
    """Return the diagram of the states of one thing, for the reference page."""
    lines = ["stateDiagram-v2"]
    for step in STEPS:
        if step.of == of:
            lines.append(f"    {step.source or '[*]'} --> {step.target}: {step.verb}")
    return "\n".join(lines)
