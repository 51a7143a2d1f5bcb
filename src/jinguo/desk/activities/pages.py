"""What the pages of activities show: sessions of a list, entries of a roster, words for states."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries
from jinguo.activities.models import Activity, Attendance, Enrolment, Session
from jinguo.activities.telling import place_of
from jinguo.org.roles import Capability
from jinguo.people import masking
from jinguo.people.masking import MaskedPerson

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

ACTIVITY_TAGS = {
    Activity.State.DRAFT: "",
    Activity.State.PUBLISHED: "wait",
    Activity.State.RUNNING: "main",
    Activity.State.FINISHED: "good",
    Activity.State.CANCELLED: "bad",
}
SESSION_TAGS = {
    Session.State.PLANNED: "wait",
    Session.State.HELD: "good",
    Session.State.CANCELLED: "bad",
}
ENROLMENT_TAGS = {
    Enrolment.State.WAITING: "wait",
    Enrolment.State.OFFERED: "main",
    Enrolment.State.ENROLLED: "good",
    Enrolment.State.COMPLETED: "good",
    Enrolment.State.DROPPED: "",
    Enrolment.State.LATE_CANCELLED: "warn",
    Enrolment.State.REFUSED: "bad",
}


@dataclass(frozen=True)
class SessionRow:
    """A session in a list; ``activity`` has its seats counted, and ``mark`` says what is amiss with them."""

    session: Session
    activity: Activity
    href: str
    category: str
    place: str
    state: str
    tag: str
    mark: str


@dataclass(frozen=True)
class Day:
    """The sessions of one day."""

    on: date
    rows: Sequence[SessionRow]


def days(
    sessions: Iterable[Session],
    activities: Mapping[UUID, Activity],
    titles: Mapping[tuple[str, str], str],
) -> list[Day]:
    """Return sessions by day, in their order; ``titles`` are those of categories by programme and id."""
    found: dict[date, list[SessionRow]] = {}
    for one in sessions:
        row = session_row(one, activities[one.activity_id], titles)
        found.setdefault(timezone.localdate(one.starts_at), []).append(row)
    return [Day(on, rows) for on, rows in found.items()]


def session_row(
    session: Session, activity: Activity, titles: Mapping[tuple[str, str], str]
) -> SessionRow:
    """Return a session as lists show it; its site must be loaded."""
    state, tag = state_of(session)
    return SessionRow(
        session=session,
        activity=activity,
        href=reverse("desk:activity", args=[activity.id]),
        category=titles.get((activity.programme, activity.category), ""),
        place=place_of(session),
        state=state,
        tag=tag,
        mark=mark_of(activity),
    )


def state_of(session: Session) -> tuple[str, str]:
    """Return the state a list shows of a session and its tag: the activity's until the session is over."""
    if session.state == Session.State.PLANNED:
        activity = session.activity
        return activity.get_state_display(), ACTIVITY_TAGS[Activity.State(activity.state)]
    return session.get_state_display(), SESSION_TAGS[Session.State(session.state)]


def mark_of(activity: Activity) -> str:
    """Return what a list says of the seats of an activity that is to come; they must be counted."""
    if activity.state != Activity.State.PUBLISHED:
        return ""
    if activity.taken >= activity.capacity:
        return _("full")
    return _("below the minimum") if activity.taken < activity.minimum else ""


def instructor_of(actor: Actor, session: Session) -> str:
    """Return who teaches: as it is announced, else by her record as this reader may see it."""
    person = session.instructor
    if session.instructor_name or person is None:
        return session.instructor_name
    return masking.shown_name(actor, person.name, person.area_id)


@dataclass(frozen=True)
class Entry:
    """An entry of a roster as this reader may see it."""

    enrolment: Enrolment
    person: MaskedPerson
    area_name: str
    state: str
    tag: str
    guardian: str = ""


def entries(
    actor: Actor, enrolments: Iterable[Enrolment], *, met: Container[UUID] = ()
) -> list[Entry]:
    """
    Return entries of a roster; their persons with areas, and guardians, must be loaded.

    Of the activities in ``met`` she meets who comes, and reads the whole names.
    """
    rows = list(enrolments)
    over = [one for one in rows if one.state == Enrolment.State.COMPLETED]
    there = queries.was_there(over) if over else set()
    return [
        Entry(
            enrolment=one,
            person=masking.masked_person(actor, one.person, is_met=one.activity_id in met),
            area_name=one.person.area.name,
            state=state,
            tag=tag,
            guardian=masking.shown_name(actor, one.guardian.name, one.guardian.area_id)
            if one.guardian
            else "",
        )
        for one in rows
        for state, tag in [_shown(one, came=one.id in there)]
    ]


def _shown(entry: Enrolment, *, came: bool) -> tuple[str, str]:
    """Return an entry's state in words and its tag; of who never came not that she completed it."""
    if entry.state == Enrolment.State.COMPLETED and not came:
        return _("Not noted as present"), ""
    return entry.get_state_display(), ENROLMENT_TAGS[Enrolment.State(entry.state)]


def entries_at(actor: Actor, session: Session, enrolments: Iterable[Enrolment]) -> list[Entry]:
    """Return entries of a session as who is there with them reads them; see :func:`entries`."""
    met = (session.activity_id,) if policies.meets(actor, session) else ()
    return entries(actor, enrolments, met=met)


@dataclass(frozen=True)
class Moment:
    """One line of the timeline: what happened, and when."""

    title: str
    at: datetime


def moments(activity: Activity, sessions: Sequence[Session]) -> list[Moment]:
    """Return what happened to an activity, newest first."""
    found = [Moment(_("Planned as a draft"), activity.created_at)]
    if activity.published_at:
        found.append(Moment(_("Published"), activity.published_at))
    found += [
        Moment(_("Session %d was held") % one.number, one.held_at)
        for one in sessions
        if one.held_at
    ]
    found.reverse()  # of two at the same instant the later step comes first
    return sorted(found, key=lambda one: one.at, reverse=True)


def attendance_by_entry(attendances: Iterable[Attendance]) -> dict[UUID, Attendance]:
    """Return what is recorded of a session, by enrolment."""
    return {one.enrolment_id: one for one in attendances}


@dataclass(frozen=True)
class Slot:
    """
    A slot of a counsellor's half-day: free, taken, or taken and confirmed.

    ``link`` is where whoever plans it says which account is on duty, while none is.
    """

    session: Session
    counsellor: str
    state: str
    tag: str
    link: str


def duty_days(actor: Actor, sessions: Iterable[Session]) -> list[tuple[date, list[Slot]]]:
    """Return the slots of the coming days by day; their living entries must be loaded as ``living``."""
    found: dict[date, list[Slot]] = {}
    for one in sessions:
        found.setdefault(timezone.localdate(one.starts_at), []).append(slot(actor, one))
    return list(found.items())


def slot(actor: Actor, session: Session) -> Slot:
    """Return a slot as the duty table shows it; who comes is not among it."""
    taken: list[Enrolment] = session.activity.living  # type: ignore[attr-defined]
    state, tag = _("to be confirmed"), "warn"
    if not taken:
        state, tag = _("not taken yet"), ""
    elif all(one.confirmed_at for one in taken):
        state, tag = _("confirmed"), "good"
    plans = actor.can(Capability.ACTIVITIES_PLAN, session.activity.area_id)
    link = reverse("desk:session-act", args=[session.id, "counsellor"])
    by_name = session.counsellor_id is None
    return Slot(
        session, instructor_of(actor, session), state, tag, link if plans and by_name else ""
    )
