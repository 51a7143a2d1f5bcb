"""Who comes to serve with minors without a crime-record check that holds on the day: she gets no hours."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from jinguo.activities.models import Session
from jinguo.desk.activities import offered, pages
from jinguo.members import queries as members
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability


def unchecked(actor: Actor, session: Session, entries: Sequence[pages.Entry]) -> list[pages.Entry]:
    """
    Return whose hours of a session will be withheld, as the module of volunteers withholds them.

    Nobody where it is no service with minors, or to who does not look after volunteers there.
    """
    kind = offered.kind_of(session.activity)
    may_see = actor.can(Capability.MEMBERS_VIEW, session.activity.area_id)
    if kind is None or not kind.with_minors or not may_see:
        return []
    on = timezone.localdate(session.starts_at)
    held = members.checks_held([one.enrolment.person_id for one in entries], on)
    return [
        one for one in entries
        if (seen := held.get(one.enrolment.person_id)) is None or seen.holds_until < on
    ]  # fmt: skip
