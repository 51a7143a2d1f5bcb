"""Accounts from the command line: the first administrators of a new installation."""

from __future__ import annotations

from datetime import timedelta

import click
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.org import actions, queries
from jinguo.org.actor import Actor
from jinguo.org.models import Unit
from jinguo.org.roles import Capability, roles

INSTALLER = Actor.system(
    "installer",
    Capability.ORG_VIEW,
    Capability.ORG_MANAGE_ACCOUNTS,
    Capability.ORG_GRANT_POSTS,
    Capability.ORG_MANAGE_AREAS,
)
FIRST_SECRET_LIVES = timedelta(hours=1)


@click.group(name="account", help="Open accounts and give them posts, from the server itself.")
def command() -> None:
    """Open accounts and give them posts, from the server itself."""


@command.command(name="open", help="Open an account with one post and print its one-time password.")
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", required=True, help="A role of `jinguo account roles`.")
@click.option("--area", required=True, help="Official code of the area of her unit.")
def open_(username: str, name: str, role: str, area: str) -> None:
    """Open an account with one post; its one-time password lives one hour."""
    if role not in roles():
        raise click.BadParameter(_("Known roles: %s") % ", ".join(roles()), param_hint="--role")
    now = timezone.now()
    place = queries.get_area(area)
    unit = place.units.filter(kind=Unit.Kind.FEDERATION).first() or actions.open_unit(
        actor=INSTALLER, area=area, kind=Unit.Kind.FEDERATION, name=f"{place.name}妇联", now=now
    )
    account, password = actions.open_account(
        actor=INSTALLER, username=username, name=name, now=now, lives=FIRST_SECRET_LIVES
    )
    actions.grant_post(
        actor=INSTALLER,
        account_id=account.id,
        role=role,
        unit_id=unit.id,
        from_on=timezone.localdate(now),
        now=now,
    )
    click.echo(_("One-time password of %(username)s, good for one hour: %(password)s") % {
        "username": username, "password": password,
    })  # fmt: skip


@command.command(name="roles", help="List the roles and what they are for.")
def list_roles() -> None:
    """List the roles and what they are for."""
    for role in roles().values():
        click.echo(f"{role.id:24} {role.title}  {role.description}")
