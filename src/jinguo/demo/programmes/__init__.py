"""The other programmes of the year: sites, classes, families, women at work, care, and what is coming."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from jinguo.demo.player import Player, noon, side_by_side
from jinguo.demo.programmes.begun import play_begun
from jinguo.demo.programmes.care import play_care
from jinguo.demo.programmes.coming import play_coming
from jinguo.demo.programmes.families import play_families, play_family_lessons
from jinguo.demo.programmes.fashion import play_classes, play_fashion
from jinguo.demo.programmes.people import Women
from jinguo.demo.programmes.places import play_sites
from jinguo.demo.programmes.spots import OPENED, play_spot
from jinguo.demo.programmes.work import play_work
from jinguo.facts import outbox
from jinguo.notices import actions as notices
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.sites import actions as sites
from jinguo.sites.models import Site

OF_THE_DISTRICT = (play_fashion, play_families, play_work, play_care)
PARTS = len(OF_THE_DISTRICT) + 1  # beside the towns
BY_THEIR_TOWN, BY_A_PART = 130, 20  # women of a town that were chosen before the next part chooses
DAILY = Actor.system("demo-daily", Capability.SITES_VIEW)


def play_programmes(player: Player, today: date, step: Callable[[int], None]) -> None:
    """
    Play the year of every programme with a date, a seat or a place, then leave what is coming around today.

    Towns are played side by side, then what the district holds. ``step`` is told of each town and of each
    other part, :data:`PARTS` beside the towns.
    """
    towns = sorted(player.towns)

    def town_played(number: int) -> Site:
        return play_town(player, towns[number], number, today)

    def part_played(number: int) -> None:
        women = Women(after=BY_THEIR_TOWN + number * BY_A_PART)
        OF_THE_DISTRICT[number](player, towns, women, today)

    classrooms = {}
    for town, site in zip(towns, side_by_side(town_played, len(towns)), strict=True):
        classrooms[town] = site
        step(1)
    notices.close_by_day(now=noon(OPENED))
    for _played in side_by_side(part_played, len(OF_THE_DISTRICT)):
        step(1)
    play_coming(player, towns, classrooms, Women(), today)
    outbox.deliver(now=noon(today))  # sessions held at a site stand in its log, before it is judged
    sites.erase_check_ins(now=noon(today))
    sites.fall_dormant(actor=DAILY, now=noon(today))
    step(1)


def play_town(player: Player, town: str, number: int, today: date) -> Site:
    """Play the year of one town, ``number`` of the towns from 0; return its classroom."""
    women = Women()
    classroom = play_sites(player, town, number, today)
    play_spot(player, town, number, women)
    play_begun(player, town, number, today)
    play_classes(player, town, number, classroom, women)
    play_family_lessons(player, town, number, women)
    return classroom
