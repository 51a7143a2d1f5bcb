"""Approved sites on a public notice: drafted, and then they follow what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jinguo.notices import actions as notices
from jinguo.notices.actions import Wording
from jinguo.notices.followers import Move, Moved
from jinguo.notices.models import Notice
from jinguo.org.actor import Actor
from jinguo.sites import policies, queries
from jinguo.sites.actions import common
from jinguo.sites.models import Site


@transaction.atomic
def draft_notice(
    *, actor: Actor, site_ids: Sequence[UUID], wording: Wording, now: datetime
) -> Notice:
    """
    Draft a public notice that lists approved sites of one kind, in the order given by place and name.

    It lists their names, places and kind. They get their plaques when they stand clear of it.

    :raises NotFound: none is chosen, or one is not there for this actor
    :raises WrongState: one is not approved, or its kind is not put on notice
    :raises Denied: the kind is approved by a wider federation, or no post of hers may draft there
    :raises Refused: they are of several kinds
    :raises AlreadyListed: one of them stands on another notice that is not over
    :raises Invalid: the wording is incomplete or out of bounds
    :raises IdentifierFound: the wording or a name holds something a person can be found or harmed by
    """
    listing = queries.notice_listing(actor, site_ids, timezone.localdate(now), lock=True)
    for site, kind in listing.sites:
        policies.check(actor, "draft-notice", site, kind)
    made = notices.draft(
        actor=actor, programme=listing.programme, object_type=Site.OBJECT_TYPE,
        lines=listing.lines, wording=wording, now=now,
    )  # fmt: skip
    for site, _kind in listing.sites:
        common.note(actor, "sites.draft-notice", site)
    return made


@transaction.atomic
def follow_notice(moved: Moved, *, actor: Actor, now: datetime) -> None:
    """
    Take back the approval of sites struck off their notice; whatever else moves them there, they stay.

    It is part of the acts on notices, which have asked their own policies.

    :raises WrongState: a notice is released over a site that is no longer approved, or withdrawn though a
        plaque rests on it
    """
    rows = Site.objects.filter(id__in=moved.object_ids).order_by("id")
    found = list(rows.select_for_update(of=("self",), no_key=True))
    if moved.move is Move.RELEASED:
        policies.check_all_approved(found)
    if moved.move is Move.WITHDRAWN:
        policies.check_none_open(found)
    if moved.move is not Move.UPHELD:
        return
    for site in found:
        if site.state == Site.State.APPROVED:
            common.move(
                site, Site.State.MATURE, actor=actor, on=timezone.localdate(now), now=now,
                reason=moved.reason,
            )  # fmt: skip
