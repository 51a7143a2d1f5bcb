"""Seats by lot: the seed is committed before, the result can be repeated by anybody."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from jinguo.activities import actions
from jinguo.activities.drawing import Ticket, draw_lots
from jinguo.activities.models import Activity, Draw
from jinguo.activities.queries.draws import code_of
from jinguo.core.errors import Refused
from jinguo.facts.models import Fact
from jinguo.notices.models import Message
from tests.make import activities as make

pytestmark = pytest.mark.django_db


def by_lot(**given) -> Activity:
    return make.activity(
        **{"allocation": "draw", "capacity": 2, "minimum": 1, "waiting_capacity": 1, **given}
    )


def draw(activity, now=make.START) -> Draw:
    return actions.draw(actor=make.officer(), activity_id=activity.id, now=now)


@pytest.mark.slow
def test_before_the_draw_everybody_waits_without_a_place():
    activity = by_lot()

    entries = [make.enrol(activity) for _one in range(4)]

    assert {(one.state, one.place) for one in entries} == {("waiting", None)}
    assert not Fact.objects.filter(kind="activities.enrolled").exists()


@pytest.mark.slow
def test_who_enters_a_draw_is_told_that_her_entry_is_noted_and_nobody_else_is():
    activity = by_lot()
    entry = make.enrol(activity)
    make.enrol(make.activity())

    [told] = Message.objects.filter(template="draw-entered")

    assert told.person_id == entry.person_id
    assert told.values == {"activity": activity.title, "closes": activity.closes_at.isoformat()}
    assert not Message.objects.filter(template="waiting").exists()


def test_the_hash_is_known_from_the_beginning_and_the_seed_only_after_the_draw():
    activity = by_lot()
    before = Draw.objects.get(activity=activity)
    make.enrol(activity)

    assert (before.seed, bytes(before.sealed_seed)[:1]) == ("", b"\x01")
    drawn = draw(activity)

    assert hashlib.sha256(drawn.seed.encode()).hexdigest() == before.seed_hash


@pytest.mark.slow
def test_an_outsider_finds_the_same_order_with_the_seed_and_the_list_of_entries():
    activity = by_lot()
    for _one in range(5):
        make.enrol(activity)

    drawn = draw(activity)

    def lot(code: str) -> bytes:
        return hmac.digest(drawn.seed.encode(), f"entry|{code}".encode(), "sha256")

    codes = sorted((one["code"] for one in drawn.entries), key=lot)
    assert codes == drawn.order
    states = {code_of(one.id): one.state for one in activity.enrolments.all()}
    assert [states[code] for code in codes] == [
        "enrolled", "enrolled", "waiting", "refused", "refused",
    ]  # fmt: skip
    assert Fact.objects.filter(kind="activities.enrolled").count() == 2


def test_nobody_draws_while_entry_is_open_nor_twice_nor_where_the_first_come_first():
    activity = by_lot()
    with pytest.raises(Refused, match="until"):
        draw(activity, make.NOON)
    draw(activity)

    with pytest.raises(Refused, match="already"):
        draw(activity)
    with pytest.raises(Refused, match="not by lot"):
        draw(make.activity())


def test_a_draw_is_the_same_everywhere_and_another_with_another_seed():
    tickets = [Ticket(f"{number}", 1) for number in range(50)]

    first = draw_lots(tickets, "a seed", capacity=10, kept=0)

    assert first == draw_lots(tickets[::-1], "a seed", capacity=10, kept=0)
    assert first.order != draw_lots(tickets, "another", capacity=10, kept=0).order


def test_a_family_whom_the_seats_left_do_not_fit_waits_and_the_next_gets_them():
    tickets = [Ticket("family", 3), *(Ticket(f"{number}", 1) for number in range(3))]

    for seed in map(str, range(20)):
        drawn = draw_lots(tickets, seed, capacity=3, kept=0)
        seats = sum(one.seats for one in tickets if one.code in drawn.seated)
        assert seats == 3
        assert sorted([*drawn.seated, *drawn.waiting]) == sorted(drawn.order)


def test_seats_kept_are_drawn_among_those_with_priority_alone():
    tickets = [
        Ticket("wife", 1, has_priority=True),
        *(Ticket(f"{number}", 1) for number in range(9)),
    ]

    for seed in map(str, range(20)):
        assert "wife" in draw_lots(tickets, seed, capacity=2, kept=1).seated
