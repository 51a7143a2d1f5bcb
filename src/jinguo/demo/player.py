"""Plays waves of applications through the ordinary actions, town by town, each town on its own days."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connections
from django.utils.translation import gettext as _

from jinguo.assess import actions as assess
from jinguo.assess import queries
from jinguo.assess.actions import ScoreIn
from jinguo.assess.models import Application, Fault, Recognition, Score, Sheet
from jinguo.core import parallel
from jinguo.demo.cast import DISTRICT
from jinguo.demo.plan import Candidate, Outcome, Wave
from jinguo.demo.scoring import FAILED, RANGES, points_for
from jinguo.notices import actions as notices
from jinguo.notices.actions import ObjectionIn, Receipt, Wording
from jinguo.notices.models import Entry as NoticeLine
from jinguo.notices.models import Notice, Objection
from jinguo.notices.queries import latest_entries
from jinguo.org.actor import Actor

PROGRAMME = "courtyards"
MODEL_LEVEL, STREET_LEVEL = "demo-village", "demo-street"
APPEAL_DAYS = 10
APPEALING = 6  # one in so many appeals against a delisting
SPARED = 40  # one in so many that put things right does so only after an appeal
ZONE = ZoneInfo("Asia/Shanghai")
DRAFTED_BEFORE = timedelta(days=3)
OFFICE = {
    "contact_phone": "12338",
    "contact_room": "区妇联家庭和儿童工作部",
    "channels": [Notice.Channel.BOARD, Notice.Channel.WEB],
}
WORDING = {
    **OFFICE,
    "basis": "《2019—2020年山东省“美丽庭院”创建工作实施意见》",
}
OBJECTOR, OBJECTOR_PHONE = "刘玉兰", "14300000000"


def noon(day: date) -> datetime:
    """Return midday of ``day`` in the district's zone."""
    return datetime.combine(day, time(12), tzinfo=ZONE)


Made = TypeVar("Made")


@dataclass(frozen=True)
class Entry:
    """A candidate with the application that was made for it."""

    candidate: Candidate
    application: UUID


@dataclass
class Player:
    """
    The officers who act, and the chance that fills the score sheets.

    Notices are drafted, released and objections to them decided by persons, no two of them the same.
    """

    district: Actor
    drafter: Actor
    releaser: Actor
    objections: Actor
    towns: Mapping[str, Actor]
    chance: random.Random

    def play(
        self, wave: Wave, candidates: Iterable[Candidate], step: Callable[[int], None]
    ) -> None:
        """
        Play one wave to its end, towns side by side; ``step`` is told how many candidates were dealt with.
        """
        by_town = defaultdict(list)
        for candidate in candidates:
            by_town[candidate.town].append(candidate)
        towns = sorted(by_town)
        seeds = [self.chance.random() for _town in towns]

        def passed_in(number: int) -> list[Entry]:
            player = replace(self, chance=random.Random(seeds[number]))  # noqa: S311  (as SEED)
            town = towns[number]
            return player.play_town(wave, town, by_town[town], timedelta(days=number % 7))

        batches: defaultdict[int, list[Entry]] = defaultdict(list)
        for number, passed in enumerate(side_by_side(passed_in, len(towns))):
            batches[number % 7] += passed
            step(len(by_town[towns[number]]))
        self.certify([some for some in batches.values() if some], wave)

    def play_town(
        self, wave: Wave, town: str, candidates: Sequence[Candidate], delay: timedelta
    ) -> list[Entry]:
        """Apply, recommend, score and decide in one town; return those the town passed."""
        officer = self.towns[town]
        entries = self.apply(officer, candidates, wave.opens + delay)
        entries = self.recommend(officer, entries, wave.recommended + delay)
        self.score(officer, entries, wave.scored + delay)
        day = wave.decided + delay
        assess.decide(actor=officer, application_ids=ids(entries), on=day, now=noon(day))
        fails = {Outcome.LOW_SCORE, Outcome.VETO}
        return [entry for entry in entries if entry.candidate.outcome not in fails]

    def apply(self, officer: Actor, candidates: Sequence[Candidate], day: date) -> list[Entry]:
        """Apply for every candidate, level by level."""
        entries: list[Entry] = []
        for level in sorted({one.level for one in candidates}):
            some = [one for one in candidates if one.level == level]
            assess.apply(
                actor=officer,
                programme=PROGRAMME,
                household_ids=[one.household for one in some],
                level=level,
                on=day,
                now=noon(day),
            )
            made = dict(
                Application.objects.filter(
                    programme=PROGRAMME,
                    household_id__in=[one.household for one in some],
                    state=Application.State.APPLIED,
                ).values_list("household_id", "id")
            )
            entries += [Entry(one, made[one.household]) for one in some]
        return entries

    def recommend(self, officer: Actor, entries: list[Entry], day: date) -> list[Entry]:
        """Recommend most, turn some down, let some withdraw; return the recommended."""
        groups = split(entries)
        if groups[Outcome.WITHDRAWN]:
            assess.withdraw(
                actor=officer, application_ids=ids(groups.pop(Outcome.WITHDRAWN)), on=day, now=noon(day),
                reason=_("The family withdrew."),
            )  # fmt: skip
        if groups[Outcome.NOT_RECOMMENDED]:
            assess.reject(
                actor=officer, application_ids=ids(groups.pop(Outcome.NOT_RECOMMENDED)), on=day,
                now=noon(day), reason=_("The village review did not recommend it."),
            )  # fmt: skip
        staying = [entry for some in groups.values() for entry in some]
        assess.recommend(actor=officer, application_ids=ids(staying), on=day, now=noon(day))
        return staying

    def score(self, officer: Actor, entries: Sequence[Entry], day: date) -> None:
        """Fill a town score sheet for each."""
        assess.score(
            actor=officer,
            sheets=self.sheets(entries),
            kind=Score.Kind.TOWN,
            on=day,
            now=noon(day),
        )

    def sheets(self, entries: Sequence[Entry]) -> list[ScoreIn]:
        """Return filled sheets whose totals lead to the planned outcomes."""
        found = dict(Application.objects.filter(id__in=ids(entries)).values_list("id", "sheet_id"))
        sheets = Sheet.objects.in_bulk(set(found.values()))
        return [self.sheet(entry, sheets[found[entry.application]]) for entry in entries]

    def sheet(self, entry: Entry, sheet: Sheet) -> ScoreIn:
        outcome, level = entry.candidate.outcome, entry.candidate.level
        least, most = FAILED if outcome is Outcome.LOW_SCORE else RANGES[level]
        points = points_for(
            self.chance, [item["max"] for item in sheet.items], self.chance.randint(least, most)
        )
        vetoes = [self.chance.choice(sheet.vetoes)["id"]] if outcome is Outcome.VETO else []
        return ScoreIn(application_id=entry.application, points=points, vetoes=vetoes, note="")

    def certify(self, batches: Sequence[list[Entry]], wave: Wave) -> None:
        """
        Put those passed before the public, hear objections, and certify what stands.

        Each batch has a notice of its own; they are drafted and released side by side.
        """
        if not batches:
            return

        def noticed(number: int) -> None:
            some, batch = batches[number], _("batch %(number)d") % {"number": number + 1}
            self.draft_notice(batch, some, wave.noticed - DRAFTED_BEFORE)
            self.release_notice(some, wave.noticed)

        list(side_by_side(noticed, len(batches)))
        groups = split(entry for some in batches for entry in some)
        self.hear(groups[Outcome.OBJECTION_DISMISSED], wave, upheld=False)
        self.hear(groups.pop(Outcome.OBJECTION_UPHELD, []), wave, upheld=True)
        standing = [entry for some in groups.values() for entry in some]
        assess.certify(
            actor=self.district, application_ids=ids(standing), on=wave.certified,
            now=noon(wave.certified),
        )  # fmt: skip
        notices.close_by_day(now=noon(wave.certified))

    def draft_notice(self, which: str, entries: Sequence[Entry], day: date) -> None:
        """Draft a notice of passed applications as their plan words it; ``which`` ends its title."""
        suggested = queries.notice_listing(self.drafter, ids(entries)).suggested
        title = _("%(title)s (%(which)s)") % {"title": suggested["title"], "which": which}
        given: dict[str, Any] = {**suggested, **WORDING, "title": title}
        assess.draft_notice(
            actor=self.drafter,
            application_ids=ids(entries),
            wording=Wording(**given),
            now=noon(day),
        )

    def propose_notice(self, entries: Sequence[Entry], day: date) -> UUID:
        """Send the notice of these for release; return its id."""
        notice = next(iter(self.lines(entries).values())).notice_id
        notices.propose(actor=self.drafter, notice_id=notice, now=noon(day))
        return notice

    def release_notice(self, entries: Sequence[Entry], day: date) -> None:
        """Send the notice of these for release, and let the second person release it on a day."""
        self.release(self.propose_notice(entries, day), day)

    def release(self, notice: UUID, day: date) -> None:
        """Let the second person release a notice that was sent for it."""
        notices.release(actor=self.releaser, notice_id=notice, starts_on=day, now=noon(day))

    def withdraw_notice(self, entries: Sequence[Entry], day: date) -> None:
        """Take the draft that lists these back."""
        notice = next(iter(self.lines(entries).values())).notice_id
        notices.withdraw(
            actor=self.drafter, notice_id=notice, now=noon(day),
            reason=_("One village's list is still missing."),
        )  # fmt: skip

    def lines(self, entries: Sequence[Entry]) -> dict[UUID, NoticeLine]:
        """Return by application the line about it on its notice."""
        return latest_entries(self.drafter, Application.OBJECT_TYPE, ids(entries))

    def hear(self, entries: Sequence[Entry], wave: Wave, *, upheld: bool) -> None:
        """Take objections against these on the second day, decide them two days later."""
        for line in self.lines(entries).values():
            receipt = self.object_to(line, wave.noticed + timedelta(days=1))
            notices.decide(
                actor=self.objections, objection_id=receipt.objection_id, is_upheld=upheld,
                now=noon(wave.noticed + timedelta(days=3)),
                answer=_("Checked on site: the objection is right.") if upheld
                else _("Checked on site: the yard meets the standard."),
            )  # fmt: skip

    def object_to(self, line: NoticeLine, day: date) -> Receipt:
        """Take down a neighbour's objection to one line of a notice."""
        return notices.object_to(
            actor=self.objections, entry_id=line.id, now=noon(day),
            objection=ObjectionIn(
                sort=Objection.Sort.NAMED, way=Objection.Way.VISIT, name=OBJECTOR,
                phone=OBJECTOR_PHONE,
                statement=_("A neighbour doubts that the yard is kept so all year."),
            ),
        )  # fmt: skip

    def inspect(self, mended: Sequence[UUID], lost: Sequence[UUID]) -> None:
        """Play the 2020 re-inspection: some put things right, some lose the plaque."""
        standing = dict(
            Recognition.objects.in_force()
            .filter(programme=PROGRAMME, household_id__in=[*mended, *lost])
            .values_list("household_id", "id")
        )
        found, due = date(2020, 6, 8), date(2020, 7, 8)
        everyone = [standing[one] for one in [*mended, *lost]]
        if not everyone:
            return
        assess.order_rectification(
            actor=self.district, recognition_ids=everyone, due_on=due, on=found, now=noon(found),
            problems=[_("Things piled up in the yard again.")],
        )  # fmt: skip
        spared = list(mended[::SPARED])
        self.restore(
            [standing[one] for one in mended if one not in spared], due - timedelta(days=3)
        )
        self.delist([standing[one] for one in lost], [standing[one] for one in spared], due)
        self.restore([standing[one] for one in spared], due + timedelta(days=17))

    def restore(self, recognitions: Sequence[UUID], day: date) -> None:
        """Strike off every fault of these on a day, and confirm them as put right."""
        if not recognitions:
            return
        faults = Fault.objects.filter(recognition__in=recognitions)
        assess.put_right(
            actor=self.district, fault_ids=list(faults.values_list("id", flat=True)), on=day,
            now=noon(day),
        )  # fmt: skip
        assess.restore(
            actor=self.district, recognition_ids=recognitions, on=day, now=noon(day),
            reason=_("Put right, checked on site."),
        )  # fmt: skip

    def delist(self, lost: Sequence[UUID], spared: Sequence[UUID], due: date) -> None:
        """
        Propose to delist these after ``due``; some appeal. ``spared`` are right, the others are not.

        Who does not appeal is delisted the day after the last day of appeal.
        """
        everyone = [*lost, *spared]
        if not everyone:
            return
        told, appealed, decided = (due + timedelta(days=days) for days in (1, 4, 14))
        assess.propose_delisting(
            actor=self.district, recognition_ids=everyone, told_on=told, on=told, now=noon(told),
            reason=_("Not put right by the deadline."), told_how=_("in person at the house"),
        )  # fmt: skip
        contested = list(lost[::APPEALING])
        assess.appeal(
            actor=self.district, recognition_ids=[*contested, *spared], on=appealed,
            now=noon(appealed), grounds=_("We were away and did not know of the deadline."),
        )  # fmt: skip
        ended = told + timedelta(days=APPEAL_DAYS + 1)
        quiet = [one for one in lost if one not in contested]
        assess.delist(actor=self.district, recognition_ids=quiet, on=ended, now=noon(ended))
        # Somebody else than who proposed it decides.
        reviewers = replace(self.district, name=_("Review group of the district federation"))
        for some, upheld, reason in (
            (contested, False, _("They were told in writing; the yard is as it was.")),
            (spared, True, _("They were in hospital; they have begun to put it right.")),
        ):
            assess.decide_appeal(
                actor=reviewers, recognition_ids=some, upheld=upheld, reason=reason, on=decided,
                now=noon(decided),
            )  # fmt: skip

    def confer(self, villages: Sequence[str], day: date) -> None:
        """Confer the level of villages on those that meet its conditions."""
        assess.confer_area_level(
            actor=self.district, programme=PROGRAMME, level=MODEL_LEVEL,
            places=[queries.Place(village) for village in villages], on=day, now=noon(day),
        )  # fmt: skip

    def confer_streets(self, most: int, day: date) -> None:
        """Confer the level of streets on some that meet its conditions, spread over the district."""
        found = queries.area_levels_around(DISTRICT, day)
        level = next(one for one in found if one.key == STREET_LEVEL)
        standings = queries.area_standings(self.district, level, within=DISTRICT, on=day)
        able = [one.place for one in standings if one.is_met]
        if able:
            assess.confer_area_level(
                actor=self.district, programme=PROGRAMME, level=STREET_LEVEL,
                places=able[:: max(1, len(able) // most)][:most], on=day, now=noon(day),
            )  # fmt: skip


def side_by_side(work: Callable[[int], Made], count: int) -> Iterator[Made]:
    """Yield ``work`` of each number from 0, in order, done by processes with connections of their own."""
    connections.close_all()
    yield from parallel.over(work, range(count))


def ids(entries: Iterable[Entry]) -> list[UUID]:
    """Return the application ids of entries, in their order."""
    return [entry.application for entry in entries]


def split(entries: Iterable[Entry]) -> defaultdict[Outcome, list[Entry]]:
    """Return the entries by planned outcome."""
    groups: defaultdict[Outcome, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.candidate.outcome].append(entry)
    return groups
