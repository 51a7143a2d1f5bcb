"""What a household has to put right to keep its level: found, struck off one by one, confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import DateField, F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.assess import events, policies, queries, states
from jinguo.assess.actions import common
from jinguo.assess.actions.recognitions import finish, ready
from jinguo.assess.ladders import Ladder
from jinguo.assess.models import Fault, Recognition, Repair
from jinguo.core.errors import Invalid, Refused
from jinguo.core.language import as_clauses
from jinguo.core.recorded import signed
from jinguo.org.actor import Actor

State = Recognition.State
PROBLEM_LENGTH = 100
HELPER_LENGTH = 40


class FaultsOpen(Refused):
    """Something is not put right yet."""


class AlreadyRight(Refused):
    """The fault was struck off before."""


@transaction.atomic
def order_rectification(
    *,
    actor: Actor,
    recognition_ids: Sequence[UUID],
    problems: Sequence[str],
    helper: str = "",
    due_on: date | None = None,
    on: date,
    now: datetime,
) -> list[UUID]:
    """
    Set households a day, inclusive, to put ``problems`` right; they keep their level meanwhile.

    Each problem becomes a fault of each household, and the reason in its history. ``helper`` names
    who helps a household that cannot do it alone. ``due_on`` None gives each the days its ladder's
    rules name.

    :raises NotFound: a recognition is not there for this actor
    :raises WrongState: one has ended, or is being put right already
    :raises Denied: one lies beyond the actor's right to inspect
    :raises Invalid: no problem is named, or one is too long
    :raises NotOnThatDay: ``on`` is in the future or before the last step, or ``due_on`` before ``on``
    """
    found = _check_problems(problems, helper)
    rows, ladders = ready(actor, "order-rectification", recognition_ids, on=on, now=now)
    due = _due(rows, ladders, due_on, on)
    for by in set(due.values()):
        some = [row.id for row in rows if due[row.id] == by]
        Recognition.objects.filter(id__in=some).update(state=State.RECTIFYING, rectify_by=by)
    _insert_faults(rows, found, helper, due, actor, on, now)
    made = [events.Rectifying(**common.event_fields(row, on)) for row in rows]
    why = as_clauses(found)
    return finish(
        rows, "order-rectification", State.RECTIFYING, made, actor=actor, on=on, now=now, reason=why
    )


@transaction.atomic
def add_faults(
    *,
    actor: Actor,
    recognition_ids: Sequence[UUID],
    problems: Sequence[str],
    helper: str = "",
    due_on: date | None = None,
    on: date,
    now: datetime,
) -> list[UUID]:
    """
    Add what else has to be put right to an order that runs; its last day moves on, never back.

    :raises WrongState: one is not being put right
    :raises NotFound, Denied, Invalid, NotOnThatDay: as :func:`order_rectification`
    """
    found = _check_problems(problems, helper)
    rows, ladders = ready(actor, "add-faults", recognition_ids, on=on, now=now)
    due = _due(rows, ladders, due_on, on)
    for by in set(due.values()):
        some = [row.id for row in rows if due[row.id] == by]
        later = Greatest(F("rectify_by"), Value(by), output_field=DateField())
        Recognition.objects.filter(id__in=some).update(rectify_by=later)
    _insert_faults(rows, found, helper, due, actor, on, now)
    if rows:
        common.note(actor, "add-faults", states.RECOGNITION, rows)
    return [row.id for row in rows]


@transaction.atomic
def put_right(*, actor: Actor, fault_ids: Sequence[UUID], on: date, now: datetime) -> list[UUID]:
    """
    Strike off faults that were seen to be put right; return the ids of their recognitions.

    :raises NotFound: a fault is not there for this actor
    :raises AlreadyRight: one was struck off before
    :raises WrongState: the household of one is not being put right any more
    :raises Denied: one lies beyond the actor's right to inspect
    :raises NotOnThatDay: ``on`` is in the future or before a fault was found
    """
    faults = queries.get_faults(actor, fault_ids)
    rows = common.lock_recognitions(actor, {fault.recognition_id for fault in faults})
    ladders = common.ladders_of(row.application for row in rows)
    common.check_recognition_step(actor, "restore", rows, ladders)
    policies.check_day(on, timezone.localdate(now), {fault.found_on for fault in faults})
    # Asked under the locks: two who strike off the same fault wait for each other.
    if Repair.objects.filter(fault__in=faults).exists():
        raise AlreadyRight(_("This was struck off before. Open the page again."))
    by = signed(actor, now)
    common.insert([Repair(fault=fault, on=on, **by) for fault in faults])
    if rows:
        common.note(actor, "put-right", states.RECOGNITION, rows)
    return [row.id for row in rows]


@transaction.atomic
def restore(
    *, actor: Actor, recognition_ids: Sequence[UUID], reason: str, on: date, now: datetime
) -> list[UUID]:
    """
    Confirm that everything was put right; the next inspection is counted from this day.

    :raises NotFound: a recognition is not there for this actor
    :raises WrongState: one is not being put right
    :raises Denied: one lies beyond the actor's right to inspect
    :raises Invalid: no reason is given
    :raises FaultsOpen: a fault of one is not struck off yet
    :raises NotOnThatDay: ``on`` is in the future or before the order
    """
    why = common.check_reason(reason)
    rows, ladders = ready(actor, "restore", recognition_ids, on=on, now=now)
    _check_repaired(rows)
    for ladder_id, ladder in ladders.items():
        some = [row.id for row in rows if row.application.ladder_id == ladder_id]
        Recognition.objects.filter(id__in=some).update(
            state=State.CERTIFIED, rectify_by=None, next_check_on=ladder.rules.next_check(on)
        )
    made = [events.Restored(**common.event_fields(row, on)) for row in rows]
    return finish(rows, "restore", State.CERTIFIED, made, actor=actor, on=on, now=now, reason=why)


def _check_problems(problems: Sequence[str], helper: str) -> list[str]:
    found = [text for problem in problems if (text := problem.strip())]
    if not found:
        raise _bad("problems", _("Say what has to be put right."))
    for text in found:
        if len(text) > PROBLEM_LENGTH:
            sentence = _("“%(text)s…” has %(given)d signs; a line can have %(max)d.") % {
                "text": text[:10],
                "given": len(text),
                "max": PROBLEM_LENGTH,
            }
            raise _bad("problems", sentence)
    common.check_reason(as_clauses(found))
    if len(helper.strip()) > HELPER_LENGTH:
        raise _bad("helper", _("The name of the helper can have %d signs.") % HELPER_LENGTH)
    return found


def _bad(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, **{field: sentence})


def _due(
    rows: Sequence[Recognition], ladders: Mapping[UUID, Ladder], due_on: date | None, on: date
) -> dict[UUID, date]:
    """Return the day each household has to have put things right by, inclusive."""
    if due_on is not None and due_on < on:
        raise policies.NotOnThatDay(_("The deadline lies before the day of the order."))
    days = {key: on + timedelta(days=ladder.rules.rectify_days) for key, ladder in ladders.items()}
    return {row.id: due_on or days[row.application.ladder_id] for row in rows}


def _insert_faults(
    rows: Sequence[Recognition],
    problems: Sequence[str],
    helper: str,
    due: Mapping[UUID, date],
    actor: Actor,
    on: date,
    now: datetime,
) -> None:
    common.insert(
        [
            Fault(
                recognition=row,
                problem=problem,
                helper=helper.strip(),
                found_on=on,
                due_on=due[row.id],
                **signed(actor, now),
            )
            for row in rows
            for problem in problems
        ]
    )


def _check_repaired(rows: Sequence[Recognition]) -> None:
    still = set(
        Fault.objects.filter(recognition__in=rows, repair__isnull=True).values_list(
            "recognition_id", flat=True
        )
    )
    if not still:
        return
    waiting = [row for row in rows if row.id in still]
    codes = common.codes_of(waiting[: policies.SHOWN])
    sentence = ngettext(
        "Something is still to be put right at %(count)d of them: %(shown)s. Strike off each fault on"
        " the page of its plaque first.",
        "Something is still to be put right at %(count)d of them: %(shown)s. Strike off each fault on"
        " the pages of their plaques first.",
        len(waiting),
    )
    raise FaultsOpen(sentence % {"count": len(waiting), "shown": ", ".join(codes.values())})
