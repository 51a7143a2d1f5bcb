"""Rounds of evaluation, each brought about by the acts themselves, in June 2020."""

from __future__ import annotations

from datetime import date, datetime

from jinguo.assess import actions
from jinguo.assess.actions import FindingIn, RoundIn
from jinguo.assess.evaluation.draws.plan import StratifiedPlan
from jinguo.assess.models import Round, Visit
from jinguo.org.actor import Actor
from tests.make import assess, org
from tests.make.assess import noon

LISTED_ON, DRAWN_ON, VISITED_ON, DUE_ON = (
    date(2020, 6, 15),
    date(2020, 6, 16),
    date(2020, 6, 18),
    date(2020, 6, 30),
)
OTHER_VILLAGE = "370211105202"
SEED, SOURCE = "08 12 19 23 30 33 + 07", "Double-colour lottery 2020055"
MET = FindingIn(
    outcome="met", has_plaque=True, points=[24, 24, 24, 23], knows_standard=True, satisfaction=5
)
GONE = FindingIn(outcome="moved-away")


def listed_courtyards(number: int = 6, village: str = assess.VILLAGE) -> None:
    """Courtyards of a village that hold the district's level."""
    assess.applications(number, state="certified", village=village)


def round_in(**given) -> RoundIn:
    """A district check of four households, with two reserves."""
    return RoundIn(
        **{
            "programme": assess.PROGRAMME,
            "purpose": "district-check",
            "title": "六月抽查",
            "area": assess.DISTRICT,
            "frame_on": LISTED_ON,
            "due_on": DUE_ON,
            "plan": StratifiedPlan(listed=4, reserves=2),
            **given,
        }
    )


def drafted_round(*, actor: Actor | None = None, now: datetime | None = None, **given) -> Round:
    """A drafted round."""
    return actions.draft_round(
        actor=actor or assess.officer(), round_=round_in(**given), now=now or noon(LISTED_ON)
    )


def frozen_round(**given) -> Round:
    """A round whose list is frozen."""
    found = drafted_round(**given)
    return actions.freeze_frame(actor=assess.officer(), round_id=found.id, now=noon(LISTED_ON))


def drawn_round(**given) -> Round:
    """A round whose sample is drawn."""
    found = frozen_round(**given)
    return actions.draw_sample(
        actor=assess.officer(), round_id=found.id, seed=SEED, source=SOURCE, now=noon(DRAWN_ON)
    )


def assessor(found: Round, *, at: str = assess.DISTRICT, ties=()) -> Actor:
    """An assessor with an account of her own, named for a round."""
    actor = org.actor(role="third-party-assessor", at=at, on=VISITED_ON)
    actions.name_assessor(
        actor=assess.officer(), round_id=found.id, account_id=actor.account_id, ties=ties,
        now=noon(DRAWN_ON),
    )  # fmt: skip
    return actor


def round_in_field(*, assessors: int = 1, **given) -> tuple[Round, list[Actor]]:
    """A round with its assessors on their way."""
    found = drawn_round(**given)
    actors = [assessor(found) for _one in range(assessors)]
    sent = actions.send_out(actor=assess.officer(), round_id=found.id, now=noon(DRAWN_ON))
    return sent, actors


def own_visits(actor: Actor) -> list[Visit]:
    """The visits of an assessor that wait, by code."""
    return list(Visit.objects.visible_to(actor).filter(state__in=Visit.DUE).order_by("code"))


def fill_visit(actor: Actor, visit: Visit, finding: FindingIn = MET, **given):
    """Record what a visit found."""
    return actions.fill_visit(
        **{
            "actor": actor,
            "visit_id": visit.id,
            "finding": finding,
            "on": VISITED_ON,
            "now": noon(VISITED_ON),
            **given,
        }
    )


def miss_visit(actor: Actor, visit: Visit, reason: str = "nobody-home") -> Visit | None:
    """Give up a visit where nobody was met."""
    return actions.miss_visit(actor=actor, visit_id=visit.id, reason=reason, now=noon(VISITED_ON))


def closed_round(**given) -> Round:
    """A closed round: at every household but one the claim was true."""
    found, [actor] = round_in_field(**given)
    first, *rest = own_visits(actor)
    fill_visit(actor, first, GONE)
    for visit in rest:
        fill_visit(actor, visit)
    return actions.close_round(actor=assess.officer(), round_id=found.id, now=noon(DUE_ON))
