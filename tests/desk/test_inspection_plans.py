"""The pages of inspection plans: drawn, seen town by town and visit by visit, taken out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.assess import actions
from jinguo.assess.actions import InspectionIn
from jinguo.assess.models import InspectionPlan, Recognition
from tests.desk.test_exports import taken_out
from tests.make import desk

PLANS, DRAW = "/desk/courtyards/inspections/", "/desk/courtyards/inspections/draw/"


def page(plan):
    return f"{PLANS}{plan}/"


def period(first, last):
    today = timezone.localdate()
    return {
        "starts_on": str(today + timedelta(days=first)),
        "ends_on": str(today + timedelta(days=last)),
        "seed": "another seed",
    }


@pytest.mark.slow
def test_a_plan_is_drawn_on_the_page_and_opens(undone):
    browser = desk.desk()
    asked = browser.get(DRAW).context["form"]
    assert asked.initial["starts_on"] == timezone.localdate() and asked.initial["seed"]

    done = browser.post(DRAW, period(200, 260), follow=True)

    made = InspectionPlan.objects.latest("at")
    assert done.redirect_chain[-1][0] == page(made.id)
    text = done.content.decode()
    assert "another seed" in text and "The work lists go by its days" in text
    held = Recognition.objects.get(id=undone.recognition)
    [(visit, _head)] = done.context["rows"]
    assert visit.due_on == held.next_check_on


def test_a_plan_that_overlaps_keeps_what_was_typed(undone):
    refused = desk.desk().post(DRAW, period(60, 70))

    assert refused.status_code == 422
    text = refused.content.decode()
    assert "Choose days outside it" in text and 'value="another seed"' in text


@pytest.mark.slow
def test_the_town_sees_its_visits_and_how_far_it_is(undone):
    on = timezone.localdate()
    actions.inspect(
        actor=desk.officer(), on=on, now=timezone.now(),
        sheets=[InspectionIn(undone.recognition, desk.full_points(application_of(undone)))],
    )  # fmt: skip
    browser = desk.desk("town-officer")

    shown = browser.get(page(undone.plan))

    [town] = shown.context["towns"]
    assert (town.code, town.planned, town.visited) == (desk.TOWN, 1, 1)
    [(visit, _head)] = shown.context["rows"]
    assert visit.visited_on == on
    assert "drawn by lot" in shown.content.decode()
    assert browser.get(page(undone.plan), {"state": "to-visit"}).context["rows"] == []


def application_of(world):
    return Recognition.objects.get(id=world.recognition).application_id


def test_a_neighbouring_town_has_no_part_in_it(undone):
    other = desk.desk("town-officer", at="370211106")

    assert other.get(page(undone.plan)).status_code == 404
    assert list(other.get(PLANS).context["plans"]) == []


def test_the_visits_come_out_as_a_workbook(undone):
    browser = desk.desk()

    assert len(taken_out(browser, f"{page(undone.plan)}export/")) == 2
    assert len(taken_out(browser, f"{page(undone.plan)}export/", {"state": "visited"})) == 1
