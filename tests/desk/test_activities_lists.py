"""A sign-up list of a group, pasted at the desk: who they are is confirmed, then each line has its answer."""

import pytest

from jinguo.activities.models import Activity, Enrolment
from tests.make import classes, desk

pytestmark = pytest.mark.slow

LIST = (
    "#接龙\n茶艺入门\n1. 王秀兰 13800001234\n2. 李桂香\n3. 张敏\n4. 赵玉梅\n5. 孙丽 取消\n6. 刘芳"
)


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


@pytest.fixture
def women(undone):
    return {
        name: classes.woman(name, phone=phone)
        for name, phone in (("王秀兰", "13800001234"), ("李桂香", "13800005678"), ("刘芳", ""))
    } | {"张敏": [classes.woman("张敏"), classes.woman("张敏")]}


def text(response):
    return response.content.decode()


def page(activity):
    return f"/desk/activities/{activity.id}/list/"


def test_the_text_for_the_group_leads_to_the_public_page(town):
    activity = classes.published()

    shown = text(town.get(page(activity)))

    assert "#接龙" in shown and f"/a/{activity.code}" in shown


def test_no_group_is_told_of_what_is_private(town):
    activity = classes.published()
    Activity.objects.filter(id=activity.id).update(is_private=True)

    for path in ("list/", "poster/png/", "poster/pdf/"):
        assert town.get(f"/desk/activities/{activity.id}/{path}").status_code == 409
    assert town.post(page(activity), {"text": LIST}).status_code == 409
    menu = text(town.get(f"/desk/activities/{activity.id}/"))
    assert "/list/" not in menu and "/poster/" not in menu


def test_each_line_is_shown_with_who_it_may_be_and_nobody_is_enrolled_yet(town, women):
    shown = text(town.post(page(classes.published()), {"text": LIST}))

    assert f'value="{women["王秀兰"].id}" id="p-3-1" checked' in shown
    assert f'value="{women["李桂香"].id}" id="p-4-1" checked' in shown
    for one in women["张敏"]:
        assert f'value="{one.id}"' in shown and f'value="{one.id}" id="p-5-1" checked' not in shown
    assert "Not on the register" in shown and "Has withdrawn" in shown
    assert not Enrolment.objects.filter(channel="paste").exists()


def test_who_is_confirmed_is_enrolled_in_the_order_of_the_list(town, women):
    activity = classes.published(capacity=2, waiting_capacity=1)
    chosen = {
        "person-3": women["王秀兰"].id, "person-4": women["李桂香"].id,
        "person-5": women["张敏"][1].id, "person-8": women["刘芳"].id,
    }  # fmt: skip

    shown = text(town.post(page(activity), {"text": LIST, "confirmed": "1", **chosen}))

    entries = Enrolment.objects.filter(channel="paste")
    assert {one.person.name: one.state for one in entries} == {
        "王秀兰": "enrolled", "李桂香": "enrolled", "张敏": "waiting",
    }  # fmt: skip
    assert "On the waiting list, number 1" in shown
    assert "All seats are taken" in shown  # said of the last line
    assert "Left out" in shown  # of the one who is not on the register


def test_seats_are_those_of_the_line_unless_changed(town, women):
    activity = classes.published(capacity=6, seats_most=3)
    chosen = {"person-1": women["王秀兰"].id, "seats-1": "2", "person-2": women["李桂香"].id}

    town.post(
        page(activity), {"text": "1. 王秀兰 3人\n2. 李桂香 带娃1个", "confirmed": "1", **chosen}
    )

    assert {one.person.name: one.seats for one in Enrolment.objects.filter(channel="paste")} == {
        "王秀兰": 2, "李桂香": 2,
    }  # fmt: skip


def test_somebody_who_is_no_match_of_the_line_is_not_enrolled(town, women):
    activity = classes.published()

    response = town.post(
        page(activity), {"text": "1. 王秀兰", "confirmed": "1", "person-1": women["刘芳"].id}
    )

    assert response.status_code == 422 and not Enrolment.objects.filter(channel="paste").exists()


def test_a_list_without_entries_and_an_empty_one_say_so(town):
    activity = classes.published()

    assert "No entry was found" in text(town.post(page(activity), {"text": "大家好"}))
    assert town.post(page(activity), {"text": ""}).status_code == 422


def test_who_does_not_enrol_others_has_no_such_page(undone):
    activity = classes.published()

    assert desk.desk("district-leader").get(page(activity)).status_code == 403
