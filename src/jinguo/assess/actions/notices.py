"""The public notice of those who passed, and objections against them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.assess import policies, states
from jinguo.assess.actions import common
from jinguo.assess.actions.applications import facts_of
from jinguo.assess.actions.scoring import shortfall
from jinguo.assess.ladders import Ladder
from jinguo.assess.models import Application
from jinguo.core.errors import Refused
from jinguo.org.actor import Actor

State = Application.State


class ScoreTooLow(Refused):
    """The score in force of some no longer reaches their level, after a later check."""


class NoticeOver(Refused):
    """The objection came after the last day of the notice."""


@transaction.atomic
def start_notice(
    *, actor: Actor, application_ids: Sequence[UUID], from_on: date, now: datetime
) -> list[UUID]:
    """
    Publish passed applications from ``from_on`` for the days their ladder asks; return their ids.

    The first day counts. What is published is masked by the notice itself, not here.

    :raises NotFound: one is not there for this actor
    :raises WrongState: one has not passed, or is published already
    :raises Denied: one is for a level another body decides
    :raises ScoreTooLow: the district's check found less than the level asks for
    :raises NotOnThatDay: ``from_on`` is in the future or before the town's decision
    """
    rows = common.lock_applications(actor, application_ids)
    ladders = common.ladders_of(rows)
    common.check_application_step(actor, "start-notice", rows, ladders)
    common.check_application_day(rows, from_on, now)
    check_scores(rows, ladders)
    if not rows:
        return []
    ends = {key: ladder.rules.notice_ends(from_on) for key, ladder in ladders.items()}
    for row in rows:
        row.notice_from, row.notice_to = from_on, ends[row.ladder_id]
    common.move_applications(
        rows, State.ON_NOTICE, actor=actor, on=from_on, now=now, ladders=ladders
    )
    for ladder_id, notice_to in ends.items():
        some = [row.id for row in rows if row.ladder_id == ladder_id]
        Application.objects.filter(id__in=some).update(notice_from=from_on, notice_to=notice_to)
    common.note(actor, "start-notice", states.APPLICATION, rows)
    return [row.id for row in rows]


def check_scores(rows: Sequence[Application], ladders: Mapping[UUID, Ladder]) -> None:
    """
    Pass when the score in force of every row reaches its level.

    :raises ScoreTooLow: naming how many do not, and the first of them
    """
    low = {row.household_id: why for row in rows if (why := shortfall(row, ladders[row.ladder_id]))}
    if not low:
        return
    codes = common.codes_of([row for row in rows if row.household_id in low])
    shown = [f"{codes[key]} ({why})" for key, why in list(low.items())[: policies.SHOWN]]
    sentence = ngettext(
        "The score of %(count)d of them does not reach the level, so nothing was changed: %(shown)s",
        "The scores of %(count)d of them do not reach the level, so nothing was changed: %(shown)s",
        len(low),
    )
    raise ScoreTooLow(sentence % {"count": len(low), "shown": "; ".join(shown)})


@transaction.atomic
def raise_objection(
    *, actor: Actor, application_ids: Sequence[UUID], reason: str, on: date, now: datetime
) -> list[UUID]:
    """
    Record an objection against published applications, which are then checked again.

    :raises NotFound: one is not there for this actor
    :raises WrongState: one is not on notice, or an objection against it is open
    :raises Denied: one is for a level another body decides
    :raises Invalid: no reason is given
    :raises NoticeOver: ``on`` is after the last day of a notice
    :raises NotOnThatDay: ``on`` is in the future or before the notice
    """
    why = common.check_reason(reason)
    rows = common.lock_applications(actor, application_ids)
    ladders = common.ladders_of(rows)
    common.check_application_step(actor, "raise-objection", rows, ladders)
    common.check_application_day(rows, on, now)
    ended = [row.notice_to for row in rows if row.notice_to and row.notice_to < on]
    if ended:
        raise NoticeOver(_("The notice ended on %(last)s.") % {"last": date_format(max(ended))})
    if not rows:
        return []
    common.move_applications(
        rows, State.RECHECK, actor=actor, on=on, now=now, ladders=ladders, reason=why
    )
    common.note(actor, "raise-objection", states.APPLICATION, rows)
    return [row.id for row in rows]


@transaction.atomic
def settle_objection(
    *,
    actor: Actor,
    application_ids: Sequence[UUID],
    upheld: bool,
    reason: str,
    on: date,
    now: datetime,
) -> list[UUID]:
    """
    Settle the open objections: upheld ends the application, dismissed lets its notice stand.

    :raises NotFound: one is not there for this actor
    :raises WrongState: no objection against one is open
    :raises Denied: one is for a level another body decides
    :raises Invalid: no reason is given
    :raises ScoreTooLow: the objection is dismissed, but the re-check found less than the level asks for
    :raises NotOnThatDay: ``on`` is in the future or before the objection
    """
    why = common.check_reason(reason)
    rows = common.lock_applications(actor, application_ids)
    ladders = common.ladders_of(rows)
    common.check_application_step(actor, "settle-objection", rows, ladders)
    common.check_application_day(rows, on, now)
    if not upheld:
        check_scores(rows, ladders)
    if not rows:
        return []
    target = State.REJECTED if upheld else State.ON_NOTICE
    common.move_applications(rows, target, actor=actor, on=on, now=now, ladders=ladders, reason=why)
    made = facts_of("settle-objection", rows, target, on)
    common.record(made, actor=actor, capability=states.CERTIFY)
    common.note(actor, "settle-objection", states.APPLICATION, rows)
    return [row.id for row in rows]
