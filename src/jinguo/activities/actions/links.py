"""The live room of a session: where it is watched, and afterwards where it is seen again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from jinguo.activities import policies, queries
from jinguo.activities.actions import common
from jinguo.activities.links import check_link
from jinguo.activities.models import Session

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@transaction.atomic
def set_links(
    *, actor: Actor, session_id: UUID, stream_url: str, replay_url: str, now: datetime
) -> Session:
    """
    Say where a session is watched live and where it is seen again; empty takes a link away.

    :raises NotFound: no such session for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it is cancelled
    :raises Invalid: a link is no address of the web by https
    :raises Refused: a replay of what has not begun
    """
    session = queries.get_session(actor, session_id)
    policies.check_plan(actor, session.activity.area_id)
    session = queries.get_session(actor, session_id, lock=True)
    policies.check_session(session, "link")
    stream, replay = check_link(stream_url, "stream_url"), check_link(replay_url, "replay_url")
    if replay and replay != session.replay_url:
        policies.check_begun(session, now)
    session.stream_url, session.replay_url = stream, replay
    session.save(update_fields=["stream_url", "replay_url"])
    common.note(actor, "set-links", session.activity)
    return session
