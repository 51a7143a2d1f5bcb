"""Faults struck off and households confirmed by mistake: taken back at once, they are open again."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from jinguo.assess import actions, queries
from jinguo.assess.actions import InspectionIn
from jinguo.assess.models import Recognition, Repair, RepairTakenBack
from jinguo.core.errors import NotFound
from jinguo.facts.models import Fact
from tests.make import assess as make

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 20)
NOW = make.noon(DAY)
SOON = NOW + timedelta(minutes=10)
REST = date(2020, 6, 30)  # the day rectifications of make.recognition are due


def somebody(number=1):
    return replace(make.officer(), account_id=UUID(int=number))


def strike_off(held, at=NOW):
    faults = [one.id for one in queries.faults_of(make.officer(), held.id)]
    actions.put_right(actor=somebody(), fault_ids=faults, on=DAY, now=at)


def restore(*rows, at=NOW):
    for one in rows:
        strike_off(one, at - timedelta(minutes=1))
    ids = [one.id for one in rows]
    actions.restore(actor=somebody(), recognition_ids=ids, reason="seen", on=DAY, now=at)


def take_back(actor=None, acted_at=NOW, now=SOON):
    return actions.take_back(actor=actor or somebody(), acted_at=acted_at, now=now)


def rectifying(count=1):
    return [make.recognition(state="rectifying") for _one in range(count)]


@pytest.mark.slow
def test_a_fault_struck_off_by_mistake_is_open_again_and_both_are_kept():
    [held] = rectifying()
    strike_off(held)
    [repair] = Repair.objects.all()

    assert take_back() == [held.id]

    assert not Repair.objects.exists()
    [kept] = RepairTakenBack.objects.all()
    assert (kept.id, kept.on, kept.repaired_at, kept.at) == (repair.id, DAY, NOW, SOON)
    with pytest.raises(actions.FaultsOpen):
        actions.restore(
            actor=somebody(), recognition_ids=[held.id], reason="seen", on=DAY, now=SOON
        )
    strike_off(held, SOON)
    assert Repair.objects.count() == 1


@pytest.mark.slow
def test_a_confirmation_taken_back_gives_each_its_own_day_again_and_counts_no_more():
    rows = rectifying(2)
    later = date(2020, 7, 15)
    actions.add_faults(
        actor=make.officer(), recognition_ids=[rows[1].id], problems=["the gate"], due_on=later,
        on=date(2020, 6, 14), now=make.noon(date(2020, 6, 14)),
    )  # fmt: skip
    restore(*rows)

    take_back()

    found = {one.id: (one.state, one.rectify_by) for one in Recognition.objects.all()}
    assert found == {rows[0].id: ("rectifying", REST), rows[1].id: ("rectifying", later)}
    facts = Fact.objects.filter(kind="assess.restored")
    assert facts.aggregate(Sum("quantity"))["quantity__sum"] == 0
    assert queries.check_states() == []


def test_a_second_order_has_its_own_day_and_not_that_of_the_first():
    [held] = rectifying()
    restore(held)
    on = date(2020, 6, 21)
    actions.order_rectification(
        actor=make.officer(), recognition_ids=[held.id], problems=["the gate"],
        due_on=date(2020, 6, 25), on=on, now=make.noon(on),
    )  # fmt: skip
    [fault] = [one for one in queries.faults_of(make.officer(), held.id) if one.found_on == on]
    at = make.noon(on) + timedelta(hours=1)
    actions.put_right(actor=somebody(), fault_ids=[fault.id], on=on, now=at)
    actions.restore(actor=somebody(), recognition_ids=[held.id], reason="seen", on=on, now=at)

    take_back(acted_at=at, now=at)

    held.refresh_from_db()
    assert (held.state, held.rectify_by) == ("rectifying", date(2020, 6, 25))


@pytest.mark.slow
def test_after_some_minutes_both_stand():
    [held] = rectifying()
    restore(held)

    with pytest.raises(actions.CannotTakeBack, match="More than 10 minutes"):
        take_back(now=SOON + timedelta(seconds=1))
    with pytest.raises(actions.CannotTakeBack):
        take_back(acted_at=NOW - timedelta(minutes=1))

    held.refresh_from_db()
    assert held.state == "certified"
    assert Repair.objects.count() == 1


@pytest.mark.slow
def test_a_strike_stands_once_the_household_is_confirmed():
    [held] = rectifying()
    restore(held)

    with pytest.raises(actions.CannotTakeBack, match="worked on since"):
        take_back(acted_at=NOW - timedelta(minutes=1), now=NOW + timedelta(minutes=1))


@pytest.mark.slow
def test_a_confirmation_stands_once_the_household_was_inspected():
    [held] = rectifying()
    restore(held)
    actions.inspect(
        actor=make.officer(), on=DAY, now=NOW + timedelta(minutes=1),
        sheets=[InspectionIn(held.id, make.points())],
    )  # fmt: skip

    with pytest.raises(actions.CannotTakeBack, match="worked on since"):
        take_back()


@pytest.mark.slow
def test_nobody_takes_back_another_s_strike():
    [held] = rectifying()
    strike_off(held)

    with pytest.raises(NotFound):
        take_back(actor=somebody(2))
    assert not queries.can_take_back(somebody(2), NOW)
    assert queries.can_take_back(somebody(), NOW)


@pytest.mark.slow
def test_an_order_is_not_taken_back():
    [held] = rectifying()
    actions.close_recognition(
        actor=somebody(), recognition_ids=[held.id], reason="moved", on=DAY, now=NOW
    )

    assert not queries.can_take_back(somebody(), NOW)


@pytest.mark.slow
def test_a_repair_does_not_go_without_what_it_said_being_kept():
    [held] = rectifying()
    strike_off(held)

    with pytest.raises(IntegrityError), transaction.atomic():
        Repair.objects.all().delete()
