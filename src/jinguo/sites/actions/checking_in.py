"""People at the door: who scans the code of a place is counted there, once a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jinguo.core import crypto
from jinguo.facts import actions as facts
from jinguo.org.actor import Actor
from jinguo.sites import events, policies, queries
from jinguo.sites.actions import common
from jinguo.sites.models import CheckIn, Site


@transaction.atomic
def check_in(*, actor: Actor, code: str, now: datetime) -> bool:
    """
    Count the actor's account at the site that bears a code, and say whether it was not counted today.

    Records ``sites.checked-in``. It leaves nothing on the trail, and of her only a keyed digest that is
    erased after the day: where somebody goes is nobody's business.

    :raises NotFound: no open site of a public kind bears the code
    :raises Denied: the actor has no account
    :raises Refused: the place has no check-in
    """
    today = timezone.localdate(now)
    site = queries.get_public(code, on=today)
    policies.check_check_in(site, queries.kind_of(site, today))
    account = actor.own_account
    _row, is_new = CheckIn.objects.get_or_create(
        visitor=visitor(account, site, today), defaults={"site": site, "on": today}
    )
    if is_new:
        fact = events.CheckedIn(**common.event_fields(site, today), subject=account)
        facts.record([fact], actor=actor)
    return is_new


def visitor(account: UUID, site: Site, on: date) -> UUID:
    """Return the keyed digest of somebody at a site on a day."""
    return crypto.blind("check-in", f"{account} {site.id} {on}")


@transaction.atomic
def erase_check_ins(*, now: datetime) -> int:
    """Erase the digests of the days before yesterday, which have done their work; return how many."""
    day = timezone.localdate(now) - timedelta(days=1)
    return CheckIn.objects.filter(on__lt=day).delete()[0]
