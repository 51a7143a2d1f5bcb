"""A list that was shown and ticked: noted line by line, but over nothing noted since it was shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries
from jinguo.activities.actions.attending import ABSENT, COMING, PRESENT, record_attendance
from jinguo.activities.models import Attendance, Session
from jinguo.core.errors import Refused

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@dataclass(frozen=True)
class Settled:
    """What becomes of lines that were shown and ticked; ``changed`` ones were noted otherwise since."""

    present: set[UUID]
    absent: set[UUID]
    changed: set[UUID]


@dataclass(frozen=True)
class Marked:
    """How many lines were noted, and how many were left, since somebody else noted them otherwise."""

    noted: int
    changed: int


@transaction.atomic
def mark_list(
    *,
    actor: Actor,
    session_id: UUID,
    seen: Mapping[UUID, str],
    ticked: Collection[UUID],
    now: datetime,
) -> Marked:
    """
    Note who came by the list on the screen, as it was shown and ticked; who is not ticked was absent.

    ``seen`` has the state each entry was shown in, empty for none. Who scanned the code since stays here.

    :raises NotFound, Denied, Refused, Unchecked: as :func:`record_attendance`
    :raises Refused: no line came with it
    """
    # Locked, so that nobody is noted there between the look and the act.
    session = queries.get_session(actor, session_id, lock=True)
    policies.check_attend(actor, session)
    policies.check_see_roster(actor, session.activity)
    policies.check_session(session, "attend")
    policies.check_begun(session, now)
    coming = session.activity.enrolments.filter(state__in=COMING).values_list("id", flat=True)
    shown = {one: seen[one] for one in coming if one in seen}
    if not shown:
        raise Refused(_("Nothing was sent of what the page showed. Open it again."))
    found = settle(session, shown, ticked)
    if found.present or found.absent:
        record_attendance(
            actor=actor, session_id=session_id, present=found.present, absent=found.absent,
            how=Attendance.How.LIST, now=now,
        )  # fmt: skip
    return Marked(len(found.present) + len(found.absent), len(found.changed))


def settle(session: Session, seen: Mapping[UUID, str], ticked: Collection[UUID]) -> Settled:
    """
    Return what becomes of the lines of a list, each with the state it was shown in; its row is held.

    A line that says something else by now is left as it is, unless it says already what is ticked.
    """
    noted = noted_at(session)
    found = Settled(set(), set(), set())
    for one, state in seen.items():
        wanted = PRESENT if one in ticked else ABSENT
        if noted.get(one, "") == state:
            (found.present if wanted == PRESENT else found.absent).add(one)
        elif not _says(noted.get(one, ""), wanted):
            found.changed.add(one)
    return found


def noted_at(session: Session) -> dict[UUID, str]:
    """Return the states of attendance at a session by entry."""
    return dict(session.attendances.values_list("enrolment_id", "state"))


def _says(noted: str, wanted: str) -> bool:
    """Say whether what is noted is what is wanted: an absence that was excused is one."""
    return noted == wanted or (noted == Attendance.State.EXCUSED and wanted == ABSENT)
