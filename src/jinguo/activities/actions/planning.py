"""Planning: series, activities with their sessions, and making them known."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.activities import policies, queries, rules, texts
from jinguo.activities.actions import common
from jinguo.activities.actions.clashes import check_clashes, use_of
from jinguo.activities.actions.following import enrolment_follows
from jinguo.activities.links import check_link
from jinguo.activities.models import Activity, Allocation, Draw, Series, Session
from jinguo.activities.models.activities import OFFERED
from jinguo.activities.rulesets import Condition, Kind, Limits, Ruleset
from jinguo.core import crypto, money
from jinguo.core.errors import Invalid
from jinguo.core.ids import new_id
from jinguo.org import queries as org
from jinguo.people import queries as people
from jinguo.sites import queries as sites

if TYPE_CHECKING:
    from jinguo.org.actor import Actor
    from jinguo.sites.models import Site

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without 0 1 i l o
CODE_LENGTH = 8
TITLE_LENGTH = 80


@dataclass(frozen=True, kw_only=True)
class OfferIn:
    """
    What is offered. What is None comes from the programme's ruleset, or its kind.

    ``audience`` are named rules; see :mod:`jinguo.activities.rules`.
    """

    programme: str
    kind: str
    title: str
    area: str
    category: str = ""
    summary: str = ""
    unit_id: UUID | None = None
    site_id: UUID | None = None
    place: str = ""
    stages: Sequence[str] = ()
    audience: Sequence[Condition] | None = None
    capacity: int | None = None
    waiting_capacity: int | None = None
    minimum: int | None = None
    seats_most: int = 1
    allocation: str = Allocation.FIRST
    needs_confirmation: bool | None = None
    fee_fen: int = 0
    fee_note: str = ""


@dataclass(frozen=True, kw_only=True)
class SessionIn:
    """One dated meeting; what is empty of its place is the activity's own."""

    starts_at: datetime
    ends_at: datetime
    title: str = ""
    site_id: UUID | None = None
    room: str = ""
    place: str = ""
    instructor_id: UUID | None = None
    instructor_name: str = ""
    counsellor_id: UUID | None = None
    stream_url: str = ""


@transaction.atomic
def plan_series(*, actor: Actor, offer: OfferIn, now: datetime) -> Series:
    """
    Plan what is offered again and again; its activities are planned with :func:`plan_activity`.

    :raises NotFound: no such area, or a site the actor does not see
    :raises Denied: the actor does not plan activities there
    :raises NotPlanned: the plan has no activities of the programme there
    :raises Invalid: an unknown kind, category, stage or rule, or numbers that cannot be
    :raises IdentifierFound: a text holds something a person can be found or harmed by
    """
    series = Series.objects.create(**_offered(actor, offer, now), created_at=now)
    common.note(actor, "plan-series", series)
    return series


@transaction.atomic
def plan_activity(
    *,
    actor: Actor,
    offer: OfferIn,
    sessions: Sequence[SessionIn],
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
) -> Activity:
    """
    Plan an activity with its sessions, as a draft nobody sees.

    :raises NotFound: no such area, or a site or instructor the actor does not see
    :raises Denied: the actor does not plan activities there
    :raises NotPlanned: the plan has no activities of the programme there
    :raises Invalid: an unknown kind, category, stage or rule, or numbers or times that cannot be
    :raises IdentifierFound: a text holds something a person can be found or harmed by
    :raises Clash: a room or an instructor is in use at the time of a session
    """
    return _plan(actor, _offered(actor, offer, now), sessions, opens_at, closes_at, now)


@transaction.atomic
def plan_in_series(
    *,
    actor: Actor,
    series_id: UUID,
    sessions: Sequence[SessionIn],
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
    title: str = "",
) -> Activity:
    """
    Plan an activity of a series: it is offered as the series says; ``title`` may differ.

    :raises NotFound: no such series for this actor
    :raises Denied, Invalid, IdentifierFound, Clash: as :func:`plan_activity`
    """
    series = queries.get_series(actor, series_id)
    policies.check_plan(actor, series.area_id)
    offered = {name: getattr(series, name) for name in OFFERED} | {"series": series}
    if title.strip():
        at = held_at(series.place, series.site)
        offered["title"] = texts.public_line(titled(title), field="title", at=at)
    return _plan(actor, offered, sessions, opens_at, closes_at, now)


def _plan(
    actor: Actor,
    offered: dict[str, Any],
    sessions: Sequence[SessionIn],
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
) -> Activity:
    if closes_at <= opens_at:
        raise Invalid(_("Enrolment closes before it opens."), closes_at=closes_at)
    activity = Activity.objects.create(
        **offered, code=new_code(), opens_at=opens_at, closes_at=closes_at, created_at=now
    )
    if sessions:
        _add_sessions(actor, activity, sessions)
    common.note(actor, "plan", activity)
    return activity


@transaction.atomic
def add_sessions(
    *, actor: Actor, activity_id: UUID, sessions: Sequence[SessionIn], now: datetime
) -> list[Session]:
    """
    Add sessions to an activity that is not over; with one before the first, enrolment closes as much earlier.

    :raises NotFound: no such activity for this actor, or a site or instructor she does not see
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it is over or cancelled
    :raises Invalid: no session, or one that ends before it starts
    :raises IdentifierFound: a text holds something a person can be found or harmed by
    :raises Clash: a room or an instructor is in use at the time
    :raises Unchecked: it is published, and somebody would be with minors whose check does not hold
    """
    activity = queries.get_activity(actor, activity_id, lock=True)
    policies.check_plan(actor, activity.area_id)
    policies.check_activity(activity, "change")
    if not sessions:
        raise Invalid(_("Give at least one date."))
    with enrolment_follows(activity, now):
        made = _add_sessions(actor, activity, sessions)
    if activity.state != Activity.State.DRAFT:
        policies.check_helping(queries.helping(activity, timezone.localdate(now)))
    common.note(actor, "add-sessions", activity, count=len(made))
    return made


def _add_sessions(actor: Actor, activity: Activity, sessions: Sequence[SessionIn]) -> list[Session]:
    last = activity.sessions.order_by("-number").values_list("number", flat=True).first() or 0
    made = [_session(activity, one, last + place) for place, one in enumerate(sessions, start=1)]
    for site in {one.site_id for one in sessions if one.site_id}:
        sites.get_site(actor, site)
    for instructor in {one.instructor_id for one in sessions if one.instructor_id}:
        people.get_person(actor, instructor)
    check_clashes([use_of(one) for one in made])
    with common.rooms_and_instructors_free():
        return Session.objects.bulk_create(made)


def _session(activity: Activity, given: SessionIn, number: int) -> Session:
    if given.ends_at <= given.starts_at:
        raise Invalid(_("A session ends after it starts."), ends_at=given.ends_at)
    elsewhere = given.site_id or given.place
    place = texts.public_place(given.place, field="place") if elsewhere else activity.place
    return Session(
        activity=activity,
        number=number,
        starts_at=given.starts_at,
        ends_at=given.ends_at,
        title=texts.public_line(given.title, field="title", at=[place]),
        site_id=given.site_id if elsewhere else activity.site_id,
        place=place,
        room=texts.public_place(given.room, field="room"),
        instructor_id=given.instructor_id,
        instructor_name=texts.public_line(given.instructor_name, field="instructor"),
        counsellor_id=given.counsellor_id,
        stream_url=check_link(given.stream_url, "stream_url"),
    )


@transaction.atomic
def publish(*, actor: Actor, activity_id: UUID, now: datetime) -> Activity:
    """
    Make a draft known. Where seats are given by lot, the hash of the seed is published with it.

    :raises NotFound: no such activity for this actor
    :raises Denied: the actor does not plan activities there
    :raises WrongState: it is no draft
    :raises Invalid: it has no sessions, or enrolment would close before now
    :raises IdentifierFound: a text holds something a person can be found or harmed by
    :raises Unchecked: somebody would be with minors whose crime-record check does not hold
    :raises NobodyMinds: children would be minded, by nobody who is named
    """
    activity = queries.get_activity(actor, activity_id, lock=True)
    policies.check_plan(actor, activity.area_id)
    policies.check_activity(activity, "publish")
    if not activity.sessions.exists():
        raise Invalid(_("Give at least one date."))
    if activity.closes_at <= now:
        raise Invalid(_("Enrolment closes before it opens."), closes_at=activity.closes_at)
    _look_through(activity)
    today = timezone.localdate(now)
    some = queries.helping(activity, today)
    policies.check_helping(some)
    policies.check_minded(some, minds_children=queries.minds_children(activity, today))
    if activity.allocation == Allocation.DRAW:
        _commit_seed(activity, now)
    activity.state, activity.published_at = Activity.State.PUBLISHED, now
    activity.save(update_fields=["state", "published_at"])
    common.note(actor, "publish", activity)
    return activity


def _look_through(activity: Activity) -> None:
    """
    Pass when nothing everybody will read leads to a person: drafts were kept before anybody looked.

    :raises IdentifierFound: it does
    """
    at = held_at(activity.place, activity.site)
    _check_words(activity, at)
    for session in activity.sessions.all():
        texts.public_line(session.title, field="title", at=[*at, session.place])
        texts.public_place(session.place, field="place")
        texts.public_place(session.room, field="room")
        texts.public_line(session.instructor_name, field="instructor")


def held_at(place: str, site: Site | None) -> list[str]:
    """Return the addresses something is held at, which its other texts may repeat."""
    return [place, site.address] if site else [place]


def _check_words(said: OfferIn | Activity, at: Sequence[str]) -> None:
    """
    Pass when everybody may read what is said of an offer; ``at`` are the addresses it is held at.

    :raises IdentifierFound: it holds something a person can be found or harmed by
    """
    texts.public_line(said.title, field="title", at=at)
    texts.public_passage(said.summary, field="summary", at=at)
    texts.public_place(said.place, field="place")
    texts.public_line(said.fee_note, field="fee_note", at=at)


def _commit_seed(activity: Activity, now: datetime) -> None:
    """Choose the seed of the draw, seal it, and keep the hash everybody sees."""
    seed, draw_id = secrets.token_hex(32), new_id()
    Draw.objects.create(
        id=draw_id,
        activity=activity,
        seed_hash=hashlib.sha256(seed.encode()).hexdigest(),
        sealed_seed=crypto.seal("activities_draw", "sealed_seed", draw_id, seed),
        committed_at=now,
    )


def _offered(actor: Actor, given: OfferIn, now: datetime) -> dict[str, Any]:
    """Return the fields of an offer, what was left open filled in from the ruleset."""
    area = org.get_area(given.area)
    policies.check_plan(actor, given.area)
    ruleset = queries.ruleset_over(given.programme, given.area, timezone.localdate(now))
    kind = ruleset.kind(given.kind)
    ruleset.check_category(given.category)
    _check_stages(given, now)
    site = sites.get_site(actor, given.site_id) if given.site_id else None
    if site:
        kind.check_held_at(site.kind)
    at = held_at(given.place, site)
    _check_words(given, at)
    audience = list(ruleset.audience if given.audience is None else given.audience)
    rules.check_conditions(audience)
    numbers = _numbers(given, ruleset, kind)
    same = {one.name: getattr(given, one.name) for one in fields(given)}
    return {
        **{name: same[name] for name in OFFERED if name in same},
        **numbers,
        "title": titled(given.title),
        "summary": given.summary.strip(),
        "area": area,
        "unit_id": given.unit_id or actor.unit_for("activities.plan"),
        "site_id": given.site_id,
        "stages": list(given.stages),
        "audience": [one.as_data() for one in audience],
        "is_private": kind.is_private,
    }


def _numbers(given: OfferIn, ruleset: Ruleset, kind: Kind) -> dict[str, Any]:
    limits = ruleset.limits
    capacity = limits.capacity if given.capacity is None else given.capacity
    if not 1 <= given.seats_most <= capacity:
        raise Invalid(_("An activity has at least as many seats as one entry may take, and one."))
    money.check_most(given.fee_fen)
    confirms = given.needs_confirmation
    return {
        "capacity": capacity,
        "waiting_capacity": (
            limits.waiting_capacity if given.waiting_capacity is None else given.waiting_capacity
        ),
        "minimum": needed(given.minimum, limits, capacity),
        "needs_confirmation": kind.needs_confirmation if confirms is None else confirms,
    }


def needed(minimum: int | None, limits: Limits, capacity: int) -> int:
    """
    Return how many seats taken something of so many seats needs to be held; None is as the plan says.

    :raises Invalid: more than it has
    """
    least = min(limits.minimum, capacity) if minimum is None else minimum
    if least > capacity:
        raise Invalid(_("It would need more participants than it has seats."), minimum=least)
    return least


def _check_stages(given: OfferIn, now: datetime) -> None:
    known = [one.id for one in queries.stages_over(given.area, on=timezone.localdate(now))]
    for stage in given.stages:
        if stage not in known:
            raise Invalid(
                _("The plan has no life stage “%(stage)s”. Known: %(known)s.")
                % {"stage": stage, "known": ", ".join(known) or "–"},
                stages=stage,
            )


def titled(text: str) -> str:
    """
    Return a title without blanks around it.

    :raises Invalid: it is empty or too long
    """
    title = text.strip()
    if not 0 < len(title) <= TITLE_LENGTH:
        raise Invalid(_("Give a title, in at most %d signs.") % TITLE_LENGTH, title=title)
    return title


def new_code() -> str:
    """Return a new public code: some 40 random bits, without signs that look alike."""
    return "".join(secrets.choice(ALPHABET) for _sign in range(CODE_LENGTH))
