"""The list of households, asked for with an address that someone has changed by hand."""

import pytest

from tests.desk.test_exports import taken_out
from tests.make import desk, people

pytestmark = pytest.mark.slow

SENTENCE = "is not the code of an area. Choose it from the list."


@pytest.fixture
def browser(undone):
    return desk.desk()


@pytest.mark.parametrize("query", ["area=370211x", "village=37021110520", "area=٣٧٠٢١١"])
def test_what_is_no_area_is_named_and_the_way_back_shown(browser, query):
    answer = browser.get(f"/desk/households/?{query}")

    assert answer.status_code == 422
    assert SENTENCE in answer.content.decode()
    assert 'href="/desk/households/"' in answer.content.decode()


@pytest.mark.parametrize("query", ["area=370211x", "area=%00370211x"])
def test_a_list_of_no_area_is_not_taken_out(browser, query):
    answer = browser.post(f"/desk/households/export/?{query}")

    assert answer.status_code == 422
    assert SENTENCE in answer.content.decode()


@pytest.mark.parametrize("query", ["name=%00", "tail=%00", "area=%00", "level=%00", "%00name=x"])
def test_a_sign_no_text_can_hold_is_left_out_of_a_filter(browser, query):
    assert browser.get(f"/desk/households/?{query}").status_code == 200


def test_the_rest_of_a_filter_holds(browser):
    rows = browser.get("/desk/households/?name=%00wang%00").context["rows"]

    assert [row.head_name for row, _level in rows] == ["王秀英"]


@pytest.mark.parametrize(
    "page",
    [
        "/desk/courtyards/?area=%00",
        "/desk/courtyards/?level=%00",
        "/desk/figures/courtyards.demo?area=%00",
        "/desk/households/add/?village=%00",
    ],
)
def test_no_page_falls_over_it(browser, page):
    assert browser.get(page).status_code in {200, 404, 422, 403}


def test_a_path_that_holds_it_names_nothing(browser):
    assert browser.get("/desk/programmes/%00/").status_code == 404


def test_what_is_sent_holds_it_no_more_than_what_is_asked(undone):
    sent = {"area": desk.VILLAGE, "head_name": "张\0三", "member_count": 1, "yard": "yard"}
    answer = desk.desk("village-chair").post("/desk/households/add/", sent, follow=True)

    assert answer.status_code == 200
    assert "张三" in answer.content.decode()


def test_a_lane_cannot_be_chosen_before_a_village_and_the_list_says_why(browser):
    people.household(head_name="孙小梅", area=desk.VILLAGE)

    before = browser.get("/desk/households/").content.decode()
    empty = browser.get(f"/desk/households/?village={desk.VILLAGE}").content.decode()

    assert 'id="lane" name="lane" disabled' in before
    assert "Choose a village first" in before
    assert "No lane or group yet" in empty
    people.household(head_name="李桂香", lane="西街", area=desk.VILLAGE)
    offered = browser.get(f"/desk/households/?village={desk.VILLAGE}").content.decode()
    assert 'id="lane" name="lane">' in offered
    assert "No lane or group yet" not in offered


def test_the_fields_of_places_come_anew_with_a_list_that_is_swapped_in(browser):
    people.household(head_name="李桂香", lane="西街", area=desk.VILLAGE)
    address = f"/desk/households/?area={desk.TOWN}&village={desk.VILLAGE}"

    part = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    whole = browser.get(address).content.decode()

    assert 'id="lane-field" hx-swap-oob="true"' in part and "<option>西街</option>" in part
    assert 'id="village-field" hx-swap-oob="true"' in part
    assert "hx-swap-oob" not in whole


def test_a_lane_of_another_village_narrows_nothing(browser):
    people.household(head_name="孙小梅", lane="东街", area=desk.VILLAGE)

    kept = browser.get("/desk/households/?lane=东街")

    assert "孙" in kept.content.decode()


def test_a_village_s_list_is_narrowed_to_one_of_its_lanes(browser):
    people.household(head_name="孙小梅", lane="东街", area=desk.VILLAGE)
    people.household(head_name="李桂香", lane="西街", area=desk.VILLAGE)
    every = browser.get(f"/desk/households/?village={desk.VILLAGE}")

    kept = browser.get(f"/desk/households/?village={desk.VILLAGE}&lane=东街")

    assert every.context["areas"]["lanes"] == ["东街", "西街"]
    assert [row.head_name for row, _level in kept.context["rows"]] == ["孙小梅"]
    assert browser.get("/desk/households/").context["areas"]["lanes"] == []
    taken = taken_out(browser, f"/desk/households/export/?village={desk.VILLAGE}&lane=东街")
    assert [row[2] for row in taken] == ["Lane or group", "东街"]


def test_who_has_one_village_sees_lanes_where_others_see_villages(undone):
    people.household(head_name="李桂香", lane="西街", area=desk.VILLAGE)

    own = desk.desk("village-chair").get("/desk/households/").content.decode()
    wide = desk.desk().get("/desk/households/").content.decode()

    assert 'data-label="Lane or group">西街' in own and 'data-label="Village"' not in own
    assert 'data-label="Village"' in wide and 'data-label="Lane or group"' not in wide
