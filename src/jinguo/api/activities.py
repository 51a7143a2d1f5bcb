"""Activities and their sessions; who takes part, enrolled and noted as there by programs for residents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from jinguo.activities import actions, policies, queries
from jinguo.activities.models import Activity, Attendance, Enrolment, Session
from jinguo.activities.queries import SessionFilter
from jinguo.api.access import Token
from jinguo.api.http import ApiRequest
from jinguo.api.once import IdempotencyKey, once
from jinguo.api.paging import in_order_of, newest_first
from jinguo.api.shapes import AreaCode, Asked, Body, Day, Key, Size, optional
from jinguo.core import trail
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people import masking

router = Router(tags=["activities"])

State = Literal["draft", "published", "running", "finished", "cancelled"]


class ActivitiesAsked(Asked):
    """Which activities, which page."""

    area: AreaCode | None = optional()
    programme: Key | None = optional()
    kind: Key | None = optional()
    category: Key | None = optional()
    state: State | None = optional()
    after: UUID | None = optional(description="`next` of the page before.")
    size: Size = 50


class SessionOut(Schema):
    """One dated meeting of an activity."""

    id: UUID
    activity: UUID
    activity_title: str
    code: str = Field(description="Of its public page, `/a/` and this.")
    number: int = Field(description="From 1, in the order planned.")
    title: str
    area: str
    starts_at: datetime
    ends_at: datetime = Field(description="Exclusive.")
    site: UUID | None
    place: str
    instructor_name: str
    state: str = Field(examples=["planned"])


class ActivityOut(Schema):
    """What one enrols in: a class, an event, a slot."""

    id: UUID
    code: str = Field(description="Of its public page, `/a/` and this.")
    programme: str
    kind: str
    category: str
    title: str
    summary: str
    area: str
    area_name: str
    site: UUID | None
    place: str
    stages: list[str] = Field(description="Stages of life it is for; empty is all.")
    state: State
    opens_at: datetime
    closes_at: datetime = Field(description="Exclusive.")
    first_at: datetime | None
    last_at: datetime | None
    capacity: int
    taken: int = Field(description="Seats taken.")
    waiting: int = Field(description="Entries on the waiting list.")
    seats_most: int = Field(description="Seats one entry may take.")
    fee_fen: int = Field(description="Of each seat, paid on site, in fen.")


class ActivityPage(Schema):
    items: list[ActivityOut]
    next: UUID | None


class ActivityWithSessions(ActivityOut):
    sessions: list[SessionOut]


class SessionPage(Schema):
    items: list[SessionOut]
    next: UUID | None


def activity_out(activity: Activity) -> ActivityOut:
    """Return an activity that came with its area, seats and days."""
    return ActivityOut.model_validate(
        {
            **{
                name: getattr(activity, name)
                for name in ActivityOut.model_fields
                if name not in ("area", "area_name", "site")
            },
            "area": activity.area_id,
            "area_name": activity.area.name,
            "site": activity.site_id,
        }
    )


def session_out(session: Session) -> SessionOut:
    """Return a session that came with its activity; where it meets is its own place or the activity's."""
    activity = session.activity
    return SessionOut(
        id=session.id,
        activity=activity.id,
        activity_title=activity.title,
        code=activity.code,
        number=session.number,
        title=session.title,
        area=activity.area_id,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        site=session.site_id or (None if session.place else activity.site_id),
        place=session.place or activity.place,
        instructor_name=session.instructor_name,
        state=session.state,
    )


@router.get("/activities", response=ActivityPage, auth=Token(Capability.ACTIVITIES_VIEW))
def list_activities(request: ApiRequest, asked: Query[ActivitiesAsked]) -> ActivityPage:
    """List the activities within reach, drafts too, the newest first."""
    wanted = {
        "area__code__startswith": asked.area,
        "programme": asked.programme,
        "kind": asked.kind,
        "category": asked.category,
        "state": asked.state,
    }
    found = queries.activities(request.auth).filter(Q(**{k: v for k, v in wanted.items() if v}))
    rows, following = newest_first(found, asked.after, asked.size)
    return ActivityPage(items=[activity_out(one) for one in rows], next=following)


@router.get(
    "/activities/{uuid:activity_id}",
    response=ActivityWithSessions,
    auth=Token(Capability.ACTIVITIES_VIEW),
)
def get_activity(request: ApiRequest, activity_id: UUID) -> ActivityWithSessions:
    """Return one activity with its sessions."""
    queries.get_activity(request.auth, activity_id)
    found = queries.activities(request.auth).get(id=activity_id)
    sessions = queries.sessions_of(found).select_related("activity")
    return ActivityWithSessions(
        **activity_out(found).model_dump(), sessions=[session_out(one) for one in sessions]
    )


class SessionsAsked(Asked):
    """Which sessions, which page."""

    area: AreaCode | None = optional()
    programme: Key | None = optional()
    kind: Key | None = optional()
    category: Key | None = optional()
    stage: Key | None = optional(description="A stage of life.")
    first_on: Day | None = optional(description="Inclusive; else today.")
    last_on: Day | None = optional(description="Inclusive; else as far as is planned.")
    after: UUID | None = optional(description="`next` of the page before.")
    size: Size = 50


@router.get("/sessions", response=SessionPage, auth=Token())
def list_sessions(request: ApiRequest, asked: Query[SessionsAsked]) -> SessionPage:
    """List the sessions to come that everybody may see, the soonest first: what is on."""
    wanted = SessionFilter(
        programme=asked.programme or "",
        kind=asked.kind or "",
        category=asked.category or "",
        stage=asked.stage or "",
        area=asked.area or "",
        first_on=asked.first_on,
        last_on=asked.last_on,
    )
    found = queries.public_sessions(wanted, now=timezone.now())
    rows, following = in_order_of("starts_at", found, asked.after, asked.size)
    return SessionPage(items=[session_out(one) for one in rows], next=following)


class EntryOut(Schema):
    """A person's entry for an activity."""

    id: UUID
    activity: UUID
    person: UUID
    seats: int
    state: str = Field(examples=["enrolled", "waiting"])
    place: int | None = Field(description="Number in the waiting list; kept when she moves up.")


class RosterEntry(EntryOut):
    """An entry with the person's name, as this token may see it."""

    name: str = Field(examples=["王**"])
    phone: str = Field(examples=["*******1234"])


class Roster(Schema):
    items: list[RosterEntry]


def entry_out(entry: Enrolment) -> EntryOut:
    return EntryOut(
        id=entry.id,
        activity=entry.activity_id,
        person=entry.person_id,
        seats=entry.seats,
        state=entry.state,
        place=entry.place,
    )


@router.get(
    "/activities/{uuid:activity_id}/enrolments",
    response=Roster,
    auth=Token(Capability.ACTIVITIES_VIEW),
)
def list_enrolments(request: ApiRequest, activity_id: UUID) -> Roster:
    """List who has a seat and then who waits, in order; a private activity's to counsellors alone."""
    activity = queries.get_activity(request.auth, activity_id)
    policies.check_see_roster(request.auth, activity)
    entries = list(queries.roster(activity))
    trail.note(
        request.auth,
        "activities.read-roster",
        object_type=Activity.OBJECT_TYPE,
        object_id=activity.id,
        area=activity.area_id,
        count=len(entries),
        fields=("name", "phone"),
    )
    return Roster(items=[roster_entry(request.auth, one) for one in entries])


def roster_entry(actor: Actor, entry: Enrolment) -> RosterEntry:
    shown = masking.masked_person(actor, entry.person)
    return RosterEntry(**entry_out(entry).model_dump(), name=shown.name, phone=shown.phone)


class EntryIn(Body):
    """Whom to enrol, for how many seats, and which guardian speaks for a child under 14."""

    person: UUID
    seats: Annotated[int, Field(ge=1, le=20)] = 1
    guardian: UUID | None = None


@router.post(
    "/activities/{uuid:activity_id}/enrolments",
    response={201: EntryOut},
    auth=Token(Capability.ACTIVITIES_ENROL),
)
def enrol(
    request: ApiRequest, activity_id: UUID, entry: EntryIn, key: IdempotencyKey
) -> HttpResponse:
    """Give a resident seats, or a place in the waiting list. She must live where this token may enrol."""

    def act(now: datetime) -> EntryOut:
        made = actions.enrol(
            actor=request.auth,
            activity_id=activity_id,
            person_id=entry.person,
            guardian_id=entry.guardian,
            seats=entry.seats,
            channel=Enrolment.Channel.DESK,
            now=now,
        )
        return entry_out(made)

    return once(request, key, act)


@router.post(
    "/enrolments/{uuid:enrolment_id}/cancellation",
    response={201: EntryOut},
    auth=Token(Capability.ACTIVITIES_ENROL),
)
def cancel_enrolment(request: ApiRequest, enrolment_id: UUID, key: IdempotencyKey) -> HttpResponse:
    """Give up a place. The seat goes to who waits; late, it counts as an absence."""

    def act(now: datetime) -> EntryOut:
        return entry_out(
            actions.cancel_enrolment(actor=request.auth, enrolment_id=enrolment_id, now=now)
        )

    return once(request, key, act)


Entries = Annotated[list[UUID], Field(max_length=500)]


class AttendanceIn(Body):
    """Who came to a session and who did not, by their entries."""

    present: Entries = Field(default_factory=list)
    absent: Entries = Field(default_factory=list)


class Noted(Schema):
    """What is on record of one entry at a session."""

    enrolment: UUID
    state: str = Field(examples=["present", "absent", "excused"])


class AttendanceOut(Schema):
    session: UUID
    items: list[Noted]


@router.post(
    "/sessions/{uuid:session_id}/attendance",
    response={201: AttendanceOut},
    auth=Token(Capability.ACTIVITIES_ATTEND),
)
def record_attendance(
    request: ApiRequest, session_id: UUID, seen: AttendanceIn, key: IdempotencyKey
) -> HttpResponse:
    """Note who came; what was noted before is corrected."""

    def act(now: datetime) -> AttendanceOut:
        noted = actions.record_attendance(
            actor=request.auth,
            session_id=session_id,
            present=seen.present,
            absent=seen.absent,
            now=now,
        )
        return AttendanceOut(session=session_id, items=noted_out(noted))

    return once(request, key, act)


def noted_out(noted: Sequence[Attendance]) -> list[Noted]:
    return [Noted(enrolment=one.enrolment_id, state=one.state) for one in noted]
