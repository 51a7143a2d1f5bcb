"""Points earned: by which rule, by whom, how often; and taken back."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.core.versions import InUse
from jinguo.facts.models import Fact
from jinguo.ledger import actions, queries
from jinguo.ledger.actions import LimitReached
from jinguo.ledger.models import Entry
from jinguo.ledger.policies import TooFewPoints
from jinguo.ledger.schemes import NotGiven
from jinguo.people import actions as people_actions
from tests.make import ledger as make
from tests.make import org, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scheme():
    org.tree()
    make.scheme()


@pytest.mark.slow
def test_everyone_ticked_gets_the_points_of_the_rule_and_one_fact_each():
    homes = [people.household() for _n in range(3)]

    make.record(*homes)

    assert [make.balance(home) for home in homes] == [2, 2, 2]
    facts = Fact.objects.filter(kind="ledger.earned")
    assert {(f.category, f.quantity, f.area) for f in facts} == {("clean-up", 2, make.VILLAGE)}
    assert len(facts) == 3


@pytest.mark.slow
def test_recording_costs_the_same_for_two_households_and_for_forty():
    chair, counts = make.chair(), []

    for number in (2, 40):
        homes = [people.household() for _n in range(number)]
        with CaptureQueriesContext(connection) as queries_made:
            make.record(*homes, by=chair)
        counts.append(len(queries_made))

    assert counts[0] == counts[1]


@pytest.mark.slow
def test_an_entry_keeps_the_version_it_was_recorded_under():
    home = people.household()
    make.record(home)
    later = make.RULE | {"points": 3}
    make.scheme(rules=[later], valid_from=date(2020, 7, 1), digest="2")

    make.record(home, on=date(2020, 7, 2))

    assert sorted(e.points for e in queries.entries_of(home)) == [2, 3]
    assert len({e.scheme_id for e in queries.entries_of(home)}) == 2


@pytest.mark.slow
def test_a_version_that_points_were_recorded_under_does_not_change():
    make.record(people.household())

    with pytest.raises(InUse):
        make.scheme(digest="2")


@pytest.mark.slow
def test_a_village_with_rules_of_its_own_gives_what_they_say():
    make.scheme(area=make.VILLAGE, rules=[make.RULE | {"points": 7}])
    here, next_door = people.household(), people.household(area=people.NEXT_DOOR)

    make.record(here, next_door, by=make.town())

    assert (make.balance(here), make.balance(next_door)) == (7, 2)


@pytest.mark.slow
def test_a_rule_gives_no_more_than_its_limit_in_a_month_and_again_in_the_next():
    home, other = people.household(), people.household()
    make.record(home)

    with pytest.raises(LimitReached, match=f"{home.code}.*1 time a month"):
        make.record(home, other, on=date(2020, 6, 1))

    assert make.balance(other) == 0  # all or nothing
    make.record(home, on=date(2020, 5, 31))
    assert make.balance(home) == 4


@pytest.mark.slow
def test_points_taken_back_make_room_for_the_right_ones():
    home = people.household()
    [entry] = make.record(home)

    actions.take_points_back(
        actor=make.chair(), entry_id=entry, reason="记错日期", now=people.instant()
    )
    make.record(home, on=date(2020, 6, 14))

    assert make.balance(home) == 2
    assert sum(Fact.objects.filter(kind="ledger.earned").values_list("quantity", flat=True)) == 2


@pytest.mark.slow
def test_what_falls_to_the_town_is_not_recorded_by_the_village():
    home = people.household()

    with pytest.raises(Denied, match=r"Frugal feast.*town"):
        make.record(home, rule="feast")

    make.record(home, rule="feast", by=make.town())
    assert make.balance(home) == 20


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"rule": "nothing"}, NotGiven),
        ({"on": date(2018, 12, 31)}, NotGiven),  # before the scheme
        ({"on": make.DAY + timedelta(days=1)}, Invalid),
        ({"at": "370211105202"}, NotFound),
        ({"role": "data-officer"}, Denied),
    ],
    ids=["no-such-rule", "before-the-scheme", "tomorrow", "next-village", "no-right"],
)
def test_what_cannot_be_recorded_is_refused_and_nothing_is_written(given, error):
    home = people.household(registered_on=date(2018, 1, 1))
    asked = {
        "role": "village-chair",
        "at": make.VILLAGE,
        "rule": "clean-up",
        "on": make.DAY,
    } | given

    with pytest.raises(error):
        actions.record_points(
            actor=org.officer(role=asked["role"], at=asked["at"]), programme=make.PROGRAMME,
            rule=asked["rule"], household_ids=[home.id], on=asked["on"], now=people.instant(),
        )  # fmt: skip

    assert not Entry.objects.exists()


@pytest.mark.slow
def test_nobody_chosen_is_said():
    with pytest.raises(Invalid, match="at least one"):
        make.record()


@pytest.mark.slow
def test_a_household_off_the_register_gets_nothing():
    home = people.household()
    people_actions.close_household(
        actor=people.colleague(), household_id=home.id, on=make.DAY, reason="搬走",
        now=people.instant(),
    )  # fmt: skip

    with pytest.raises(Refused, match="left the register"):
        make.record(home)


@pytest.mark.slow
def test_points_already_exchanged_are_not_taken_back():
    home = make.rich(20)
    make.hand_over(home, make.good(price=15))
    earned = Entry.objects.get(kind="earn")

    with pytest.raises(TooFewPoints, match="takes 20 points; the household has 5"):
        actions.take_points_back(
            actor=make.town(), entry_id=earned.id, reason="记错", now=people.instant()
        )


@pytest.mark.slow
def test_an_entry_is_taken_back_once_and_only_with_a_reason():
    [entry] = make.record(people.household())
    back = {"actor": make.chair(), "entry_id": entry, "now": people.instant()}

    with pytest.raises(Invalid, match="reason"):
        actions.take_points_back(**back, reason="  ")
    actions.take_points_back(**back, reason="记错")
    with pytest.raises(Refused, match="already"):
        actions.take_points_back(**back, reason="记错")


@pytest.mark.slow
def test_an_account_follows_its_household_into_a_merger():
    winner, loser = people.household(), people.household(head_name="李桂兰")
    make.record(winner, loser)
    people_actions.merge_households(
        actor=people.colleague(), winner_id=winner.id, loser_id=loser.id, reason="一户",
        now=people.instant(),
    )  # fmt: skip

    assert make.balance(winner) == 4
    make.hand_over(winner, make.good(price=4))
    assert make.balance(winner) == 0
    lost = queries.entries_of(winner).get(household=loser)
    with pytest.raises(TooFewPoints):
        actions.take_points_back(
            actor=make.chair(), entry_id=lost.id, reason="记错", now=people.instant()
        )


@pytest.mark.slow
@pytest.mark.parametrize(
    "change", ["UPDATE ledger_entry SET points = 9", "DELETE FROM ledger_entry"]
)
def test_the_database_refuses_to_change_the_ledger(change):
    make.record(people.household())

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.slow
def test_the_database_refuses_a_balance_below_zero():
    home = make.rich(20)
    make.hand_over(home, make.good(price=20))
    spent = make.last(home)

    with pytest.raises(IntegrityError, match="below zero"), transaction.atomic():
        Entry.objects.create(
            household=home, area_id=home.area_id, kind="expire", points=-1, on=spent.on,
            at=spent.at, actor="somebody",
        )  # fmt: skip
