"""The list of who helps at an activity with minors, and what stands in the way of opening it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.activities.models import Activity, Charge, Helper, Stay
from jinguo.members import actions as members
from tests.desk.test_activities_children import card
from tests.make import classes, desk
from tests.make import people as homes

pytestmark = pytest.mark.slow
AFTER_SCHOOL = {
    "programme": "after-school-class", "kind": "after-school", "category": "", "title": "四点半课堂",
    "minimum": 1,
}  # fmt: skip
MISSING = "王桂兰 may not be with minors"


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


def text(response):
    return response.content.decode()


def check(person):
    members.record_check(
        actor=desk.officer("village-chair"), person_id=person.id, seen_by="赵敏",
        checked_on=timezone.localdate(), now=timezone.now(),
    )  # fmt: skip


def test_a_class_of_minors_is_published_once_the_check_of_who_helps_is_recorded(town):
    helper = classes.woman("王桂兰", phone="13800004321")
    planned = classes.draft(**AFTER_SCHOOL)
    page = f"/desk/activities/{planned.id}/"
    added = town.post(f"{page}helpers/", {"helper": "王桂兰 4321"})

    assert added.status_code == 302
    assert MISSING in text(town.get(page)) and MISSING in text(town.get(f"{page}helpers/"))
    refused = town.post(f"{page}act/publish/")
    assert refused.status_code == 422 and MISSING in text(refused)
    check(helper)
    assert town.post(f"{page}act/publish/").status_code == 302

    assert Activity.objects.get(id=planned.id).state == "published"
    assert "may not be with minors" not in text(town.get(page))


def test_nobody_is_signed_in_while_who_helps_has_no_check_and_the_door_says_whom_it_waits_for(town):
    activity = classes.published(**AFTER_SCHOOL)
    child = homes.member(homes.household(head_name="王秀兰"), name="王小明")
    entry = classes.enrolled(activity, child)
    session = classes.begun(activity, ago=timedelta(minutes=30))
    page = f"/desk/activities/sessions/{session.id}/"
    code = card(town, (page, entry))
    helper = classes.woman("王桂兰")
    helps = Helper.objects.create(
        activity=activity, person=helper, from_on=timezone.localdate(session.starts_at)
    )
    sign_in = f"{page}children/{Charge.objects.get().id}/code/"

    assert MISSING in text(town.get(page)) and MISSING in text(town.get(f"{page}children/"))
    refused = town.post(sign_in, {"code": code})
    assert refused.status_code == 422 and MISSING in text(refused)
    assert not Stay.objects.exists()
    town.post(f"/desk/activities/helpers/{helps.id}/end/")
    assert town.post(sign_in, {"code": code}).status_code == 302

    assert Stay.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("王桂兰", "Add the last four digits of her phone."),
        ("吴雪 1111", "Nobody of that name is on the register."),
    ],
)
def test_who_is_not_surely_one_on_the_register_is_not_put_on_the_list(town, typed, said):
    classes.woman("王桂兰", phone="13800004321")
    planned = classes.draft(**AFTER_SCHOOL)

    response = town.post(f"/desk/activities/{planned.id}/helpers/", {"helper": typed})

    assert response.status_code == 422 and said in text(response)
    assert not Helper.objects.exists()


def test_what_is_not_with_minors_offers_no_such_list(town):
    planned = classes.draft()

    assert "/helpers/" not in text(town.get(f"/desk/activities/{planned.id}/"))
    assert "is not with minors" in text(town.get(f"/desk/activities/{planned.id}/helpers/"))
