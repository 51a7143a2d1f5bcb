"""An inspection plan gives households their day; lists, to-dos and progress follow from it."""

from datetime import date

import pytest

from jinguo.assess import actions, queries
from jinguo.assess.actions import InspectionIn, NothingToInspect, PlansOverlap
from jinguo.assess.models import InspectionPlan, PlannedVisit, Recognition
from jinguo.assess.policies import NotOnThatDay
from jinguo.core.errors import Denied, Invalid, NotFound
from tests.make import assess as make

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2020, 12, 1), date(2020, 12, 31)  # whoever was certified in June is due
NOW = make.noon(date(2020, 11, 30))


def plan(*, actor=None, area=make.DISTRICT, starts_on=FIRST, ends_on=LAST, seed="a seed", now=NOW):
    made = actions.draw_inspections(
        actor=actor or make.officer(), programme=make.PROGRAMME, area=area, starts_on=starts_on,
        ends_on=ends_on, seed=seed, now=now,
    )  # fmt: skip
    return InspectionPlan.objects.get(id=made)


def inspect(held, on):
    actions.inspect(
        actor=make.officer(),
        on=on,
        now=make.noon(on),
        sheets=[InspectionIn(held.id, make.points())],
    )
    held.refresh_from_db()


@pytest.mark.slow
def test_a_plan_makes_each_household_due_on_its_day_and_the_work_list_follows():
    held = make.recognition()
    make.recognition(state="rectifying")

    made = plan()

    [visit] = PlannedVisit.objects.filter(plan=made)
    held.refresh_from_db()
    assert (visit.recognition_id, visit.reasons) == (held.id, ["due", "long-ago"])
    assert held.next_check_on == visit.due_on == FIRST
    town = make.officer("town-officer", make.TOWN)
    todos = queries.todos(town, FIRST)
    assert ("inspect", FIRST) in [(one.kind, one.due_on) for one in todos]


def test_a_visit_is_made_by_an_inspection_and_the_next_is_due_months_later():
    held = make.recognition()
    made = plan()

    inspect(held, date(2020, 12, 2))

    assert held.next_check_on == date(2021, 6, 2)
    [row] = queries.planned_visits(make.officer(), made, on=LAST)
    assert row.visited_on == date(2020, 12, 2)


@pytest.mark.slow
def test_progress_is_told_town_by_town_in_the_order_of_their_codes():
    near, far = make.recognition(), make.recognition(village="370211106201")
    make.recognition()
    made = plan()
    inspect(far, date(2020, 12, 2))

    found = queries.progress_by_town(make.officer(), made, on=date(2020, 12, 31))

    assert [(one.code, one.planned, one.visited, one.to_visit, one.overdue) for one in found] == [
        (make.TOWN, 2, 0, 2, 2), ("370211106", 1, 1, 0, 0),
    ]  # fmt: skip
    town = make.officer("town-officer", "370211106")
    assert [one.code for one in queries.progress_by_town(town, made, on=FIRST)] == ["370211106"]
    assert near.id in {one.recognition_id for one in PlannedVisit.objects.all()}


def test_a_household_that_ended_is_no_longer_to_be_visited():
    held = make.recognition()
    made = plan()
    on = date(2020, 12, 2)
    actions.close_recognition(
        actor=make.officer(), recognition_ids=[held.id], reason="moved", on=on, now=make.noon(on)
    )

    [town] = queries.progress_by_town(make.officer(), made, on=LAST)

    assert (town.planned, town.to_visit, town.overdue, town.ended) == (1, 0, 0, 1)


def test_two_plans_of_an_area_do_not_overlap():
    make.recognition()
    plan()

    with pytest.raises(PlansOverlap):
        plan(starts_on=LAST, ends_on=date(2021, 1, 31))
    with pytest.raises(PlansOverlap):
        plan(area=make.TOWN, actor=make.officer("town-officer", make.TOWN))
    assert plan(starts_on=date(2021, 1, 1), ends_on=date(2021, 6, 30))


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"starts_on": LAST, "ends_on": FIRST}, NotOnThatDay),
        ({"starts_on": date(2020, 11, 1), "ends_on": date(2020, 11, 29)}, NotOnThatDay),
        ({"seed": " "}, Invalid),
        ({"area": "370211106"}, NothingToInspect),
    ],
)
def test_a_plan_that_cannot_be_made_is_refused_and_nobody_gets_a_day(given, error):
    held = make.recognition()
    make.place("370211106201")

    with pytest.raises(error):
        plan(**given)

    assert not PlannedVisit.objects.exists()
    assert Recognition.objects.get(id=held.id).next_check_on == held.next_check_on


def test_a_town_draws_its_own_plan_and_no_wider_one():
    make.recognition()
    town = make.officer("town-officer", make.TOWN)

    with pytest.raises(Denied):
        plan(actor=town)
    made = plan(actor=town, area=make.TOWN)

    assert queries.get_inspection_plan(make.officer(), made.id) == made
    with pytest.raises(NotFound):
        queries.get_inspection_plan(make.officer("town-officer", "370211106"), made.id)


def test_a_fault_in_the_season_of_the_period_is_a_reason():
    held = make.recognition()
    on = date(2020, 6, 13)
    actions.order_rectification(
        actor=make.officer(),
        recognition_ids=[held.id],
        problems=["the gate"],
        on=on,
        now=make.noon(on),
    )
    [fault] = queries.faults_of(make.officer(), held.id)
    later = make.noon(date(2020, 6, 14))
    actions.put_right(actor=make.officer(), fault_ids=[fault.id], on=later.date(), now=later)
    actions.restore(
        actor=make.officer(), recognition_ids=[held.id], reason="seen", on=later.date(), now=later
    )

    [one] = queries.candidates(Recognition.objects.all(), date(2021, 6, 1), date(2021, 6, 30))
    [other] = queries.candidates(Recognition.objects.all(), FIRST, LAST)

    assert (one.has_faults, one.has_faults_in_season) == (True, True)
    assert (other.has_faults, other.has_faults_in_season) == (True, False)
