"""The other programmes of the year: sites, classes, families, women at work, care, and what is coming."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from jinguo.demo.player import Player, noon
from jinguo.demo.programmes.care import play_care
from jinguo.demo.programmes.coming import play_coming
from jinguo.demo.programmes.families import play_families
from jinguo.demo.programmes.fashion import play_fashion
from jinguo.demo.programmes.people import Women
from jinguo.demo.programmes.places import play_sites
from jinguo.demo.programmes.work import play_work
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.sites import actions as sites

PARTS = 5  # beside the towns
DAILY = Actor.system("demo-daily", Capability.SITES_VIEW)


def play_programmes(player: Player, today: date, step: Callable[[int], None]) -> None:
    """
    Play the year of every programme with a date, a seat or a place, then leave what is coming around today.

    ``step`` is told of each town's classes and of each other part, :data:`PARTS` beside the towns.
    """
    towns, women = sorted(player.towns), Women()
    classrooms = play_sites(player, towns, today)
    step(1)
    play_fashion(player, classrooms, women, step)
    play_families(player, towns, women)
    step(1)
    play_work(player, towns, women)
    step(1)
    play_care(player, towns, women)
    step(1)
    play_coming(player, towns, classrooms, women, today)
    sites.fall_dormant(actor=DAILY, now=noon(today))
    step(1)
