"""Who calls: the bearer of a token, through one post, no more often than allowed."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from allauth.core.internal import ratelimit  # the public one never counts a GET
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from jinguo.api.errors import TooManyCalls
from jinguo.api.http import ApiRequest
from jinguo.core.errors import Denied
from jinguo.org import actions, queries
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability


class Token(HttpBearer):
    """
    What an operation needs: a good token, and a capability held anywhere, or None for any token.

    The query narrows the reach by what it returns.
    """

    def __init__(self, capability: Capability | None = None) -> None:
        super().__init__()
        self.capability = capability

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """
        Return whom the call acts as; None where the token opens nothing.

        :raises TooManyCalls: the token's minute is used up, or the address tried many that are not good
        :raises Denied: the post, or what of it is lent to the program, lacks the capability
        """
        now = timezone.now()
        actor = queries.find_caller(token, now=now, address=request.META.get("REMOTE_ADDR", ""))
        if actor is None:
            check_guesses(request)
            return None
        cast(ApiRequest, request).auth = actor  # so that a refusal on the trail names her too
        if not actions.count_call(
            token_id=UUID(actor.session), limit=settings.JINGUO_API_CALLS, now=now
        ):
            raise TooManyCalls(_("Too many calls. Wait a minute, then go on."))
        if self.capability is not None and not actor.can(self.capability):
            raise Denied(
                _("This program may not do this. It needs the right “%s”.") % self.capability,
                capability=str(self.capability),
            )
        return actor


def check_guesses(request: HttpRequest) -> None:
    """
    Pass an address that did not come with many tokens that are not good.

    :raises TooManyCalls: it did
    """
    usage = ratelimit.consume(
        request, app="allauth.account", action="unknown_token", limit_get=True
    )
    if usage is None:
        raise TooManyCalls(_("Too many calls without a good token. Wait a minute, then go on."))
