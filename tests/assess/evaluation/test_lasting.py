from __future__ import annotations

from datetime import date

import pytest

from jinguo.assess.evaluation.lasting.clustering import clustering
from jinguo.assess.evaluation.lasting.retention import Spell, curve, curves, retained_at

DAY = date(2020, 12, 31)
START = date(2020, 1, 1)


def spell(ended_on=None, lost=False, town="370211105", certified_on=START):
    return Spell(town, certified_on, ended_on, lost)


def test_half_of_the_certifications_lost_is_half_retained():
    [point] = curve([spell(date(2020, 4, 10), True), spell()], on=DAY)

    assert (point.days, point.at_risk, point.lost, point.retained) == (100, 2, 1, 0.5)
    assert 0 < point.low < 0.5 < point.high < 1


def test_a_household_that_moved_away_is_no_loss():
    assert curve([spell(date(2020, 4, 10)), spell()], on=DAY) == []


def test_who_left_before_is_no_longer_counted_among_those_at_risk():
    spells = [spell(date(2020, 2, 1)), spell(date(2020, 4, 10), True), spell()]

    assert [point.at_risk for point in curve(spells, on=DAY)] == [2]


def test_when_all_are_lost_the_error_cannot_be_told():
    [point] = curve([spell(date(2020, 4, 10), True)], on=DAY)

    assert (point.retained, point.low, point.high) == (0, None, None)


def test_what_happens_after_the_day_is_not_known_on_it():
    spells = [spell(date(2020, 4, 10), True), spell(), spell(certified_on=date(2021, 5, 1))]

    assert curve(spells, on=date(2020, 4, 9)) == []
    assert curve(spells, on=date(2020, 4, 10))[0].at_risk == 2


def test_towns_and_years_have_curves_of_their_own():
    spells = [
        spell(date(2020, 4, 10), True), spell(), spell(town="370211106"),
        spell(certified_on=date(2019, 7, 1)),
    ]  # fmt: skip

    found = curves(spells, on=DAY)

    assert list(found) == [("370211105", 2019), ("370211105", 2020), ("370211106", 2020)]
    assert found["370211105", 2019] == []


def test_the_share_still_held_is_read_off_the_last_step_before():
    points = curve([spell(date(2020, 4, 10), True), spell()], on=DAY)

    assert [retained_at(points, days) for days in (0, 99, 100, 365)] == [1, 1, 0.5, 0.5]


ALIKE = {f"37021110{town}20{n}": town * 10.0 + n for town in range(3) for n in range(4)}
UNLIKE = {f"37021110{town}20{n}": n * 10.0 + town for town in range(3) for n in range(4)}


def clustered(values, seed="1", permutations=199):
    return clustering(
        values, {one: one[:9] for one in values}, seed=seed, permutations=permutations
    )


def test_villages_of_a_town_that_are_alike_cluster_and_others_do_not():
    assert clustered(ALIKE).i > 0.9
    assert clustered(ALIKE).p == pytest.approx(1 / 200)
    assert clustered(UNLIKE).i < clustered(UNLIKE).expected
    assert clustered(UNLIKE).p > 0.9
    assert clustered(UNLIKE).p_unlike < 0.1 < clustered(ALIKE).p_unlike


def test_three_villages_that_could_hardly_lie_otherwise_say_nothing_either_way():
    found = clustered({"370211105201": 1.0, "370211105202": 0.0, "370211106201": 0.0})

    assert found.i < found.expected
    assert min(found.p, found.p_unlike) > 0.5


def test_the_seed_makes_the_permutations_repeatable():
    assert clustered(UNLIKE) == clustered(dict(reversed(UNLIKE.items())))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"370211101201": 1.0, "370211102201": 2.0},
        dict.fromkeys(ALIKE, 5.0),
        {f"37021110120{n}": n * 1.0 for n in range(4)},
    ],
    ids=["none", "no town with two", "all the same", "one town"],
)
def test_where_nothing_can_cluster_there_is_no_answer(values):
    assert clustered(values) is None
