"""Applications on a public notice: drafted from those that passed; then they follow what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from jinguo.assess import policies, queries, states
from jinguo.assess.actions import common
from jinguo.assess.actions.applications import facts_of
from jinguo.assess.ladders import Ladder
from jinguo.assess.models import Application
from jinguo.core.errors import Refused
from jinguo.notices import actions as notices
from jinguo.notices.actions import Wording
from jinguo.notices.followers import Move, Moved
from jinguo.notices.models import Notice
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability

State = Application.State

FOLLOWS = {
    Move.RELEASED: ("release-notice", State.ON_NOTICE),
    Move.OBJECTED: ("object", State.RECHECK),
    Move.NOT_UPHELD: ("decide-objection", State.ON_NOTICE),
    Move.UPHELD: ("decide-objection", State.REJECTED),
    Move.WITHDRAWN: ("withdraw-notice", State.PASSED),
}
"""The verb and the state by which an application follows what moves it on its notice."""


class ScoreTooLow(Refused):
    """The score in force of some no longer reaches their level, after a later check."""


@transaction.atomic
def draft_notice(
    *, actor: Actor, application_ids: Sequence[UUID], wording: Wording, now: datetime
) -> Notice:
    """
    Draft a public notice that lists passed applications, in the order of their households' codes.

    It lists masked names, places and levels. From its release on, the applications follow it.

    :raises NotFound: none is chosen, or one is not there for this actor
    :raises WrongState: one has not passed, or stands on a notice already
    :raises Denied: one is for a level another body decides, or no post of hers may draft there
    :raises Refused: they are of several programmes
    :raises ScoreTooLow: the district's check found less than the level asks for
    :raises Invalid: the wording is incomplete or out of bounds
    :raises IdentifierFound: the wording holds something a person can be found or harmed by
    """
    rows = common.lock_applications(actor, application_ids)
    ladders = common.ladders_of(rows)
    common.check_application_step(actor, "draft-notice", rows, ladders)
    check_scores(rows, ladders)
    listing = queries.notice_listing(actor, application_ids)
    notice = notices.draft(
        actor=actor,
        programme=listing.programme,
        object_type=listing.object_type,
        lines=listing.lines,
        wording=wording,
        now=now,
    )
    common.move_applications(
        rows, State.LISTED, actor=actor, on=timezone.localdate(now), now=now, ladders=ladders
    )
    common.note(actor, "draft-notice", states.APPLICATION, rows)
    return notice


@transaction.atomic
def follow_notice(moved: Moved, *, actor: Actor, now: datetime) -> None:
    """
    Bring applications to the state that follows from what moved them on their notice.

    It is part of the acts on notices, which have asked their own policies. An application that has
    ended meanwhile stays as it is.

    :raises WrongState: a notice is released over one that has ended, or withdrawn though a level rests on it
    :raises ScoreTooLow: one would stand on notice with a score that does not reach its level
    """
    verb, target = FOLLOWS[moved.move]
    sources = states.sources(states.APPLICATION, verb)
    found = list(common.locked(Application.objects.filter(id__in=moved.object_ids)))
    rows = [row for row in found if row.state in sources]
    ladders = common.ladders_of(rows)
    if moved.move is Move.RELEASED:
        _check_none_ended([row for row in found if row.state not in sources])
    if moved.move is Move.WITHDRAWN:
        check_none_certified(found)
    if target == State.ON_NOTICE:
        check_scores(rows, ladders)
    on = timezone.localdate(now)
    common.move_applications(
        rows, target, actor=actor, on=on, now=now, ladders=ladders, until=moved.until,
        reason=moved.reason,
    )  # fmt: skip
    made = facts_of(verb, rows, target, on)
    common.record(made, actor=actor, capability=Capability.NOTICES_DECIDE)


def check_scores(rows: Sequence[Application], ladders: Mapping[UUID, Ladder]) -> None:
    """
    Pass when the score in force of every row reaches its level.

    :raises ScoreTooLow: naming how many do not, and the first of them
    """
    low = {row.id: why for row in rows if (why := queries.shortfall(row, ladders[row.ladder_id]))}
    if not low:
        return
    sentence = ngettext(
        "The score of %(count)d of them does not reach the level, so nothing was changed: %(shown)s",
        "The scores of %(count)d of them do not reach the level, so nothing was changed: %(shown)s",
        len(low),
    )
    raise ScoreTooLow(sentence % {"count": len(low), "shown": common.named(rows, low)})


def _check_none_ended(ended: Sequence[Application]) -> None:
    if not ended:
        return
    shown = common.named(ended, {row.id: row.get_state_display() for row in ended})
    sentence = ngettext(
        "%(count)d of those listed is no longer put on notice: %(shown)s. Withdraw the draft and"
        " draft it anew.",
        "%(count)d of those listed are no longer put on notice: %(shown)s. Withdraw the draft and"
        " draft it anew.",
        len(ended),
    )
    raise policies.WrongState(sentence % {"count": len(ended), "shown": shown})


def check_none_certified(listed: Iterable[Application]) -> None:
    """
    Pass when no level rests on the notice that lists some applications.

    :raises WrongState: naming how many do, and the first of them
    """
    certified = [row for row in listed if row.state == State.CERTIFIED]
    if not certified:
        return
    shown = common.named(certified, {row.id: row.get_state_display() for row in certified})
    sentence = ngettext(
        "A level rests on this notice, so it stays: %(shown)s. What is wrong is a matter of re-inspection.",
        "%(count)d levels rest on this notice, so it stays: %(shown)s. What is wrong is a matter of"
        " re-inspection.",
        len(certified),
    )
    raise policies.WrongState(sentence % {"count": len(certified), "shown": shown})
