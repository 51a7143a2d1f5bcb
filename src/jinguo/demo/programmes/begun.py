"""Sites that are being built up today: proposed, found lacking, ready, or waiting for a plaque."""

from __future__ import annotations

from datetime import date, timedelta

from jinguo.demo.player import Player, noon
from jinguo.demo.programmes import spots
from jinguo.demo.programmes.places import (
    A_TOWN,
    WANTED,
    Wanted,
    check_site,
    complete,
    propose_site,
    put_on_notice,
    villages_of,
)
from jinguo.sites import actions, queries
from jinguo.sites.models import Site

State = Site.State
STAGES = (State.PROPOSED, State.CULTIVATED, State.MATURE, State.APPROVED)
MICRO_HOME = WANTED[0]
BESIDE = MICRO_HOME.count  # the first village of a town without a micro home
SPOT_TOWNS = range(len(spots.NAMES), len(spots.NAMES) + len(STAGES))
SPOT_NAMES = ("滨海栈道", "古法染坊", "茶山书院", "亲子农场")
LACKING = (
    "activities",
    "ledger",
    "culture",
    "fame",
    "openness",
)  # what is looked for in vain at first
PROPOSED, CHECKED, APPROVED, NOTICED = (timedelta(days=days) for days in (24, 15, 6, 2))  # ago


def play_begun(player: Player, town: str, number: int, today: date) -> None:
    """Leave a micro home of a town, ``number`` of the towns from 0, half built, and in some towns a spot."""
    stage, villages = STAGES[number % len(STAGES)], villages_of(town)
    if len(villages) > BESIDE:
        begin(player, town, BESIDE, MICRO_HOME, number, stage, today)
    if number in SPOT_TOWNS:
        at = number - SPOT_TOWNS.start
        spot = Wanted("fashion-spot", ("",), (SPOT_NAMES[at],), 1, today)
        begin(player, town, -1, spot, number, STAGES[at], today)


def begin(
    player: Player, town: str, village: int, wanted: Wanted, number: int, stage: str, today: date
) -> None:
    """Propose a site in one of a town's villages and take it as far as a stage."""
    officer, made = player.towns[town], (number + 1) * A_TOWN - 1
    proposed, checked, approved = today - PROPOSED, today - CHECKED, today - APPROVED
    site = propose_site(officer, villages_of(town)[village], wanted, made, proposed)
    if stage == State.PROPOSED:
        return
    kind = queries.kind_of(site, checked)
    answers = complete(kind)
    if stage == State.CULTIVATED:
        answers |= {one.id: 0 for one in kind.items if one.id in LACKING}
    check_site(officer, site, answers, checked)
    if stage == State.APPROVED:
        approver = player.district if kind.approved_by == "county" else officer
        actions.approve(actor=approver, site_id=site.id, on=approved, now=noon(approved))
        if kind.notice_days:
            put_on_notice(player, site, today - NOTICED)
