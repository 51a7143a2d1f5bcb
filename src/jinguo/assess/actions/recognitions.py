"""Certification, and what becomes of a recognition afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import ngettext

from jinguo.assess import events, policies, states
from jinguo.assess.actions import common
from jinguo.assess.actions.notices import check_scores
from jinguo.assess.actions.plaques import COUNTY, take_serials
from jinguo.assess.ladders import Ladder
from jinguo.assess.models import Application, Recognition
from jinguo.core.errors import Refused
from jinguo.facts.events import Event
from jinguo.notices.queries import not_clear
from jinguo.org.actor import Actor

State = Recognition.State
NOTHING_DUE = {"rectify_by": None, "next_check_on": None, "appeal_until": None, "decide_by": None}


class CannotCertify(Refused):
    """The household of some holds that level or a higher one."""


@transaction.atomic
def certify(
    *, actor: Actor, application_ids: Sequence[UUID], on: date, now: datetime
) -> list[UUID]:
    """
    Give each household its level and a plaque number; return the recognitions' ids.

    A household that holds a lower level changes to the new one: the old recognition ends as
    superseded on the same day. Plaques are numbered in the order of household codes.

    :raises NotFound: an application is not there for this actor
    :raises WrongState: one is not on notice, or an objection against it is open
    :raises Denied: one is for a level another body certifies
    :raises NotClear: one does not stand clear of its notice on ``on``
    :raises CannotCertify: the household of one holds the level or a higher one
    :raises ScoreTooLow: a score in force no longer reaches the level
    :raises NotOnThatDay: ``on`` is in the future or before the last step
    """
    rows = common.lock_applications(actor, application_ids)
    ladders = common.ladders_of(rows)
    common.check_application_step(actor, "certify", rows, ladders)
    common.check_application_day(rows, on, now)
    _check_notices(rows, on)
    check_scores(rows, ladders)
    if not rows:
        return []
    held = _lock_held(rows)
    policies.check_day(on, timezone.localdate(now), common.last_days(held.values()))
    _check_ranks(rows, ladders, held)
    _supersede(list(held.values()), actor=actor, on=on, now=now)
    made = _new_recognitions(rows, ladders, on)
    common.insert(made)
    common.record_transitions(made, State.CERTIFIED, actor=actor, on=on, now=now, is_new=True)
    common.move_applications(
        rows, Application.State.CERTIFIED, actor=actor, on=on, now=now, ladders=ladders
    )
    counted: list[Event] = [_lost(row, on) for row in held.values()]
    counted += [events.Recognised(**common.event_fields(row, on)) for row in made]
    common.record(counted, actor=actor, capability=states.CERTIFY)
    common.note(actor, "certify", states.APPLICATION, rows)
    return [row.id for row in made]


def _check_notices(rows: Sequence[Application], on: date) -> None:
    reasons = not_clear(Application.OBJECT_TYPE, [row.id for row in rows], on)
    if not reasons:
        return
    shown = common.named(rows, reasons)
    sentence = ngettext(
        "%(count)d of them does not stand clear of its notice, so nothing was changed: %(shown)s.",
        "%(count)d of them do not stand clear of their notice, so nothing was changed: %(shown)s.",
        len(reasons),
    )
    raise policies.NotClear(sentence % {"count": len(reasons), "shown": shown})


def _lock_held(rows: Sequence[Application]) -> dict[tuple[str, UUID], Recognition]:
    """Return, locked, what the households hold in force, by programme and household."""
    programmes = {row.programme for row in rows}
    households = {row.household_id for row in rows}
    held = common.locked(
        Recognition.objects.in_force().filter(programme__in=programmes, household__in=households)
    )
    wanted = {(row.programme, row.household_id) for row in rows}
    found = {(row.programme, row.household_id): row for row in held}
    return {key: row for key, row in found.items() if key in wanted}


def _check_ranks(
    rows: Sequence[Application],
    ladders: Mapping[UUID, Ladder],
    held: Mapping[tuple[str, UUID], Recognition],
) -> None:
    above = []
    for row in rows:
        ladder, now_held = ladders[row.ladder_id], held.get((row.programme, row.household_id))
        if now_held and ladder.rank(now_held.level) >= ladder.rank(row.level):
            above.append(row)
    if above:
        codes = common.codes_of(above[: policies.SHOWN])
        sentence = ngettext(
            "%(count)d of them holds this level or a higher one already: %(shown)s.",
            "%(count)d of them hold this level or a higher one already: %(shown)s.",
            len(above),
        )
        raise CannotCertify(sentence % {"count": len(above), "shown": ", ".join(codes.values())})


def _new_recognitions(
    rows: Sequence[Application], ladders: Mapping[UUID, Ladder], on: date
) -> list[Recognition]:
    plaques = _number(rows, ladders, on.year)
    return [
        Recognition(
            programme=row.programme,
            household_id=row.household_id,
            application_id=row.id,
            area_id=row.area_id,
            level=row.level,
            state=State.CERTIFIED,
            certified_on=on,
            next_check_on=ladders[row.ladder_id].rules.next_check(on),
            plaque=plaques[row.id],
            total=row.total or 0,
        )
        for row in rows
    ]


def _number(
    rows: Sequence[Application], ladders: Mapping[UUID, Ladder], year: int
) -> dict[UUID, str]:
    """Return a plaque number for each application, by its id."""
    codes = common.codes_of(rows)
    series: dict[tuple[str, str], list[Application]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: codes[row.household_id]):
        series[row.area_id[:COUNTY], row.programme].append(row)
    plaques = {}
    # Counters are locked in the order of their names: two acts never wait for each other in a ring.
    for (county, programme), some in sorted(series.items(), key=lambda one: one[0]):
        serials = take_serials(county=county, programme=programme, year=year, count=len(some))
        for row, serial in zip(some, serials, strict=True):
            form = ladders[row.ladder_id].rules.plaque
            plaques[row.id] = form.format(area=county, year=year, serial=serial)
    return plaques


@transaction.atomic
def close_recognition(
    *, actor: Actor, recognition_ids: Sequence[UUID], reason: str, on: date, now: datetime
) -> list[UUID]:
    """
    End a recognition for a reason that is no fault: moved away, demolished, household merged.

    :raises NotFound: a recognition is not there for this actor
    :raises WrongState: one has ended
    :raises Denied: one lies beyond the actor's right to inspect
    :raises Invalid: no reason is given
    :raises NotOnThatDay: ``on`` is in the future or before the last step
    """
    why = common.check_reason(reason)
    rows, _ladders = ready(actor, "close", recognition_ids, on=on, now=now)
    return close(rows, "close", State.CLOSED, [], actor=actor, on=on, now=now, reason=why)


def ready(
    actor: Actor, verb: str, ids: Sequence[UUID], *, on: date, now: datetime
) -> tuple[list[Recognition], dict[UUID, Ladder]]:
    """Return the rows locked and checked for ``verb``, and their ladders."""
    rows = common.lock_recognitions(actor, ids)
    ladders = common.ladders_of(row.application for row in rows)
    common.check_recognition_step(actor, verb, rows, ladders)
    policies.check_day(on, timezone.localdate(now), common.last_days(rows))
    return rows, ladders


def close(
    rows: Sequence[Recognition],
    verb: str,
    state: State,
    made: Sequence[Event],
    *,
    actor: Actor,
    on: date,
    now: datetime,
    reason: str | Mapping[UUID, str],
) -> list[UUID]:
    """End recognitions that are locked and checked: the rows, their history, and what no longer counts."""
    ids = [row.id for row in rows]
    Recognition.objects.filter(id__in=ids).update(state=state, ended_on=on, **NOTHING_DUE)
    lost = [_lost(row, on) for row in rows]
    return finish(rows, verb, state, [*made, *lost], actor=actor, on=on, now=now, reason=reason)


def _supersede(rows: Sequence[Recognition], *, actor: Actor, on: date, now: datetime) -> None:
    ids = [row.id for row in rows]
    Recognition.objects.filter(id__in=ids).update(
        state=State.SUPERSEDED, ended_on=on, **NOTHING_DUE
    )
    common.record_transitions(rows, State.SUPERSEDED, actor=actor, on=on, now=now)


def _lost(row: Recognition, on: date) -> events.Recognised:
    """Return the fact that takes back what the certification counted, in the same area and category."""
    return replace(events.Recognised(**common.event_fields(row, on)), quantity=-1)


def finish(
    rows: Sequence[Recognition],
    verb: str,
    state: State,
    made: Sequence[Event],
    *,
    actor: Actor,
    on: date,
    now: datetime,
    reason: str | Mapping[UUID, str],
) -> list[UUID]:
    """Write the history, the facts and the note of an act whose rows are already changed."""
    if rows:
        common.record_transitions(rows, state, actor=actor, on=on, now=now, reason=reason)
        common.record(made, actor=actor, capability=states.INSPECT)
        common.note(actor, verb, states.RECOGNITION, rows)
    return [row.id for row in rows]
