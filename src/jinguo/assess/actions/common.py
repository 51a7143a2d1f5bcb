"""What every act of this module does the same way: lock, ask, change, write down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jinguo.assess import policies, queries, states
from jinguo.assess.ladders import Ladder
from jinguo.assess.models import Application, Recognition, Round, Transition, Visit
from jinguo.assess.queries.versions import ladders_by_id
from jinguo.core import trail
from jinguo.core.errors import Invalid, NotFound
from jinguo.core.language import as_clauses
from jinguo.core.recorded import signed
from jinguo.core.workdays import add_working_days
from jinguo.facts import actions as facts
from jinguo.facts.events import Event
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people.models import Household
from jinguo.people.rows import common_area

Thing = TypeVar("Thing", Application, Recognition)
Row = TypeVar("Row", bound=Model)
REASON_LENGTH = 300


def lock_applications(actor: Actor, ids: Iterable[UUID]) -> list[Application]:
    """
    Return and lock applications, in the order of their ids.

    :raises NotFound: one is not there, or this actor may not see it
    """
    return _lock(queries.applications(actor), ids)


def lock_recognitions(actor: Actor, ids: Iterable[UUID]) -> list[Recognition]:
    """
    Return and lock recognitions with their applications, in the order of their ids.

    :raises NotFound: one is not there, or this actor may not see it
    """
    return _lock(queries.recognitions(actor).select_related("application"), ids)


def locked(rows: QuerySet[Row]) -> QuerySet[Row]:
    """
    Return the rows locked against other acts until the transaction ends.

    The order is the same in every act, so that two acts wait for each other but never in a ring.
    """
    return rows.select_for_update(of=("self",), no_key=True).order_by("id")


def _lock(rows: QuerySet[Row], ids: Iterable[UUID]) -> list[Row]:
    wanted = set(ids)
    found = list(locked(rows.filter(id__in=wanted)))
    if len(found) < len(wanted):
        missing = len(wanted) - len(found)
        raise NotFound(
            ngettext(
                "%(count)d of the chosen records is not there.",
                "%(count)d of the chosen records are not there.",
                missing,
            )
            % {"count": missing}
        )
    return found


def ladders_of(rows: Iterable[Application]) -> dict[UUID, Ladder]:
    """Return the ladders applications were made under, by id."""
    return ladders_by_id(row.ladder_id for row in rows)


def check_application_step(
    actor: Actor, verb: str, rows: Sequence[Application], ladders: Mapping[UUID, Ladder]
) -> None:
    """
    Pass when ``verb`` may be done to every row.

    :raises WrongState: naming how many are in another state, and the first of them
    :raises Denied: the actor may not do it to one of them
    """
    _check_step(actor, states.APPLICATION, verb, rows, ladders, lambda row: row.ladder_id)


def check_recognition_step(
    actor: Actor, verb: str, rows: Sequence[Recognition], ladders: Mapping[UUID, Ladder]
) -> None:
    """Pass when ``verb`` may be done to every row; raises as :func:`check_application_step`."""
    _check_step(
        actor, states.RECOGNITION, verb, rows, ladders, lambda row: row.application.ladder_id
    )


def _check_step(
    actor: Actor,
    of: str,
    verb: str,
    rows: Sequence[Thing],
    ladders: Mapping[UUID, Ladder],
    ladder_of: Callable[[Thing], UUID],
) -> None:
    allowed = states.sources(of, verb)
    wrong = [row for row in rows if row.state not in allowed]
    if wrong:
        codes = codes_of(wrong[: policies.SHOWN])
        title = str(states.steps(of, verb)[0].title)
        raise policies.wrong_state(
            title, [(codes.get(r.household_id, ""), r.get_state_display()) for r in wrong]
        )
    places = {(row.state, row.area_id, row.level, ladder_of(row)) for row in rows}
    for state, area, level, ladder in places:
        step = states.step_from(of, verb, state)
        assert step is not None  # its state was found in the table above
        policies.check_place(actor, step, area, ladders[ladder].level(level))


def check_application_day(rows: Iterable[Application], on: date, now: datetime) -> None:
    """
    Pass when ``on`` is not in the future and not before the step each row stands at.

    :raises NotOnThatDay: otherwise
    """
    policies.check_day(on, timezone.localdate(now), {row.state_on for row in rows})


def last_days(rows: Iterable[Recognition]) -> set[date]:
    """Return the days on which recognitions last changed."""
    ids = [row.id for row in rows]
    changes = Transition.objects.filter(recognition__in=ids).order_by("recognition", "-id")
    return set(changes.distinct("recognition").values_list("on", flat=True))


def check_reason(reason: str, *, field: str = "reason") -> str:
    """
    Return the reason, trimmed; ``field`` is what a form calls it.

    :raises Invalid: it is empty or too long
    """
    text = reason.strip()
    if not text:
        raise Invalid(_("Say why."), **{field: _("Say why.")})
    if len(text) > REASON_LENGTH:
        sentence = _("The reason has %(given)d signs; it can have %(max)d.") % {
            "given": len(text),
            "max": REASON_LENGTH,
        }
        raise Invalid(sentence, **{field: sentence})
    return text


def codes_of(rows: Iterable[Application] | Iterable[Recognition]) -> dict[UUID, str]:
    """Return the codes of the rows' households, by household id."""
    ids = {row.household_id for row in rows}
    return dict(Household.objects.filter(id__in=ids).values_list("id", "code"))


def named(rows: Sequence[Application], reasons: Mapping[UUID, str]) -> str:
    """Return the first few of the rows that have a reason, each by its household's code and with it."""
    some = [row for row in rows if row.id in reasons][: policies.SHOWN]
    codes = codes_of(some)
    return as_clauses(f"{codes[row.household_id]} ({reasons[row.id]})" for row in some)


def due(state: str, ladder: Ladder, on: date, until: date | None = None) -> date | None:
    """
    Return the day the step after ``state`` is due, inclusive; None after the last state.

    ``until`` is the last day of the notice, from which a certification is counted, or the day by which
    an objection is to be decided.
    """
    rules, State = ladder.rules, Application.State
    if state == State.RECHECK:
        return until
    within = {
        State.APPLIED: rules.recommend_within,
        State.RECOMMENDED: rules.score_within,
        State.SCORED: rules.decide_within,
        State.PASSED: rules.notice_within,
        State.LISTED: rules.notice_within,
        State.ON_NOTICE: rules.certify_within,
    }.get(State(state))
    return None if within is None else add_working_days(until or on, within).on


def move_applications(
    rows: Sequence[Application],
    to_state: str,
    *,
    actor: Actor,
    on: date,
    now: datetime,
    ladders: Mapping[UUID, Ladder],
    until: date | None = None,
    reason: str | Mapping[UUID, str] = "",
) -> None:
    """
    Bring applications to a state: the rows, their deadlines, and one line of history each.

    ``until`` is as in :func:`due`; ``reason`` is one for all, or by application id. The rows must
    have been locked and checked.
    """
    record_transitions(rows, to_state, actor=actor, on=on, now=now, reason=reason)
    for ladder_id, ladder in ladders.items():
        ids = [row.id for row in rows if row.ladder_id == ladder_id]
        Application.objects.filter(id__in=ids).update(
            state=to_state, state_on=on, due_on=due(to_state, ladder, on, until)
        )


def record_transitions(
    rows: Sequence[Application] | Sequence[Recognition] | Sequence[Round] | Sequence[Visit],
    to_state: str,
    *,
    actor: Actor,
    on: date,
    now: datetime,
    reason: str | Mapping[UUID, str] = "",
    is_new: bool = False,
) -> None:
    """Append one line of history a row; ``is_new`` for rows that had no state before."""
    if not rows:
        return
    key = f"{rows[0]._meta.model_name}_id"

    def said(row_id: UUID) -> str:
        return reason if isinstance(reason, str) else reason.get(row_id, "")

    by = signed(actor, now)
    copy_in(
        Transition,
        (key, "from_state", "to_state", "on", "reason", *by),
        (
            (row.id, "" if is_new else row.state, to_state, on, said(row.id), *by.values())
            for row in rows
        ),
    )


def insert(rows: Sequence[Row]) -> None:
    """Store new rows by COPY."""
    if rows:
        names = [field.attname for field in rows[0]._meta.concrete_fields]
        copy_in(type(rows[0]), names, ([getattr(row, name) for name in names] for row in rows))


def copy_in(model: type[Model], columns: Sequence[str], values: Iterable[Sequence[object]]) -> None:
    """Store rows of values by COPY; columns left out take what the database gives them."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in columns)
    command = f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN"
    # Django does not turn the errors of a COPY into its own by itself.
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(command) as copy,
    ):
        for row in values:
            copy.write_row(row)


def record(events: Sequence[Event], *, actor: Actor, capability: Capability) -> None:
    """Record the facts of an act for the unit in which the actor did it."""
    if events:
        facts.record(events, actor=actor, unit=actor.unit_for(capability))


def note(
    actor: Actor, verb: str, of: str, rows: Sequence[Application] | Sequence[Recognition]
) -> None:
    """Leave one line on the trail for an act, however many rows it touched."""
    trail.note(
        actor,
        f"assess.{verb}",
        object_type=f"assess.{of}",
        object_id=rows[0].id if len(rows) == 1 else None,
        area=common_area([row.area_id for row in rows]),
        count=len(rows),
    )


def event_fields(row: Application | Recognition, on: date) -> dict[str, Any]:
    """Return what every fact about a row says: where, when, of what, about whom."""
    return {
        "area": row.area_id,
        "occurred_on": on,
        "object_id": row.id,
        "programme": row.programme,
        "category": row.level,
        "subject": row.household_id,
    }
