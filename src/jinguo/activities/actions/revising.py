"""What everybody reads of an activity, when and on what terms one enrols, and who teaches: put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries, rules, texts
from jinguo.activities.actions import common
from jinguo.activities.actions.changing import session_to_come
from jinguo.activities.actions.clashes import check_clashes, use_of
from jinguo.activities.actions.planning import held_at, needed, titled
from jinguo.activities.models import Activity, Session
from jinguo.activities.queries.draws import is_drawn
from jinguo.activities.rulesets import Condition
from jinguo.core import money
from jinguo.core.errors import Invalid, Refused
from jinguo.people import queries as people

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@transaction.atomic
def change_words(
    *,
    actor: Actor,
    activity_id: UUID,
    title: str,
    summary: str,
    fee_note: str,
    now: datetime,
) -> Activity:
    """
    Say otherwise what an activity is; who enrolled keeps her seat.

    :raises NotFound: no such activity for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it is over or cancelled
    :raises Invalid: no title, or a longer one than fits
    :raises IdentifierFound: a text holds something a person can be found or harmed by
    """
    activity = queries.get_activity(actor, activity_id, lock=True)
    policies.check_plan(actor, activity.area_id)
    policies.check_activity(activity, "change")
    at = held_at(activity.place, activity.site)
    activity.title = titled(texts.public_line(title, field="title", at=at))
    activity.summary = texts.public_passage(summary, field="summary", at=at)
    activity.fee_note = texts.public_line(fee_note, field="fee_note", at=at)
    activity.save(update_fields=["title", "summary", "fee_note"])
    common.note(actor, "change-words", activity)
    return activity


@dataclass(frozen=True, kw_only=True)
class Terms:
    """For whom an activity is and at what price, while it is a draft. What is None is as the plan says."""

    fee_fen: int
    minimum: int | None
    waiting_capacity: int | None
    audience: Sequence[Condition] | None


@transaction.atomic
def change_enrolment(
    *,
    actor: Actor,
    activity_id: UUID,
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
    terms: Terms | None = None,
) -> Activity:
    """
    Change when one enrols, and of a draft the terms too; who enrolled keeps her seat.

    :raises NotFound: no such activity for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it is over or cancelled; or terms are given, and it is no draft
    :raises Refused: its seats were drawn
    :raises Invalid: it would close before it opens, before now, or after the first session begins; or an
        unknown rule, or numbers that cannot be
    """
    activity = queries.get_activity(actor, activity_id, lock=True)
    policies.check_plan(actor, activity.area_id)
    policies.check_activity(activity, "change")
    policies.check_not_drawn(is_drawn=is_drawn(activity))
    _check_times(activity, opens_at, closes_at, now)
    activity.opens_at, activity.closes_at = opens_at, closes_at
    if terms is not None:
        policies.check_activity(activity, "change-terms")
        _take_terms(activity, terms, now)
    activity.save(
        update_fields=[
            "opens_at",
            "closes_at",
            "fee_fen",
            "minimum",
            "waiting_capacity",
            "audience",
        ]
    )
    common.note(actor, "change-enrolment", activity)
    return activity


def _check_times(
    activity: Activity, opens_at: datetime, closes_at: datetime, now: datetime
) -> None:
    if closes_at <= opens_at:
        raise Invalid(_("Enrolment closes before it opens."), closes=closes_at)
    if closes_at <= now:
        raise Invalid(_("Enrolment would close in the past."), closes=closes_at)
    first = queries.first_session(activity)
    if first is not None and closes_at > first.starts_at:
        when = date_format(timezone.localtime(first.starts_at), "DATETIME_FORMAT")
        raise Invalid(
            _("Enrolment closes by the time the first session begins, on %(when)s.")
            % {"when": when},
            closes=closes_at,
        )


def _take_terms(activity: Activity, terms: Terms, now: datetime) -> None:
    """Give a draft its terms, what was left open filled in from the ruleset."""
    ruleset = queries.ruleset_of(activity, timezone.localdate(now))
    waiting = terms.waiting_capacity
    audience = list(ruleset.audience if terms.audience is None else terms.audience)
    rules.check_conditions(audience)
    activity.fee_fen = money.check_most(terms.fee_fen)
    activity.minimum = needed(terms.minimum, ruleset.limits, activity.capacity)
    activity.waiting_capacity = ruleset.limits.waiting_capacity if waiting is None else waiting
    activity.audience = [one.as_data() for one in audience]


@transaction.atomic
def change_instructor(
    *,
    actor: Actor,
    session_id: UUID,
    instructor_id: UUID | None,
    instructor_name: str,
    now: datetime,
) -> Session:
    """
    Have somebody else teach a session still to come; without id and name it is not said yet who.

    :raises NotFound: no such session for this actor, or an instructor she does not see
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it was held, or is cancelled
    :raises Refused: a counsellor is on duty then, who is no instructor
    :raises IdentifierFound: the name holds something a person can be found or harmed by
    :raises Clash: she teaches elsewhere at the time
    :raises Unchecked: it is published and with minors, and her crime-record check does not hold
    """
    session = session_to_come(actor, session_id)
    if session.counsellor_id:
        raise Refused(_("A counsellor is on duty then. Cancel the session and plan another."))
    if instructor_id:
        people.get_person(actor, instructor_id)
    session.instructor_id = instructor_id
    session.instructor_name = texts.public_line(instructor_name, field="instructor")
    check_clashes([use_of(session)], without=[session.id])
    with common.rooms_and_instructors_free():
        session.save(update_fields=["instructor", "instructor_name"])
    if session.activity.state != Activity.State.DRAFT:
        policies.check_helping(queries.helping(session.activity, timezone.localdate(now)))
    common.note(actor, "change-instructor", session.activity)
    return session
