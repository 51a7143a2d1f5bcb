"""Tokens of programs from the command line, for accounts that no person signs in with."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.org import actions, queries
from jinguo.org.actor import Actor
from jinguo.org.models import Post
from jinguo.org.roles import Capability

INSTALLER = Actor.system(
    "installer", Capability.ORG_VIEW, Capability.ORG_GRANT_POSTS, Capability.ORG_MAKE_TOKENS
)


@click.group(name="token", help="Let programs act through a post, and end their access.")
def command() -> None:
    """Let programs act through a post, and end their access."""


@command.command(
    name="create", help="Make a token for an account's post and print its secret, once."
)
@click.argument("username")
@click.option("--name", required=True, help="The program, as its users call it.")
@click.option(
    "--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="First day without access."
)
@click.option("--role", default="", help="Role of the post, when the account has several.")
@click.option("--area", default="", help="Code of an area inside the post's, to reach no further.")
@click.option(
    "--right", "rights", multiple=True, help="A right of the role; give it again for more."
)
def create(
    username: str, name: str, until: datetime, role: str, area: str, rights: tuple[str, ...]
) -> None:
    """Make a token for an account's post and print its secret, once."""
    now = timezone.now()
    token, secret = actions.make_token(
        actor=INSTALLER,
        post_id=post_of(username, role, timezone.localdate(now)).id,
        name=name,
        area=area,
        capabilities=rights,
        expires_on=until.date(),
        now=now,
    )
    click.echo(_("Secret of %(name)s (%(id)s), shown only now: %(secret)s") % {
        "name": token.name, "id": token.id, "secret": secret,
    })  # fmt: skip


def post_of(username: str, role: str, on: date) -> Post:
    """
    Return the one post an account holds on a day, of the role where one is named.

    :raises NotFound: there is no such account, or not exactly one such post
    """
    account = queries.find_account(username)
    if account is None:
        raise NotFound(_("There is no account “%s”.") % username)
    held = [
        post
        for post in queries.posts_of(INSTALLER, account.id)
        if on in post.period and post.taken_back_at is None and role in ("", post.role)
    ]
    if len(held) != 1:
        raise NotFound(
            _("“%(username)s” holds %(count)d such posts today. Name the role with --role.")
            % {"username": username, "count": len(held)}
        )
    return held[0]


@command.command(name="list", help="List the tokens and how they stand.")
def list_tokens() -> None:
    """List the tokens and how they stand."""
    now = timezone.now()
    for one in queries.tokens(INSTALLER).select_related("post__account"):
        state = _("good") if one.is_good_at(now) else _("ended")
        rights = ",".join(one.capabilities) or _("all rights")
        click.echo(
            f"{one.id}  {state}  {one.name}  {one.post.account.username}  {one.post.role}"
            f"  {one.area_id}  {timezone.localdate(one.expires_at)}  {rights}"
        )


@command.command(name="revoke", help="End a token at once.")
@click.argument("token_id", type=click.UUID)
def revoke(token_id: UUID) -> None:
    """End a token at once."""
    token = actions.revoke_token(actor=INSTALLER, token_id=token_id, now=timezone.now())
    click.echo(_("%s has no access any more.") % token.name)
