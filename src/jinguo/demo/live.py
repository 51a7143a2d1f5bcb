"""Work that is going on around today, so that the desk of the demonstration is not an archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from django.utils.translation import gettext as _

from jinguo.assess import actions as assess
from jinguo.assess import queries
from jinguo.assess.actions import InspectionIn
from jinguo.assess.models import (
    Application,
    PlannedVisit,
    Recognition,
    RecognitionQuerySet,
)
from jinguo.demo.cast import DISTRICT, VILLAGE_CHAIRS_TOWN
from jinguo.demo.plan import Candidate, Outcome
from jinguo.demo.player import PROGRAMME, Entry, Player, ids, noon, side_by_side
from jinguo.demo.scoring import points_for
from jinguo.notices import actions as notices
from jinguo.people.models import Household

LIMITS = {
    "applied": 14,
    "recommended": 28,
    "scored": 7,
    "passed": 14,
    "listed": 14,
    "on-notice": 11,
}
"""Days from reaching a step until the next is due, with the weekends among the working days."""

STEPS = tuple(LIMITS)
FAMILIES_A_STEP = 6
BETWEEN_STEPS = timedelta(days=3)
FRIDAY, SUNDAY = 4, 6
ONE_DAY = timedelta(days=1)
BUSY_IN_EVERY, WITHDRAWN_IN_EVERY, OBJECTED_IN_EVERY = 3, 10, 8  # towns
HELPER = "王巧云"


def play_live_work(player: Player, towns: list[str], today: date) -> int:
    """
    Leave open applications at each step in some towns, plaques to put right and to inspect again in each.

    Some of it is overdue, some due this week, some later. Nothing is certified or delisted, so the
    figures of the demonstration years stay as they are. Return how many pieces of work were left open.
    """
    done = 0
    busy = sorted({*towns[::BUSY_IN_EVERY], VILLAGE_CHAIRS_TOWN})
    for number, town in enumerate(busy):
        families = families_of(town)
        for rank, step in enumerate(STEPS):
            some = families[rank :: len(STEPS)]
            reached_on = today - timedelta(days=standing(step, number + rank, today))
            entries = bring_to(player, town, some, step, reached_on)
            vary(player, town, entries, step, number, reached_on + ONE_DAY)
            done += len(some)
    for number, town in enumerate(towns):
        done += order_rectifications(player, town, today, number)
    notices.close_by_day(now=noon(today))
    inspect_by_plan(player, towns, today)
    return done


def standing(step: str, turn: int, today: date) -> int:
    """Return for how many days work stands at a step to be overdue, due this week or due later, in turn."""
    # At a weekend the next one: no step is due on such a day.
    to_friday = (FRIDAY - today.weekday()) % 7
    return (LIMITS[step] - to_friday, 1, LIMITS[step] + 3)[turn % 3]


def of_this_week(today: date) -> date:
    """Return a day that is due this week: Friday, and at a weekend the Sunday that ends it."""
    return today + timedelta(
        days=(FRIDAY if today.weekday() <= FRIDAY else SUNDAY) - today.weekday()
    )


def families_of(town: str) -> list[Candidate]:
    """Return the town's first families that have never applied, as applicants for the highest level."""
    found = (
        Household.objects.filter(area__code__startswith=town, closed_on__isnull=True)
        .exclude(id__in=Application.objects.filter(programme=PROGRAMME).values("household_id"))
        .order_by("code")
        .values_list("id", "area_id")[: FAMILIES_A_STEP * len(STEPS)]
    )
    return [Candidate(one, village, -1, "demo", Outcome.CERTIFIED) for one, village in found]


def bring_to(
    player: Player, town: str, families: Sequence[Candidate], step: str, reached_on: date
) -> list[Entry]:
    """Apply for families and take them as far as ``step``, which they reach on a day."""
    if not families:
        return []
    last = STEPS.index(step)
    days = [reached_on - BETWEEN_STEPS * (last - rank) for rank in range(last + 1)]
    entries = player.apply(player.towns[town], families, days[0])
    for name, day in zip(STEPS[1:], days[1:], strict=False):
        take(player, town, entries, name, day)
    return entries


def take(player: Player, town: str, entries: list[Entry], step: str, day: date) -> None:
    """Take applications from the step before to ``step``."""
    officer = player.towns[town]
    some, now = ids(entries), noon(day)
    if step == "recommended":
        assess.recommend(actor=officer, application_ids=some, on=day, now=now)
    elif step == "scored":
        player.score(officer, entries, day)
    elif step == "passed":
        assess.decide(actor=officer, application_ids=some, on=day, now=now)
    elif step == "listed":
        player.draft_notice(name_of(player, town), entries, day)
    elif step == "on-notice":
        player.release_notice(entries, day)


def name_of(player: Player, town: str) -> str:
    """Return what a town is called."""
    return player.towns[town].posts[0].unit_name.removesuffix("妇联")


def vary(
    player: Player, town: str, entries: list[Entry], step: str, number: int, day: date
) -> None:
    """
    Leave the notices of the towns in different states, the day after the step was reached.

    In turn drafts wait to be sent and to be released, a draft is withdrawn, and someone objects.
    """
    if not entries:
        return
    if step == "listed" and number % 2:
        player.propose_notice(entries, day)
    elif step == "passed" and number % WITHDRAWN_IN_EVERY == 0:
        player.draft_notice(name_of(player, town), entries, day)
        player.withdraw_notice(entries, day)
    elif step == "on-notice" and number % OBJECTED_IN_EVERY == 0:
        player.object_to(player.lines(entries[:1])[entries[0].application], day)


def inspect_by_plan(player: Player, towns: Sequence[str], today: date) -> None:
    """
    Draw the district's inspections a fortnight ago; each town has made most of the first visits.

    All plaques of the years played are long due, so the plan gives every one its day.
    """
    drawn, seen = today - timedelta(days=14), today - timedelta(days=3)
    plan = assess.draw_inspections(
        actor=player.district, programme=PROGRAMME, area=DISTRICT, starts_on=drawn,
        ends_on=today + timedelta(days=46), seed=f"{drawn:%Y%m%d}", now=noon(drawn),
    )  # fmt: skip
    seeds = [player.chance.random() for _town in towns]

    def visited(number: int) -> None:
        town, chance = towns[number], Random(seeds[number])  # noqa: S311  (a demonstration)
        due = PlannedVisit.objects.filter(plan=plan, area__code__startswith=town, due_on__lte=seen)
        first = due.order_by("due_on", "id").values_list("recognition_id", flat=True)
        made = list(in_force(town).filter(id__in=list(first)[:-1]))
        inspect_on(player, town, made, seen, chance)

    list(side_by_side(visited, len(towns)))


def inspect_on(
    player: Player, town: str, held: Sequence[Recognition], day: date, chance: Random
) -> None:
    """Fill a sheet for each plaque, with the points it was certified with."""
    sheets = queries.sheets_by_id(one.application.sheet_id for one in held)
    filled = [
        InspectionIn(
            one.id,
            points_for(chance, sheets[one.application.sheet_id].maxima, one.total),
        )
        for one in held
    ]
    assess.inspect(actor=player.towns[town], sheets=filled, on=day, now=noon(day))


def in_force(town: str) -> RecognitionQuerySet:
    """Return the town's plaques in force, by number."""
    held = Recognition.objects.in_force().filter(
        programme=PROGRAMME, area__code__startswith=town, state=Recognition.State.CERTIFIED
    )
    return held.select_related("application").order_by("plaque")


def order_rectifications(player: Player, town: str, today: date, number: int) -> int:
    """Put two more plaques of the town under rectification, one of two faults struck off at each."""
    plaques = list(in_force(town).values_list("id", flat=True)[3:5])
    if not plaques:
        return 0
    officer, day = player.towns[town], today - timedelta(days=12)
    assess.order_rectification(
        actor=officer, recognition_ids=plaques, on=day, now=noon(day),
        problems=[_("The gate front is cluttered."), _("The rubbish bin has no lid.")],
        helper=HELPER if number % 2 else "",
        due_on=(today - timedelta(days=3), of_this_week(today), today + timedelta(days=10))[number % 3],
    )  # fmt: skip
    seen = today - timedelta(days=4)
    struck_off = [queries.faults_of(officer, one)[0].id for one in plaques]
    assess.put_right(actor=officer, fault_ids=struck_off, on=seen, now=noon(seen))
    return len(plaques)
