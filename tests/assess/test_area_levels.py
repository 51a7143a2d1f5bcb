"""Levels of villages: computed from shares, conferred and withdrawn by the district, with their history."""

from datetime import date
from decimal import Decimal

import pytest

from jinguo.assess import actions, queries
from jinguo.assess.actions import AlreadyWithdrawn, CannotConfer
from jinguo.assess.models import AreaDecision, AreaLevel, AreaRecognition
from jinguo.assess.policies import NotOnThatDay
from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.core.versions import InUse
from jinguo.facts.models import Fact
from tests.make import assess as make
from tests.make import facts as counted

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 12)
OTHER = "370211105202"


@pytest.fixture(autouse=True)
def _plan():
    """A level that asks of a village that half of its courtyards are demonstration ones."""
    for village in (make.VILLAGE, OTHER):
        make.place(village)
    counted.defined(
        counted.measure("balance", id="yards.base", kind="tests.registered"),
        counted.measure("balance", id="yards.demo", kind="assess.recognised", categories=["demo"]),
        counted.measure(
            "ratio",
            id="yards.rate",
            unit="%",
            kind="",
            numerator="yards.demo",
            denominator="yards.base",
        ),
    )
    published()


def published(**given):
    return actions.publish_area_level(
        **{
            "pack": "tests", "area": make.DISTRICT, "programme": make.PROGRAMME, "key": "model",
            "title": "示范村", "of": "village", "conferred_by": "county",
            "conditions": [{"measure": "yards.rate", "at_least": "50"}],
            "valid_from": date(2019, 1, 1), "source": "a test", "digest": "1", **given,
        }
    )  # fmt: skip


def registered(village, count):
    for _n in range(count):
        counted.fact(counted.Registered, area=village, occurred_on=date(2020, 1, 1))


def confer(*areas, actor=None, on=DAY):
    return actions.confer_area_level(
        actor=actor or make.officer(), programme=make.PROGRAMME, level="model",
        places=[queries.Place(area) for area in areas or [make.VILLAGE]], on=on, now=make.noon(),
    )  # fmt: skip


def withdraw(*ids, actor=None, on=DAY, reason="fell back"):
    return actions.withdraw_area_level(
        actor=actor or make.officer(), recognition_ids=ids, reason=reason, on=on, now=make.noon()
    )


def net():
    return sum(
        Fact.objects.filter(kind="assess.area_recognised").values_list("quantity", flat=True)
    )


@pytest.mark.slow
def test_a_village_that_meets_the_conditions_is_given_the_level_with_what_they_came_to():
    make.recognition()
    registered(make.VILLAGE, 2)

    [made] = confer()

    held = AreaRecognition.objects.get(id=made)
    assert (held.area_id, held.level, held.conferred_on, held.ended_on) == (
        make.VILLAGE, "model", DAY, None,
    )  # fmt: skip
    [decision] = AreaDecision.objects.all()
    assert decision.verb == "conferred"
    [condition] = decision.figures
    assert Decimal(condition["value"]) == Decimal(condition["at_least"]) == 50
    [fact] = Fact.objects.filter(kind="assess.area_recognised")
    assert (fact.area, fact.category, fact.object_id) == (make.VILLAGE, "model", made)


@pytest.mark.parametrize(
    ("value", "text", "holds"),
    [("9.96", "9.96%", False), ("10", "10.0%", True), ("10.004", "10.004%", True), ("8.3", "8.3%", False)],
)  # fmt: skip
def test_a_share_just_below_its_least_does_not_read_like_it(value, text, holds):
    asked = queries.Asked("m", "share", Decimal(value), Decimal(10), "%", "ratio")

    assert (asked.text, asked.least_text, asked.holds) == (text, "10.0%", holds)


@pytest.mark.slow
def test_one_village_that_does_not_meet_them_refuses_the_whole_and_is_named():
    make.recognition()
    registered(make.VILLAGE, 2)
    registered(OTHER, 1)

    with pytest.raises(CannotConfer, match=f"area {OTHER}"):
        confer(make.VILLAGE, OTHER)

    assert not AreaRecognition.objects.exists()


def test_a_village_without_courtyards_meets_no_condition():
    with pytest.raises(CannotConfer):
        confer()


@pytest.mark.slow
def test_the_conditions_are_those_of_the_day():
    make.recognition()
    registered(make.VILLAGE, 2)

    with pytest.raises(CannotConfer):
        confer(on=date(2020, 6, 11))  # the household was certified the day after
    with pytest.raises(NotOnThatDay):
        confer(on=date(2020, 6, 16))


@pytest.mark.slow
def test_a_level_is_conferred_once_and_again_after_it_was_withdrawn():
    make.recognition()
    registered(make.VILLAGE, 2)
    [made] = confer()
    with pytest.raises(CannotConfer, match="held already"):
        confer()

    withdraw(made)
    assert net() == 0
    with pytest.raises(AlreadyWithdrawn):
        withdraw(made)
    confer()

    assert net() == 1
    [level] = AreaLevel.objects.all()
    history = queries.area_decisions(make.officer(), level, [queries.Place(make.VILLAGE)])
    assert [(one.verb, one.reason) for one in history] == [
        ("conferred", ""), ("withdrawn", "fell back"), ("conferred", ""),
    ]  # fmt: skip


@pytest.mark.slow
def test_a_withdrawal_says_why_and_comes_no_earlier_than_the_level():
    make.recognition()
    registered(make.VILLAGE, 2)
    [made] = confer()

    with pytest.raises(Invalid):
        withdraw(made, reason=" ")
    with pytest.raises(NotOnThatDay):
        withdraw(made, on=date(2020, 6, 11))

    assert net() == 1


def test_only_the_district_confers_and_withdraws():
    make.recognition()
    registered(make.VILLAGE, 2)
    town = make.officer("town-officer", make.TOWN)

    with pytest.raises(Denied):
        confer(actor=town)
    [made] = confer()
    with pytest.raises(Denied):
        withdraw(made, actor=town)
    with pytest.raises(NotFound):
        withdraw(made, actor=make.officer("district-officer", "370212"))


@pytest.mark.parametrize("area", [make.TOWN, "370212001001"])
def test_no_other_area_can_hold_it(area):
    make.place(area)

    with pytest.raises(NotFound):
        confer(area)


def test_the_standing_of_every_village_is_read_in_the_order_of_their_codes():
    make.recognition()
    registered(make.VILLAGE, 4)
    [level] = queries.area_levels_around(make.DISTRICT, DAY)

    found = queries.area_standings(make.officer(), level, within=make.DISTRICT, on=DAY)

    assert [one.code for one in found] == [make.VILLAGE, OTHER]
    assert [one.asked[0].value for one in found] == [25, None]
    assert [one.is_met for one in found] == [False, False]


@pytest.mark.slow
def test_a_version_under_which_a_level_was_conferred_does_not_change():
    make.recognition()
    registered(make.VILLAGE, 2)
    assert published().change == "unchanged"
    assert published(digest="2").change == "replaced"
    confer()

    with pytest.raises(InUse):
        published(digest="3")
    assert published(digest="3", valid_from=date(2021, 1, 1)).change == "published"
