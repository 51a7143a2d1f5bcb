"""Who may be on the register already is shown once, beside what was typed; nobody out of reach is named."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.people.models import Household, Membership
from tests.make import desk, people

pytestmark = pytest.mark.usefixtures("undone")
NEXT_TOWN = "370211106201"
PHONE = "14300001234"
ASKED = "may be on the register already"


@pytest.fixture
def known(world):
    return people.household(head_name="张桂兰", phone=PHONE)


@pytest.fixture
def keeper(world):
    return desk.desk("town-officer")


def register(browser, **given):
    sent = {"area": desk.VILLAGE, "head_name": "章桂岚", "member_count": 2, "yard": "yard"}
    return browser.post("/desk/households/add/", {**sent, "address": "山前路2号", **given})


def add(browser, home, **given):
    sent = {"name": "章桂岚", "relation": "1", "sex": "2", "from_on": timezone.localdate()}
    return browser.post(f"/desk/households/{home.id}/members/add/", {**sent, **given})


@pytest.mark.slow
def test_a_household_like_none_is_registered_at_once(known, keeper):
    before = Household.objects.count()
    assert register(keeper, head_name="欧阳修竹").status_code == 302
    assert Household.objects.count() == before + 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "Same-sounding name in the same village"),
        ({"head_name": "张桂兰", "phone": "143 0000 1234"}, "Same name and phone"),
    ],
)
def test_a_household_like_another_is_shown_beside_the_kept_form(known, keeper, given, why):
    before = Household.objects.count()

    answer = register(keeper, **given)

    told = answer.content.decode()
    assert answer.status_code == 422 and ASKED in told and why in told
    assert f"/desk/households/{known.id}/" in told and known.code in told and PHONE not in told
    assert "山前路2号" in told and "It is another household" in told
    assert Household.objects.count() == before


def test_another_household_goes_on_and_is_not_asked_about_twice(known, keeper):
    before = Household.objects.count()
    wrong = register(keeper, is_another="yes", member_count=0).content.decode()
    assert 'name="is_another" value="yes" id="is-another" checked' in wrong

    assert register(keeper, is_another="yes").status_code == 302
    assert Household.objects.count() == before + 1


def test_who_bears_another_id_number_is_another(world, keeper):
    people.household(head_name="张桂兰", id_number=people.id_number(71))
    assert register(keeper, id_number=people.id_number(72)).status_code == 302


def test_nobody_out_of_reach_is_named(known):
    neighbour = desk.desk("town-officer", at=NEXT_TOWN[:9])
    answer = register(neighbour, area=NEXT_TOWN, head_name="张桂兰", phone=PHONE)
    assert answer.status_code == 302


@pytest.mark.slow
def test_a_member_like_another_is_shown_and_goes_on_when_she_is_another(known, keeper):
    home = people.household(head_name="欧阳修竹")

    answer = add(keeper, home)

    told = answer.content.decode()
    assert answer.status_code == 422 and ASKED in told and f"/desk/households/{known.id}/" in told
    assert 'value="章桂岚"' in told and "It is another person" in told
    assert Membership.objects.filter(household=home).count() == 1
    assert add(keeper, home, is_another="yes").status_code == 302
    assert Membership.objects.filter(household=home).count() == 2


@pytest.mark.slow
def test_the_boxes_that_remove_have_names_of_their_own(known, keeper):
    home = people.household(head_name="欧阳修竹", phone="14300005678", address="海边路1号")
    told = keeper.get(f"/desk/households/{home.id}/edit/").content.decode()
    assert "Remove what is on file: Phone" in told
    assert "Remove what is on file: Address in the village" in told


@pytest.mark.slow
def test_a_household_that_cannot_leave_keeps_the_reason_typed(known, keeper):
    add(keeper, known, name="马小田")

    answer = keeper.post(
        f"/desk/households/{known.id}/close/", {"reason": "搬到城里", "on": timezone.localdate()}
    )

    told = answer.content.decode()
    assert answer.status_code == 422 and 'value="搬到城里"' in told and "id_on_error" in told
    assert Household.objects.get(pk=known.pk).closed_on is None


@pytest.mark.slow
def test_a_head_who_is_not_born_yet_is_refused_beside_her_number(world, keeper):
    tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%Y%m%d")
    refused = register(keeper, id_number=people.id_number(77, tomorrow))
    assert refused.status_code == 422
    assert "after the day it is entered for" in refused.content.decode()

    today = timezone.localdate().strftime("%Y%m%d")
    assert register(keeper, id_number=people.id_number(77, today)).status_code == 302
