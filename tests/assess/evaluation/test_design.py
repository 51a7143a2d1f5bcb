from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from jinguo.assess.evaluation.draws.sample import Sample
from jinguo.assess.evaluation.estimates.design import as_design
from jinguo.core.errors import Invalid
from tests.assess.evaluation import make

STRATIFIED = make.stratified(listed=60, unlisted=24, at_least=2)


def weights(design):
    found = defaultdict(float)
    for answer in design.answers():
        found[answer.unit.is_listed] += answer.weight
    return found


def seen(sample, skip=()):
    return [make.visit(unit.household) for unit in sample.drawn if unit.cell not in skip]


def test_answers_speak_for_all_households_of_the_frame():
    whole = weights(as_design(STRATIFIED, seen(STRATIFIED)))
    frame = make.district()

    assert whole[True] == pytest.approx(sum(row.is_listed for row in frame.rows))
    assert whole[False] == pytest.approx(sum(not row.is_listed for row in frame.rows))


def test_those_who_came_back_speak_for_those_of_their_cell_who_did_not():
    visits = seen(STRATIFIED)
    design = as_design(STRATIFIED, visits[:3] + visits[5:])

    assert weights(design) == pytest.approx(weights(as_design(STRATIFIED, visits)))


def test_a_cell_from_which_nothing_came_is_named_and_spoken_for():
    cell = STRATIFIED.drawn[0].cell

    design = as_design(STRATIFIED, seen(STRATIFIED, skip=[cell]))

    assert design.unheard == (cell,)
    assert weights(design) == pytest.approx(weights(as_design(STRATIFIED, seen(STRATIFIED))))


def test_a_stratum_with_one_answer_is_put_together_with_its_neighbour():
    first = [unit for unit in STRATIFIED.drawn if unit.cell == STRATIFIED.drawn[0].cell]
    dropped = {unit.household for unit in first[1:]}
    visits = [visit for visit in seen(STRATIFIED) if visit.household not in dropped]

    design = as_design(STRATIFIED, visits)

    assert first[0].cell in design.merged
    assert not any(stratum.is_lonely for stratum in design.strata)
    [together] = [one for one in design.strata if one.name == first[0].cell]
    assert together.population is None


def test_a_reserve_stands_in_with_the_weight_of_the_one_it_replaces():
    cell = STRATIFIED.drawn[0].cell
    reserve = STRATIFIED.reserves(cell)[0]
    visits = [*seen(STRATIFIED)[1:], make.visit(reserve.household)]

    replaced = as_design(STRATIFIED, visits)

    [weight] = [a.weight for a in replaced.answers() if a.unit == reserve]
    assert weight == pytest.approx(float(1 / reserve.probability))


@pytest.mark.parametrize(
    "households, words",
    [
        (["370211999999"], "visited but is not in the sample"),
        ([STRATIFIED.drawn[0].household] * 2, "has two results"),
    ],
)
def test_visits_that_do_not_fit_the_sample_are_refused(households, words):
    with pytest.raises(Invalid, match=words):
        as_design(STRATIFIED, [make.visit(one) for one in households])


def test_a_stratum_of_one_household_that_was_seen_is_not_lonely():
    alone = replace(STRATIFIED.drawn[0], group=replace(STRATIFIED.drawn[0].group, population=1))

    [stratum] = as_design(Sample((alone,)), [make.visit(alone.household)]).strata

    assert not stratum.is_lonely
    assert stratum.fraction == 1
