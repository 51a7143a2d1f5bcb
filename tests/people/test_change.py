from datetime import date

import pytest

from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.facts.models import Fact
from jinguo.people import actions, queries
from jinguo.people.models import Household, Membership
from tests.make import people as make

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 1)


def counted(category="resident"):
    return sum(
        Fact.objects.filter(kind="people.household", category=category).values_list(
            "quantity", flat=True
        )
    )


def changed(*, name=None, phone=None, **home):
    head = actions.PersonChange(name=name, phone=phone)
    return actions.HouseholdChange(head=head, **home)


def update(household, actor=None, **change):
    return actions.update_household(
        actor=actor or make.colleague(),
        household_id=household.pk,
        change=changed(**change),
        reason="核对户口簿",
        on=DAY,
        now=make.instant(),
    )


def close(household, actor=None, reason="搬迁", on=DAY):
    return actions.close_household(
        actor=actor or make.colleague(),
        household_id=household.pk,
        on=on,
        reason=reason,
        now=make.instant(),
    )


def move(person, household, *, actor=None, on=DAY, relation="8"):
    return actions.move_member(
        actor=actor or make.colleague(),
        person_id=person.pk,
        household_id=household.pk,
        relation=relation,
        on=on,
        now=make.instant(),
    )


def test_a_changed_head_shows_in_the_list():
    household = make.household(phone="14300001234")
    update(household, name="李 桂芬", phone="14300009999")

    household.refresh_from_db()
    head = make.head(household)
    assert (household.head_name, household.head_pinyin, household.head_initials) == (
        "李桂芬",
        "liguifen",
        "lgf",
    )
    assert household.phone_tail == head.phone_tail == "9999"
    assert queries.page_of_households(
        make.colleague(), queries.HouseholdFilter(name="lgf", phone_tail="9999")
    ).rows


def test_a_change_of_residence_moves_it_between_the_counts():
    household = make.household()
    update(household, is_resident=False)
    assert (counted("resident"), counted("other")) == (0, 1)
    update(household, is_resident=False)
    assert (counted("resident"), counted("other")) == (0, 1)


@pytest.mark.parametrize(
    "change", [{"name": ""}, {"phone": "123"}, {"member_count": 0}, {"yard": "x"}]
)
def test_a_wrong_change_changes_nothing(change):
    household = make.household(phone="14300001234")
    with pytest.raises(Invalid):
        update(household, is_resident=False, **change)
    assert Household.objects.get(pk=household.pk).is_resident
    assert counted("other") == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "role, area, outcome",
    [
        ("village-chair", make.HOME, None),
        ("village-chair", make.NEXT_DOOR, NotFound),
        ("executive", make.HOME, Denied),
        ("district-officer", make.HOME[:6], Denied),
        ("district-leader", make.HOME[:6], NotFound),
    ],
)
@pytest.mark.parametrize("act", [update, close])
def test_who_may_change_a_household(act, role, area, outcome):
    household = make.household()
    actor = make.colleague(role, area)
    if outcome is None:
        act(household, actor=actor)
    else:
        with pytest.raises(outcome):
            act(household, actor=actor)


@pytest.mark.slow
def test_a_closed_household_leaves_the_list_and_the_base():
    household = make.household()
    make.member(household)
    close(household)

    assert counted() == 0
    assert not queries.page_of_households(make.colleague(), queries.HouseholdFilter()).rows
    assert queries.page_of_households(make.colleague(), queries.HouseholdFilter(is_open=False)).rows
    assert {one.period.upper for one in Membership.objects.all()} == {DAY}
    with pytest.raises(Refused):
        close(household)
    with pytest.raises(Refused):
        update(household, member_count=2)


@pytest.mark.slow
@pytest.mark.parametrize(
    "wrong", [{"reason": " "}, {"on": date(2020, 1, 1)}, {"on": date(2019, 1, 1)}]
)
def test_a_household_is_closed_for_a_reason_and_after_it_began(wrong):
    household = make.household()
    with pytest.raises(Refused):
        close(household, **wrong)
    assert counted() == 1


@pytest.mark.slow
def test_a_member_who_moves_lives_in_one_household_a_day():
    old, new = make.household(member_count=2), make.household(area=make.NEXT_DOOR)
    person = make.member(old)
    move(person, new)

    assert queries.residence(person, date(2020, 5, 31)).household == old
    assert queries.residence(person, DAY).household == new
    assert [one.household for one in queries.history_of(person)] == [new, old]
    counts = dict(Household.objects.values_list("pk", "member_count"))
    assert (counts[old.pk], counts[new.pk]) == (1, 2)
    person.refresh_from_db()
    assert person.area_id == make.NEXT_DOOR


@pytest.mark.slow
def test_moves_that_cannot_be():
    old, new = make.household(), make.household(area=make.NEXT_DOOR)
    person = make.member(old)
    with pytest.raises(actions.HeadStays):
        move(make.head(old), new)
    with pytest.raises(Refused):
        move(person, old)
    with pytest.raises(Refused):
        move(person, new, on=date(2020, 2, 1))
    with pytest.raises(Invalid):
        move(person, new, relation="0")
    with pytest.raises(NotFound):
        move(person, new, actor=make.colleague("village-chair", make.HOME))


@pytest.mark.slow
def test_a_member_becomes_head():
    household = make.household(phone="14300001234")
    former = make.head(household)
    spouse = make.member(household, name="李建国", phone="14300005678")
    actions.change_head(
        actor=make.colleague(),
        household_id=household.pk,
        person_id=spouse.pk,
        relations={former.pk: "1"},
        on=DAY,
        now=make.instant(),
    )

    household.refresh_from_db()
    assert (household.head_name, household.phone_tail) == ("李建国", "5678")
    assert make.head(household) == spouse
    assert [(m.person, m.relation) for m in queries.members_of(household, DAY)] == [
        (spouse, "0"),
        (former, "1"),
    ]
    assert queries.members_of(household, date(2020, 5, 31))[0].person == former


@pytest.mark.slow
def test_a_known_id_number_is_not_entered_again():
    number = make.id_number()
    make.household(id_number=number)
    with pytest.raises(actions.AlreadyRegistered):
        make.member(make.household(), id_number=number)


@pytest.mark.slow
def test_who_came_and_becomes_head_on_one_day_is_head_from_that_day():
    household = make.household(registered_on=DAY)
    former, spouse = make.head(household), make.member(household, from_on=DAY)

    actions.change_head(
        actor=make.colleague(),
        household_id=household.pk,
        person_id=spouse.pk,
        relations={former.pk: "1"},
        on=DAY,
        now=make.instant(),
    )

    assert [(m.person, m.relation) for m in queries.members_of(household, DAY)] == [
        (spouse, "0"),
        (former, "1"),
    ]


@pytest.mark.slow
def test_in_another_village_a_household_has_no_lane_unless_one_is_said():
    make.village(make.NEXT_DOOR)
    household, other = make.household(lane="东街"), make.household(lane="东街")

    update(household, area=make.NEXT_DOOR)
    update(other, area=make.NEXT_DOOR, lane="西街")

    assert Household.objects.get(pk=household.pk).lane == ""
    assert Household.objects.get(pk=other.pk).lane == "西街"
    [line] = household.changes.filter(what="lane")
    assert (line.before, line.after) == ("东街", "")
