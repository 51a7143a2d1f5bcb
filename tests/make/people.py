"""Households and persons, registered by the acts themselves."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import count
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from jinguo.org.actor import ActivePost, Actor
from jinguo.org.models import Area, Level
from jinguo.org.queries import actor_for
from jinguo.org.roles import Capability
from jinguo.people import actions, queries
from jinguo.people.models import Guardianship, Household, Person, Resident
from jinguo.people.rows import HouseholdIn

HOME = "370211105201"
NEXT_DOOR = "370211105202"
ELSEWHERE = "370211106201"
LEVELS = {2: Level.PROVINCE, 4: Level.CITY, 6: Level.COUNTY, 9: Level.TOWNSHIP, 12: Level.VILLAGE}
NAMESPACE = UUID(int=7)
_serial = count(1)


def instant(day: date = date(2020, 6, 15)) -> datetime:
    """Midday in the district's zone."""
    return datetime.combine(day, time(12), tzinfo=ZoneInfo("Asia/Shanghai"))


def village(code: str = HOME) -> Area:
    """A village and the areas above it."""
    for width, level in LEVELS.items():
        area, _made = Area.objects.get_or_create(
            code=code[:width],
            defaults={
                "name": f"area {code[:width]}",
                "level": level,
                "pinyin": code[:width],
                "valid_from": date(2019, 1, 1),
            },
        )
    return area


def colleague(role: str = "town-officer", area: str = HOME[:9]) -> Actor:
    """Someone with an account and one post in ``area``."""
    post = ActivePost(role, uuid5(NAMESPACE, area), f"{area} federation", area)
    name = f"{role} {area}"
    return Actor(name=name, account_id=uuid5(NAMESPACE, name), posts=(post,))


def id_number(serial: int | None = None, born: str = "19700101") -> str:
    """A valid ID number nobody has (GB 11643), odd serials for men."""
    serial = next(_serial) if serial is None else serial
    body = f"370200{born}{serial % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def household_row(**given) -> HouseholdIn:
    """A roster row with a name, and what else is given."""
    return HouseholdIn(**{"area": HOME, "head_name": "王秀英", **given})


def household(*, registered_on: date = date(2020, 1, 1), **given) -> Household:
    """A registered household with its head."""
    row = household_row(**given)
    village(row.area)
    found = actions.register_household(
        actor=Actor.system("tests", "people.edit"),
        row=row,
        registered_on=registered_on,
        now=instant(registered_on),
    )
    return Household.objects.get(pk=found)


def head(of: Household) -> Person:
    """The present head of a household."""
    return Person.objects.get(
        memberships__household=of, memberships__relation="0", memberships__period__endswith=None
    )


def member(
    of: Household, *, relation: str = "1", from_on: date = date(2020, 2, 1), **given
) -> Person:
    """Another person in a household."""
    return actions.add_member(
        actor=Actor.system("tests", "people.edit", "people.view"),
        household_id=of.pk,
        person=actions.PersonIn(**{"name": "李建国", **given}),
        relation=relation,
        from_on=from_on,
        now=instant(max(from_on, date(2020, 6, 15))),
    )


PORTAL = Actor.system(
    "portal", Capability.ORG_MANAGE_ACCOUNTS, Capability.PEOPLE_VIEW, Capability.PEOPLE_EDIT
)


def resident(
    *, area: str = HOME, name: str = "赵小兰", on: date = date(2020, 6, 15), **given
) -> Resident:
    """Someone with an account of her own, opened by a code sent to her phone."""
    village(area)
    entered = {"phone": f"139{next(_serial):08d}", "born_on": date(1988, 4, 3), "sex": "2"}
    return actions.open_resident(
        actor=PORTAL,
        area=area,
        person=actions.PersonIn(name=name, **entered | given),
        now=instant(on),
    )


def acting(resident: Resident, on: date = date(2020, 6, 15)) -> Actor:
    """A resident as she acts herself on a day."""
    return actor_for(resident.account, on=on)


def child(
    of: Resident, *, on: date = date(2020, 6, 15), relation: str = "5", **given
) -> Guardianship:
    """A child a resident has entered on her own page."""
    actor = acting(of, on)
    return actions.add_child(
        actor=actor,
        guardian_id=queries.own_person(actor).pk,
        child=actions.PersonIn(**{"name": "赵小宝", "born_on": date(2014, 9, 1), **given}),
        relation=relation,
        now=instant(on),
    )
