"""Work that is going on around today, so that the desk of the demonstration is not an archive."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.assess import actions as assess
from jinguo.assess.models import Application, Recognition
from jinguo.demo.plan import Candidate, Outcome
from jinguo.demo.player import PROGRAMME, Entry, Player, ids, noon
from jinguo.people.models import Household

STEPS = ("applied", "recommended", "scored", "passed", "on-notice", "recheck")
FAMILIES_A_STEP = 6


def play_live_work(player: Player, towns: list[str], today: date) -> int:
    """
    Leave open applications at each step and some plaques under rectification in each town.

    Nothing is certified or delisted, so the figures of the demonstration years stay as they are.
    Return how many pieces of work were left open.
    """
    done = 0
    for number, town in enumerate(towns):
        entries = open_applications(player, town, today - timedelta(days=24 + number % 5))
        for rank, step in enumerate(STEPS):
            some = entries[rank :: len(STEPS)]
            bring_to(player, town, some, step, today)
            done += len(some)
        done += order_rectifications(player, town, today, number)
    return done


def open_applications(player: Player, town: str, day: date) -> list[Entry]:
    """Apply for the town's first families that have never applied, on ``day``."""
    families = (
        Household.objects.filter(area__code__startswith=town, closed_on__isnull=True)
        .exclude(id__in=Application.objects.filter(programme=PROGRAMME).values("household_id"))
        .order_by("code")
        .values_list("id", "area_id")[: FAMILIES_A_STEP * len(STEPS)]
    )
    candidates = [
        Candidate(one, village, -1, "demo", Outcome.CERTIFIED) for one, village in families
    ]
    return player.apply(player.towns[town], candidates, day) if candidates else []


def bring_to(player: Player, town: str, entries: list[Entry], step: str, today: date) -> None:
    """Take applications as far as ``step``, each act on a day of the last three weeks."""
    reached = STEPS.index(step)
    officer, district = player.towns[town], player.district
    if not entries or reached == 0:
        return
    day = today - timedelta(days=16)
    assess.recommend(actor=officer, application_ids=ids(entries), on=day, now=noon(day))
    if reached >= STEPS.index("scored"):
        player.score(officer, entries, today - timedelta(days=9))
    if reached >= STEPS.index("passed"):
        day = today - timedelta(days=6)
        assess.decide(actor=officer, application_ids=ids(entries), on=day, now=noon(day))
    if reached >= STEPS.index("on-notice"):
        day = today - timedelta(days=2)
        assess.start_notice(
            actor=district, application_ids=ids(entries), from_on=day, now=noon(day)
        )
    if step == "recheck":
        day = today - timedelta(days=1)
        assess.raise_objection(
            actor=district, application_ids=ids(entries), on=day, now=noon(day),
            reason=_("A neighbour says nobody lives there."),
        )  # fmt: skip


def order_rectifications(player: Player, town: str, today: date, number: int) -> int:
    """Put two plaques of the town under rectification, due from three days ago to ten days on."""
    plaques: list[UUID] = list(
        Recognition.objects.in_force()
        .filter(programme=PROGRAMME, level="demo", area__code__startswith=town, state="certified")
        .order_by("plaque")
        .values_list("id", flat=True)[:2]
    )
    if not plaques:
        return 0
    day = today - timedelta(days=12)
    assess.order_rectification(
        actor=player.towns[town], recognition_ids=plaques, due_on=today + timedelta(days=number % 14 - 3),
        on=day, now=noon(day), problems=[_("The gate front is cluttered.")],
    )  # fmt: skip
    return len(plaques)
