"""Programs that call: tokens of a post, and a client that bears one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from jinguo.org import actions
from jinguo.org.actor import Actor
from jinguo.org.models import Account, ApiToken, Post
from tests.make import desk

INSTALLER = Actor.system("tests", "org.view", "org.make-tokens")


def token(
    account: Account, *, area: str = "", capabilities: Collection[str] = (), **given: object
) -> tuple[ApiToken, str]:
    """Return a token of an account's one post, good for thirty days, and its secret."""
    values = {
        "actor": INSTALLER,
        "post_id": Post.objects.get(account=account).id,
        "name": "数据大屏",
        "expires_on": timezone.localdate() + timedelta(days=30),
        "now": timezone.now(),
        **given,
    }
    return actions.make_token(area=area, capabilities=capabilities, **values)


def caller(secret: str, *, language: str = "en") -> Client:
    """Return a client that bears a secret."""
    headers = {"Authorization": f"Bearer {secret}", "Accept-Language": language}
    return Client(headers=headers, raise_request_exception=False)


def program(
    role: str = "district-officer",
    *,
    at: str = "",
    area: str = "",
    capabilities=(),
    **given: object,
) -> Client:
    """Return a client that acts through a new post of this role."""
    return caller(
        token(desk.someone(role, at=at), area=area, capabilities=capabilities)[1], **given
    )
