"""The bodies and accounts of the demonstration: invented people in a real district's units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.org import actions as org
from jinguo.org import queries as accounts
from jinguo.org.actor import ActivePost, Actor
from jinguo.org.models import Account, Area, Level, Unit
from jinguo.org.roles import Capability

DISTRICT = "370211"
TOWN = "370211105"
VILLAGE_CHAIRS_TOWN = "370211014"
FOUNDER = Actor.system(
    "demo",
    Capability.ORG_VIEW,
    Capability.ORG_MANAGE_AREAS,
    Capability.ORG_MANAGE_ACCOUNTS,
    Capability.ORG_GRANT_POSTS,
    Capability.PROGRAMMES_APPLY,
    Capability.PROGRAMMES_VIEW,
)


@dataclass(frozen=True)
class Part:
    """One demonstration account: its name, its role, and where its unit is."""

    username: str
    name: str
    role: str
    area: str


@dataclass(frozen=True)
class Credential:
    """What a visitor needs to sign in once."""

    part: Part
    unit: str
    password: str


def parts() -> list[Part]:
    """Return the accounts of the demonstration; the village is the first of her town by code."""
    village = (
        Area.objects.filter(code__startswith=VILLAGE_CHAIRS_TOWN, level=Level.VILLAGE)
        .order_by("code")
        .values_list("code", flat=True)[0]
    )
    return [
        Part("chair", "林秀英", "village-chair", village),
        Part("town", "孙桂芳", "town-officer", VILLAGE_CHAIRS_TOWN),
        Part("district", "周晓梅", "district-officer", DISTRICT),
        Part("deputy", "蒋玉洁", "district-officer", DISTRICT),
        Part("leader", "郑文慧", "district-leader", DISTRICT),
        Part("objections", "许静", "objection-officer", DISTRICT),
        Part("assessor", "苏文静", "third-party-assessor", DISTRICT),
        Part("reviewer", "尹若兰", "third-party-assessor", DISTRICT),
        Part("counsellor", "何静怡", "counsellor", DISTRICT),
        Part("data", "吴静怡", "data-officer", DISTRICT),
        Part("auditor", "冯雅琴", "auditor", DISTRICT),
        Part("security", "陈立新", "security-administrator", DISTRICT),
        Part("system", "高建华", "system-administrator", DISTRICT),
    ]


def open_units(now: datetime) -> None:
    """Open the federation of the district, of each town and of each village."""
    areas = Area.objects.filter(code__startswith=DISTRICT).order_by("code")
    org.open_units(
        actor=FOUNDER,
        units=[
            (area.code, Unit.Kind.FEDERATION, f"{accounts.short_name(area.name)}妇联")
            for area in areas
        ],
        now=now,
    )


def open_accounts(now: datetime) -> None:
    """Open the demonstration's accounts and give each its post."""
    for part in parts():
        account, _password = org.open_account(
            actor=FOUNDER, username=part.username, name=part.name, now=now
        )
        unit = federation(part.area)
        org.grant_post(
            actor=FOUNDER,
            account_id=account.id,
            role=part.role,
            unit_id=unit.id,
            from_on=date(2019, 1, 1),
            now=now,
        )


def credentials(now: datetime) -> list[Credential]:
    """Give a fresh one-time password to each account whose owner has not yet chosen her own."""
    fresh = {
        account.username: org.reset_password(actor=FOUNDER, account_id=account.id, now=now)
        for account in Account.objects.filter(must_change_password=True)
    }
    return [
        Credential(
            part, federation(part.area).name, fresh.get(part.username, _("(chosen by its owner)"))
        )
        for part in parts()
    ]


def account(username: str) -> Account:
    """Return one of the demonstration's accounts."""
    return Account.objects.get(username=username)


def federation(area: str) -> Unit:
    """Return the federation of an area."""
    return Unit.objects.get(area_id=area, kind=Unit.Kind.FEDERATION)


def acting(username: str, on: date) -> Actor:
    """Return one of the demonstration's accounts as it acts on a day."""
    return accounts.actor_for(Account.objects.get(username=username), on=on)


def officers(role: str, areas: Iterable[str]) -> dict[str, Actor]:
    """Return, by area, the federation acting in ``role`` there, as the records will name it."""
    units = Unit.objects.filter(area_id__in=list(areas), kind=Unit.Kind.FEDERATION)
    return {unit.area_id: _officer(role, unit.id, unit.name, unit.area_id) for unit in units}


def _officer(role: str, unit: UUID, name: str, area: str) -> Actor:
    return Actor(name=name, posts=(ActivePost(role, unit, name, area),))
