"""Rounds of evaluation in the demonstration: a check after each wave, a mock one, and one in the field."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from jinguo.assess import actions as assess
from jinguo.assess import queries
from jinguo.assess.actions import FindingIn, RoundIn
from jinguo.assess.evaluation.draws.plan import Plan, StagedPlan
from jinguo.assess.models import Round, Visit
from jinguo.demo import cast
from jinguo.demo.player import PROGRAMME, noon
from jinguo.demo.scoring import points_for
from jinguo.org import queries as org
from jinguo.org.actor import Actor

CHECK = StagedPlan(towns=1, villages=3, listed=4, unlisted=0, reserves=2)
MOCK = StagedPlan(towns=3, villages=2, listed=6, unlisted=0, reserves=2)
LIVE = StagedPlan(towns=1, villages=3, listed=4, unlisted=2, reserves=2)
DRAWN_AFTER, VISITED_AFTER, DUE_AFTER = timedelta(days=1), timedelta(days=3), timedelta(days=10)
NOT_MET, GONE, NO_PLAQUE, AWARE, LEDGER_WRONG = 0.08, 0.03, 0.04, 0.85, 0.06
"""Shares of visits: nobody met, the family gone, no plaque, the standard known, the ledger not as seen."""


@dataclass(frozen=True)
class Evaluators:
    """Who runs the rounds and who visits, and the chance of what they find."""

    district: Actor
    accounts: Sequence[str]
    chance: random.Random

    def play(self, title: str, purpose: str, plan: Plan, day: date, area: str) -> None:
        """Play a round from its list on a day to its results; where nobody holds a level there is none."""
        if not queries.held_on(self.district, PROGRAMME, area, day).exists():
            return
        found = self.send_out(title, purpose, plan, day, area)
        for account in self.accounts:
            self.visit(account, day + VISITED_AFTER)
        assess.close_round(actor=self.district, round_id=found.id, now=noon(day + DUE_AFTER))

    def send_out(self, title: str, purpose: str, plan: Plan, day: date, area: str) -> Round:
        """Draft a round, freeze its list on a day, draw on the next, and send everybody out."""
        frozen, drawn = noon(day), noon(day + DRAWN_AFTER)
        found = assess.draft_round(
            actor=self.district, now=frozen,
            round_=RoundIn(
                programme=PROGRAMME, purpose=purpose, title=title, area=area, frame_on=day,
                due_on=day + DUE_AFTER, plan=plan,
            ),
        )  # fmt: skip
        assess.freeze_frame(actor=self.district, round_id=found.id, now=frozen)
        numbers = " ".join(f"{one:02d}" for one in sorted(self.chance.sample(range(1, 34), 6)))
        assess.draw_sample(
            actor=self.district, round_id=found.id, seed=numbers, now=drawn,
            source=_("Red balls of an invented lottery, %s") % (day + DRAWN_AFTER),
        )  # fmt: skip
        for account in self.accounts:
            assess.name_assessor(
                actor=self.district, round_id=found.id, now=drawn,
                account_id=self.actor(account, day).account_id,
            )  # fmt: skip
        return assess.send_out(actor=self.district, round_id=found.id, now=drawn)

    def actor(self, account: str, day: date) -> Actor:
        """Return one of those who visit, as she acts on a day."""
        return org.actor_for(cast.account(account), on=day)

    def visit(self, account: str, day: date, most: int | None = None) -> None:
        """Make an assessor's visits, all or the first ones, with the reserves that are called upon."""
        actor = self.actor(account, day)
        made = 0
        while most is None or made < most:
            waiting = queries.own_visits(actor).filter(state__in=Visit.DUE)
            visits = list(waiting.select_related("sampled__first"))
            if not visits:
                return
            for visit in visits[: None if most is None else most - made]:
                self.record(actor, visit, day)
                made += 1

    def record(self, actor: Actor, visit: Visit, day: date) -> None:
        """Record one visit, or that nobody was met."""
        if self.chance.random() < NOT_MET:
            assess.miss_visit(
                actor=actor, visit_id=visit.id, reason=Visit.Missed.NOBODY_HOME, now=noon(day)
            )
            return
        assess.fill_visit(
            actor=actor, visit_id=visit.id, finding=self.finding(visit), on=day, now=noon(day)
        )

    def finding(self, visit: Visit) -> FindingIn:
        """Return what a visit finds: mostly what was claimed, a few points less."""
        if self.chance.random() < GONE:
            return FindingIn(outcome="moved-away")
        first = visit.sampled.first
        sheet = visit.round.sheet
        maxima = [item["max"] for item in sheet.items]
        total = first.total - self.chance.randint(-1, 7) if first else self.chance.randint(62, 88)
        return FindingIn(
            outcome="met",
            has_plaque=bool(first) and self.chance.random() >= NO_PLAQUE,
            points=points_for(self.chance, maxima, min(total, sum(maxima))),
            knows_standard=self.chance.random() < (AWARE if first else AWARE / 2),
            satisfaction=self.chance.choice((3, 4, 4, 5, 5)),
            ledger_agrees=self.chance.random() >= LEDGER_WRONG if sheet.asks_ledger else None,
        )


def evaluators(district: Actor, seed: int) -> Evaluators:
    """Return the demonstration's evaluators: two who grant no level and had no part in one."""
    return Evaluators(district, ("assessor", "reviewer"), random.Random(seed))  # noqa: S311


def play_check(who: Evaluators, day: date) -> None:
    """Play the district's own check of what was certified up to a day."""
    title = _("District check of %(month)d/%(year)d") % {"month": day.month, "year": day.year}
    who.play(title, Round.Purpose.DISTRICT, CHECK, day, cast.DISTRICT)


def play_mock(who: Evaluators, day: date) -> None:
    """Play the mock round before the province's."""
    title = _("Mock evaluation %d") % day.year
    who.play(title, Round.Purpose.MOCK, MOCK, day, cast.DISTRICT)


def play_live_round(who: Evaluators, towns: Sequence[str], today: date) -> None:
    """Leave a round in the field in the first town where somebody holds a level, some visits made."""
    day = today - timedelta(days=4)
    held = (one for one in towns if queries.held_on(who.district, PROGRAMME, one, day).exists())
    town = next(held, None)
    if town is not None:
        title = _("Third-party evaluation under way")
        who.send_out(title, Round.Purpose.THIRD_PARTY, LIVE, day, town)
        who.visit("assessor", today, most=2)
