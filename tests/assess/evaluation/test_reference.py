"""The evaluation says what established packages said; ``reference.py`` asked them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jinguo.assess.evaluation.agreement.severity import severity
from jinguo.assess.evaluation.distributions import beta_quantile, t_quantile
from jinguo.assess.evaluation.estimates.measures import measures
from jinguo.assess.evaluation.estimates.results import estimate
from jinguo.assess.evaluation.estimates.statistics import Kappa
from jinguo.assess.evaluation.lasting.clustering import clustering
from jinguo.assess.evaluation.lasting.retention import curve
from tests.assess.evaluation import cases

SAID = json.loads(Path(__file__).with_name("reference.json").read_text("utf-8"))
MEASURES = {measure.id: measure for measure in measures(5.0)}


def close(value):
    return pytest.approx(value, rel=1e-6)


@pytest.fixture(scope="module")
def designs():
    return cases.designs()


@pytest.mark.parametrize("case", SAID["estimates"])
@pytest.mark.parametrize("name", ["confirmed", "pass_rate", "over_rated"])
def test_a_proportion_has_the_error_and_the_interval_that_svy_finds(designs, case, name):
    said = SAID["estimates"][case][name]

    found = estimate(designs[case], MEASURES[name])

    assert (found.value, found.standard_error) == close((said["value"], said["se"]))
    assert found.interval == close((said["low"], said["high"]))


@pytest.mark.parametrize("case", SAID["estimates"])
@pytest.mark.parametrize("name", ["mean_score", "mean_score_unlisted"])
def test_a_mean_has_the_error_that_svy_finds(designs, case, name):
    said = SAID["estimates"][case][name]

    found = estimate(designs[case], MEASURES[name])

    assert (found.value, found.standard_error) == close((said["value"], said["se"]))
    reach = t_quantile(0.975, found.df) * said["se"]
    assert found.interval == close((said["value"] - reach, said["value"] + reach))


def test_the_retention_curve_is_that_of_lifelines():
    found = curve(cases.SPELLS, on=cases.DAY)

    assert [point.days for point in found] == [said["days"] for said in SAID["retention"]]
    for point, said in zip(found, SAID["retention"], strict=True):
        assert (point.retained, point.low, point.high) == close(
            (said["retained"], said["low"], said["high"])
        )


def test_the_clustering_is_that_of_esda():
    towns = {village: village[:9] for village in cases.VALUES}

    found = clustering(cases.VALUES, towns, seed="1", permutations=999)

    assert (found.i, found.expected) == close(
        (SAID["clustering"]["i"], SAID["clustering"]["expected"])
    )
    assert found.p == pytest.approx(SAID["clustering"]["p"], abs=0.01)  # both by permutation


def test_the_severity_of_assessors_is_that_of_least_squares():
    for one in severity(cases.MARKS):
        said = SAID["severities"][one.assessor]
        assert one.difference == close(said["difference"])
        assert one.interval == close((said["low"], said["high"]))


def test_kappa_is_that_of_the_table_of_all_pairs():
    kappa = Kappa(lambda unit, visit: (unit, visit))
    rows = [kappa.columns(x, y) for x, y in cases.PAIRS]

    assert kappa.value([sum(column) for column in zip(*rows, strict=True)]) == close(SAID["kappa"])


@pytest.mark.parametrize("p, a, b, said", SAID["quantiles"]["beta"])
def test_quantiles_of_the_beta_distribution_are_those_of_scipy(p, a, b, said):
    assert beta_quantile(p, a, b) == pytest.approx(said, rel=1e-9)


@pytest.mark.parametrize("p, df, said", SAID["quantiles"]["t"])
def test_quantiles_of_students_distribution_are_those_of_scipy(p, df, said):
    assert t_quantile(p, df) == pytest.approx(said, rel=1e-9)
