"""Areas, units, accounts and actors."""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import count
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import get_hasher, make_password
from django.db.backends.postgresql.psycopg_any import DateRange

from jinguo.org.actor import ActivePost, Actor
from jinguo.org.models import Account, Area, AreaName, Post, Unit
from jinguo.org.queries import actor_for, level_of

ZONE = ZoneInfo("Asia/Shanghai")
DAY = dt.date(2020, 6, 15)
NOON = dt.datetime(2020, 6, 15, 12, tzinfo=ZONE)
BEGINNING = dt.date(2019, 1, 1)
TREE = {
    "37": "山东省",
    "3702": "青岛市",
    "370211": "黄岛区",
    "370211105": "大村镇",
    "370211105201": "东村村民委员会",
    "370211105202": "西村村民委员会",
    "370211106": "六汪镇",
    "370211106201": "南村村民委员会",
}
_numbers = count(1)


def area(*, code: str = "370211105201", name: str = "", valid_from: dt.date = BEGINNING) -> Area:
    """Return the area of a code, made with everything above it when it is not there."""
    for length in (2, 4, 6, 9, 12):
        if length < len(code):
            _area(code[:length], TREE.get(code[:length], f"区划{code[:length]}"), BEGINNING)
    return _area(code, name or TREE.get(code, f"区划{code}"), valid_from)


def _area(code: str, name: str, valid_from: dt.date) -> Area:
    made, is_new = Area.objects.get_or_create(
        code=code,
        defaults={"name": name, "level": level_of(code), "pinyin": name, "valid_from": valid_from},
    )
    if is_new:
        AreaName.objects.create(area=made, name=name, valid_from=valid_from)
    return made


def tree() -> None:
    """Make two towns with three villages, and what lies above them."""
    for code in TREE:
        area(code=code)


def unit(*, at: str = "370211", kind: str = "federation", name: str = "") -> Unit:
    """Return the federation (or another body) of an area."""
    place = area(code=at)
    return Unit.objects.get_or_create(
        area=place, kind=kind, defaults={"name": name or f"{place.name}妇联"}
    )[0]


def account(*, username: str = "", **fields: object) -> Account:
    """Return an account that can sign in with the password ``lantern-river-42``."""
    number = next(_numbers)
    values = {"name": f"测试{number}", "created_at": NOON, "must_change_password": False, **fields}
    made = Account(username=username or f"user{number}", **values)
    made.password = _hashed(get_hasher().algorithm)
    made.save()
    return made


@cache
def _hashed(algorithm: str) -> str:
    """The password of every account of the tests, hashed once: doing so is slow by design."""
    return make_password("lantern-river-42", hasher=algorithm)


def post(
    *, account: Account, role: str, at: str = "370211", period: DateRange | None = None
) -> Post:
    """Return a post in force since the beginning of 2019."""
    return Post.objects.create(
        account=account, role=role, unit=unit(at=at), period=period or DateRange(BEGINNING, None)
    )


def actor(*, role: str = "district-officer", at: str = "370211", on: dt.date = DAY) -> Actor:
    """Return someone with a real account and a real post."""
    made = account()
    post(account=made, role=role, at=at)
    return actor_for(made, on=on)


def officer(*, role: str = "district-officer", at: str = "370211") -> Actor:
    """Return an actor without rows of her own: for what does not look at accounts."""
    body = unit(at=at)
    return Actor(name=body.name, posts=(ActivePost(role, body.id, body.name, at),), on=DAY)
