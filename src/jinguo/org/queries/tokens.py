from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.org.actor import ActivePost, Actor
from jinguo.org.models import ApiToken, Post
from jinguo.org.queries.accounts import moves_as_value, read_moves
from jinguo.org.roles import Capability

LONGEST_NAME = 80  # of an actor on the trail


def digest_of(secret: str) -> bytes:
    """Return what is kept of a token's secret: it is 256 random bits, so one plain digest will do."""
    return hashlib.sha256(secret.encode()).digest()


def find_caller(secret: str, *, now: datetime, address: str = "") -> Actor | None:
    """
    Return whom the bearer of a secret acts as now, or None where it opens nothing; one query.

    The actor is the post's account with that post alone, narrowed as the token is. Its ``session`` is the
    token's id.
    """
    on = localdate(now)
    token = (
        ApiToken.objects.filter(
            digest=digest_of(secret),
            revoked_at__isnull=True,
            expires_at__gt=now,
            post__in=Post.objects.held_on(on).filter(account__is_active=True),
        )
        .select_related("post__account", "post__unit")
        .annotate(moves=moves_as_value(on))
        .first()
    )
    if token is None:
        return None
    post = token.post
    return Actor(
        name=f"{post.account.name or post.account.username} · {token.name}"[:LONGEST_NAME],
        account_id=post.account_id,
        posts=(ActivePost(post.role, post.unit_id, post.unit.name, token.area_id),),
        on=on,
        moves=read_moves([token]),
        session=str(token.id),
        address=address,
        lent=frozenset(token.capabilities) if token.capabilities else None,
    )


def tokens(actor: Actor) -> QuerySet[ApiToken]:
    """Return the tokens of the actor's own posts and of posts within her reach, the newest first."""
    reach = actor.reach(Capability.ORG_VIEW).as_q("post__unit__area__code")
    return (
        ApiToken.objects.filter(Q(post__account=actor.account_id) | reach)
        .select_related("post__unit", "area")
        .order_by("-made_at", "id")
    )


def tokens_of(actor: Actor, account_id: UUID) -> QuerySet[ApiToken]:
    """Return the tokens of one account's posts that the actor may see, the newest first."""
    return tokens(actor).filter(post__account=account_id)


def get_token(actor: Actor, token_id: UUID, *, lock: bool = False) -> ApiToken:
    """
    Return one token of an own post or within reach, with its post and unit.

    :raises NotFound: no such token, or none this actor may see
    """
    found = tokens(actor)
    if lock:
        found = found.select_for_update(of=("self",))
    token = found.filter(id=token_id).first()
    if token is None:
        raise NotFound(_("There is no such program."))
    return token
