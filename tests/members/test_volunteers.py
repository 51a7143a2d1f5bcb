"""Volunteers, their hours, and who may work with minors."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.facts.models import Fact
from jinguo.members import actions, policies, queries
from jinguo.members.actions import AlreadyVolunteer
from jinguo.members.models import RecordCheck, Service, Volunteer
from jinguo.members.policies import CheckMissing, WrongState
from jinguo.members.schemes import NotInPlan
from tests.make import members as make
from tests.make import org, people

pytestmark = pytest.mark.django_db
DAY = make.DAY
LATER = DAY + timedelta(days=400)


@pytest.fixture(autouse=True)
def _plan():
    org.tree()
    make.scheme()


def stopped(one: Volunteer, *, on=DAY, reason: str = "搬走") -> Volunteer:
    return actions.stop(
        actor=make.chair(), volunteer_id=one.id, reason=reason, on=on, now=people.instant(DAY)
    )


def taken_back(one: Service, reason: str = "记重了") -> Service:
    return actions.take_service_back(
        actor=make.chair(), service_id=one.id, reason=reason, now=people.instant(DAY)
    )


def quantities(kind: str) -> list[int]:
    found = Fact.objects.filter(kind=kind).order_by("id")
    return list(found.values_list("quantity", flat=True))


def test_a_volunteer_has_the_skills_of_the_plan_and_is_counted_while_she_is_one():
    one = make.volunteer(skills=["law", "teaching", "law"])
    assert one.skills == ["teaching", "law"]  # each once, in the plan's order

    with pytest.raises(Invalid):
        make.volunteer(who=make.woman(name="李桂兰"), skills=["magic"])
    stopped(one)

    assert quantities("members.volunteered") == [1, -1]


def test_one_stands_on_the_list_once_and_may_come_back():
    who = make.woman()
    one = make.volunteer(who=who)

    with pytest.raises(AlreadyVolunteer):
        make.volunteer(who=who)
    with pytest.raises(IntegrityError), transaction.atomic():
        Volunteer.objects.create(
            programme=one.programme, scheme=one.scheme, area_id=one.area_id, person=who,
            skills=[], since_on=DAY,
        )  # fmt: skip
    stopped(one)
    assert make.volunteer(who=who).ended_on is None


def test_hours_are_the_sum_of_entries_which_are_never_changed():
    one = make.volunteer()
    make.served(one, minutes=90)
    wrong = make.served(one, minutes=45)

    taken_back(wrong)

    assert queries.minutes_of([one.id]) == {one.id: 90}
    assert quantities("members.served") == [90, 45, -45]
    with pytest.raises(Refused, match="taken back already"):
        taken_back(wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.update(minutes=600)


@pytest.mark.parametrize(
    "given", [{"minutes": 0}, {"minutes": 1441}, {"on": DAY - timedelta(days=1)}, {"on": LATER}]
)
def test_time_is_of_a_day_that_has_been(given):
    with pytest.raises(Invalid):
        actions.record_service(
            actor=make.chair(), volunteer_id=make.volunteer().id, now=people.instant(DAY),
            **{"what": "陪伴老人", "minutes": 60, "with_minors": False, "on": DAY} | given,
        )  # fmt: skip


def test_an_entry_is_taken_back_with_a_reason():
    one = make.served(make.volunteer())

    with pytest.raises(Invalid):
        taken_back(one, " ")


def test_nobody_works_with_minors_before_her_record_was_checked():
    one = make.volunteer()

    with pytest.raises(CheckMissing, match="yet"):
        make.served(one, with_minors=True)
    make.record_check(one.person_id)

    assert make.served(one, with_minors=True).with_minors
    assert make.served(one).minutes == 90  # without minors nothing is asked


def test_a_check_holds_a_year_and_then_a_new_one_is_needed():
    who = make.woman()
    made = make.record_check(who.id)
    last = date(2021, 6, 14)

    assert (made.holds_until, made.warn_on) == (last, last - timedelta(days=30))
    policies.check_with_minors(who.id, last)
    with pytest.raises(CheckMissing, match="held until"):
        policies.check_with_minors(who.id, last + timedelta(days=1))
    make.record_check(who.id, on=last, today=last)
    policies.check_with_minors(who.id, last + timedelta(days=1))


def test_a_check_is_the_day_and_who_saw_the_paper_and_nothing_else():
    make.record_check(make.woman().id)

    kept = {field.name for field in RecordCheck._meta.get_fields()}
    assert kept == {
        "id", "person", "checked_on", "holds_until", "warn_on", "seen_by", "at", "account", "actor",
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordCheck.objects.all().delete()


@pytest.mark.parametrize("on", [DAY + timedelta(days=1), DAY - timedelta(days=366)])
def test_a_check_to_come_or_one_that_holds_no_longer_is_not_recorded(on):
    with pytest.raises(Invalid):
        make.record_check(make.woman().id, on=on)


def test_how_long_a_check_holds_is_for_the_plan_to_say():
    definition = {key: one for key, one in make.DEFINITION.items() if key != "record_checks"}
    make.scheme(definition=definition, valid_from=date(2020, 1, 1), digest="2")

    with pytest.raises(NotInPlan):
        make.record_check(make.woman().id)


def test_who_stopped_gives_no_time_any_more():
    one = stopped(make.volunteer())

    with pytest.raises(WrongState):
        make.served(one)
    with pytest.raises(WrongState):
        stopped(one)


def test_skills_are_said_anew():
    one = make.volunteer()
    act = {"actor": make.chair(), "volunteer_id": one.id, "now": people.instant(DAY)}

    assert actions.change_skills(skills=["law"], **act).skills == ["law"]
    with pytest.raises(Invalid):
        actions.change_skills(skills=["magic"], **act)


def test_the_village_keeps_its_own_and_who_may_only_look_changes_nothing():
    one = make.volunteer()

    with pytest.raises(NotFound):
        make.served(one, by=make.chair(at=make.NEXT_DOOR))
    with pytest.raises(Denied):
        make.served(one, by=org.officer(role="executive", at=make.VILLAGE))
