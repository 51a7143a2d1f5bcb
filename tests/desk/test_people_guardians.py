"""The guardian of a child that is on the register already, recorded by who has seen papers."""

import pytest
from django.utils import timezone

from jinguo.people import queries
from jinguo.people.models import Guardianship
from tests.make import desk, people
from tests.make.people import acting

pytestmark = pytest.mark.django_db
PHONE = "13900001234"


@pytest.fixture
def home():
    return people.household()


@pytest.fixture
def child(home):
    return people.member(
        home,
        name="赵小宝",
        relation="2",
        from_on=timezone.localdate(),
        born_on=timezone.localdate().replace(year=timezone.localdate().year - 6, day=1),
    )


@pytest.fixture
def mother():
    return people.resident(phone=PHONE, on=timezone.localdate())


def recorded(home, child, *, role="village-chair", **given):
    filled = {
        "name": "赵小兰", "phone": PHONE, "relation": "5", "verified": "paper",
        "from_on": f"{timezone.localdate():%Y-%m-%d}", **given,
    }  # fmt: skip
    return desk.desk(role).post(f"/desk/households/{home.pk}/members/{child.pk}/guardian/", filled)


def test_the_guardian_then_finds_the_child_on_her_own_pages(home, child, mother):
    assert recorded(home, child).status_code == 302

    actor = acting(mother, timezone.localdate())
    assert queries.get_person(actor, child.pk) == child
    assert Guardianship.objects.get().verified == "paper"


@pytest.mark.slow
def test_the_household_offers_it_for_children_alone(home, child):
    text = desk.desk("village-chair").get(f"/desk/households/{home.pk}/").content.decode()
    assert f"/members/{child.pk}/guardian/" in text
    assert f"/members/{people.head(home).pk}/guardian/" not in text


@pytest.mark.slow
@pytest.mark.parametrize(
    "wrong", [{"phone": "13900009999"}, {"name": "钱小花"}, {"verified": "declared"}]
)
def test_who_is_not_found_or_only_said_so_is_not_recorded(home, child, mother, wrong):
    response = recorded(home, child, **wrong)
    assert response.status_code == 422
    assert not Guardianship.objects.exists()


@pytest.mark.slow
def test_for_a_grown_member_there_is_none(home, mother):
    grown = people.member(
        home, name="李建国", born_on=timezone.localdate().replace(year=1980, day=1)
    )
    assert recorded(home, grown).status_code == 422
    assert not Guardianship.objects.exists()


@pytest.mark.slow
def test_who_edits_no_household_records_no_guardian(home, child, mother):
    assert recorded(home, child, role="executive").status_code == 403
