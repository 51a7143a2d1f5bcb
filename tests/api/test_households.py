"""Households over the API: pages, filters, masks, reach, the trail."""

import pytest

from jinguo.audit.models import Event
from jinguo.people.models import Household
from tests.make import api, people

HERE, NEXT_TOWN = "370211105201", "370211106201"


def names(answer):
    return [one["head_name"] for one in answer.json()["items"]]


@pytest.mark.slow
def test_the_pages_of_a_list_hold_each_household_once(undone):
    for number in range(5):
        people.household(head_name=f"王{'甲乙丙丁戊'[number]}")
    program = api.program("town-officer")

    pages, after = [], ""
    while after is not None:
        answer = program.get(
            "/api/v1/households", {"size": 3, **({"after": after} if after else {})}
        )
        pages.append([one["id"] for one in answer.json()["items"]])
        after = answer.json()["next"]

    seen = [one for page in pages for one in page]
    assert len(pages) == 3
    assert len(seen) == len(set(seen)) == answer.json()["total"] == Household.objects.count()


@pytest.mark.slow
def test_the_page_before_leads_back(undone):
    for number in range(4):
        people.household(head_name=f"王{'甲乙丙丁'[number]}")
    program = api.program("town-officer")

    first = program.get("/api/v1/households", {"size": 2}).json()
    second = program.get("/api/v1/households", {"size": 2, "after": first["next"]}).json()
    back = program.get("/api/v1/households", {"size": 2, "before": second["previous"]}).json()

    assert back["items"] == first["items"]


@pytest.mark.slow
def test_a_list_is_narrowed_by_area_name_phone_and_residence(undone):
    people.household(head_name="陈巧云", phone="13800001234", is_resident=False)
    people.household(head_name="陈小云", area=NEXT_TOWN)
    program = api.program("data-officer")

    def found(**asked):
        return names(program.get("/api/v1/households", asked))

    assert len(found(name="陈")) == 2
    assert len(found(name="陈", area=HERE)) == 1
    assert len(found(phone_tail="1234")) == 1
    assert len(found(name="陈", resident="false")) == 1
    assert len(found(name="陈", resident="true")) == 1
    assert found(name="赵") == []


@pytest.mark.slow
def test_whoever_sees_names_on_the_desk_sees_them_here_and_others_do_not(undone):
    people.household(head_name="陈巧云", phone="13800001234")
    ask = ("/api/v1/households", {"name": "陈"})

    assert names(api.program("town-officer").get(*ask)) == ["陈巧云"]
    narrowed = api.program("town-officer", capabilities=["people.view"]).get(*ask)
    assert names(narrowed) == ["陈**"]


def test_a_household_comes_with_its_members_and_no_value_in_clear(undone):
    number = people.id_number(born="19650302")
    household = people.household(
        head_name="陈巧云", phone="13812341234", address="东村12号", id_number=number
    )
    people.member(household, name="陈小妹")

    answer = api.program("town-officer").get(f"/api/v1/households/{household.id}")

    members = answer.json()["members"]
    assert [one["name"] for one in members] == ["陈巧云", "陈小妹"]
    assert [one["is_head"] for one in members] == [True, False]
    for secret in (number, "13812341234", "东村12号"):
        assert secret not in answer.content.decode()


def test_levels_held_come_with_the_household(undone):
    program = api.program("district-officer")

    found = program.get("/api/v1/households", {"name": "李桂兰"}).json()["items"]

    assert [one["levels"] for one in found] == [[{"programme": "courtyards", "level": "demo"}]]


def test_absent_and_out_of_reach_are_one_answer(undone):
    there = people.household(area=NEXT_TOWN)
    program = api.program("town-officer")

    hidden = program.get(f"/api/v1/households/{there.id}")
    absent = program.get("/api/v1/households/01890a5d-ac96-774b-bcce-b302099a8057")

    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content


@pytest.mark.slow
def test_a_token_for_one_village_does_not_know_the_next(undone):
    here, there = people.household(), people.household(area="370211105202")
    program = api.program("town-officer", area=HERE)

    assert program.get(f"/api/v1/households/{here.id}").status_code == 200
    assert program.get(f"/api/v1/households/{there.id}").status_code == 404
    listed = program.get("/api/v1/households", {"size": 100}).json()["items"]
    assert {one["area"] for one in listed} == {HERE}


def test_each_reading_is_on_the_trail_with_the_program_and_no_value(undone):
    household = people.household(head_name="陈巧云")
    program = api.program("town-officer")

    program.get("/api/v1/households", {"name": "陈"})
    program.get(f"/api/v1/households/{household.id}")

    listed, one = Event.objects.filter(action="people.read").order_by("id")
    assert listed.actor.endswith("· 数据大屏")
    assert (listed.count, listed.area) == (1, "370211105")
    assert (one.object_id, one.area) == (household.id, HERE)
    assert "陈" not in f"{listed.purpose}{listed.fields}{one.purpose}{one.fields}"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"size": 101}, "size"),
        ({"size": 0}, "size"),
        ({"sort": "phone"}, "sort"),
        ({"area": "37021"}, "area"),
        ({"phone_tail": "12"}, "phone_tail"),
        ({"resident": "1"}, "resident"),
        ({"after": "nobody-made-this"}, None),
        ({"aera": HERE}, "aera"),
        ({"name": "a\0b"}, "name"),
    ],
)
def test_a_parameter_that_does_not_fit_is_named(asked, field, undone):
    answer = api.program("town-officer").get("/api/v1/households", asked)

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert [one["field"] for one in answer.json()["errors"]] == ([field] if field else [])


@pytest.mark.slow
def test_a_page_costs_the_same_statements_whatever_its_size(undone, django_assert_num_queries):
    for sign in "甲乙丙丁戊己庚辛壬癸子丑":
        people.household(head_name=f"王{sign}")
    program = api.program("town-officer")
    # The token; the call counted; the page and its count; the levels held; the reading on the trail.
    for size in (2, 12):
        with django_assert_num_queries(6):
            answer = program.get("/api/v1/households", {"size": size})
        assert len(answer.json()["items"]) == size
