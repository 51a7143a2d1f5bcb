"""
What established packages say of the cases below, written to ``reference.json`` beside this file.

The tests compare the evaluation with it. The packages, with what they bring, take a gigabyte, so they are no
dependency of the tests. After a change of a case, in an environment of its own::

    pip install Django hypothesis svy lifelines esda libpysal statsmodels scipy
    PYTHONPATH=src:. python -m tests.assess.evaluation.reference
"""

from __future__ import annotations

import json
import warnings
from importlib.metadata import version
from pathlib import Path

import libpysal
import numpy as np
import polars as pl
import statsmodels.api as sm
import svy
from django.conf import settings
from esda.moran import Moran
from lifelines import KaplanMeierFitter
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa

from jinguo.assess.evaluation.estimates.measures import Scale, measures
from tests.assess.evaluation import cases

FILE = Path(__file__).with_name("reference.json")
PACKAGES = ("svy", "lifelines", "esda", "statsmodels", "scipy")
MEASURES = ("confirmed", "pass_rate", "mean_score", "mean_score_unlisted", "over_rated")


def rows_of(design, statistic):
    """One row a household of a design: stratum, cluster, population, weight, and its value or None."""
    return [
        {
            "stratum": stratum.name, "cluster": f"{stratum.name}/{number}",
            "population": stratum.population, "weight": answer.weight,
            "y": (statistic.columns(answer.unit, answer.visit) or (0, None))[1],
        }
        for stratum in design.strata
        for number, cluster in enumerate(stratum.clusters)
        for answer in cluster
    ]  # fmt: skip


def estimates():
    """Estimates of totals over totals, their standard errors, and intervals of proportions, by svy."""
    wanted = {one.id: one for one in measures(5.0) if one.id in MEASURES}
    return {
        case: {
            name: estimate(rows_of(design, one.statistic), one.scale is Scale.PROPORTION)
            for name, one in wanted.items()
        }
        for case, design in cases.designs().items()
    }


def estimate(rows, is_proportion):
    """One figure by svy: households without a value stay in the design and out of the figure."""
    table = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        inside=pl.col("y").is_not_null().cast(pl.Int64),
        y=pl.col("y").fill_null(0.0).cast(pl.Int64 if is_proportion else pl.Float64),
    )
    size = "population" if table["population"].null_count() == 0 else None
    design = svy.Design(stratum="stratum", psu="cluster", wgt="weight", pop_size=size)
    estimation = svy.Sample(table, design).estimation
    inside = svy.col("inside") == 1
    if not is_proportion:
        found = estimation.mean("y", where=inside).estimates[0]
        return {"value": found.est, "se": found.se}
    [found] = [
        one
        for one in estimation.prop("y", where=inside, ci_method="korn-graubard").estimates
        if float(one.y_level) == 1
    ]
    return {"value": found.est, "se": found.se, "low": found.lci, "high": found.uci}


def retention():
    """The curve of Kaplan and Meier with its interval, by lifelines."""
    known = [cases.duration(spell) for spell in cases.SPELLS]
    fitter = KaplanMeierFitter().fit(
        [days for days, _lost in known], [lost for _days, lost in known]
    )
    curve, bounds = fitter.survival_function_, fitter.confidence_interval_
    return [
        {"days": int(days), "retained": float(curve.loc[days].iloc[0]),
         "low": float(bounds.loc[days].iloc[0]), "high": float(bounds.loc[days].iloc[1])}
        for days in sorted({days for days, lost in known if lost})
    ]  # fmt: skip


def clustering():
    """Moran's I with towns as neighbourhoods, by esda."""
    villages = sorted(cases.VALUES)
    neighbours = {
        one: [two for two in villages if two != one and two[:9] == one[:9]] for one in villages
    }
    weights = libpysal.weights.W(neighbours, silence_warnings=True)
    np.random.seed(1)  # it takes the global generator
    found = Moran([cases.VALUES[one] for one in villages], weights, permutations=9_999)
    return {"i": float(found.I), "expected": float(found.EI), "p": float(found.p_sim)}


def severities():
    """Differences of assessors within strata by least squares, weighted to average 0, by statsmodels."""
    names = sorted({mark.assessor for mark in cases.MARKS})
    strata = sorted({mark.stratum for mark in cases.MARKS})
    design = [
        [*(mark.assessor == one for one in names[1:]), *(mark.stratum == one for one in strata)]
        for mark in cases.MARKS
    ]
    fit = sm.OLS([mark.value for mark in cases.MARKS], np.array(design, dtype=float)).fit()
    shares = np.array([sum(m.assessor == one for m in cases.MARKS) for one in names]) / len(
        cases.MARKS
    )
    contrasts = {}
    for place, name in enumerate(names):
        contrast = np.zeros(len(names) - 1 + len(strata))
        contrast[: len(names) - 1] = -shares[1:]
        if place:
            contrast[place - 1] += 1
        test = fit.t_test(contrast)
        low, high = test.conf_int()[0]
        contrasts[name] = {
            "difference": float(test.effect[0]),
            "low": float(low),
            "high": float(high),
        }
    return contrasts


def kappa():
    """Cohen's kappa with quadratic weights, by statsmodels from the table of all pairs of points."""
    table = np.zeros((26, 26))
    for x, y in cases.PAIRS:
        table[x, y] += 1
    return float(cohens_kappa(table, wt="quadratic").kappa)


def quantiles():
    """Quantiles of the beta and of Student's t distribution, by SciPy."""
    return {
        "beta": [[*at, float(stats.beta.ppf(*at))] for at in cases.BETAS],
        "t": [[*at, float(stats.t.ppf(*at))] for at in cases.TS],
    }


def main():
    """Ask every package and write the file."""
    warnings.simplefilter("ignore")
    settings.configure(USE_I18N=False)
    found = {
        "versions": {name: version(name) for name in PACKAGES},
        "estimates": estimates(),
        "retention": retention(),
        "clustering": clustering(),
        "severities": severities(),
        "kappa": kappa(),
        "quantiles": quantiles(),
    }
    FILE.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
