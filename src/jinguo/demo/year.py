"""
The demonstration: a district's courtyards in 2019 and 2020, played through the ordinary actions.

Nothing here writes a table or a figure. The plan decides who applies when; the player calls the
actions an officer's click would call.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from jinguo.audit import actions as audit
from jinguo.demo import cast
from jinguo.demo.live import play_live_work
from jinguo.demo.plan import MODEL_VILLAGES, WAVES, Plan, make_plan
from jinguo.demo.player import Player, noon
from jinguo.demo.points import play_points
from jinguo.demo.programmes import PARTS, play_programmes
from jinguo.demo.programmes.fashion import LESSONS, MOBILE_ROUNDS
from jinguo.demo.roster import HOUSEHOLDS, demo_roster
from jinguo.demo.rounds import (
    Evaluators,
    evaluators,
    play_check,
    play_live_round,
    play_mock,
)
from jinguo.demo.settling import settle
from jinguo.exchange import actions as exchange
from jinguo.facts import actions as facts
from jinguo.facts import outbox
from jinguo.facts import queries as figures
from jinguo.facts.formats import value_text
from jinguo.facts.queries import Period
from jinguo.org import actions as org
from jinguo.org.actor import Actor
from jinguo.org.models import Area, Level
from jinguo.org.roles import Capability
from jinguo.people.models import Household
from jinguo.programmes import actions as programmes
from jinguo.reports import actions as reports

SEED = 2020
SURVEYED_ON = date(2019, 3, 31)
CONFERRED_ON = date(2020, 12, 28)
STREETS = 6  # as many hold the level of streets, where as many reach it
READER = Actor.system("demo-figures", Capability.FIGURES_VIEW)

Step = Callable[[int], None]


@dataclass(frozen=True)
class Outcome:
    """One figure of the demonstration beside the value it must have."""

    measure: str
    on: date
    expected: str
    value: str

    @property
    def is_met(self) -> bool:
        return self.expected == self.value


def marker() -> Path:
    """Return the file that says a demonstration was played to its end, and at which scale."""
    return Path(settings.JINGUO_VAR) / "demo" / "played.json"


def is_played() -> bool:
    """Say whether the database holds a demonstration played to its end."""
    return marker().exists() and Household.objects.exists()


def scale_played() -> float:
    """Return the scale of the demonstration that was played to its end."""
    return float(json.loads(marker().read_text("utf-8"))["scale"])


def has_remains() -> bool:
    """Say whether something was begun and not finished."""
    return Area.objects.exists()


def play(*, scale: float, console: Console, now: datetime) -> None:
    """
    Play both years on an empty, migrated database, then leave live work around ``now``.

    ``scale`` is the share of the district's 165,570 courtyards, above 0 and at most 1.
    """
    marker().parent.mkdir(parents=True, exist_ok=True)
    with _progress(console) as stage:
        with stage(_("District, units and accounts"), 4) as step:
            _open_district(now, step)
        with stage(_("Plan of the district"), 2) as step:
            _apply_packs(now, step)
        with stage(_("Roster of courtyards"), 3) as step:
            _import_roster(scale, now, step)
        plan = make_plan(_households(), seed=SEED)
        player = _player(timezone.localdate(now))
        who = evaluators(player.district, SEED)
        with stage(_("Courtyard years 2019 and 2020"), len(plan.candidates)) as step:
            _play_years(player, who, plan, step)
            player.confer(plan.model_villages, CONFERRED_ON)
            player.confer_streets(STREETS, CONFERRED_ON)
        with stage(_("Classes, sites and members"), len(player.towns) + PARTS) as step:
            play_programmes(player, timezone.localdate(now), step)
        with stage(_("Work going on today"), 2) as step:
            play_live_work(player, sorted(player.towns), timezone.localdate(now))
            play_live_round(who, sorted(player.towns), timezone.localdate(now))
            step(1)
            town = cast.VILLAGE_CHAIRS_TOWN
            settle(player, timezone.localdate(now))
            play_points(player.towns[town], town, timezone.localdate(now))
            step(1)
        with stage(_("Figures, trail and report"), 5) as step:
            _close_books(now, step)
    marker().write_text(json.dumps({"scale": scale, "seed": SEED}), "utf-8")


@contextmanager
def _progress(console: Console) -> Iterator[Callable[[str, int], AbstractContextManager[Step]]]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    # Bars that refreshed themselves would do so from a thread, and beside one nothing is forked.
    with Progress(*columns, console=console, auto_refresh=False) as bars:

        @contextmanager
        def stage(title: str, total: int) -> Iterator[Step]:
            task = bars.add_task(title, total=total)
            bars.refresh()

            def step(count: int) -> None:
                bars.advance(task, count)
                bars.refresh()

            yield step

        yield stage


def _open_district(now: datetime, step: Step) -> None:
    org.import_areas(
        actor=cast.FOUNDER,
        rows=org.read_areas(org.BUNDLED_AREAS),
        valid_from=date(2019, 1, 1),
        source="NBS 2023",
        now=now,
    )
    step(1)
    cast.open_units(now)
    step(1)
    cast.open_accounts(now)
    step(2)


def _apply_packs(now: datetime, step: Step) -> None:
    for name in ("base", "xihaian"):
        programmes.apply_pack(
            actor=cast.FOUNDER, folder=Path(settings.JINGUO_PACKS) / name, now=now
        )
        step(1)


def _import_roster(scale: float, now: datetime, step: Step) -> None:
    file = marker().parent / "roster.xlsx"
    demo_roster(file, households=round(HOUSEHOLDS * scale), seed=SEED)
    step(1)
    officer = cast.officers("district-officer", [cast.DISTRICT])[cast.DISTRICT]
    batch = exchange.upload(
        actor=officer, kind="roster", file_name=file.name, path=file, area=cast.DISTRICT, now=now
    )
    exchange.check(actor=officer, batch_id=batch.id, now=now)
    step(1)
    exchange.apply(
        actor=officer,
        batch_id=batch.id,
        only_good=False,
        now=noon(SURVEYED_ON),
        on=SURVEYED_ON,
    )
    file.unlink()
    step(1)


def _households() -> dict[str, list[UUID]]:
    by_village: defaultdict[str, list[UUID]] = defaultdict(list)
    rows = Household.objects.order_by("code").values_list("area_id", "id")
    for village, household in rows.iterator(chunk_size=50_000):
        by_village[village].append(household)
    return by_village


def _player(on: date) -> Player:
    towns = Area.objects.filter(code__startswith=cast.DISTRICT, level=Level.TOWNSHIP)
    return Player(
        district=cast.officers("district-officer", [cast.DISTRICT])[cast.DISTRICT],
        drafter=cast.acting("district", on),
        releaser=cast.acting("leader", on),
        objections=cast.acting("objections", on),
        towns=cast.officers("town-officer", towns.values_list("code", flat=True)),
        chance=random.Random(SEED),  # noqa: S311  (a demonstration, not a secret)
    )


def _play_years(player: Player, who: Evaluators, plan: Plan, step: Step) -> None:
    for number, wave in enumerate(WAVES):
        player.play(wave, [one for one in plan.candidates if one.wave == number], step)
        play_check(who, wave.certified + CHECKED_AFTER)
        if number == INSPECTED_AFTER_WAVE:
            player.inspect(plan.rectified, plan.delisted)
        if number == MOCK_AFTER_WAVE:
            play_mock(who, MOCK_ON)


INSPECTED_AFTER_WAVE = 3
CHECKED_AFTER = timedelta(days=2)
MOCK_AFTER_WAVE, MOCK_ON = 5, date(2020, 10, 26)


def _close_books(now: datetime, step: Step) -> None:
    outbox.deliver(now=now)  # sessions held at a site stand in its log
    step(1)
    facts.roll_up()
    step(1)
    audit.seal_links()
    step(1)
    write_report(timezone.now())  # what the report knows is what is known at this moment
    step(2)


def write_report(now: datetime) -> None:
    """Open the annual report of 2020, freeze it, and write the document and its annex."""
    officer = cast.officers("district-officer", [cast.DISTRICT])[cast.DISTRICT]
    report = reports.open_report(
        actor=officer, template_key="annual", area=cast.DISTRICT, period=Period.year(2020), now=now
    )
    reports.freeze(actor=officer, report_id=report.id, note="", now=now)
    for kind, file in zip(reports.Kind, report_files(), strict=True):
        file.write_bytes(reports.export(actor=officer, report_id=report.id, kind=kind).data)


def report_files() -> tuple[Path, Path]:
    """Return where the demonstration's report and its annex are written."""
    folder = marker().parent
    return folder / "annual-report-2020.docx", folder / "annual-report-2020-annex.xlsx"


def outcomes() -> list[Outcome]:
    """Return the demonstration's figures beside the values they must have."""
    expected_base = round(HOUSEHOLDS * scale_played())
    tenth, twentieth = (int(expected_base * share + 0.5) for share in (0.10, 0.05))
    year_end, year_before = date(2020, 12, 31), date(2019, 12, 31)
    towns = Area.objects.filter(code__startswith=cast.DISTRICT, level=Level.TOWNSHIP).count()
    wanted = [
        ("courtyards.base", year_end, expected_base),
        ("courtyards.demo", year_end, tenth),
        ("courtyards.demo_rate", year_end, 10),
        ("courtyards.demo", year_before, twentieth),
        ("courtyards.demo_rate", year_before, 5),
        ("courtyards.villages_rate", year_end, 100),
        ("courtyards.demo_villages", year_end, MODEL_VILLAGES),
        ("fashion.sessions", year_end, towns * (LESSONS + MOBILE_ROUNDS)),
        ("fashion-classrooms.towns", year_end, towns),
    ]
    return [outcome(*one) for one in wanted]


def outcome(measure: str, on: date, expected: int) -> Outcome:
    """Return a figure of the district beside the value it must have, both as they are read."""
    found = figures.figure(READER, measure, area=cast.DISTRICT, period=Period.up_to(on))
    return Outcome(measure, on, value_text(Decimal(expected), found.measure), found.text)
