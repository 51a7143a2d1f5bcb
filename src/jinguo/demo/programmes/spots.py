"""Places where one checks in: opened in the first towns, and visited by residents with accounts."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from jinguo.demo.player import Player, noon
from jinguo.demo.programmes.people import Women
from jinguo.demo.programmes.places import A_TOWN, Wanted, open_site, villages_of
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.people import actions as people
from jinguo.people.actions import PersonIn
from jinguo.people.actions.revealing import in_clear
from jinguo.people.models import Person
from jinguo.sites import actions
from jinguo.sites.models import Site

NAMES = (
    "海边书屋", "老街茶馆", "花田小院", "非遗工坊", "咖啡画室", "渔村民宿", "果园课堂", "旗袍馆",
)  # fmt: skip
BEGUN = date(2020, 5, 11)
OPENED = date(2020, 7, 10)  # all of them
VISITED_FROM, VISITED_AGAIN = date(2020, 7, 18), timedelta(days=23)
VISITORS, VISITS_MOST = 12, 5
DOOR = Actor.system(
    "demo-portal", Capability.ORG_MANAGE_ACCOUNTS, Capability.PEOPLE_VIEW, Capability.PEOPLE_EDIT
)


def play_spot(player: Player, town: str, number: int, women: Women) -> None:
    """Open the place where one checks in, in each of the first towns; women of the town go there."""
    if number < len(NAMES):
        wanted = Wanted("fashion-spot", ("",), (NAMES[number],), 1, BEGUN)
        spot = open_site(player, town, villages_of(town)[-1], wanted, number * A_TOWN)
        visit(spot, women.of(town, VISITORS), VISITED_FROM + timedelta(days=number))


def visit(spot: Site, some: list[UUID], first: date) -> None:
    """Let each of some women sign in and check in at a place, the one more often than the other."""
    for number, person in enumerate(Person.objects.filter(id__in=some).order_by("id")):
        begin = first + timedelta(days=number)
        resident = sign_in(person, begin)
        for turn in range(1 + number % VISITS_MOST):
            day = begin + VISITED_AGAIN * turn
            actions.check_in(actor=resident, code=spot.code, now=noon(day))


def sign_in(person: Person, day: date) -> Actor:
    """Open the account of a woman who has shown that her phone is hers; return her as she acts on a day."""
    shown = PersonIn(name=person.name, phone=in_clear(person, "phone"), born_on=person.born_on)
    found = people.open_resident(actor=DOOR, area=person.area_id, person=shown, now=noon(day))
    return org.actor_for(found.account, on=day)
