"""
The results of a round, worked out when it is closed and kept as data.

``{"estimates": {measure: figure}, "kappas": {beauty: figure}, "towns": {code: figure}, "severities":
[{assessor, marks, difference, low, high}], "visited", "missed", "merged", "unheard"}``, where a figure is
``{value, low, high, households, cautions: [[rule, number, limit]]}``; proportions go from 0 to 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from jinguo.assess.evaluation.agreement.severity import Severity
from jinguo.assess.evaluation.estimates.design import as_design
from jinguo.assess.evaluation.estimates.measures import confirmed_in
from jinguo.assess.evaluation.estimates.results import Estimate, estimate, evaluate
from jinguo.assess.evaluation.estimates.visits import Scoring
from jinguo.assess.evaluation.estimates.visits import Visit as Seen
from jinguo.assess.ladders import Ladder, Sheet, as_ladder
from jinguo.assess.models import Finding, Round, Visit
from jinguo.assess.queries.rounds import sample_of
from jinguo.assess.queries.versions import sheets_by_id

PERCENT_A_STEP = 25  # satisfaction from 1 to 5 as a percentage from 0 to 100


def work_out(found: Round, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the results of a round from what its visits found."""
    sample = sample_of(found)
    seen = seen_by(found, findings)
    # One interval is shown, that of the design; the bootstrap would take a minute for a large round.
    results = evaluate(sample, seen, seed=found.seed, replicates=0)
    design = as_design(sample, seen)
    towns = sorted({unit.town for unit in sample.drawn if unit.is_listed})
    return {
        "estimates": {key: _figure(one) for key, one in results.estimates.items()},
        "kappas": {key: _figure(one) for key, one in results.kappas.items()},
        "towns": {town: _figure(estimate(design, confirmed_in(town))) for town in towns},
        "severities": [_severity(one) for one in results.severities],
        "visited": len(findings),
        "missed": found.visits.filter(state=Visit.State.MISSED).count(),
        "merged": list(results.merged),
        "unheard": list(results.unheard),
    }


def seen_by(found: Round, findings: Sequence[Finding]) -> list[Seen]:
    """Return findings as the estimates read them: by pseudonym, and assessors by the round's code."""
    firsts = [one.visit.sampled.first for one in findings if one.visit.sampled.first]
    sheets = sheets_by_id([found.sheet_id, *(one.sheet_id for one in firsts)])
    ladder = as_ladder(found.ladder)
    return [_seen(one, sheets, sheets[found.sheet_id], ladder) for one in findings]


def _seen(finding: Finding, sheets: Mapping[UUID, Sheet], sheet: Sheet, ladder: Ladder) -> Seen:
    sampled, first = finding.visit.sampled, finding.visit.sampled.first
    least = ladder.level(sampled.level).min_score if sampled.level else None
    satisfaction = finding.satisfaction
    return Seen(
        household=str(sampled.household_id),
        assessor=finding.visit.assessor.code,
        lives_here=finding.outcome == Finding.Outcome.MET,
        has_plaque=finding.has_plaque,
        scoring=None
        if finding.points is None
        else scoring(sheet, finding.points, None if finding.vetoes else least),
        knows_standard=finding.knows_standard,
        ledger_agrees=finding.ledger_agrees,
        satisfaction=None if satisfaction is None else PERCENT_A_STEP * (satisfaction - 1.0),
        first=scoring(sheets[first.sheet_id], first.points, least) if first else None,
    )


def scoring(sheet: Sheet, points: Sequence[int], least: int | None) -> Scoring:
    """
    Return points by beauty, and whether they reach the level.

    Without a level they reach nothing; nor is there one to reach where a veto was found.
    """
    beauties: dict[str, int] = defaultdict(int)
    for item, value in zip(sheet.items, points, strict=True):
        beauties[item.beauty] += value
    return Scoring(beauties=dict(beauties), reaches=least is not None and sum(points) >= least)


def _figure(one: Estimate) -> dict[str, Any]:
    low, high = one.interval or (None, None)
    return {
        "value": one.value,
        "low": low,
        "high": high,
        "households": one.households,
        "cautions": [[str(c.rule), c.number, c.limit] for c in one.cautions],
    }


def _severity(one: Severity) -> dict[str, Any]:
    low, high = one.interval or (None, None)
    return {
        "assessor": one.assessor,
        "marks": one.marks,
        "difference": one.difference,
        "low": low,
        "high": high,
    }
