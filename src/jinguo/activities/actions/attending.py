"""Who came: by the rotating code, on the list, or by short codes; and the session as held."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import checkin, events, policies, queries, telling
from jinguo.activities.actions import common
from jinguo.activities.actions.absences import block_if_too_often, lift_what_rests_on_less
from jinguo.activities.actions.closing import go_on
from jinguo.activities.actions.fair_figures import count_fair
from jinguo.activities.actions.helping import check_opening
from jinguo.activities.models import Activity, Attendance, Enrolment, Session
from jinguo.activities.queries import records
from jinguo.activities.states import ENROLMENT, sources
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.facts import actions as facts
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.facts.events import Event
    from jinguo.org.actor import Actor
    from jinguo.people.models import Person

PRESENT, ABSENT = Attendance.State.PRESENT, Attendance.State.ABSENT
COMING = sources(ENROLMENT, "attend")


class WrongCode(Refused):
    """The code is not, or no longer, that of the session."""

    code = "wrong-code"


@dataclass(frozen=True)
class ListRead:
    """What became of a paper list read back: who was noted, and the codes that are nobody's."""

    noted: int
    unknown: Sequence[str]


@transaction.atomic
def check_in(
    *, actor: Actor, session_id: UUID, enrolment_id: UUID, code: str, now: datetime
) -> Attendance:
    """
    Note that somebody is there, by the code the organiser's phone shows.

    She does it herself, or her guardian, from an hour before the start until some minutes after it. Doing it
    twice changes nothing. Records ``activities.attended``.

    :raises NotFound: no such session, or no such entry for this actor
    :raises Denied: the actor may not act for this person
    :raises WrongCode: the code is another session's, or older than a minute
    :raises WrongState: the entry has no seat
    :raises Unchecked: she serves with minors, and her crime-record check does not hold
    :raises Refused: it is too early or too late, the session is cancelled, or who helps may not begin
    """
    entry = queries.get_enrolment(actor, enrolment_id)
    policies.check_end(actor, entry)
    session = _session_of(entry, session_id)
    if not checkin.is_code(session.id, code, now):
        raise WrongCode(_("This code no longer holds. Scan the one on the organiser's phone."))
    policies.check_session(session, "attend")
    policies.check_entry(entry, "attend")
    limits = queries.limits_of(entry.activity, timezone.localdate(now))
    policies.check_in_time(session, now, late_minutes=limits.late_minutes)
    policies.check_door(queries.helping_at(session, [entry.id], now), [entry.person_id])
    [made] = note_all(actor, session, {entry.id: PRESENT}, Attendance.How.QR, now)
    return made


def _session_of(entry: Enrolment, session_id: UUID) -> Session:
    """Return and lock a session of the activity of an entry."""
    found = Session.objects.filter(activity=entry.activity_id, id=session_id)
    session = found.select_for_update(of=("self",), no_key=True).select_related("activity").first()
    if session is None:
        raise NotFound(_("There is no such session."))
    return session


@transaction.atomic
def record_attendance(
    *,
    actor: Actor,
    session_id: UUID,
    present: Collection[UUID],
    absent: Collection[UUID] = (),
    how: str = Attendance.How.LIST,
    now: datetime,
) -> list[Attendance]:
    """
    Note who came and who did not, by their enrolments; what was noted before is corrected.

    Records ``activities.attended``; for who was noted by mistake with a minus. Who stayed away too often is
    blocked, and no longer once it turns out that she was there.

    :raises NotFound: no such session, or an entry that is not one of it
    :raises Denied: the actor does not record who came there
    :raises Refused: the session has not begun, or is cancelled
    :raises Invalid: somebody is both there and not
    :raises Unchecked: it goes on, and somebody is with minors whose check does not hold
    """
    session = queries.get_session(actor, session_id, lock=True)
    policies.check_attend(actor, session)
    policies.check_see_roster(actor, session.activity)
    policies.check_session(session, "attend")
    policies.check_begun(session, now)
    if set(present) & set(absent):
        raise Invalid(_("Somebody is noted both as there and as absent."))
    check_opening(session, present, now)
    asked = {**dict.fromkeys(present, PRESENT), **dict.fromkeys(absent, ABSENT)}
    found = note_all(actor, session, asked, how, now)
    common.note(actor, "record-attendance", session.activity, count=len(found))
    return found


@transaction.atomic
def read_list(*, actor: Actor, session_id: UUID, codes: Sequence[str], now: datetime) -> ListRead:
    """
    Note who came by the short codes ticked on a paper list; the others on it are absent.

    Who is noted as here already, such as by scanning the code, stays here: her paper line may be empty.

    :raises NotFound, Denied, Refused: as :func:`record_attendance`
    """
    session = queries.get_session(actor, session_id, lock=True)
    policies.check_see_roster(actor, session.activity)
    by_code = by_short_code(session)
    here = set(session.attendances.filter(state=PRESENT).values_list("enrolment_id", flat=True))
    asked = [code.strip().upper() for code in codes if code.strip()]
    present = {by_code[code] for code in asked if code in by_code}
    noted = record_attendance(
        actor=actor, session_id=session_id, present=present,
        absent=set(by_code.values()) - present - here, how=Attendance.How.CODE, now=now,
    )  # fmt: skip
    return ListRead(len(noted), [code for code in asked if code not in by_code])


def by_short_code(session: Session) -> dict[str, UUID]:
    """
    Return who has a seat at a session by short code.

    :raises Refused: two share one
    """
    coming = session.activity.enrolments.filter(state__in=COMING).values_list("id", flat=True)
    by_code = {checkin.short_code(one): one for one in coming}
    if len(by_code) < len(coming):
        raise Refused(_("Two names of this list share a code. Tick them on the screen."))
    return by_code


def note_all(
    actor: Actor, session: Session, asked: Mapping[UUID, str], how: str, now: datetime
) -> list[Attendance]:
    """Note each entry's state at a session and count what that changes. The session's row is held."""
    entries = {
        one.id: one
        for one in queries.entries_with_persons(session.activity).filter(
            id__in=asked, state__in=COMING
        )
    }
    if len(entries) < len(asked):
        raise NotFound(_("Somebody noted has no place in this activity."))
    before = {one.enrolment_id: one for one in session.attendances.filter(enrolment__in=asked)}
    rows, put_right = [], []
    for enrolment_id, state in asked.items():
        row = before.get(enrolment_id) or Attendance(session=session, enrolment_id=enrolment_id)
        is_forgiven = (row.state, state) == (Attendance.State.EXCUSED, ABSENT)
        if row.state != state and not is_forgiven:
            if row.state == ABSENT and state == PRESENT:
                put_right.append(entries[enrolment_id].person_id)
            row.excused_because = ""
            row.state, row.how, row.at, row.account = state, how, now, actor.account_id
            rows.append(row)
    _count(actor, session, rows, entries)
    Attendance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"],
        update_fields=["state", "how", "at", "account", "fact", "excused_because"],
    )  # fmt: skip
    missed = [entries[row.enrolment_id] for row in rows if row.state == ABSENT]
    telling.tell(actor, "absence-recorded", missed, now=now, session=session)
    block_if_too_often(actor, session.activity, missed, now)
    for person in put_right:
        answer = _("An absence was noted by mistake.")
        lift_what_rests_on_less(actor, session.activity, person, answer=answer, now=now)
    changed = {row.enrolment_id: row for row in rows}
    return [changed.get(one) or before[one] for one in asked]


def _count(
    actor: Actor, session: Session, rows: Sequence[Attendance], entries: Mapping[UUID, Enrolment]
) -> None:
    """Count who was noted as there, and off who was noted so by mistake, on the day of the session."""
    on = timezone.localdate(session.starts_at)
    changes: list[tuple[Attendance, int]] = []
    for row in rows:
        if row.state == PRESENT:
            changes.append((row, 1))
        elif row.fact is not None:
            changes.append((row, -1))
    counted: list[Event] = [
        common.counted(
            events.Attended, session.activity, row.id, on, quantity=sign,
            subject=entries[row.enrolment_id].person_id, data={"session": str(session.id)},
        )
        for row, sign in changes
    ]  # fmt: skip
    for (row, sign), fact in zip(changes, facts.record(counted, actor=actor), strict=True):
        row.fact = fact if sign > 0 else None


@transaction.atomic
def hold_session(
    *, actor: Actor, session_id: UUID, now: datetime, visitors: int | None = None
) -> Session:
    """
    Record that a session was held; with its last one the activity is over.

    ``visitors`` are heads counted where nobody enrols. Records ``activities.held`` and ``activities.hours``,
    and ``activities.visited`` for heads; of a fair also what stands at it. Of a kind that needs a privacy
    agreement, everybody who comes must have signed it.

    :raises NotFound: no such session for this actor
    :raises Denied: the actor does not record what happens there
    :raises WrongState: it was held, or is cancelled, or the activity is a draft
    :raises ChildrenInside: a child was signed in and not out
    :raises Refused: it has not begun, or a privacy agreement is not on record
    """
    session = queries.get_session(actor, session_id)
    policies.check_attend(actor, session)
    activity = queries.get_activity(actor, session.activity_id, lock=True)
    session = queries.get_session(actor, session_id, lock=True)
    policies.check_session(session, "hold")
    policies.check_activity(activity, "hold")
    policies.check_begun(session, now)
    policies.check_nobody_inside(records.inside([session]).count())
    on = timezone.localdate(session.starts_at)
    kind = queries.kind_of(activity, on)
    if kind.needs_agreement:
        policies.check_agreements(_without_agreement(activity, timezone.localdate(now)))
    session.state, session.held_at, session.visitors = Session.State.HELD, now, visitors
    session.save(update_fields=["state", "held_at", "visitors"])
    go_on(activity, now)
    facts.record(_held(session, activity), actor=actor)
    count_fair(actor, activity)
    common.note(actor, "hold-session", activity)
    return session


def _without_agreement(activity: Activity, on: date) -> list[Person]:
    coming = queries.entries_with_persons(activity).filter(state__in=COMING)
    return [
        one.person
        for one in coming
        if people.find_consent(one.person, policies.AGREEMENT, on) is None
    ]


def _held(session: Session, activity: Activity) -> list[Event]:
    on = timezone.localdate(session.starts_at)
    data: dict[str, str | int] = {
        "site": str(session.site_id or ""),
        "instructor": str(session.instructor_id or ""),
        "minutes": session.minutes,
    }
    if session.visitors is not None:
        data["visitors"] = session.visitors
    found = [
        common.counted(events.Held, activity, session.id, on, data=data),
        common.counted(events.Hours, activity, session.id, on, quantity=session.minutes, data=data),
    ]
    if session.visitors:
        found.append(
            common.counted(events.Visited, activity, session.id, on, quantity=session.visitors)
        )
    return found
