from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Invalid, Refused
from jinguo.org import policies, queries
from jinguo.org.actor import Actor
from jinguo.org.models import Account, Post
from jinguo.org.roles import ADMINISTRATORS, roles


class PostOverlaps(Refused):
    """The account holds this post already, or one that does not go with it."""


@transaction.atomic
def grant_post(
    *,
    actor: Actor,
    account_id: UUID,
    role: str,
    unit_id: UUID,
    from_on: date,
    now: datetime,
    to_on: date | None = None,
) -> Post:
    """
    Give an account a role in a unit from a day (inclusive) to a day (exclusive) or until ended.

    :raises NotFound: no such account or unit within reach
    :raises Denied: the actor sees the unit but gives no posts there, or the account is her own
    :raises Invalid: no such role, or the period is empty
    :raises PostOverlaps: held already in that time, or an administrator would hold another role
    """
    unit = queries.get_unit(actor, unit_id)
    account = queries.get_account(actor, account_id)
    policies.check_grant_posts(actor, unit.area_id)
    policies.check_not_oneself(actor, account_id)
    if role not in roles():
        raise Invalid(_("There is no such role."), role=role)
    if to_on is not None and to_on <= from_on:
        raise Invalid(_("The post must end after it begins."), to_on=str(to_on))
    post = _store(
        Post(account=account, role=role, unit=unit, period=DateRange(from_on, to_on)), actor
    )
    trail.note(
        actor,
        "org.grant-post",
        object_type="org.account",
        object_id=account_id,
        area=unit.area_id,
        purpose=role,
    )
    return post


@transaction.atomic
def hand_over(
    *, actor: Actor, post_id: UUID, to_account_id: UUID, on: date, reason: str, now: datetime
) -> Post:
    """
    Hand a post over: it ends, and the same role in the same unit begins for another account.

    ``on`` is the first day of the new post, and the first on which the old one is no longer held; the new
    one lasts as long as the old one would have. Open work belongs to unit and area, so it follows the
    post. One event stands on the trail.

    :raises NotFound: no such post or account within reach
    :raises Denied: the actor gives no posts there, or one of the two accounts is her own
    :raises Invalid: the post would not have been held for a day, or the account is the same or closed
    :raises Refused: the post ends by that day already, or was taken back
    :raises PostOverlaps: the account holds the post already, or one that does not go with it
    """
    post = queries.get_post(actor, post_id, lock=True)
    account = queries.get_account(actor, to_account_id)
    policies.check_grant_posts(actor, post.unit.area_id)
    policies.check_not_oneself(actor, post.account_id)
    policies.check_not_oneself(actor, to_account_id)
    if not post.can_end_on(on):
        raise Refused(_("The post has ended already."))
    _check_handover(post, account, on)
    ends = post.period.upper
    post.period = DateRange(post.period.lower, on)
    post.save(update_fields=["period"])
    new = _store(
        Post(
            account=account,
            role=post.role,
            unit=post.unit,
            period=DateRange(on, ends),
            follows=post,
        ),
        actor,
    )
    trail.note(
        actor,
        "org.hand-over-post",
        object_type="org.account",
        object_id=post.account_id,
        area=post.unit.area_id,
        purpose=reason,
    )
    return new


def _check_handover(post: Post, account: Account, on: date) -> None:
    if on <= post.period.lower:
        sentence = _("The post begins on that day or later. Choose a later day, or take it back.")
        raise Invalid(sentence, on=sentence)
    if account.id == post.account_id:
        sentence = _("She holds the post already. Choose who takes it over.")
        raise Invalid(sentence, account=sentence)
    if not account.is_active:
        sentence = _("The account is closed. The system administrator can open it again.")
        raise Invalid(sentence, account=sentence)


def _store(post: Post, actor: Actor) -> Post:
    """
    Store a new post.

    :raises PostOverlaps: the account holds it already, or one that does not go with it
    """
    post.granted_by = actor.account_id
    try:
        with transaction.atomic():
            post.save(force_insert=True)
    except IntegrityError as clash:
        raise PostOverlaps(_overlap(clash, post.role)) from clash
    return post


def _overlap(clash: IntegrityError, role: str) -> str:
    if "an_administrator_holds_no_other_role" not in str(clash):
        return _("The account holds this post already in that time.")
    if role in ADMINISTRATORS:
        return _(
            "Whoever administers the system, its security or its audit does nothing else. The account"
            " holds another post in that time: end it first, or choose another person."
        )
    return _(
        "The account administers the system, its security or its audit in that time, and whoever does"
        " that does no business. Choose another person."
    )


@transaction.atomic
def end_post(*, actor: Actor, post_id: UUID, on: date, reason: str, now: datetime) -> None:
    """
    End a post: ``on`` is the first day it is no longer held. Open sessions lose it at once.

    One that would end on or before its first day is taken back: it keeps its period and is in force
    on no day, so that a mistake of this morning is undone this morning, and another can be given.

    :raises NotFound: no such post within reach
    :raises Denied: the actor ends no posts there, or it is her own
    :raises Refused: it ended by that day already, or was taken back
    """
    post = queries.get_post(actor, post_id, lock=True)
    policies.check_grant_posts(actor, post.unit.area_id)
    policies.check_not_oneself(actor, post.account_id)
    if not post.can_end_on(on):
        raise Refused(_("The post has ended already."))
    if is_taken_back := on <= post.period.lower:
        post.taken_back_at = now
    else:
        post.period = DateRange(post.period.lower, on)
    post.save(update_fields=["period", "taken_back_at"])
    trail.note(
        actor,
        "org.take-back-post" if is_taken_back else "org.end-post",
        object_type="org.account",
        object_id=post.account_id,
        area=post.unit.area_id,
        purpose=reason,
    )
