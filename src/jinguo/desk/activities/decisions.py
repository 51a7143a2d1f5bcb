"""What was decided of an entry, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jinguo.activities.actions import Decision
from jinguo.activities.models import Enrolment


@dataclass(frozen=True)
class Decided:
    """The tag, the word and the reason of a decision."""

    tag: str
    text: str
    why: str


def decided(decision: Decision) -> Decided:
    """Return a decision in words: a seat, a place in the waiting list, or why not."""
    if decision.state == Enrolment.State.ENROLLED:
        return Decided("good", _("Enrolled"), "")
    if decision.state == Enrolment.State.WAITING:
        return Decided("wait", _("On the waiting list, number %s") % decision.place, "")
    return Decided("bad", _("Not enrolled"), decision.why.message if decision.why else "")
