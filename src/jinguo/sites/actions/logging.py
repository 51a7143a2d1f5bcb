"""The log of a site: activities, needs and how they were met; and what wakes a site or makes it dormant."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core.dates import months_after
from jinguo.core.errors import Invalid
from jinguo.core.recorded import signed
from jinguo.facts import actions as facts
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.sites import events, policies, queries
from jinguo.sites.actions import common
from jinguo.sites.models import Site, SiteLog

TOPIC_LENGTH, RESULT_LENGTH = 100, 300
MOST_PEOPLE = 10_000
Kind, State = SiteLog.Kind, Site.State


@transaction.atomic
def log_activity(
    *,
    actor: Actor,
    site_id: UUID,
    topic: str,
    people: int,
    result: str = "",
    on: date,
    now: datetime,
) -> SiteLog:
    """
    Write an activity into the log of a site; a dormant site is awake again.

    Records ``sites.activity``, and ``sites.active`` when it wakes.

    :raises NotFound: the site is not there for this actor
    :raises NotOffered: the plan has no such kind there on that day
    :raises WrongState: it is only proposed, or closed
    :raises Denied: the actor may not write its log
    :raises Invalid: no topic, a number of people that cannot be, or the day does not fit
    """
    site = queries.get_site(actor, site_id, lock=True)
    policies.check(actor, "log", site, queries.kind_of(site, on))
    policies.check_day(on, timezone.localdate(now), first_day(site))
    if not 0 <= people <= MOST_PEOPLE:
        sentence = _("Give a number from 0 to %d.") % MOST_PEOPLE
        raise Invalid(sentence, people=sentence)
    line = SiteLog(
        site=site, kind=Kind.ACTIVITY, people=people, on=on,
        topic=common.check_text("topic", topic, TOPIC_LENGTH),
        result=common.check_text("result", result, RESULT_LENGTH, is_needed=False),
        **signed(actor, now),
    )  # fmt: skip
    add_activity(line, actor=actor, now=now)
    common.note(actor, "sites.log-activity", site)
    return line


def first_day(site: Site) -> date:
    """Return the day a site was proposed. The caller got the site from the queries."""
    return site.transitions.order_by("id").values_list("on", flat=True)[0]


def add_activity(line: SiteLog, *, actor: Actor, now: datetime) -> None:
    """
    Store a line about an activity, count it, and wake the site if it is dormant and the activity recent.

    The site's row must have been locked and checked.
    """
    site = line.site
    line.save(force_insert=True)
    fields = {**common.event_fields(site, line.on), "object_id": line.id}
    data = {"people": line.people} if line.people is not None else {}
    fact = events.Activity(**fields, data=data)
    common.record([fact], actor=actor, capability=Capability.SITES_LOG)
    if site.state == State.DORMANT and keeps_awake(site, line.on, timezone.localdate(now)):
        woken_on = max(line.on, site.state_on)
        common.move(site, State.ACTIVE, actor=actor, on=woken_on, now=now)


def keeps_awake(site: Site, on: date, today: date) -> bool:
    """Say whether an activity of a day is recent enough for its kind to keep a site awake."""
    months = queries.kind_of(site, today).dormant_after
    return not months or months_after(on, months) > today


@transaction.atomic
def note_need(*, actor: Actor, site_id: UUID, topic: str, on: date, now: datetime) -> SiteLog:
    """
    Write down a need women brought forward at a site, without names.

    :raises NotFound: the site is not there for this actor
    :raises WrongState: it is closed
    :raises Denied: the actor may not write its log
    :raises Invalid: nothing is said, or the day does not fit
    """
    site = queries.get_site(actor, site_id, lock=True)
    policies.check_log(actor, site)
    policies.check_day(on, timezone.localdate(now), first_day(site))
    line = SiteLog.objects.create(
        site=site, kind=Kind.NEED, topic=common.check_text("topic", topic, TOPIC_LENGTH), on=on,
        **signed(actor, now),
    )  # fmt: skip
    common.note(actor, "sites.note-need", site)
    return line


@transaction.atomic
def meet_need(*, actor: Actor, line_id: UUID, result: str, on: date, now: datetime) -> SiteLog:
    """
    Write down how a need was met.

    :raises NotFound: the need, or its site, is not there for this actor
    :raises WrongState: the site is closed
    :raises Denied: the actor may not write its log
    :raises Refused: it was met or taken back already, or is no need
    :raises Invalid: nothing is said, or the day is still to come or before the need
    """
    need = _lock_line(actor, line_id)
    policies.check_log(actor, need.site)
    policies.check_open_need(need)
    policies.check_day(on, timezone.localdate(now), need.on)
    line = SiteLog.objects.create(
        site=need.site, kind=Kind.SOLVED, solves=need, on=on,
        result=common.check_text("result", result, RESULT_LENGTH), **signed(actor, now),
    )  # fmt: skip
    common.note(actor, "sites.meet-need", need.site)
    return line


@transaction.atomic
def take_line_back(*, actor: Actor, line_id: UUID, reason: str, now: datetime) -> SiteLog:
    """
    Take back a line written by mistake, with a reason; both lines stay.

    Takes the fact ``sites.activity`` of an activity back.

    :raises NotFound: the line, or its site, is not there for this actor
    :raises WrongState: the site is closed
    :raises Denied: the actor may not write its log
    :raises Refused: it was taken back already, a session wrote it, or another line rests on it
    :raises Invalid: no reason
    """
    line = _lock_line(actor, line_id)
    policies.check_log(actor, line.site)
    policies.check_not_taken_back(line)
    why = common.check_reason(reason)
    made = take_back(line, why, actor=actor, now=now)
    common.note(actor, "sites.take-line-back", line.site)
    return made


def take_back(line: SiteLog, why: str, *, actor: Actor, now: datetime) -> SiteLog:
    """Store the line that takes another back, and take its fact back. The site must have been locked."""
    if line.kind == Kind.ACTIVITY:
        facts.take_back(events.Activity.kind, {line.id: line.site.area_id}, reason=why)
    return SiteLog.objects.create(
        site=line.site, kind=Kind.REVERSE, reverses=line, result=why, on=timezone.localdate(now),
        **signed(actor, now),
    )  # fmt: skip


def _lock_line(actor: Actor, line_id: UUID) -> SiteLog:
    """Return a line as it is once nobody else can write into the log of its site."""
    site_id = queries.get_line(actor, line_id).site_id
    queries.get_site(actor, site_id, lock=True)
    return queries.get_line(actor, line_id)


@transaction.atomic
def fall_dormant(*, actor: Actor, now: datetime) -> int:
    """
    Make dormant the sites where nothing was held for as long as their kind allows; return how many.

    The months count from the last activity, or from the day the site opened or woke where that is later.
    Records ``sites.active`` with −1. Run again on the same day it changes nothing. The actor is the job
    that sees every site.
    """
    today = timezone.localdate(now)
    open_now = queries.sites(actor).open()
    active = open_now.select_for_update(of=("self",), no_key=True).order_by("id")
    sites = list(queries.with_last_activity(active))
    kinds = queries.kinds_over_each({site.area_id for site in sites}, today)
    asleep = [
        site
        for site in sites
        if (kind := kinds[site.area_id].get(site.kind))
        and kind.dormant_after
        and months_after(last_day(site), kind.dormant_after) <= today
    ]
    for site in asleep:
        common.move(site, State.DORMANT, actor=actor, on=today, now=now)
        common.note(actor, "sites.fall-dormant", site)
    return len(asleep)


def last_day(site: Site) -> date:
    """Return the day from which a site's dormancy counts; it has ``last_activity_on``."""
    return max(site.last_activity_on or site.state_on, site.state_on)  # type: ignore[attr-defined]
