from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Invalid, NotFound, Refused
from jinguo.org import policies, queries
from jinguo.org.actor import Actor
from jinguo.org.models import ApiToken, Post
from jinguo.org.roles import capabilities_of

MARK = "jg_"  # so that a secret left in a file is recognised
LONGEST = timedelta(days=366)


@transaction.atomic
def make_token(
    *,
    actor: Actor,
    post_id: UUID,
    name: str,
    expires_on: date,
    now: datetime,
    area: str = "",
    capabilities: Collection[str] = (),
) -> tuple[ApiToken, str]:
    """
    Let a program act through a post; return the token and its secret, which is kept nowhere.

    ``area`` and ``capabilities`` narrow it; empty leaves all the post has. ``expires_on`` is the first day
    on which it opens nothing, within a year.

    :raises NotFound: no such post in force, of her own or within reach
    :raises Denied: not the actor's to lend
    :raises Invalid: no name, a day that is past or too far, an area outside the post's, a right it lacks
    """
    post = _post_in_force(actor, post_id, localdate(now))
    policies.check_make_tokens(actor, post)
    expires_at = make_aware(datetime.combine(expires_on, time()))
    if not now < expires_at <= now + LONGEST:
        sentence = _("Choose a day after today, within a year.")
        raise Invalid(sentence, expires_on=sentence)
    if not name.strip():
        sentence = _("Give the program a name.")
        raise Invalid(sentence, name=sentence)
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        post=post,
        name=name.strip(),
        digest=queries.digest_of(secret),
        area=queries.get_area(_narrowed_area(post, area)),
        capabilities=sorted(_narrowed_rights(post, capabilities)),
        made_at=now,
        expires_at=expires_at,
    )
    trail.note(
        actor,
        "org.make-token",
        object_type="org.token",
        object_id=token.id,
        area=token.area_id,
        purpose=token.name,
        fields=token.capabilities,
    )
    return token, secret


def _post_in_force(actor: Actor, post_id: UUID, on: date) -> Post:
    own = Post.objects.filter(account=actor.account_id).select_related("unit")
    post = own.filter(id=post_id).first() or queries.get_post(actor, post_id)
    if not Post.objects.held_on(on).filter(id=post.id).exists():
        raise NotFound(_("There is no such post."))
    return post


def _narrowed_area(post: Post, area: str) -> str:
    if area and not area.startswith(post.unit.area_id):
        sentence = _("This area does not lie in that of the post.")
        raise Invalid(sentence, area=sentence)
    return area or post.unit.area_id


def _narrowed_rights(post: Post, capabilities: Collection[str]) -> set[str]:
    if set(capabilities) - capabilities_of(post.role):
        sentence = _("The post does not include one of these rights.")
        raise Invalid(sentence, capabilities=sentence)
    return set(capabilities)


@transaction.atomic
def revoke_token(*, actor: Actor, token_id: UUID, now: datetime) -> ApiToken:
    """
    End a token at once.

    :raises NotFound: no such token, of an own post or within reach
    :raises Denied: somebody else's, and the actor does not end posts there
    :raises Refused: it has expired or was revoked before
    """
    token = queries.get_token(actor, token_id, lock=True)
    policies.check_revoke_token(actor, token)
    if not token.is_good_at(now):
        raise Refused(_("The program's access has ended already."))
    token.revoked_at = now
    token.save(update_fields=["revoked_at"])
    trail.note(
        actor,
        "org.revoke-token",
        object_type="org.token",
        object_id=token.id,
        area=token.area_id,
        purpose=token.name,
    )
    return token


def count_call(*, token_id: UUID, limit: int, now: datetime) -> bool:
    """Count a call of a token; say whether it is within ``limit`` calls in its minute. One statement."""
    minute = now.replace(second=0, microsecond=0)
    within = ApiToken.objects.filter(id=token_id).exclude(minute=minute, calls__gte=limit)
    calls = Case(When(minute=minute, then=F("calls") + 1), default=Value(1))
    return bool(within.update(calls=calls, minute=minute, last_used_at=now))
