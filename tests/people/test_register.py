from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from jinguo.audit.models import Event
from jinguo.core import bulk, crypto
from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.facts.models import Fact
from jinguo.people import actions
from jinguo.people.models import Household, Membership, Person
from tests.make import people as make

pytestmark = pytest.mark.django_db
DAY = date(2020, 3, 1)


def register(*rows, actor=None, on=DAY):
    for row in rows:
        if row.area.isdigit():
            make.village(row.area)
    return actions.register_households(
        actor=actor or make.colleague(), rows=rows, registered_on=on, now=make.instant(on)
    )


def test_a_household_comes_with_its_head_and_one_fact():
    number = make.id_number(6, "19700315")

    [found] = register(make.household_row(id_number=number, phone="143 0000 1234"))

    household = Household.objects.get(pk=found)
    assert (household.code, household.head_pinyin, household.head_initials) == (
        f"{make.HOME}00001",
        "wangxiuying",
        "wxy",
    )
    membership = Membership.objects.get(household=household)
    assert (membership.relation, membership.period.lower, membership.period.upper) == (
        "0",
        DAY,
        None,
    )
    head = membership.person
    assert (head.sex, head.born_on, head.phone_tail) == ("2", date(1970, 3, 15), "1234")
    [fact] = Fact.objects.all()
    assert (fact.kind, fact.category, fact.quantity, fact.occurred_on, fact.object_id) == (
        "people.household",
        "resident",
        1,
        DAY,
        household.pk,
    )
    assert Event.objects.get().action == "people.register"


def test_sensitive_values_are_sealed_for_their_rows():
    number = make.id_number()
    [found] = register(
        make.household_row(id_number=number, phone="14300001234", address="海边路1号")
    )

    household, head = Household.objects.get(pk=found), Person.objects.get()
    opened = crypto.unseal("people_person", "id_number", head.pk, bytes(head.id_number))
    assert opened == number
    assert (
        crypto.unseal("people_household", "address", household.pk, bytes(household.address))
        == "海边路1号"
    )
    with pytest.raises(crypto.SealBroken):
        crypto.unseal("people_person", "phone", head.pk, bytes(head.id_number))
    with pytest.raises(crypto.SealBroken):
        crypto.unseal("people_person", "id_number", household.pk, bytes(head.id_number))


@pytest.mark.slow
def test_the_number_of_statements_does_not_grow_with_the_rows():
    make.village()

    def statements(count):
        rows = [make.household_row(head_name="王秀英") for _ in range(count)]
        with CaptureQueriesContext(connection) as seen:
            actions.register_households(
                actor=make.colleague(), rows=rows, registered_on=DAY, now=make.instant()
            )
        return len(seen)

    assert statements(1200) == statements(600)


def test_serials_go_on_where_the_village_stopped():
    register(make.household_row(code=f"{make.HOME}00041"))

    found = register(
        make.household_row(), make.household_row(area=make.NEXT_DOOR), make.household_row()
    )

    codes = dict(Household.objects.values_list("pk", "code"))
    assert [codes[one] for one in found] == [
        f"{make.HOME}00042",
        f"{make.NEXT_DOOR}00001",
        f"{make.HOME}00043",
    ]


def test_a_village_whose_serials_are_used_up_takes_no_more():
    register(make.household_row(code=f"{make.HOME}99999"))
    with pytest.raises(actions.VillageFull):
        register(make.household_row())


@pytest.mark.parametrize("again", ["id_number", "code"])
@pytest.mark.parametrize("known_before", [True, False])
def test_a_number_or_code_stands_on_the_register_once(again, known_before):
    value = {"id_number": make.id_number(), "code": f"{make.HOME}00007"}[again]
    first, second = make.household_row(**{again: value}), make.household_row(**{again: value})
    if known_before:
        register(first)

    with pytest.raises(actions.AlreadyRegistered) as refusal:
        register(second, *([] if known_before else [first]))

    assert refusal.value.fields["rows"] == ([0] if known_before else [0, 1])
    assert Household.objects.count() == Fact.objects.count() == int(known_before)


@pytest.mark.parametrize(
    "again, sentence",
    [("id_number", "This ID number is on"), ("code", "This household code is on")],
)
def test_a_single_household_is_told_what_is_taken(again, sentence):
    value = {"id_number": make.id_number(), "code": f"{make.HOME}00007"}[again]
    register(make.household_row(**{again: value}))
    with pytest.raises(actions.AlreadyRegistered, match=sentence):
        register(make.household_row(**{again: value}))


@pytest.mark.slow
@pytest.mark.parametrize("rows", [1, bulk.FEWEST_ROWS])
@pytest.mark.parametrize(
    "again, sentence", [("id_number", "same ID number"), ("code", "same household code")]
)
def test_the_constraint_has_the_last_word_on_a_roster_of_any_length(again, sentence, rows):
    value = {"id_number": make.id_number(), "code": f"{make.HOME}00007"}[again]
    register(make.household_row(**{again: value}))
    roster = [make.household_row(**{again: value})] + [make.household_row()] * (rows - 1)

    with pytest.raises(actions.AlreadyRegistered, match=sentence):
        actions.register_roster(
            actor=make.colleague(), rows=roster, registered_on=DAY, now=make.instant(DAY)
        )

    assert Household.objects.count() == Fact.objects.count() == 1


def test_another_broken_constraint_is_not_taken_for_a_known_number():
    make.village()
    beyond = make.household_row()._replace(member_count=0)
    with pytest.raises(IntegrityError, match="household_counts_its_head"):
        actions.register_roster(
            actor=make.colleague(), rows=[beyond], registered_on=DAY, now=make.instant(DAY)
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"head_name": " "},
        {"head_name": "王3"},
        {"head_name": "<b>王</b>"},
        {"head_name": "王" * 41},
        {"id_number": "370202197001010017x"},
        {"phone": "12345"},
        {"member_count": 0},
        {"yard": "castle"},
        {"code": f"{make.NEXT_DOOR}00001"},
        {"sex": "7"},
        {"address": "路" * 201},
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_written(wrong):
    with pytest.raises(Invalid) as refusal:
        register(make.household_row(), make.household_row(**wrong))

    assert list(refusal.value.fields) == ["1"]
    assert not Household.objects.exists() and not Person.objects.exists()


def test_an_area_that_is_no_village_takes_no_households():
    make.village()
    with pytest.raises(NotFound):
        register(make.household_row(area=make.HOME[:9]))
    with pytest.raises(NotFound):
        actions.register_households(
            actor=make.colleague(),
            rows=[make.household_row(area="370211105999")],
            registered_on=DAY,
            now=make.instant(),
        )


@pytest.mark.parametrize(
    "role, area, may",
    [
        ("village-chair", make.HOME, True),
        ("village-chair", make.NEXT_DOOR, False),
        ("town-officer", make.HOME[:9], True),
        ("town-officer", make.ELSEWHERE[:9], False),
        ("district-officer", make.HOME[:6], True),  # imports rosters
        ("executive", make.HOME, False),
        ("district-leader", make.HOME[:6], False),
        ("auditor", make.HOME[:6], False),
    ],
)
def test_who_may_register(role, area, may):
    if may:
        assert register(make.household_row(), actor=make.colleague(role, area))
    else:
        with pytest.raises(Denied):
            register(make.household_row(), actor=make.colleague(role, area))
        assert not Household.objects.exists()


def test_an_import_can_be_undone_while_nothing_rests_on_it():
    found = register(make.household_row(id_number=make.id_number()), make.household_row())

    undone = actions.undo_registration(
        actor=make.colleague(), household_ids=found, now=make.instant()
    )

    assert undone == 2
    assert not Household.objects.exists() and not Person.objects.exists()
    assert sorted(Fact.objects.values_list("quantity", flat=True)) == [-1, -1, 1, 1]
    assert set(Fact.objects.values_list("occurred_on", flat=True)) == {DAY}


def test_an_import_with_work_on_it_stays():
    household = make.household()
    make.member(household)

    with pytest.raises(Refused) as refusal:
        actions.undo_registration(
            actor=make.colleague(), household_ids=[household.pk], now=make.instant()
        )

    assert refusal.value.code == "refused"
    assert Household.objects.filter(pk=household.pk).exists()


def test_who_is_born_after_the_day_of_registration_is_refused():
    born_later = make.household_row(id_number=make.id_number(8, "20200302"))
    with pytest.raises(Invalid, match="after the day it is entered for"):
        register(born_later)
    assert not Household.objects.exists()

    assert register(make.household_row(id_number=make.id_number(8, "20200301")))


def test_a_day_of_registration_to_come_is_refused():
    given = {"registered_on": date(2020, 3, 2), "now": make.instant(DAY)}
    make.village(make.HOME)
    for act in (actions.register_households, actions.register_roster):
        with pytest.raises(Invalid, match="until today"):
            act(actor=make.colleague(), rows=[make.household_row()], **given)
    assert not Household.objects.exists()


@pytest.mark.parametrize(
    "given", [{"born_on": date(2020, 3, 2)}, {"id_number": make.id_number(9, "20200302")}]
)
def test_no_member_is_born_after_the_day_she_is_entered(given):
    home = make.household()
    with pytest.raises(Invalid, match=r"future|after the day"):
        actions.add_member(
            actor=make.colleague(), household_id=home.pk, relation="3", from_on=DAY,
            person=actions.PersonIn(name="李小明", **given), now=make.instant(DAY),
        )  # fmt: skip
    assert home.memberships.count() == 1
