"""Who may apply: the rules a ladder names, each with a household that passes beside one that does not."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jinguo.assess import actions, queries
from jinguo.core.errors import Invalid
from tests.make import assess as make

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 15)


def condition(rule, *levels, **parameters):
    return {"rule": rule, "levels": levels, "parameters": parameters, "source": "a test"}


def problems(home, *conditions, level="demo", on=DAY):
    """What keeps a household from applying under a ladder with just these conditions."""
    make.sheet()
    make.ladder(eligibility=conditions, valid_from=date(2019, 2, 1), digest="2")
    found = queries.application_problems([home], programme=make.PROGRAMME, level=level, on=on)
    return found.get(home.id, [])


@pytest.mark.slow
def test_a_ladder_without_rules_asks_only_what_always_holds():
    held = make.recognition(level="beautiful").household
    asking = make.application().household
    gone = make.courtyard(closed_on=DAY)
    away = make.courtyard(is_resident=False)
    delisted = make.recognition(state="delisted").household

    assert problems(away) == []
    assert problems(delisted) == []
    assert problems(gone) == ["the household is closed"]
    assert problems(asking) == ["it has an open application (Applied)"]
    assert problems(held, level="beautiful") == ["it holds “美丽庭院户” already"]
    assert problems(held, level="demo") == []


def test_a_rule_holds_for_the_levels_it_names():
    away = make.courtyard(is_resident=False)
    for_demo = condition("resident", "demo")

    assert problems(away, for_demo, level="demo") == ["nobody lives there all year"]
    assert problems(away, for_demo, level="beautiful") == []


@pytest.mark.slow
@pytest.mark.parametrize(("months", "refused"), [(0, False), (1, True)])
def test_how_long_a_delisted_household_waits_is_the_pack_s(months, refused):
    home = make.recognition(state="delisted").household  # on 14 June

    found = problems(home, condition("reapply-after", months=months))

    assert found == (
        ["it was delisted on June 14, 2020 and may apply again from July 14, 2020"]
        if refused
        else []
    )


@pytest.mark.parametrize(("on", "refused"), [(date(2020, 12, 2), True), (date(2020, 12, 3), False)])
def test_a_veto_keeps_a_household_away_and_is_not_named(on, refused):
    row = make.application(state="scored", vetoes=("empty",))  # scored on 3 June
    actions.withdraw(
        actor=make.officer(), application_ids=[row.id], reason="moving", on=DAY, now=make.noon()
    )

    found = problems(row.household, condition("no-veto-within", months=6), on=on)

    if refused:
        [sentence] = found
        assert "June 3, 2020" in sentence and "Dec. 3, 2020" in sentence
        assert "无人常住" not in sentence
    else:
        assert found == []


@pytest.mark.slow
def test_the_last_veto_counts_also_one_found_in_a_re_inspection():
    held = make.recognition()
    actions.inspect(
        actor=make.officer(), on=date(2020, 6, 14), now=make.noon(),
        sheets=[actions.InspectionIn(held.id, make.points(), ("empty",))],
    )  # fmt: skip
    make.delist(held, reason="a veto", on=DAY)

    [sentence] = problems(held.household, condition("no-veto-within", months=1))

    assert "July 14, 2020" in sentence


@pytest.mark.slow
def test_rules_cost_the_same_for_one_household_and_for_many():
    make.sheet()
    conditions = [
        condition("resident"), condition("reapply-after", months=6), condition("no-veto-within", months=6),
    ]  # fmt: skip
    make.ladder(eligibility=conditions)
    few = [make.courtyard()]
    many = [make.courtyard() for _ in range(40)]
    costs = []
    for homes in (few, many):
        with CaptureQueriesContext(connection) as caught:
            queries.problems_by_level(
                homes, programme=make.PROGRAMME, levels=["qualified", "demo"], on=DAY
            )
        costs.append(len(caught))

    assert costs[0] == costs[1] <= 5


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (condition("residents"), "resident"),
        (condition("reapply-after"), "months"),
        (condition("reapply-after", months=-1), "0 to 120"),
        (condition("resident", months=3), "months"),
    ],
)
def test_a_ladder_with_an_unknown_rule_or_a_wrong_parameter_is_not_published(wrong, said):
    with pytest.raises(Invalid, match=said):
        make.ladder(eligibility=[wrong])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "day"), [("zh-hans", "2020年7月14日"), ("en", "July 14, 2020")]
)
def test_days_are_written_as_the_reader_writes_them(language, day):
    home = make.recognition(state="delisted").household  # on 14 June

    with translation.override(language):
        [sentence] = problems(home, condition("reapply-after", months=1))

    assert day in sentence
    assert "2020-07-14" not in sentence
