"""Sessions that want a room, an instructor or a counsellor at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from jinguo.activities import queries
from jinguo.activities.actions import common
from jinguo.activities.models import Session
from jinguo.activities.queries.conflicts import Use


class Clash(common.InUseThen):
    """Somebody or a room is in use at the time of a session; ``conflicts`` says who or which, and by what."""

    code = "clash"


def use_of(session: Session) -> Use:
    """Return what a session takes up."""
    return Use(
        session.starts_at, session.ends_at, session.site_id, session.room, session.instructor_id,
        session.counsellor_id, "" if has_record(session) else session.instructor_name,
    )  # fmt: skip


def has_record(session: Session) -> bool:
    """Say whether who teaches or is on duty has a record or an account, or is a name only."""
    return session.instructor_id is not None or session.counsellor_id is not None


def check_clashes(uses: Sequence[Use], *, without: Sequence[UUID] = ()) -> None:
    """
    Pass when no room and no instructor is in use at the times of some sessions.

    :raises Clash: naming the first that is
    """
    found = queries.conflicts(uses, without=without)
    if found:
        raise Clash(str(found[0]), conflicts=found)
