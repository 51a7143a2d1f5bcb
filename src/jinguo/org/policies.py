"""Who may change areas, units, accounts and posts."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.errors import Denied
from jinguo.org.actor import Actor
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


def check_grant_posts(actor: Actor, area: str) -> None:
    """Pass when the actor may give and end posts of units in ``area``."""
    actor.require(Capability.ORG_GRANT_POSTS, area)
