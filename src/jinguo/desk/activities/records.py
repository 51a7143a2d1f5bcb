"""One activity: when and where, who has a seat and who waits, what comes next, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jinguo.activities import policies, queries
from jinguo.activities.models import Activity, Allocation, Enrolment, Session
from jinguo.activities.queries import work
from jinguo.activities.rulesets import Kind
from jinguo.activities.sentences import audience_of
from jinguo.activities.telling import place_of
from jinguo.core.web import refusal
from jinguo.desk.activities import helpers, offered, pages
from jinguo.desk.activities.announcing import fee_text, public_address
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org.roles import Capability


@dataclass(frozen=True)
class Step:
    """What comes next: the title of its button, its page, and why it is refused, if it is."""

    title: str
    href: str
    refusal: str | None


@dataclass(frozen=True)
class ShownSession:
    """
    A session of the record with where it meets and how many came.

    ``is_over`` when its end is past; ``has_links`` when it is watched live, or seen again.
    """

    session: Session
    place: str
    instructor: str
    state: str
    tag: str
    is_over: bool
    has_links: bool


@access(Capability.ACTIVITIES_VIEW)
@require_GET
def activity(request: DeskRequest, activity_id: UUID) -> HttpResponse:
    """Show one activity."""
    found = queries.get_activity(request.actor, activity_id)
    now = timezone.now()
    sessions = list(queries.sessions_of(found))
    hidden = refusal(policies.check_see_roster, request.actor, found)
    living = [] if hidden else list(queries.roster(found).select_related("person__area"))
    kind = offered.kind_of(found)
    met = work.own_clients(request.actor, living) if found.is_private else set()
    context = {
        "activity": found,
        "words": offered.words_of(found),
        "tag": pages.ACTIVITY_TAGS[Activity.State(found.state)],
        "taken": queries.taken_of(found),
        "fee": fee_text(found),
        "audience": audience_of(found),
        "is_drawn": found.allocation == Allocation.DRAW,
        "sessions": [shown_session(request, one, kind, now) for one in sessions],
        "step": next_step(request, found, kind, sessions, now),
        "hidden": hidden,
        "seated": pages.entries(request.actor, [one for one in living if has_seat(one)], met=met),
        "waiting": pages.entries(
            request.actor, [one for one in living if not has_seat(one)], met=met
        ),
        "moments": pages.moments(found, sessions),
        "address": public_address(request, found),
        "has_sessions": any(one.state != Session.State.CANCELLED for one in sessions),
        "has_to_come": any(is_to_come(one, now) for one in sessions),
        "is_open": queries.is_open(found, now),
        "is_ended": found.state in (Activity.State.FINISHED, Activity.State.CANCELLED),
        "kind": kind,
        "with_minors": queries.is_with_minors(found, kind),
        "warned": helpers.warned(queries.helping(found, timezone.localdate(now))),
        "can_plan": request.actor.can(Capability.ACTIVITIES_PLAN, found.area_id),
        "can_enrol": request.actor.can(Capability.ACTIVITIES_ENROL, found.area_id),
        "can_attend": request.actor.can(Capability.ACTIVITIES_ATTEND, found.area_id),
    }
    return render_page(request, "desk/activities/activity.html", context)


def has_seat(one: Enrolment) -> bool:
    """Say whether an entry takes seats."""
    return one.state in Enrolment.HOLDING


def is_to_come(session: Session, now: datetime) -> bool:
    """Say whether a session is planned and has not begun."""
    return session.state == Session.State.PLANNED and session.starts_at > now


def shown_session(
    request: DeskRequest, session: Session, kind: Kind | None, now: datetime
) -> ShownSession:
    """Return a session as the record shows it."""
    return ShownSession(
        session=session,
        place=place_of(session),
        instructor=pages.instructor_of(request.actor, session),
        state=session.get_state_display(),
        tag=pages.SESSION_TAGS[Session.State(session.state)],
        is_over=session.ends_at <= now,
        has_links=session.state != Session.State.CANCELLED
        and bool(session.stream_url or session.replay_url or (kind and kind.is_online)),
    )


def next_step(
    request: DeskRequest,
    activity: Activity,
    kind: Kind | None,
    sessions: Sequence[Session],
    now: datetime,
) -> Step | None:
    """Return what comes next for an activity, by its state and the clock; None once all is done."""
    may_plan = refusal(policies.check_plan, request.actor, activity.area_id)
    if activity.state == Activity.State.DRAFT:
        return Step(_("Publish"), act_page(activity, "publish"), may_plan)
    if waits_for_draw(activity, now):
        return Step(
            _("Draw the seats"), reverse("desk:activity-draw", args=[activity.id]), may_plan
        )
    door = at_the_door(sessions, now)
    if door is not None and activity.state in Activity.OPEN:
        may_attend = refusal(policies.check_attend, request.actor, door)
        if kind is not None and kind.minds_children and now < door.ends_at:
            return Step(_("To the children"), reverse("desk:minded", args=[door.id]), may_attend)
        title = _("Close session %d") if door.ends_at <= now else _("Sign-in for session %d")
        return Step(title % door.number, reverse("desk:door", args=[door.id]), may_attend)
    if queries.is_open(activity, now):
        may_enrol = (
            None
            if request.actor.can(Capability.ACTIVITIES_ENROL)
            else _("Your posts do not include enrolling others.")
        )
        return Step(_("Enrol somebody"), reverse("desk:book", args=[activity.id]), may_enrol)
    if activity.state == Activity.State.FINISHED and kind is not None and kind.is_class:
        return Step(
            _("Certificates"), reverse("desk:activity-certificates", args=[activity.id]), None
        )
    return None


def waits_for_draw(activity: Activity, now: datetime) -> bool:
    """Say whether seats are given by lot and entry has closed, but the lot was not drawn."""
    return (
        activity.allocation == Allocation.DRAW
        and activity.state in Activity.OPEN
        and now >= activity.closes_at
        and activity.drawing.drawn_at is None
    )


def at_the_door(sessions: Sequence[Session], now: datetime) -> Session | None:
    """Return the first planned session that is over, is on, or begins within the hour."""
    planned = [one for one in sessions if one.state == Session.State.PLANNED]
    begun = (one for one in planned if one.starts_at <= now + timedelta(hours=1))
    return next(begun, None)


def act_page(activity: Activity, verb: str) -> str:
    """Return the page on which something is done to an activity."""
    return reverse("desk:activity-act", args=[activity.id, verb])
