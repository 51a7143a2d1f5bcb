"""The states of a message and the steps between them; every change goes through :func:`move`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from jinguo.notices.models import Message, MessageChange

State = Message.State

# SENDING is written before the provider is asked. Who finds a message in it later does not know whether it
# went out, so it becomes UNKNOWN and only a person sends it again; except where the provider tells repeats.
STEPS: Mapping[State, Collection[State]] = {
    State.QUEUED: {State.SENDING, State.SUPPRESSED, State.FAILED},
    State.SENDING: {State.SENT, State.QUEUED, State.FAILED, State.UNKNOWN},
    State.SENT: {State.DELIVERED, State.FAILED},
    State.FAILED: {State.QUEUED, State.TOLD},
    State.UNKNOWN: {State.QUEUED, State.SENT, State.FAILED, State.TOLD},
    State.SUPPRESSED: {State.QUEUED, State.TOLD},
    State.DELIVERED: set(),
    State.TOLD: set(),
}


def as_mermaid() -> str:
    """Return the diagram of the steps, for the reference page."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.QUEUED}"]
    lines += [f"    {source} --> {target}" for source in STEPS for target in sorted(STEPS[source])]
    return "\n".join(lines)


RESENDABLE = (State.FAILED, State.UNKNOWN, State.SUPPRESSED)
STUCK = (State.FAILED, State.UNKNOWN)
"""What a person has to look at."""


def move(
    message: Message, to: State, *, now: datetime, actor: str, why: str = "", **fields: object
) -> None:
    """Bring a locked message to a state, with what else changes on its row, and write its history."""
    if to not in STEPS[State(message.state)]:
        raise AssertionError(f"no step from {message.state} to {to}")
    changed = {"state": to, "why": why, "changed_at": now, **fields}
    for name, value in changed.items():
        setattr(message, name, value)
    message.save(update_fields=list(changed))
    MessageChange.objects.create(message=message, state=to, why=why, at=now, actor=actor[:80])
