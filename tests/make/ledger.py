"""Schemes, points and goods, through the acts themselves."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from jinguo.ledger import actions, queries
from jinguo.ledger.models import Entry, Good, HandOver
from jinguo.org.actor import Actor
from jinguo.people.models import Household
from tests.make import org, people

PROGRAMME = "courtyards"
VILLAGE, TOWN, DISTRICT = "370211105201", "370211105", "370211"
DAY = date(2020, 6, 15)
RULE = {
    "id": "clean-up", "title": "清洁行动", "title_en": "Clean-up", "points": 2, "most": 1,
    "every": "month", "starts": None, "recorded_by": "village",
}  # fmt: skip
FEAST = RULE | {
    "id": "feast", "title": "喜事新办", "title_en": "Frugal feast", "points": 20, "most": None,
    "every": None, "recorded_by": "township",
}  # fmt: skip


def scheme(
    *, area: str = DISTRICT, rules=(RULE, FEAST), valid_from: date = date(2019, 1, 1),
    expire_months: int | None = 12, pack: str = "", digest: str = "1",
):  # fmt: skip
    """Publish what gives points in a place: a clean-up, by the village; a frugal feast, by the town."""
    return actions.publish_scheme(
        pack=pack or f"pack-{area}", area=area, programme=PROGRAMME, valid_from=valid_from,
        rules=rules, expire_months=expire_months, source="a notice", digest=digest,
    )  # fmt: skip


def chair(at: str = VILLAGE) -> Actor:
    """Someone who keeps a village's points and store."""
    return org.officer(role="village-chair", at=at)


def town() -> Actor:
    """Someone who does so for the town."""
    return org.officer(role="town-officer", at=TOWN)


def record(
    *homes: Household, rule: str = "clean-up", on: date = DAY, by: Actor | None = None
) -> list[UUID]:
    """Record points for some households, as their village's chair."""
    return actions.record_points(
        actor=by or chair(), programme=PROGRAMME, rule=rule, household_ids=[h.id for h in homes],
        on=on, now=people.instant(max(on, DAY)),
    )  # fmt: skip


def rich(points: int = 20, *, on: date = DAY, **given) -> Household:
    """A household with at least ``points``, twenty at a time, from frugal feasts."""
    home = people.household(**given)
    for _feast in range(-(-points // 20)):
        record(home, rule="feast", on=on, by=town())
    return home


def good(*, title: str = "肥皂", price: int = 5, stock: int = 10, at: str = VILLAGE) -> Good:
    """A good in the store of a village, with some of it there."""
    keeper = chair(at) if len(at) == 12 else town()
    made = actions.add_good(actor=keeper, area=at, title=title, price=price, now=people.instant())
    if stock:
        actions.bring_stock(
            actor=keeper, good_id=made.id, quantity=stock, on=DAY, now=people.instant()
        )
    return made


def hand_over(
    home: Household, of: Good, *, quantity: int = 1, by: Actor | None = None, on: date = DAY
) -> HandOver:
    """Hand something over to the head of a household."""
    return actions.hand_over(
        actor=by or chair(), household_id=home.id, good_id=of.id, quantity=quantity,
        received_by=people.head(home).id, on=on, now=people.instant(max(on, DAY)),
    )  # fmt: skip


def balance(home: Household) -> int:
    """The points of a household."""
    return queries.balance_of(home)


def last(home: Household) -> Entry:
    """The newest entry of a household's account."""
    return queries.entries_of(home)[0]
