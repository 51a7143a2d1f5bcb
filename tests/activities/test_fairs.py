"""Fairs: stalls of firms and makers, posts, intents, who was hired, what was sold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db.models import Sum

from jinguo.activities import actions, events, policies
from jinguo.activities.actions import common
from jinguo.core.errors import Denied, Invalid, Refused
from jinguo.facts import actions as facts
from jinguo.facts.models import Fact
from tests.make import activities as make

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 15)


def fair(**given):
    return make.activity(**{"kind": "fair", "category": "", "title": "女性专场招聘会", **given})


def hold(of, number: int = 1):
    """Close a session of a fair at its end."""
    session = of.sessions.get(number=number)
    return actions.hold_session(actor=make.officer(), session_id=session.id, now=session.ends_at)


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


def counted(kind: str, year: int = 2020) -> int:
    found = Fact.objects.filter(kind=kind, occurred_on__year=year)
    return found.aggregate(total=Sum("quantity"))["total"] or 0


def stood(year: int = 2020) -> list[int]:
    """How many stalls stood at fairs and how many places were offered there in a year."""
    return [counted(f"activities.{kind}", year) for kind in ("stall", "places-offered")]


def sold() -> int:
    found = Fact.objects.filter(kind="activities.sold")
    return found.aggregate(total=Sum("amount"))["total"] or 0


def meant(post, *, on=DAY, now=make.NOON, person=None):
    return actions.record_intent(
        actor=make.officer(), vacancy_id=post.id, person_id=(person or make.woman()).id, on=on, now=now
    )  # fmt: skip


@pytest.mark.slow
def test_a_firm_offers_places_a_woman_means_to_take_one_and_is_hired_later():
    at = fair()
    post = vacancy(stall(at, uscc=make.uscc()))
    officer, person = make.officer(), make.woman()

    intent = actions.record_intent(
        actor=officer, vacancy_id=post.id, person_id=person.id, on=DAY, now=make.NOON
    )
    settled = actions.settle_intent(
        actor=officer, intent_id=intent.id, is_hired=True, on=DAY, now=make.NOON
    )

    hold(at)

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
    at = fair(kind="market")
    made = stall(at, name="布艺", vendor_id=make.woman().id, is_womans=True, goods="香包")
    said = {"actor": make.officer(), "stall_id": made.id, "now": make.NOON}

    actions.record_sales(sales_fen=80_000, **said)
    assert sold() == 0
    hold(at)
    assert sold() == 80_000
    actions.record_sales(sales_fen=120_000, **said)
    actions.record_sales(sales_fen=120_000, **said)

    assert sold() == 120_000
    assert Fact.objects.filter(kind="activities.sold", corrects__isnull=False).count() == 1
    with pytest.raises(Refused):
        vacancy(made)


@pytest.mark.slow
def test_a_firm_sells_too_where_things_are_sold_and_nobody_where_not():
    at = fair(kind="market")
    firm = stall(at, uscc=make.uscc())
    actions.record_sales(actor=make.officer(), stall_id=firm.id, sales_fen=5_000, now=make.NOON)
    hold(at)
    elsewhere = stall(fair())

    assert sold() == 5_000
    with pytest.raises(Refused, match="nothing is sold"):
        actions.record_sales(
            actor=make.officer(), stall_id=elsewhere.id, sales_fen=5_000, now=make.NOON
        )


@pytest.mark.slow
def test_a_fair_counts_once_it_was_held_and_what_is_added_later_at_once():
    at = fair(sessions=make.meetings(2))
    vacancy(stall(at, uscc=make.uscc()), places=5)
    assert stood() == [0, 0]

    hold(at)
    vacancy(stall(at, name="后来", uscc=make.uscc(1)), places=7)
    hold(at, 2)

    assert stood() == [2, 12]
    days = Fact.objects.filter(kind="activities.stall").values_list("occurred_on", flat=True)
    assert set(days) == {make.START.date()}


@pytest.mark.slow
def test_a_fair_called_off_counts_nothing_and_keeps_no_intent_in_a_figure():
    at = fair()
    post = vacancy(stall(at, uscc=make.uscc()))
    meant(post)
    assert counted("activities.meant") == 1

    actions.cancel_activity(actor=make.officer(), activity_id=at.id, reason="停电", now=make.NOON)

    assert stood() == [0, 0] and counted("activities.meant") == 0
    for refused in (lambda: stall(at), lambda: meant(post)):
        with pytest.raises(policies.WrongState):
            refused()


@pytest.mark.slow
def test_of_a_fair_called_off_after_its_first_day_that_day_stays_counted():
    at = fair(sessions=make.meetings(2))
    meant(vacancy(stall(at, uscc=make.uscc())))
    hold(at)

    actions.cancel_activity(
        actor=make.officer(), activity_id=at.id, reason="停电", now=make.START + timedelta(days=1)
    )

    assert stood() == [1, 12] and counted("activities.meant") == 1


@pytest.mark.slow
def test_a_fair_moved_to_another_year_counts_in_that_year():
    at = fair()
    vacancy(stall(at, uscc=make.uscc()))
    later = make.START.replace(year=2021)

    actions.move_session(
        actor=make.officer(), session_id=at.sessions.get().id, starts_at=later,
        ends_at=later + timedelta(hours=2), now=make.NOON,
    )  # fmt: skip
    hold(at)

    assert (stood(2020), stood(2021)) == ([0, 0], [1, 12])


@pytest.mark.slow
def test_what_was_counted_at_planning_before_is_counted_once():
    """As the first version recorded it: on the day the fair was planned for."""
    at = fair()
    made = stall(at, uscc=make.uscc())
    vacancy(made)
    early = common.counted(events.StallHeld, at, made.id, date(2019, 12, 31), category="firm")
    facts.record([early], actor=make.officer())

    hold(at)

    assert (stood(2019), stood(2020)) == ([0, 0], [1, 12])


@pytest.mark.slow
def test_a_stall_and_a_post_are_taken_off_before_the_fair_and_not_after():
    at, officer = fair(), make.officer()
    first, second, third = [stall(at, name=f"摊{n}", uscc=make.uscc(n)) for n in range(3)]
    kept, gone = vacancy(second), vacancy(second, title="月嫂")
    vacancy(first)

    actions.remove_stall(actor=officer, stall_id=first.id, now=make.NOON)
    actions.remove_vacancy(actor=officer, vacancy_id=gone.id, now=make.NOON)
    meant(kept)
    for refused in (
        lambda: actions.remove_stall(actor=officer, stall_id=second.id, now=make.NOON),
        lambda: actions.remove_vacancy(actor=officer, vacancy_id=kept.id, now=make.NOON),
    ):
        with pytest.raises(Refused, match="Somebody means"):
            refused()
    assert stall(at, name="新摊").number == 4
    hold(at)

    assert stood() == [3, 12]
    with pytest.raises(Refused, match="The fair was held"):
        actions.remove_stall(actor=officer, stall_id=third.id, now=make.NOON)


@pytest.mark.slow
def test_the_answer_whether_she_was_hired_is_put_right_with_its_figure():
    at, officer = fair(), make.officer()
    intent = meant(vacancy(stall(at, uscc=make.uscc())))
    right = {"actor": officer, "intent_id": intent.id, "now": make.NOON}
    with pytest.raises(Refused, match="no answer yet"):
        actions.correct_intent(is_hired=False, **right)

    actions.settle_intent(is_hired=True, on=DAY, **right)
    assert actions.correct_intent(is_hired=False, **right).state == "not-hired"
    assert counted("activities.hired") == 0
    assert actions.correct_intent(is_hired=True, **right).state == "hired"

    assert counted("activities.hired") == 1
    assert Fact.objects.filter(kind="activities.hired", corrects__isnull=False).count() == 1
    with pytest.raises(Refused, match="on record already"):
        actions.correct_intent(is_hired=True, **right)


def test_an_intent_is_of_a_day_between_the_opening_of_the_fair_and_today():
    post = vacancy(stall(fair(), uscc=make.uscc()))

    for day in (date(1990, 1, 1), DAY - timedelta(days=2), DAY + timedelta(days=1)):
        with pytest.raises(Invalid) as refused:
            meant(post, on=day)
        assert "on" in refused.value.fields
    meant(post, on=DAY - timedelta(days=1))

    assert counted("activities.meant") == 1


def test_only_a_fair_has_stalls_and_only_its_organiser_adds_them():
    with pytest.raises(Refused, match="no fair"):
        stall(make.activity())
    with pytest.raises(Denied):
        stall(fair(), by=make.officer("district-leader", make.DISTRICT))
