"""Points of households and the stores of a few villages, so that their pages have something to show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from jinguo.core.dates import months_after
from jinguo.demo.player import PROGRAMME, noon
from jinguo.ledger import actions
from jinguo.org.actor import Actor
from jinguo.people.models import Household, Membership

VILLAGES, HOMES = 3, 60  # villages, and households of each
MONTHS = 6
GOODS = (("肥皂", 4, 60), ("毛巾", 6, 40), ("洗衣液", 12, 20), ("大米5公斤", 20, 15))
"""Name, price in points, and how many come into each store."""


def play_points(town: Actor, area: str, today: date) -> int:
    """
    Record half a year of points in the first villages of a town, and hand over goods for some of them.

    Return how many entries were made.
    """
    homes = Household.objects.filter(area__code__startswith=area, closed_on__isnull=True)
    villages = homes.order_by("area_id").values_list("area_id", flat=True).distinct()[:VILLAGES]
    return sum(play_village(town, village, today) for village in villages)


def play_village(town: Actor, village: str, today: date) -> int:
    """Record points month by month, for more households or fewer; then open the store."""
    homes = list(
        Household.objects.filter(area_id=village, closed_on__isnull=True)
        .order_by("code")
        .values_list("id", flat=True)[:HOMES]
    )
    made = 0
    for back in range(MONTHS, 0, -1):
        day = months_after(today, -back)
        made += record(town, "clean-up", homes[back % 2 :: 2], day)
        made += record(town, "waste-sorted", homes[::3], day)
        made += record(town, "front-kept", homes[back % 3 :: 4], day)
    made += record(town, "shows-others", homes[:2], today - timedelta(days=10))
    return made + play_store(town, village, homes[:4], today)


def record(town: Actor, rule: str, homes: Sequence[UUID], day: date) -> int:
    """Record one rule for some households."""
    if not homes:
        return 0
    entries = actions.record_points(
        actor=town, programme=PROGRAMME, rule=rule, household_ids=homes, on=day, now=noon(day)
    )
    return len(entries)


def play_store(town: Actor, village: str, homes: Sequence[UUID], today: date) -> int:
    """Fill a village's store, and hand the cheapest good over to some households."""
    opened = months_after(today, -2)
    goods = []
    for title, price, quantity in GOODS:
        good = actions.add_good(
            actor=town, area=village, title=title, price=price, now=noon(opened)
        )
        actions.bring_stock(
            actor=town, good_id=good.id, quantity=quantity, on=opened, now=noon(opened)
        )
        goods.append(good)
    day = today - timedelta(days=5)
    heads = Membership.objects.filter(household__in=homes, relation="0", period__contains=day)
    for household, head in heads.values_list("household", "person"):
        actions.hand_over(
            actor=town, household_id=household, good_id=goods[0].id, quantity=1, received_by=head,
            on=day, now=noon(day),
        )  # fmt: skip
    return len(heads)
