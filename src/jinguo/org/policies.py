"""Who may change areas, units, accounts and posts."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.errors import Denied, Refused
from jinguo.org.actor import Actor
from jinguo.org.models import Account, ApiToken, Post
from jinguo.org.roles import Capability


def check_manage_areas(actor: Actor) -> None:
    """Pass when the actor may import areas and record their changes."""
    actor.require(Capability.ORG_MANAGE_AREAS)


def check_manage_accounts(actor: Actor) -> None:
    """Pass when the actor may make, disable and reset accounts."""
    actor.require(Capability.ORG_MANAGE_ACCOUNTS)


def check_open_units(actor: Actor, areas: Iterable[str]) -> None:
    """Pass when the actor may open units in all of these areas."""
    for area in areas:
        actor.require(Capability.ORG_MANAGE_ACCOUNTS, area)


def check_not_oneself(actor: Actor, account_id: UUID) -> None:
    """
    Pass when the account is somebody else's.

    :raises Denied: nobody disables, resets or promotes herself
    """
    if actor.account_id == account_id:
        raise Denied(_("This is your own account. Ask another administrator."))


def check_not_emptied(account: Account) -> None:
    """
    Pass when the account still stands for somebody.

    :raises Refused: it was closed for so long that it was emptied
    """
    if account.is_emptied:
        raise Refused(_("The account was emptied, as its time was over. Open a new one."))


def check_make_tokens(actor: Actor, post: Post) -> None:
    """
    Pass when the actor may let a program act through a post; the post's unit must be loaded.

    :raises Denied: no such right there, or the post is somebody else's: whoever holds the secret acts
        through the post, so nobody but its holder gets it
    """
    actor.require(Capability.ORG_MAKE_TOKENS, post.unit.area_id)
    if actor.account_id not in (None, post.account_id):
        raise Denied(_("A program acts through a post of your own. Choose one of yours."))


def check_revoke_token(actor: Actor, token: ApiToken) -> None:
    """Pass when the token acts through the actor's own post, or she gives and ends posts there."""
    if actor.account_id != token.post.account_id:
        actor.require(Capability.ORG_GRANT_POSTS, token.post.unit.area_id)


def check_grant_posts(actor: Actor, area: str) -> None:
    """Pass when the actor may give and end posts of units in ``area``."""
    actor.require(Capability.ORG_GRANT_POSTS, area)
