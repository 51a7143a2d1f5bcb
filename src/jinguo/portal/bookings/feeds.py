"""The private address at which a calendar program reads somebody's bookings: made, found, ended."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.org.actor import Actor
from jinguo.portal.models import CalendarFeed

SIGNER = Signer(salt="calendar-feed")


@transaction.atomic
def make_feed(*, actor: Actor, now: datetime) -> CalendarFeed:
    """Give the account an address; one it had before ends."""
    end_feed(actor=actor)
    return CalendarFeed.objects.create(account_id=actor.own_account, made_at=now)


def end_feed(*, actor: Actor) -> None:
    """End the account's address, if it has one."""
    CalendarFeed.objects.filter(account_id=actor.own_account).delete()


def find_feed(account_id: UUID) -> CalendarFeed | None:
    """Return the feed an account has, or None."""
    return CalendarFeed.objects.filter(account_id=account_id).first()


def address_of(feed: CalendarFeed) -> str:
    """Return the path of a feed, which nobody can guess."""
    return reverse("portal:my-feed", args=[SIGNER.sign(str(feed.id))])


def get_feed(key: str) -> CalendarFeed:
    """
    Return the feed of an address that has not ended.

    :raises NotFound: nobody was given this address, or it has ended
    """
    try:
        known = CalendarFeed.objects.filter(id=SIGNER.unsign(key), account__is_active=True)
        feed = known.select_related("account").first()
    except BadSignature:
        feed = None
    if feed is None:
        raise NotFound(_("This calendar has ended. Make a new address under “My bookings”."))
    return feed
