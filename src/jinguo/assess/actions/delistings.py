"""Delisting: proposed and told to the household, appealed against, decided, and the plaque taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Q, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.assess import events, policies, states
from jinguo.assess.actions import common
from jinguo.assess.actions.recognitions import close, finish, ready
from jinguo.assess.models import Appeal, Delisting, Recognition
from jinguo.core.errors import Invalid, Refused
from jinguo.core.recorded import signed
from jinguo.core.workdays import add_working_days
from jinguo.org.actor import Actor

State = Recognition.State
TOLD_HOW_LENGTH = 100


class AppealTooLate(Refused):
    """The days of appeal are over."""


@transaction.atomic
def propose_delisting(
    *,
    actor: Actor,
    recognition_ids: Sequence[UUID],
    reason: str,
    told_on: date,
    told_how: str,
    on: date,
    now: datetime,
) -> list[UUID]:
    """
    Propose to take level and plaque away; the households were told on ``told_on``, and how is noted.

    They keep the level until it is decided, and may appeal for the days their ladder's rules name,
    counted from the day after they were told; on the day of the proposal these are not over yet.

    :raises NotFound: a recognition is not there for this actor
    :raises WrongState: one has ended, or its delisting is proposed already
    :raises Denied: one is of a level another body certifies
    :raises Invalid: reason or way is missing or too long
    :raises NotOnThatDay: ``on`` is in the future or before the last step, or ``told_on`` lies after ``on``,
        before that step, or so early that nobody could appeal any more
    """
    why, way = common.check_reason(reason), _check_way(told_how)
    rows, ladders = ready(actor, "propose-delisting", recognition_ids, on=on, now=now)
    _check_told(told_on, on, rows)
    until = {
        key: told_on + timedelta(days=ladder.rules.appeal_days) for key, ladder in ladders.items()
    }
    _check_appealable(until.values(), on)
    for key, ladder in ladders.items():
        some = [row.id for row in rows if row.application.ladder_id == key]
        due = add_working_days(until[key], ladder.rules.delist_within).on
        Recognition.objects.filter(id__in=some).update(
            state=State.PROPOSED, appeal_until=until[key], decide_by=due
        )
    common.insert(
        [
            Delisting(
                recognition=row, proposed_on=on, reason=why, told_on=told_on, told_how=way,
                appeal_until=until[row.application.ladder_id], **signed(actor, now),
            )
            for row in rows
        ]
    )  # fmt: skip
    return finish(
        rows, "propose-delisting", State.PROPOSED, [], actor=actor, on=on, now=now, reason=why
    )


@transaction.atomic
def appeal(
    *, actor: Actor, recognition_ids: Sequence[UUID], grounds: str, on: date, now: datetime
) -> list[UUID]:
    """
    Record that households appealed on ``on`` against their proposed delisting.

    :raises NotFound, WrongState, Denied, NotOnThatDay: as :func:`propose_delisting`
    :raises Invalid: no grounds are given
    :raises AppealTooLate: the days of appeal of one were over
    """
    why = common.check_reason(grounds, field="grounds")
    rows, ladders = ready(actor, "appeal", recognition_ids, on=on, now=now)
    late = [row for row in rows if row.appeal_until is not None and on > row.appeal_until]
    if late:
        last = min(row.appeal_until for row in late if row.appeal_until)
        raise AppealTooLate(_("The household could appeal until %s.") % date_format(last))
    for key, ladder in ladders.items():
        some = [row.id for row in rows if row.application.ladder_id == key]
        due = add_working_days(on, ladder.rules.appeal_within).on
        Recognition.objects.filter(id__in=some).update(state=State.APPEALED, decide_by=due)
    by = signed(actor, now)
    common.insert([Appeal(delisting=one, on=on, grounds=why, **by) for one in _open_of(rows)])
    return finish(rows, "appeal", State.APPEALED, [], actor=actor, on=on, now=now, reason=why)


@transaction.atomic
def decide_appeal(
    *,
    actor: Actor,
    recognition_ids: Sequence[UUID],
    upheld: bool,
    reason: str,
    on: date,
    now: datetime,
) -> list[UUID]:
    """
    Decide appeals: upheld, the households keep the level; dismissed, they lose it the same day.

    :raises NotFound, WrongState, NotOnThatDay: as :func:`propose_delisting`
    :raises Denied: one is of a level another body certifies, or the actor proposed the delisting herself
    :raises Invalid: no reason is given
    """
    why = common.check_reason(reason)
    rows, _ladders = ready(actor, "decide-appeal", recognition_ids, on=on, now=now)
    policies.check_decides_appeals(actor, _open_of(rows))
    if upheld:
        return _keep(rows, "decide-appeal", actor=actor, on=on, now=now, reason=why)
    return _delist(rows, "decide-appeal", actor=actor, on=on, now=now, reason=why)


@transaction.atomic
def drop_delisting(
    *, actor: Actor, recognition_ids: Sequence[UUID], reason: str, on: date, now: datetime
) -> list[UUID]:
    """
    Take a proposed delisting back; the households keep the level, and what was to be put right stays so.

    :raises NotFound, WrongState, Denied, Invalid, NotOnThatDay: as :func:`propose_delisting`
    """
    why = common.check_reason(reason)
    rows, _ladders = ready(actor, "drop-delisting", recognition_ids, on=on, now=now)
    return _keep(rows, "drop-delisting", actor=actor, on=on, now=now, reason=why)


@transaction.atomic
def delist(*, actor: Actor, recognition_ids: Sequence[UUID], on: date, now: datetime) -> list[UUID]:
    """
    Take the level and the plaque away, for the reason proposed, when nobody appealed in time.

    :raises NotFound, WrongState, Denied, NotOnThatDay: as :func:`propose_delisting`
    :raises jinguo.assess.policies.AppealRuns: the household of one may still appeal on ``on``
    """
    rows, _ladders = ready(actor, "delist", recognition_ids, on=on, now=now)
    policies.check_appeal_over(rows, on)
    reasons = {one.recognition_id: one.reason for one in _open_of(rows)}
    return _delist(rows, "delist", actor=actor, on=on, now=now, reason=reasons)


def _check_told(told_on: date, on: date, rows: Sequence[Recognition]) -> None:
    """
    Pass when the households were told between their last step and the day of the proposal.

    :raises NotOnThatDay: otherwise
    """
    if told_on > on:
        sentence = _("The household was told by the day of the proposal, not after it.")
        raise policies.NotOnThatDay(sentence, told_on=sentence)
    policies.check_day(told_on, on, common.last_days(rows))


def _check_appealable(until: Iterable[date], on: date) -> None:
    """
    Pass when the households may still appeal on the day of the proposal, as only from then on they can.

    :raises NotOnThatDay: otherwise
    """
    if any(last < on for last in until):
        sentence = _(
            "The days of appeal would be over already. Tell the household again and give that day."
        )
        raise policies.NotOnThatDay(sentence, told_on=sentence)


def _check_way(told_how: str) -> str:
    way = told_how.strip()
    if not way:
        sentence = _("Say how the household was told.")
    elif len(way) > TOLD_HOW_LENGTH:
        sentence = _("The way can have %d signs.") % TOLD_HOW_LENGTH
    else:
        return way
    raise Invalid(sentence, told_how=sentence)


def _open_of(rows: Sequence[Recognition]) -> list[Delisting]:
    """Return the delisting each of the rows stands under: the last one proposed."""
    found = Delisting.objects.filter(recognition__in=rows).order_by("recognition", "-at", "-id")
    return list(found.distinct("recognition"))


def _keep(
    rows: Sequence[Recognition], verb: str, *, actor: Actor, on: date, now: datetime, reason: str
) -> list[UUID]:
    """Bring households back to where they stood: being put right, or certified."""
    ids = [row.id for row in rows]
    back = Case(
        When(Q(rectify_by=None), then=Value(State.CERTIFIED)), default=Value(State.RECTIFYING)
    )
    Recognition.objects.filter(id__in=ids).update(state=back, appeal_until=None, decide_by=None)
    for state in (State.CERTIFIED, State.RECTIFYING):
        some = [row for row in rows if (row.rectify_by is None) == (state == State.CERTIFIED)]
        if some:
            common.record_transitions(some, state, actor=actor, on=on, now=now, reason=reason)
    if rows:
        common.note(actor, verb, states.RECOGNITION, rows)
    return ids


def _delist(
    rows: Sequence[Recognition],
    verb: str,
    *,
    actor: Actor,
    on: date,
    now: datetime,
    reason: str | dict[UUID, str],
) -> list[UUID]:
    made = [events.Delisted(**common.event_fields(row, on)) for row in rows]
    return close(rows, verb, State.DELISTED, [*made], actor=actor, on=on, now=now, reason=reason)
