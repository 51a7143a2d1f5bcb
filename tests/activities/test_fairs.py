"""Fairs: stalls of firms and makers, posts, intents, who was hired, what was sold."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Sum

from jinguo.activities import actions
from jinguo.core.errors import Denied, Invalid, Refused
from jinguo.facts.models import Fact
from tests.make import activities as make

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 15)


def fair():
    return make.activity(kind="fair", category="", title="女性专场招聘会")


def stall(of, *, by=None, **given):
    return actions.add_stall(
        actor=by or make.officer(),
        activity_id=of.id,
        now=make.NOON,
        **{"name": "海风家政", **given},
    )


def vacancy(of, **given):
    return actions.add_vacancy(
        actor=make.officer(), stall_id=of.id, now=make.NOON,
        **{"title": "育婴员", "places": 12, "wage_from_fen": 400_000, "wage_to_fen": 600_000, **given},
    )  # fmt: skip


def counted(kind: str) -> int:
    return Fact.objects.filter(kind=kind).aggregate(total=Sum("quantity"))["total"] or 0


@pytest.mark.slow
def test_a_firm_offers_places_a_woman_means_to_take_one_and_is_hired_later():
    post = vacancy(stall(fair(), uscc=make.uscc()))
    officer, person = make.officer(), make.woman()

    intent = actions.record_intent(
        actor=officer, vacancy_id=post.id, person_id=person.id, on=DAY, now=make.NOON
    )
    settled = actions.settle_intent(
        actor=officer, intent_id=intent.id, is_hired=True, on=DAY, now=make.NOON
    )

    assert settled.state == "hired"
    kinds = ("stall", "places-offered", "meant", "hired")
    assert [counted(f"activities.{kind}") for kind in kinds] == [1, 12, 1, 1]
    with pytest.raises(Refused):
        actions.settle_intent(
            actor=officer, intent_id=intent.id, is_hired=False, on=DAY, now=make.NOON
        )


def test_a_firm_has_one_stall_and_a_code_that_checks():
    at = fair()
    stall(at, uscc=make.uscc())

    with pytest.raises(Refused):
        stall(at, uscc=make.uscc())
    with pytest.raises(Invalid):
        stall(at, uscc="91370211MA3CE00001")


@pytest.mark.slow
def test_a_maker_sells_and_the_later_word_counts():
    made = stall(fair(), name="布艺", vendor_id=make.woman().id, is_womans=True, goods="香包")

    for fen in (80_000, 120_000):
        actions.record_sales(actor=make.officer(), stall_id=made.id, sales_fen=fen, now=make.NOON)

    total = Fact.objects.filter(kind="activities.sold").aggregate(total=Sum("amount"))["total"]
    assert total == 120_000
    with pytest.raises(Refused):
        vacancy(made)


def test_only_a_fair_has_stalls_and_only_its_organiser_adds_them():
    with pytest.raises(Refused, match="no fair"):
        stall(make.activity())
    with pytest.raises(Denied):
        stall(fair(), by=make.officer("district-leader", make.DISTRICT))
