from __future__ import annotations

from math import isclose
from random import Random
from statistics import stdev

import pytest

from jinguo.assess.evaluation.estimates.cautions import Rule
from jinguo.assess.evaluation.estimates.design import as_design
from jinguo.assess.evaluation.estimates.measures import measures
from jinguo.assess.evaluation.estimates.results import evaluate
from jinguo.assess.evaluation.estimates.statistics import Kappa, Mean
from jinguo.assess.evaluation.estimates.variance import bootstrap, linearize
from tests.assess.evaluation import make

STRATIFIED = make.stratified(listed=90, unlisted=40, at_least=3)
STAGED = make.staged(towns=4, villages=3, listed=6, unlisted=4)


def results(sample=STRATIFIED, visits=None, seed="1", **more):
    given = make.visits(sample) if visits is None else visits
    return evaluate(sample, given, seed=seed, **{"replicates": 40, **more})


def jumbled(sample):
    """Visits that mostly agree with the first score, but in one town hardly at all."""
    listed = [unit for unit in sample.drawn if unit.is_listed]
    last = max(unit.town for unit in listed)
    return [
        make.visit(
            unit.household, 60 + n % 35, first=60 + (n * (11 if unit.town == last else 1)) % 35
        )
        for n, unit in enumerate(listed)
    ]


def rules(estimate):
    return {caution.rule for caution in estimate.cautions}


@pytest.mark.slow
def test_the_same_visits_and_seed_give_the_same_results():
    assert results() == results(visits=make.visits(STRATIFIED)[::-1])
    assert results(seed="2").estimates["mean_score"] != results().estimates["mean_score"]


@pytest.mark.slow
@pytest.mark.parametrize("sample", [STRATIFIED, STAGED], ids=["stratified", "staged"])
def test_the_replicates_of_the_bootstrap_scatter_as_the_formula_says(sample):
    design = as_design(sample, make.visits(sample))
    statistics = [measure.statistic for measure in measures(5.0)]

    replicates = bootstrap(design, statistics, replicates=2_000, random=Random(1))

    for statistic, values in zip(statistics, replicates, strict=True):
        assert stdev(values) == pytest.approx(linearize(design, statistic).variance ** 0.5, rel=0.1)


def test_the_second_interval_holds_the_estimate():
    for one in results().estimates.values():
        assert one.resampled[0] < one.value < one.resampled[1]


def test_where_every_household_was_seen_there_is_no_error():
    whole = make.stratified(make.district(towns=2, villages=2), listed=62, reserves=0)

    found = results(whole, [make.visit(u.household, 90 + n % 5) for n, u in enumerate(whole.drawn)])

    assert found.estimates["mean_score"].standard_error == 0
    assert found.estimates["mean_score"].interval == (
        found.estimates["mean_score"].value,
        found.estimates["mean_score"].value,
    )


def by_stratum(sample, answer):
    """Visits to the listed households; each stratum answers alike, by its place among the strata."""
    listed = [unit for unit in sample.drawn if unit.is_listed]
    strata = sorted({unit.group.stratum for unit in listed})
    return [make.visit(u.household, **answer(strata.index(u.group.stratum))) for u in listed]


def test_a_rate_is_not_certain_because_each_stratum_happened_to_answer_alike():
    """Some strata confirmed whole, others not at all: between the few seen there is no scatter."""
    visits = by_stratum(STRATIFIED, lambda place: {"has_plaque": place % 2 == 0})

    found = results(visits=visits).estimates["confirmed"]

    assert found.standard_error == 0
    assert 0 < found.interval[0] < found.value < found.interval[1] < 1


def test_a_mean_of_like_answers_has_no_interval_and_says_why():
    visits = by_stratum(STRATIFIED, lambda place: {"total": 80 + place})

    found = results(visits=visits).estimates["mean_score"]

    assert found.interval is None
    assert Rule.NO_SCATTER in rules(found)
    assert "all answered alike" in next(
        one.sentence for one in found.cautions if one.rule is Rule.NO_SCATTER
    )


def test_satisfaction_lies_between_nothing_and_everything():
    listed = [unit for unit in STRATIFIED.drawn if unit.is_listed]
    visits = [
        make.visit(unit.household, satisfaction=0.0 if n == 0 else 100.0)
        for n, unit in enumerate(listed)
    ]

    low, high = results(visits=visits).estimates["satisfaction"].interval

    assert 0 < low < high == 100


def test_a_household_that_is_gone_counts_against_the_confirmed_rate_only():
    gone = {
        "lives_here": False, "total": None, "has_plaque": None, "knows_standard": None,
        "ledger_agrees": None,
    }  # fmt: skip
    here = [make.visit(unit.household, 95, first=95) for unit in STRATIFIED.drawn if unit.is_listed]
    visits = [make.visit(here[0].household, **gone, satisfaction=None), *here[1:]]

    found = results(visits=visits).estimates

    assert found["confirmed"].value < 1
    assert found["pass_rate"].value == 1
    assert found["pass_rate"].households == len(here) - 1


def test_over_rating_begins_beyond_the_tolerance():
    visits = [make.visit(u.household, 90, first=95) for u in STRATIFIED.drawn if u.is_listed]

    assert results(visits=visits).estimates["over_rated"].value == 0
    assert results(visits=visits, tolerance=4).estimates["over_rated"].value == 1


@pytest.mark.parametrize(
    "count, rule, words",
    [
        (0, Rule.NO_ANSWER, "Nothing can be said: no household answered this."),
        (20, Rule.FEW_HOUSEHOLDS, "it rests on 20 households, and fewer than 30 say nothing"),
    ],
)
def test_a_figure_that_rests_on_too_little_says_so(count, rule, words):
    listed = [unit for unit in STRATIFIED.drawn if unit.is_listed]

    found = results(visits=[make.visit(unit.household) for unit in listed[:count]])

    figure = found.estimates["mean_score"]
    assert figure.is_too_small
    assert words in next(c.sentence for c in figure.cautions if c.rule == rule)


def test_a_figure_of_a_single_town_has_no_interval():
    one = make.staged(towns=1, villages=3, listed=12, unlisted=0)

    figure = results(one).estimates["mean_score"]

    assert figure.interval is None
    assert Rule.NO_INTERVAL in rules(figure)
    assert figure.is_too_small


def test_a_figure_of_few_towns_is_rough_but_stands():
    figure = results(STAGED).estimates["mean_score"]

    assert rules(figure) == {Rule.FEW_CLUSTERS}
    assert not figure.is_too_small


def test_a_wide_interval_says_how_far_the_truth_may_lie():
    figure = results(STAGED).estimates["over_rated"]

    assert Rule.WIDE in rules(figure)
    assert "more than 10" in next(c.sentence for c in figure.cautions if c.rule is Rule.WIDE)


def test_of_an_interval_that_is_longer_on_one_side_the_longer_one_is_said():
    figure = results(STAGED).estimates["over_rated"]
    low, high = (100 * end for end in figure.interval)
    down, up = 100 * figure.value - low, high - 100 * figure.value

    [wide] = [one for one in figure.cautions if one.rule is Rule.WIDE]

    assert down != pytest.approx(up)
    assert wide.number == pytest.approx(max(down, up))
    assert f"may lie up to {max(down, up):.3g} percentage points away" in wide.sentence


def test_the_interval_of_an_agreement_does_not_pass_what_an_agreement_can_be():
    """Four towns leave three degrees of freedom: symmetric, the interval would end beyond 1."""
    kappas = results(STAGED, jumbled(STAGED)).kappas.values()

    for one in kappas:
        low, high = one.interval
        assert -1 < low < one.value < high < 1
        assert one.value - low > high - one.value
    assert any(one.value + 3.18 * one.standard_error > 1 for one in kappas)


def test_each_part_of_the_sheet_has_its_kappa():
    visits = [make.visit(u.household, 80 + n % 15, first=80 + n % 15)
              for n, u in enumerate(STRATIFIED.drawn) if u.is_listed]  # fmt: skip

    kappas = results(visits=visits).kappas

    assert list(kappas) == ["居室美", "庭院美", "厨厕美", "家风美"]
    assert all(isclose(one.value, 1) for one in kappas.values())


@pytest.mark.parametrize(
    "statistic, totals",
    [
        (Mean(lambda _u, _v: None), (12.0, 30.0)),
        (Kappa(lambda _u, _v: None), (10.0, 200.0, 190.0, 4_100.0, 3_700.0, 3_860.0)),
    ],
)
def test_the_gradient_of_a_statistic_is_its_slope(statistic, totals):
    for place, slope in enumerate(statistic.gradient(totals)):
        step = 1e-6 * totals[place]
        ends = [
            statistic.value([t + sign * step * (n == place) for n, t in enumerate(totals)])
            for sign in (-1, 1)
        ]
        assert slope == pytest.approx((ends[1] - ends[0]) / 2 / step, rel=1e-5)
