from datetime import date

import pytest

from jinguo.audit.models import Event
from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.people import actions
from jinguo.people.models import Reveal
from tests.make import people as make

pytestmark = pytest.mark.django_db
PHONE = "14300001234"


@pytest.fixture
def household():
    return make.household(phone=PHONE, address="海边路1号", id_number=make.id_number(8))


def reveal(
    household,
    *,
    actor=None,
    kind="person",
    field="phone",
    purpose="约定入户时间",
    day=date(2020, 6, 15),
):
    object_id = make.head(household).pk if kind == "person" else household.pk
    return actions.reveal(
        actor=actor or make.colleague(),
        kind=kind,
        object_id=object_id,
        field=field,
        purpose=purpose,
        now=make.instant(day),
    )


@pytest.mark.parametrize(
    "kind, field, value",
    [
        ("person", "phone", PHONE),
        ("person", "id_number", make.id_number(8)),
        ("household", "address", "海边路1号"),
        ("household", "phone", PHONE),
    ],
)
def test_one_value_is_shown_and_the_trail_says_why(household, kind, field, value):
    assert reveal(household, kind=kind, field=field) == value

    event = Event.objects.get(action="people.reveal")
    assert (event.result, event.purpose, event.fields) == ("done", "约定入户时间", [field])
    assert event.object_id == (household.pk if kind == "household" else make.head(household).pk)


@pytest.mark.slow
def test_the_thirty_first_of_a_day_is_refused_and_stays_on_the_trail(household, settings):
    assert settings.JINGUO_UNMASK_LIMIT == 30
    for _turn in range(30):
        reveal(household)

    with pytest.raises(actions.RevealLimitReached):
        reveal(household)

    assert Reveal.objects.count() == 30
    assert Event.objects.filter(action="people.reveal", result="refused").count() == 1
    assert reveal(household, day=date(2020, 6, 16)) == PHONE
    assert reveal(household, actor=make.colleague("data-officer", make.HOME[:6])) == PHONE


@pytest.mark.parametrize(
    "role, area, outcome",
    [
        ("village-chair", make.HOME, Denied),
        ("executive", make.HOME, Denied),
        ("town-officer", make.ELSEWHERE[:9], NotFound),
        ("district-leader", make.HOME[:6], NotFound),
        ("district-officer", make.HOME[:6], None),
    ],
)
def test_who_may_reveal(household, role, area, outcome):
    actor = make.colleague(role, area)
    if outcome is None:
        assert reveal(household, actor=actor) == PHONE
    else:
        with pytest.raises(outcome):
            reveal(household, actor=actor)
        assert not Reveal.objects.exists()


def test_a_job_reveals_nothing(household):
    with pytest.raises(Denied):
        reveal(household, actor=make.Actor.system("tests", "people.view", "people.unmask"))


@pytest.mark.parametrize(
    "wrong", [{"purpose": " "}, {"purpose": "看看"}, {"field": "name"}, {"kind": "area"}]
)
def test_a_reveal_names_a_sealed_value_and_a_purpose(household, wrong):
    with pytest.raises(Invalid):
        reveal(household, **{"kind": "household", "field": "address"} | wrong)


def test_what_is_not_on_the_register_counts_for_nothing():
    with pytest.raises(NotFound):
        reveal(make.household(), kind="household", field="address")
    assert not Reveal.objects.exists()
