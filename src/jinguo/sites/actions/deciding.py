"""From the checklist to the plaque, and the end of a site."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.core.recorded import signed
from jinguo.core.serials import take_serials
from jinguo.notices import actions as notices
from jinguo.org.actor import Actor
from jinguo.sites import policies, queries
from jinguo.sites.actions import common
from jinguo.sites.kinds import Kind
from jinguo.sites.models import Check, PlaqueCounter, Site

COUNTY = 6  # digits of the code of the area that counts its plaques
NOTE_LENGTH = 300
State = Site.State


@transaction.atomic
def check(
    *,
    actor: Actor,
    site_id: UUID,
    answers: Mapping[str, int],
    note: str = "",
    on: date,
    now: datetime,
) -> Check:
    """
    Keep what somebody found on site, by the kind's checklist; ``answers`` are by the item's id.

    A site that is not open yet is mature when nothing is lacking, and being built up otherwise. For an open
    one the state stays.

    :raises NotFound: the site is not there for this actor
    :raises NotOffered: the plan has no such kind there on that day
    :raises WrongState: its state does not allow it
    :raises Denied: the actor may not check sites there
    :raises Invalid: an answer is missing or out of bounds, or the day does not fit
    """
    site, kind, _step = common.ready(actor, "check", site_id, on, now)
    filled = kind.read_answers(answers)
    verdict = kind.judge(filled)
    made = Check.objects.create(
        site=site, version_id=kind.id, answers=filled, is_complete=verdict.is_complete,
        total=verdict.total, note=common.check_text("note", note, NOTE_LENGTH, is_needed=False), on=on,
        **signed(actor, now),
    )  # fmt: skip
    target = State.MATURE if verdict.is_complete else State.CULTIVATED
    if site.state in Site.BEFORE_OPENING and site.state != target:
        common.move(site, target, actor=actor, on=on, now=now)
    common.note(actor, "sites.check", site)
    return made


@transaction.atomic
def approve(*, actor: Actor, site_id: UUID, on: date, now: datetime) -> Site:
    """
    Approve a mature site; one of a kind without plaques is open from the day. There is no quota.

    Records ``sites.opened`` and ``sites.active`` when it opens.

    :raises NotFound: the site is not there for this actor
    :raises NotOffered: the plan has no such kind there on that day
    :raises WrongState: it is not mature
    :raises Denied: the kind is approved by a wider federation
    :raises ChecklistIncomplete: something is lacking, or the checklist has changed since
    :raises Invalid: the day does not fit
    """
    site, kind, step = common.ready(actor, "approve", site_id, on, now)
    policies.check_complete(kind, queries.last_check(site))
    common.move(site, step.target, actor=actor, on=on, now=now)
    common.note(actor, "sites.approve", site)
    return site


@transaction.atomic
def give_plaque(*, actor: Actor, site_id: UUID, on: date, now: datetime) -> Site:
    """
    Give an approved site the next plaque number of its county, programme and year, and open it.

    Records ``sites.opened`` and ``sites.active``.

    :raises NotFound: the site is not there for this actor
    :raises NotOffered: the plan has no such kind there on that day
    :raises WrongState: it is not approved
    :raises Denied: the kind is approved by a wider federation
    :raises NotClear: its kind is put on public notice, and it does not stand clear of that on the day
    :raises Invalid: the day does not fit
    """
    site, kind, step = common.ready(actor, "give-plaque", site_id, on, now)
    policies.check_clear(site, kind, on)
    plaque = next_plaque(site, kind, on.year)
    common.move(site, step.target, actor=actor, on=on, now=now, plaque=plaque)
    common.note(actor, "sites.give-plaque", site)
    return site


def next_plaque(site: Site, kind: Kind, year: int) -> str:
    """Return the next plaque number of a site's county, programme and year, and keep the series locked."""
    county = site.area_id[:COUNTY]
    [serial] = take_serials(
        PlaqueCounter, count=1, area=county, programme=site.programme, year=year
    )
    return kind.plaque.format(area=county, year=year, serial=serial)


@transaction.atomic
def withdraw(*, actor: Actor, site_id: UUID, reason: str, on: date, now: datetime) -> Site:
    """
    End the proposal of a site that is not open yet.

    :raises NotFound: the site is not there for this actor
    :raises NotOffered: the plan has no such kind there on that day
    :raises WrongState: it is open or closed
    :raises Denied: the actor may not propose sites there
    :raises Invalid: no reason, or the day does not fit
    """
    return _end(actor, "withdraw", site_id, reason, on, now)


@transaction.atomic
def close(*, actor: Actor, site_id: UUID, reason: str, on: date, now: datetime) -> Site:
    """
    Close an open or dormant site.

    Records ``sites.opened`` and, for an open one, ``sites.active``, each with −1.

    :raises NotFound: the site is not there for this actor
    :raises NotOffered: the plan has no such kind there on that day
    :raises WrongState: it is not open or dormant
    :raises Denied: the kind is decided by a wider federation
    :raises Invalid: no reason, or the day does not fit
    """
    return _end(actor, "close", site_id, reason, on, now)


def _end(actor: Actor, verb: str, site_id: UUID, reason: str, on: date, now: datetime) -> Site:
    notices.take_out(  # before the site is locked, as every act on a notice locks the notice first
        actor=actor, object_type=Site.OBJECT_TYPE, object_ids=[site_id],
        reason=_("The proposal was withdrawn."), now=now,
    )  # fmt: skip
    site, _kind, step = common.ready(actor, verb, site_id, on, now)
    why = common.check_reason(reason)
    common.move(site, step.target, actor=actor, on=on, now=now, reason=why)
    common.note(actor, f"sites.{verb}", site)
    return site
