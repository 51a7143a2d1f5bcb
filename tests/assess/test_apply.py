from datetime import date

import pytest

from jinguo.assess import actions, queries
from jinguo.assess.actions import CannotApply
from jinguo.assess.models import Application, Transition
from jinguo.assess.policies import NotOnThatDay
from jinguo.core.errors import Denied, NotFound
from jinguo.facts.models import Fact
from tests.make import assess as make

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 15)


@pytest.fixture(autouse=True)
def _published():
    make.sheet()
    make.ladder()


def apply(*homes, actor=None, level="demo", on=DAY):
    return actions.apply(
        actor=actor or make.officer("village-chair", make.VILLAGE),
        programme=make.PROGRAMME,
        household_ids=[home.id for home in homes],
        level=level,
        on=on,
        now=make.noon(DAY),
    )


@pytest.mark.slow
def test_an_application_begins_with_a_deadline_a_history_and_a_fact():
    home = make.courtyard()

    [made] = apply(home)

    row = Application.objects.get(id=made)
    assert (row.state, row.level, row.applied_on, row.area_id) == (
        "applied",
        "demo",
        DAY,
        make.VILLAGE,
    )
    assert row.due_on == date(2020, 6, 30)  # the tenth working day: 25–27 June off, Sunday 28 on
    [change] = Transition.objects.filter(application=row)
    assert (change.from_state, change.to_state, change.on) == ("", "applied", DAY)
    [fact] = Fact.objects.filter(kind="assess.applied")
    assert (fact.object_id, fact.category, fact.area, fact.quantity) == (
        made,
        "demo",
        make.VILLAGE,
        1,
    )
    assert fact.subject not in (None, home.id)


@pytest.mark.slow
def test_ids_come_back_in_the_order_of_the_households():
    homes = [make.courtyard() for _ in range(5)][::-1]

    made = apply(*homes)

    assert [Application.objects.get(id=one).household_id for one in made] == [
        one.id for one in homes
    ]


@pytest.mark.slow
def test_an_application_keeps_the_versions_of_its_day():
    newer = make.ladder(valid_from=date(2021, 1, 1), digest="2")

    [made] = apply(make.courtyard())

    assert Application.objects.get(id=made).ladder_id != newer.id


@pytest.mark.slow
def test_nobody_chosen_changes_nothing():
    assert apply() == []
    assert not Fact.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "reason"),
    [({"is_resident": False}, "nobody lives there"), ({"closed_on": DAY}, "is closed")],
)
def test_a_household_that_may_not_apply_refuses_all_of_them(given, reason):
    good, bad = make.courtyard(), make.courtyard(**given)

    with pytest.raises(CannotApply, match=reason) as refusal:
        apply(good, bad)

    assert list(refusal.value.fields["problems"]) == [bad.code]
    assert not Application.objects.exists()
    assert not Fact.objects.exists()


@pytest.mark.slow
def test_one_open_application_is_enough():
    home = make.courtyard()
    apply(home)

    with pytest.raises(CannotApply, match="open application"):
        apply(home, level="beautiful")


@pytest.mark.slow
@pytest.mark.parametrize(("held", "asked", "allowed"), [
    ("beautiful", "demo", True),
    ("beautiful", "beautiful", False),
    ("beautiful", "qualified", False),
])  # fmt: skip
def test_only_a_higher_level_than_the_one_held_can_be_asked_for(held, asked, allowed):
    home = make.recognition(level=held).household

    if allowed:
        assert apply(home, level=asked)
    else:
        with pytest.raises(CannotApply, match="holds"):
            apply(home, level=asked)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("on", "allowed"), [(date(2020, 12, 13), False), (date(2020, 12, 14), True)]
)
def test_a_delisted_household_waits_six_months(on, allowed):
    home = make.recognition(state="delisted").household  # on 14 June
    apply_then = {
        "actor": make.officer(), "programme": make.PROGRAMME, "household_ids": [home.id],
        "level": "demo", "on": on, "now": make.noon(on),
    }  # fmt: skip

    if allowed:
        assert actions.apply(**apply_then)
    else:
        with pytest.raises(CannotApply, match="delisted"):
            actions.apply(**apply_then)


@pytest.mark.slow
def test_every_reason_is_named():
    home = make.courtyard()
    apply(home)
    home.is_resident, home.closed_on = False, DAY

    problems = queries.application_problems([home], programme=make.PROGRAMME, level="demo", on=DAY)

    assert len(problems[home.id]) == 3


@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "code", "outcome"),
    [
        ("village-chair", make.VILLAGE, None),
        ("town-officer", make.TOWN, None),
        ("village-chair", "370211105202", NotFound),
        ("town-officer", "370211106", NotFound),
        ("data-officer", make.DISTRICT, Denied),
    ],
)
def test_who_may_apply(role, code, outcome):
    home, actor = make.courtyard(), make.officer(role, code)

    if outcome is None:
        assert apply(home, actor=actor)
    else:
        with pytest.raises(outcome):
            apply(home, actor=actor)


@pytest.mark.slow
def test_an_unknown_level_is_not_there():
    with pytest.raises(NotFound):
        apply(make.courtyard(), level="golden")


@pytest.mark.slow
def test_tomorrow_has_not_come():
    with pytest.raises(NotOnThatDay):
        apply(make.courtyard(), on=date(2020, 6, 16))


@pytest.mark.slow
def test_queries_do_not_grow_with_the_number_of_households(django_assert_max_num_queries):
    few = [make.courtyard() for _ in range(2)]
    many = [make.courtyard() for _ in range(60)]
    with django_assert_max_num_queries(40) as spent:
        apply(*few)
    with django_assert_max_num_queries(len(spent)):
        apply(*many)
