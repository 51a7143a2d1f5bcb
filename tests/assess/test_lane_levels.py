"""Levels of lanes: by the share of a lane's courtyards that hold a level, conferred as those of villages."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from jinguo.assess import actions, queries
from jinguo.assess.actions import AlreadyWithdrawn, CannotConfer
from jinguo.assess.models import AreaDecision, AreaLevel, AreaRecognition
from jinguo.assess.queries import Place
from jinguo.audit.models import Event
from jinguo.core.errors import Denied, NotFound
from jinguo.facts import queries as figures
from jinguo.facts.models import Fact
from jinguo.facts.queries import Period
from jinguo.org.moves import Moves
from jinguo.people.models import Household
from tests.make import assess as make
from tests.make import facts as counted

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 12)
OTHER = "370211105202"
EAST = Place(make.VILLAGE, "东街")


@pytest.fixture(autouse=True)
def _plan():
    """A level that asks of a lane for four courtyards and that half of them are demonstration ones."""
    make.place(OTHER)
    make.ladder()
    counted.defined(
        counted.measure(
            "balance", id="yards.streets", kind="assess.area_recognised", categories=["street"]
        )
    )
    published()


def published(**given):
    return actions.publish_area_level(
        **{
            "pack": "tests", "area": make.DISTRICT, "programme": make.PROGRAMME, "key": "street",
            "title": "示范街", "of": "lane", "conferred_by": "county",
            "conditions": [{"levels": ["demo"], "at_least": "50"}], "least_households": 4,
            "valid_from": date(2019, 1, 1), "source": "a test", "digest": "1", **given,
        }
    )  # fmt: skip


def lane(demo, others, *, place=EAST, **given):
    """Courtyards of a lane, so many of which hold the level."""
    homes = [
        make.courtyard(village=place.area, lane=place.lane, **given) for _n in range(demo + others)
    ]
    if demo:
        make.applications(demo, state="certified", households=homes[:demo])
    return homes


def confer(*places, actor=None, on=DAY, level="street"):
    return actions.confer_area_level(
        actor=actor or make.officer(), programme=make.PROGRAMME, level=level,
        places=places or [EAST], on=on, now=make.noon(),
    )  # fmt: skip


def withdraw(*ids, actor=None, reason="fell back"):
    return actions.withdraw_area_level(
        actor=actor or make.officer(), recognition_ids=ids, reason=reason, on=DAY, now=make.noon()
    )


def standings(within=make.DISTRICT, actor=None):
    [level] = AreaLevel.objects.all()
    found = queries.area_standings(actor or make.officer(), level, within=within, on=DAY)
    return {one.place: one for one in found}


def streets(area=make.DISTRICT):
    reader = make.officer()
    return figures.figure(reader, "yards.streets", area=area, period=Period.up_to(DAY)).value


def test_a_lane_that_meets_the_conditions_is_given_the_level_and_counted_in_its_village():
    lane(2, 2)

    [made] = confer()

    held = AreaRecognition.objects.get(id=made)
    assert (held.area_id, held.lane, held.level, held.conferred_on) == (*EAST, "street", DAY)
    [fact] = Fact.objects.filter(kind="assess.area_recognised")
    assert (fact.area, fact.category, fact.object_id) == (make.VILLAGE, "street", made)
    assert (streets(), streets(make.VILLAGE), streets(OTHER)) == (1, 1, 0)
    [decision] = AreaDecision.objects.all()
    assert [(one["measure"], one["at_least"]) for one in decision.figures] == [
        ("households", "4"), ("share:demo", "50"),
    ]  # fmt: skip
    [event] = Event.objects.filter(action="assess.confer-area-level")
    assert (event.object_id, event.area, event.count) == (made, make.VILLAGE, 1)


@pytest.mark.parametrize(
    ("demo", "others", "missing"), [(1, 3, (0, 1)), (2, 1, (1, 0)), (1, 4, (0, 2)), (0, 1, (3, 1))]
)
def test_what_a_lane_lacks_is_said_in_households_and_it_is_refused(demo, others, missing):
    lane(demo, others)

    one = standings()[EAST]
    assert tuple(part.missing for part in one.asked) == missing
    assert [part.holds for part in one.asked] == [lacking == 0 for lacking in missing]
    with pytest.raises(CannotConfer, match="东街"):
        confer()

    assert not AreaRecognition.objects.exists()


@pytest.mark.slow
def test_only_lived_in_courtyards_on_the_register_count():
    lane(2, 2)
    lane(0, 3, is_resident=False)
    lane(0, 3, closed_on=DAY)
    lane(0, 3, registered_on=DAY + timedelta(days=1))
    lane(0, 3, place=Place(make.VILLAGE, ""))

    found = standings()

    assert list(found) == [EAST]
    assert [part.value for part in found[EAST].asked] == [4, 50]


@pytest.mark.slow
def test_a_level_lost_counts_no_more():
    homes = lane(2, 2)
    [made] = confer()
    assert standings()[EAST].is_met

    lost = make.Recognition.objects.get(household=homes[0])
    make.Recognition.objects.filter(pk=lost.pk).update(ended_on=DAY, state="closed")

    assert [part.count for part in standings()[EAST].asked] == [None, 1]
    assert standings()[EAST].held.id == made


@pytest.mark.slow
def test_lanes_of_one_name_in_two_villages_are_two():
    there = Place(OTHER, "东街")
    lane(2, 2)
    lane(0, 4, place=there)

    with pytest.raises(CannotConfer, match=f"area {OTHER} · 东街"):
        confer(EAST, there)
    confer(EAST)

    assert [place for place, one in standings().items() if one.held] == [EAST]


@pytest.mark.slow
def test_two_lanes_of_a_village_may_hold_it_and_each_only_once():
    west = Place(make.VILLAGE, "西街")
    lane(2, 2)
    lane(2, 2, place=west)
    [made, _other] = confer(EAST, west)
    assert streets() == 2
    with pytest.raises(CannotConfer, match="held already"):
        confer(EAST)

    withdraw(made)
    with pytest.raises(AlreadyWithdrawn):
        withdraw(made)
    assert streets() == 1
    confer(EAST)

    [level] = AreaLevel.objects.all()
    history = queries.area_decisions(make.officer(), level, [EAST])
    assert [(one.verb, one.reason) for one in history] == [
        ("conferred", ""), ("withdrawn", "fell back"), ("conferred", ""),
    ]  # fmt: skip


def test_the_database_lets_a_lane_hold_a_level_once():
    lane(2, 2)
    [made] = confer()
    again = AreaRecognition.objects.get(id=made)
    again.id, again.conferred_on = None, DAY + timedelta(days=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        AreaRecognition.objects.bulk_create([again])


def test_only_the_district_confers_and_only_who_reaches_it_sees():
    lane(2, 2)
    with pytest.raises(Denied):
        confer(actor=make.officer("town-officer", make.TOWN))
    with pytest.raises(NotFound):
        standings(actor=make.officer("district-officer", "370212"))
    with pytest.raises(NotFound):
        standings(within="37021x", actor=make.officer())


@pytest.mark.slow
@pytest.mark.parametrize(
    "place", [Place(make.VILLAGE), Place(make.TOWN, "东街"), Place(make.VILLAGE, "北街")]
)
def test_what_is_no_lane_or_has_nobody_in_it_is_given_nothing(place):
    lane(2, 2)

    with pytest.raises((NotFound, CannotConfer)):
        confer(place)


def test_a_lane_is_given_no_level_of_villages():
    lane(2, 2)
    published(key="model", of="village", least_households=0, conditions=[])

    with pytest.raises(NotFound):
        confer(EAST, level="model")


@pytest.mark.slow
def test_a_lane_nobody_lives_in_any_more_is_still_listed_to_be_taken_its_level():
    lane(2, 2)
    [made] = confer()
    Household.objects.update(lane="新街")

    found = standings()
    assert not found[EAST].is_met and found[EAST].held.id == made
    withdraw(made)

    assert list(standings()) == [Place(make.VILLAGE, "新街")]


@pytest.mark.slow
def test_lanes_of_a_village_that_was_merged_are_its_successor_s():
    lane(1, 1)
    lane(1, 1, place=Place(OTHER, "东街"))
    district = replace(make.officer(), moves=Moves(((OTHER, make.VILLAGE),)))

    assert {place: one.asked[0].value for place, one in standings(actor=district).items()} == {
        EAST: 4
    }


def test_however_many_lanes_there_are_they_are_counted_in_the_same_statements(
    django_assert_num_queries,
):
    lane(2, 2)
    [level], officer = AreaLevel.objects.all(), make.officer()
    asked = {"level": level, "within": make.DISTRICT, "on": DAY}
    with django_assert_num_queries(4):
        queries.area_standings(officer, **asked)
    for number in range(6):
        lane(0, 2, place=Place(make.VILLAGE if number % 2 else OTHER, f"{number}组"))

    with django_assert_num_queries(4):
        assert len(queries.area_standings(officer, **asked)) == 7


def test_what_was_conferred_stands_before_the_public_with_its_village():
    lane(2, 2)
    confer()

    [level] = queries.honoured_areas()
    assert (level.title, [one.name for one in level.areas]) == (
        "示范街", [f"area {make.VILLAGE}东街"],
    )  # fmt: skip
