"""What is held at micro homes, women's homes and stations: planned there, so that logs write themselves."""

from __future__ import annotations

from datetime import date, time, timedelta

from jinguo.activities import actions
from jinguo.demo.programmes.classes import Lesson, make_known, sessions_of
from jinguo.org.actor import Actor
from jinguo.sites.models import Site

KIND = "event"  # of the programme of each kind of site
TITLES = {"womens-home": "妇女议事会", "guidance-station": "家长沙龙"}
SESSIONS = {"womens-micro-home": 6}  # in the year; as many as its kind asks for
FEW = 3
BEGIN = date(2020, 3, 16)
AFTER_OPENING, EVERY, LATELY = timedelta(days=20), timedelta(days=35), timedelta(days=12)
AFTERNOON = time(14, 30)
HEADS = 15  # at the first, and two more at each after it


def hold_gatherings(officer: Actor, site: Site, today: date, *, is_quiet: bool) -> None:
    """Hold a year's gatherings at a site and one lately; a quiet one has held one and no more."""
    assert site.opened_on is not None
    first = max(site.opened_on + AFTER_OPENING, BEGIN)
    count = 1 if is_quiet else SESSIONS.get(site.kind, FEW)
    gather(officer, site, first, count)
    if not is_quiet:
        gather(officer, site, today - LATELY, 1)


def gather(officer: Actor, site: Site, first: date, count: int) -> None:
    """Hold as many gatherings at a site, some weeks apart; nobody enrols, who comes is counted in heads."""
    lesson = Lesson(
        site.programme, KIND, title_of(site), site.area_id, first, count, every=EVERY,
        begins=AFTERNOON, more={"site_id": site.id},
    )  # fmt: skip
    for number, session in enumerate(sessions_of(make_known(officer, lesson))):
        actions.hold_session(
            actor=officer, session_id=session.id, visitors=HEADS + 2 * number, now=session.ends_at
        )


def title_of(site: Site) -> str:
    """Return what gatherings at a site are called: by what it is known for."""
    return TITLES.get(site.kind) or f"{site.feature}小聚"
