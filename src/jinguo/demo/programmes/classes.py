"""Classes, lessons, fairs and trainings: planned, made known, filled, held, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from jinguo.activities import actions
from jinguo.activities.actions import EntryIn, OfferIn, SessionIn
from jinguo.activities.models import Activity, Enrolment, Session
from jinguo.demo.player import ZONE, noon
from jinguo.org.actor import Actor

OPENS_BEFORE, CLOSES_BEFORE = timedelta(days=14), timedelta(hours=2)
ENROLLED_BEFORE = timedelta(days=10)
WEEK = timedelta(days=7)
ABSENT_IN_EVERY = 9
NOBODY: Mapping[UUID, UUID] = {}


@dataclass(frozen=True)
class Lesson:
    """
    What is held: its offer, the day and hour of its first session, and how many there are.

    ``hours`` is how long each takes, ``every`` how far they lie apart.
    """

    programme: str
    kind: str
    title: str
    area: str
    first: date
    sessions: int = 1
    hours: int = 2
    every: timedelta = WEEK
    begins: time = time(9, 30)
    category: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def offer(self) -> OfferIn:
        """Return it as planning takes it."""
        return OfferIn(
            programme=self.programme, kind=self.kind, title=self.title, area=self.area,
            category=self.category, **self.more,
        )  # fmt: skip

    def starts(self) -> list[datetime]:
        """Return when each session begins."""
        first = datetime.combine(self.first, self.begins, tzinfo=ZONE)
        return [first + self.every * number for number in range(self.sessions)]


def make_known(
    actor: Actor,
    lesson: Lesson,
    *,
    instructor: str = "",
    teacher: UUID | None = None,
    stream: str = "",
    by: datetime | None = None,
) -> Activity:
    """
    Plan a lesson and publish it two weeks before it begins, when it opens; at ``by`` at the latest.

    ``instructor`` is how who teaches is announced, ``teacher`` who it is on the register.
    """
    starts = lesson.starts()
    opens_at = starts[0] - OPENS_BEFORE
    now = min(opens_at, by or opens_at)
    planned = actions.plan_activity(
        actor=actor, offer=lesson.offer(), opens_at=opens_at, closes_at=starts[0] - CLOSES_BEFORE,
        now=now,
        sessions=[
            SessionIn(
                starts_at=at, ends_at=at + timedelta(hours=lesson.hours), instructor_name=instructor,
                instructor_id=teacher, stream_url=stream,
            )
            for at in starts
        ],
    )  # fmt: skip
    return actions.publish(actor=actor, activity_id=planned.id, now=now)


def fill(
    actor: Actor,
    activity: Activity,
    persons: Sequence[UUID],
    now: datetime,
    guardians: Mapping[UUID, UUID] = NOBODY,
) -> None:
    """Enrol persons in the order given, children by their guardians."""
    if persons:
        actions.enrol_many(
            actor=actor, activity_id=activity.id, channel=Enrolment.Channel.DESK, now=now,
            entries=[EntryIn(person_id=one, guardian_id=guardians.get(one)) for one in persons],
        )  # fmt: skip


def play_lesson(
    actor: Actor,
    lesson: Lesson,
    persons: Sequence[UUID],
    *,
    instructor: str = "",
    teacher: UUID | None = None,
    stream: str = "",
    guardians: Mapping[UUID, UUID] = NOBODY,
) -> Activity:
    """Hold every session of a lesson; most of those enrolled come to each, and nobody learns from herself."""
    activity = make_known(actor, lesson, instructor=instructor, teacher=teacher, stream=stream)
    learners = [one for one in persons if one != teacher]
    fill(actor, activity, learners, lesson.starts()[0] - ENROLLED_BEFORE, guardians)
    coming = list(
        activity.enrolments.filter(state=Enrolment.State.ENROLLED).values_list("id", flat=True)
    )
    for number, session in enumerate(sessions_of(activity)):
        hold(actor, session, coming, number)
    return activity


def sessions_of(activity: Activity) -> list[Session]:
    """Return the sessions of an activity in their order."""
    return list(activity.sessions.order_by("starts_at"))


def hold(actor: Actor, session: Session, coming: Sequence[UUID], turn: int = 0) -> None:
    """Note who came to a session, and that it was held."""
    now = session.ends_at
    absent = set(coming[turn % ABSENT_IN_EVERY :: ABSENT_IN_EVERY])
    if coming:
        actions.record_attendance(
            actor=actor, session_id=session.id, present=[one for one in coming if one not in absent],
            absent=absent, now=now,
        )  # fmt: skip
    actions.hold_session(actor=actor, session_id=session.id, now=now)


def end_of(lesson: Lesson) -> datetime:
    """Return midday of the day after the last session."""
    return noon(lesson.starts()[-1].date() + timedelta(days=1))
