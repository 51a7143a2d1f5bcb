"""Rounds of evaluation that begin today, of the courtyards of one village."""

from __future__ import annotations

from django.utils import timezone

from jinguo.assess import actions
from jinguo.assess.evaluation.draws.plan import StratifiedPlan
from jinguo.assess.models import Round
from tests.make import desk
from tests.make import people as homes

NAMES = ("王桂兰", "李秀珍", "赵玉梅", "孙淑芳")


def in_field(account, **given):
    """A round of three households and a reserve in the field, all of it one assessor's."""
    plan = StratifiedPlan(listed=3, reserves=1)
    return Round.objects.get(id=desk.sent_out(account, **{"plan": plan, **given}))


def two_in_field():
    """A round in the field with two assessors, of whom the first is to fall ill."""
    ill, other = (desk.someone("third-party-assessor", name=name) for name in ("张评估", "李评估"))
    plan = StratifiedPlan(listed=4, reserves=1)
    act = {"actor": desk.officer(), "now": timezone.now()}
    act["round_id"] = desk.open_round(plan=plan)
    actions.freeze_frame(**act)
    actions.draw_sample(seed="08 12 19", source="2020055", **act)
    for account in (ill, other):
        actions.name_assessor(account_id=account.id, **act)
    return actions.send_out(**act), ill, other


def four_courtyards() -> None:
    """Four more courtyards that hold the district's level, each certified by somebody else."""
    for name in NAMES:
        desk.recognised(homes.household(head_name=name, address="东街7号").id)
