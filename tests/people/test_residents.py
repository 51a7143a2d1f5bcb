"""People who come in themselves: found and never doubled, with their own records and their children's."""

from datetime import date, timedelta

import pytest

from jinguo.core import crypto
from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.models import Account
from jinguo.people import actions, policies, queries
from jinguo.people.models import Guardianship, Person, Resident
from tests.make import people as make

pytestmark = pytest.mark.django_db
TODAY = date(2020, 6, 15)
PHONE = "13900001234"


def register(*, actor=None, area=make.HOME, **given):
    make.village(area)
    return actions.register_person(
        actor=actor or make.colleague(),
        area=area,
        person=actions.PersonIn(**{"name": "赵小兰", **given}),
        now=make.instant(TODAY),
    )


def household_with(**given):
    return make.head(make.household(**given))


# Persons without a household


def test_an_urban_woman_is_registered_without_a_household():
    person = register(phone=PHONE, born_on=date(1988, 4, 3))

    assert (person.area_id, person.phone_tail) == (make.HOME, "1234")
    assert queries.residence(person, TODAY) is None


@pytest.mark.parametrize(
    "known, entered",
    [
        ({"id_number": make.id_number(222)}, {"id_number": make.id_number(222)}),
        ({"phone": PHONE}, {"phone": PHONE}),
        ({"phone": PHONE}, {"phone": PHONE, "id_number": make.id_number(222)}),
        (
            {"phone": PHONE, "id_number": make.id_number(222)},
            {"phone": " 139 0000 1234"},
        ),
    ],
)
def test_who_is_on_the_register_is_found_and_not_doubled(known, entered):
    there = household_with(head_name="赵小兰", **known)

    assert register(**entered) == there
    assert Person.objects.count() == 1


def test_what_her_record_lacked_is_filled_in():
    there = household_with(head_name="赵小兰", phone=PHONE)

    register(phone=PHONE, id_number=make.id_number(222, born="19880403"))

    there.refresh_from_db()
    assert there.born_on == date(1988, 4, 3)
    assert there.id_index is not None


@pytest.mark.parametrize(
    "known, entered",
    [
        ({"phone": PHONE}, {"phone": "13900009999"}),
        ({"phone": PHONE, "head_name": "赵大兰"}, {"phone": PHONE}),
        (
            {"phone": PHONE, "id_number": make.id_number(222)},
            {"phone": PHONE, "id_number": make.id_number(444)},
        ),
        ({}, {}),
    ],
)
def test_who_differs_in_phone_name_or_number_is_another_person(known, entered):
    household_with(**{"head_name": "赵小兰", **known})
    register(**entered)
    assert Person.objects.count() == 2


def test_an_id_number_of_another_name_is_refused():
    household_with(head_name="孙大娘", id_number=make.id_number(222))
    with pytest.raises(actions.AnotherName):
        register(id_number=make.id_number(222))
    assert Person.objects.count() == 1


def test_a_chair_registers_nobody_outside_her_village():
    chair = make.colleague("village-chair", make.HOME)
    with pytest.raises(Denied):
        register(actor=chair, area=make.NEXT_DOOR)
    assert register(actor=chair).area_id == make.HOME


def test_where_she_lives_must_be_an_area_there_is():
    with pytest.raises(Invalid):
        actions.register_person(
            actor=make.PORTAL,
            area="370299999999",
            person=actions.PersonIn(name="赵小兰"),
            now=make.instant(TODAY),
        )


# Accounts of residents


def test_a_new_resident_has_an_account_without_a_password_and_a_record():
    resident = make.resident(phone=PHONE)

    account = resident.account
    assert account.kind == Account.Kind.RESIDENT
    assert not account.has_usable_password()
    assert account.phone_tail == "1234"
    assert queries.own_person(make.acting(resident)).name == "赵小兰"


def test_her_phone_is_sealed_for_its_row():
    resident = make.resident(phone=PHONE)
    kept = Resident.objects.get()
    assert crypto.unseal("people_resident", "phone", kept.pk, bytes(kept.phone)) == PHONE
    assert PHONE.encode() not in bytes(resident.phone)


def test_who_the_village_has_on_its_register_gets_that_record():
    there = household_with(head_name="赵小兰", phone=PHONE)
    assert make.resident(phone=PHONE).person == there


def test_the_same_phone_opens_the_same_account():
    assert make.resident(phone=PHONE) == make.resident(phone=PHONE, name="赵晓兰")
    assert Resident.objects.count() == 1


def test_a_record_has_one_account_whatever_phone_is_shown_later():
    number = make.id_number(222, born="19880403")
    make.resident(phone=PHONE, id_number=number)
    with pytest.raises(actions.SignsInOtherwise):
        make.resident(phone="13900005555", id_number=number)
    assert Account.objects.count() == 1


@pytest.mark.parametrize("days_short, may", [(0, True), (1, False)])
def test_from_the_fourteenth_birthday_on_one_joins_oneself(days_short, may):
    born = date(2006, 6, 15) + timedelta(days=days_short)
    if may:
        assert make.resident(born_on=born)
    else:
        with pytest.raises(Refused, match="guardian"):
            make.resident(born_on=born)
        assert not Account.objects.exists()


def test_without_a_date_of_birth_nobody_joins():
    with pytest.raises(Invalid):
        make.resident(born_on=None)


def test_accounts_of_residents_stand_in_no_list_of_staff():
    resident = make.resident()
    administrator = make.colleague("system-administrator", "370211")

    assert resident.account not in org.accounts(administrator)
    with pytest.raises(NotFound):
        org.get_account(administrator, resident.account_id)


def test_only_the_sign_in_opens_accounts_of_residents():
    make.village()
    with pytest.raises(Denied):
        actions.open_resident(
            actor=make.colleague(),
            area=make.HOME,
            person=actions.PersonIn(name="赵小兰", phone=PHONE, born_on=date(1988, 4, 3)),
            now=make.instant(TODAY),
        )


# What is one's own


def test_a_resident_sees_her_own_record_and_nobody_else_s():
    resident, other = make.resident(), make.resident(name="钱小花")
    actor = make.acting(resident)

    assert list(queries.persons(actor)) == [resident.person]
    with pytest.raises(NotFound):
        queries.get_person(actor, other.person_id)


def test_of_a_record_that_was_merged_she_has_the_one_in_use():
    resident = make.resident(phone=PHONE)
    winner = household_with(head_name="赵小兰")
    actions.merge_persons(
        actor=make.colleague("district-officer", "370211"),
        winner_id=winner.pk,
        loser_id=resident.person_id,
        reason="同一人",
        now=make.instant(TODAY),
    )
    actor = make.acting(resident)

    assert queries.own_person(actor) == winner
    assert list(queries.persons(actor)) == [winner]


def test_an_account_without_record_and_a_job_have_nothing_of_their_own():
    with pytest.raises(NotFound):
        queries.own_person(Actor.system("portal"))
    assert not Person.objects.own_to(Actor.system("portal")).exists()


# Children


def test_a_child_is_entered_once_with_its_guardian():
    resident = make.resident()

    made = make.child(resident)

    assert made.child.area_id == make.HOME
    assert made.verified == "declared"
    assert made.child in queries.persons(make.acting(resident))


def test_a_child_of_the_same_household_is_found_on_the_register():
    home = make.household(head_name="赵小兰", phone=PHONE)
    there = make.member(home, name="赵小宝", relation="2", born_on=date(2014, 9, 1))

    made = make.child(make.resident(phone=PHONE))

    assert (made.child, made.verified) == (there, "household")


def test_a_child_of_another_household_is_not_had_for_the_asking():
    number = make.id_number(333, born="20140901")
    make.member(make.household(), name="赵小宝", id_number=number, relation="2")
    resident = make.resident()

    with pytest.raises(actions.GuardianUnproven, match="household booklet"):
        make.child(resident, id_number=number)
    assert not Guardianship.objects.exists()


def test_the_same_child_is_not_entered_twice():
    resident = make.resident()
    make.child(resident)
    with pytest.raises(actions.AlreadyGuardian):
        make.child(resident)
    assert Person.objects.count() == 2


@pytest.mark.parametrize(
    "born_on, may",
    [
        (date(2002, 6, 16), True),  # of age tomorrow
        (date(2002, 6, 15), False),  # of age today
        (date(2020, 6, 16), False),  # to come
        (None, False),
    ],
)
def test_a_guardian_enters_who_is_not_of_age(born_on, may):
    resident = make.resident()
    if may:
        assert make.child(resident, born_on=born_on)
    else:
        with pytest.raises(Invalid):
            make.child(resident, born_on=born_on)
        assert Person.objects.count() == 1


@pytest.mark.parametrize("day, sees", [(date(2032, 8, 31), True), (date(2032, 9, 1), False)])
def test_a_guardian_s_say_ends_when_the_child_is_of_age(day, sees):
    resident = make.resident()
    made = make.child(resident)

    assert (made.child in queries.persons(make.acting(resident, day))) is sees
    assert (made in queries.wards_of(resident.person, day)) is sees


def test_nobody_enters_children_for_another():
    resident, other = make.resident(), make.resident(name="钱小花")
    with pytest.raises(NotFound):
        actions.add_child(
            actor=make.acting(resident),
            guardian_id=other.person_id,
            child=actions.PersonIn(name="赵小宝", born_on=date(2014, 9, 1)),
            relation="5",
            now=make.instant(TODAY),
        )


def test_a_child_does_not_speak_for_another():
    made = make.child(make.resident())
    with pytest.raises(Denied):
        actions.add_child(
            actor=make.acting(make_resident_of(made)),
            guardian_id=made.child_id,
            child=actions.PersonIn(name="赵小妹", born_on=date(2018, 9, 1)),
            relation="7",
            now=make.instant(TODAY),
        )


def make_resident_of(guardianship):
    """The account of a guardian: the child is among her records, but is not she."""
    return Resident.objects.get(person=guardianship.guardian)


# Guardians seen by someone of the federation


def record(guardian, child, *, actor=None, verified="paper", **given):
    asked = {"relation": "5", "from_on": TODAY, **given}
    return actions.record_guardianship(
        actor=actor or make.colleague(),
        guardian_id=guardian.pk,
        child_id=child.pk,
        verified=verified,
        now=make.instant(TODAY),
        **asked,
    )


def test_who_has_seen_the_papers_records_a_guardian():
    child = make.member(make.household(), name="赵小宝", relation="2", born_on=date(2014, 9, 1))
    resident = make.resident()

    record(resident.person, child)

    assert child in queries.persons(make.acting(resident))


def test_her_own_word_is_verified_and_not_doubled():
    made = make.child(make.resident())

    record(made.guardian, made.child)

    assert list(Guardianship.objects.values_list("verified", flat=True)) == ["paper"]


@pytest.mark.parametrize(
    "given", [{"verified": "guess"}, {"relation": "3"}, {"from_on": date(2020, 6, 16)}]
)
def test_what_is_not_known_of_a_guardian_is_refused(given):
    child = make.member(make.household(), name="赵小宝", relation="2", born_on=date(2014, 9, 1))
    with pytest.raises(Invalid):
        record(make.resident().person, child, **given)
    assert not Guardianship.objects.exists()


def test_a_guardian_may_take_back_what_she_said():
    resident = make.resident()
    made = make.child(resident)

    actions.end_guardianship(
        actor=make.acting(resident), guardianship_id=made.pk, on=TODAY, now=make.instant(TODAY)
    )

    assert made.child not in queries.persons(make.acting(resident))


def test_another_resident_takes_nothing_back():
    made = make.child(make.resident())
    with pytest.raises(NotFound):
        actions.end_guardianship(
            actor=make.acting(make.resident(name="钱小花")),
            guardianship_id=made.pk,
            on=TODAY,
            now=make.instant(TODAY),
        )


# Consent


def agree(actor, person, *, on=TODAY, **given):
    asked = {
        "purpose": "活动照片",
        "text_version": "2020-1",
        "fields": ["photo"],
        "given_how": "screen",
    }
    return actions.record_consent(
        actor=actor,
        person_id=person.pk,
        consent=actions.ConsentIn(**asked | given),
        given_on=on,
        now=make.instant(on),
    )


def test_a_resident_agrees_and_takes_it_back_herself():
    resident = make.resident()
    given = agree(make.acting(resident), resident.person)

    actions.withdraw_consent(
        actor=make.acting(resident),
        consent_id=given.pk,
        withdrawn_on=TODAY,
        now=make.instant(TODAY),
    )

    assert queries.find_consent(resident.person, "活动照片", TODAY) is None


def test_a_resident_agrees_to_nothing_for_others():
    with pytest.raises(NotFound):
        agree(make.acting(make.resident()), make.resident(name="钱小花").person)


@pytest.mark.parametrize(
    "day, needed",
    [
        (date(2028, 8, 31), True),  # 13 years and 365 days
        (date(2028, 9, 1), False),  # the fourteenth birthday
    ],
)
def test_until_the_fourteenth_birthday_the_guardian_consents(day, needed):
    resident = make.resident()
    child = make.child(resident).child
    actor = make.acting(resident, day)

    assert policies.needs_guardian(child, day) is needed
    if needed:
        with pytest.raises(Invalid, match="guardian consents"):
            agree(actor, child, on=day)
        agree(actor, child, on=day, guardian="赵小兰", guardian_relation="5")
    else:
        agree(actor, child, on=day)
    assert queries.find_consent(child, "活动照片", day)
