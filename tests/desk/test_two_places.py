"""Who has posts in two towns that are not one: every page of one area has a way to the other."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.assess.models import InspectionPlan
from tests.make import desk, org
from tests.make import people as homes

TOWN, NEXT_TOWN = "370211105", "370211106"
FIRST, SECOND = "大村镇", "六汪镇"
DRAW, POINTS, SCREEN, HOME = (
    "/desk/courtyards/inspections/draw/", "/desk/points/", "/desk/screen/", "/desk/",
)  # fmt: skip
BRIEFS = "/desk/briefs/"

pytestmark = pytest.mark.slow


@pytest.fixture
def of_both(undone):
    """A browser of an officer of two towns, as a handover leaves her."""
    account = desk.someone("town-officer", at=TOWN)
    org.post(account=account, role="town-officer", at=NEXT_TOWN)
    return desk.client(account)


@pytest.fixture
def of_one(undone):
    return desk.desk("town-officer", at=TOWN)


def chips(answer, name="places"):
    """Which places are offered: name, address, whether it is the one shown."""
    return [(one.name, one.href, one.is_on) for one in answer.context[name]]


@pytest.mark.parametrize(
    ("page", "name"),
    [(DRAW, "places"), (POINTS, "own_places"), (SCREEN, "own_places"), (HOME, "places")],
)
def test_a_page_of_one_area_offers_her_others_and_honours_the_one_in_the_address(
    page, name, of_both, of_one
):
    first, second = of_both.get(page), of_both.get(f"{page}?area={NEXT_TOWN}")

    at = [(FIRST, f"?area={TOWN}"), (SECOND, f"?area={NEXT_TOWN}")]
    assert chips(first, name) == [(*at[0], True), (*at[1], False)]
    assert chips(second, name) == [(*at[0], False), (*at[1], True)]
    for shown in (first, second):
        text = shown.content.decode()
        assert all(f'href="{href}"' in text for _name, href in at)
    assert chips(of_one.get(page), name) == []


@pytest.mark.parametrize("page", [DRAW, POINTS, SCREEN, HOME])
def test_another_area_than_hers_does_not_open(page, of_both):
    assert of_both.get(f"{page}?area=370211014").status_code in (403, 404)


def test_a_brief_leads_to_that_of_her_other_town(of_both, of_one):
    answer = of_both.get(f"{BRIEFS}{TOWN}/")

    assert chips(answer) == [
        (FIRST, f"{BRIEFS}{TOWN}/", True), (SECOND, f"{BRIEFS}{NEXT_TOWN}/", False)
    ]  # fmt: skip
    assert chips(of_one.get(f"{BRIEFS}{TOWN}/")) == []


def test_her_first_page_leads_to_brief_and_screen_of_the_town_chosen(of_both):
    text = of_both.get(f"{HOME}?area={NEXT_TOWN}").content.decode()

    assert f"{BRIEFS}{NEXT_TOWN}/" in text
    assert f"{SCREEN}?area={NEXT_TOWN}" in text


def test_the_screen_of_the_town_chosen_is_the_one_that_fetches_itself_anew(of_both):
    answer = of_both.get(f"{SCREEN}?area={NEXT_TOWN}&look=dark")

    assert answer.context["place"] == SECOND
    assert chips(answer, "own_places")[0][1] == f"?look=dark&area={TOWN}"


def test_she_draws_a_plan_for_her_second_town(of_both):
    desk.recognised(homes.household(area=f"{NEXT_TOWN}201", head_name="赵玉芬").id)
    today = timezone.localdate()
    period = {
        "starts_on": str(today + timedelta(days=200)), "ends_on": str(today + timedelta(days=260)),
        "seed": "a seed",
    }  # fmt: skip

    shown = of_both.get(f"{DRAW}?area={NEXT_TOWN}").content.decode()
    refused = of_both.post(f"{DRAW}?area=370211014", period)
    answer = of_both.post(f"{DRAW}?area={NEXT_TOWN}", period)

    assert f"in {SECOND}" in shown
    assert refused.status_code == 403
    assert answer.status_code == 302
    assert InspectionPlan.objects.latest("at").area_id == NEXT_TOWN


def test_points_of_both_towns_open_and_the_way_up_stays_within_them(of_both):
    village = of_both.get(f"{POINTS}?area={NEXT_TOWN}201")

    assert chips(village, "own_places") == [
        (FIRST, f"?area={TOWN}", False), (SECOND, f"?area={NEXT_TOWN}", True)
    ]  # fmt: skip
    assert of_both.get(f"{POINTS}?area={NEXT_TOWN}").context["path"] == []
