"""For whom an activity is: every named rule, what it refuses and what it lets pass."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jinguo.activities import actions, policies, queries, rules
from jinguo.activities.asked import candidates
from jinguo.activities.rulesets import Condition, Limits
from jinguo.core.errors import Denied, Invalid, Refused
from tests.make import activities as make
from tests.make import org, people

pytestmark = pytest.mark.django_db
AFAR = "370212105201"


def activity(rule: str, **parameters):
    return make.activity(audience=[Condition(rule, parameters)])


def why(of, person, now=make.NOON) -> str | None:
    return queries.why_not(of, person, now)


def verify(person, group="military-family", role="spouse"):
    return actions.verify_standing(
        actor=make.officer(), person_id=person.id, group=group, role=role, letter="军属证明2020-8",
        from_on=date(2020, 5, 1), now=make.NOON,
    )  # fmt: skip


@pytest.mark.slow
def test_a_village_activity_is_for_who_lives_there():
    org.tree()
    here = make.activity(audience=[Condition("lives-in-area")], area=make.VILLAGE, unit_id=None)

    assert why(here, make.woman()) is None
    assert "东村" in why(here, make.woman(at="370211105202"))


@pytest.mark.slow
def test_residents_come_first_for_a_day_and_then_everybody():
    of = activity("residents-first", hours=36)
    stranger = make.woman(at=AFAR)

    assert why(of, make.woman()) is None
    assert "come first" in why(of, stranger)
    assert why(of, stranger, of.opens_at + timedelta(hours=36)) is None


@pytest.mark.slow
def test_first_timers_come_first():
    of = activity("first-timers-first", hours=48)
    known = make.woman()
    before = make.activity()
    entry = make.enrol(before, known)
    session = before.sessions.get()
    actions.record_attendance(
        actor=make.officer(), session_id=session.id, present={entry.id}, now=session.starts_at
    )

    assert why(of, make.woman()) is None
    assert "never here" in why(of, known)


@pytest.mark.slow
def test_nobody_has_places_in_more_classes_at_a_time_than_the_rule_says():
    person = make.woman()
    for _class in range(2):
        make.enrol(make.activity(), person)

    assert "2 classes already; 2 at a time" in why(activity("running-at-most", classes=2), person)
    assert "2 classes already; 1 at a time" in why(activity("running-at-most", classes=1), person)
    assert why(activity("running-at-most", classes=3), person) is None


@pytest.mark.slow
@pytest.mark.parametrize(
    "born, refused",
    [("20150616", True), ("20150615", False), ("20060616", False), ("20060615", True)],
)
def test_ages_are_counted_on_the_day(born, refused):
    of = activity("age", at_least=5, at_most=13)
    person = make.woman(id_number=people.id_number(2, born))

    assert bool(why(of, person)) is refused


@pytest.mark.slow
def test_a_class_for_women_is_for_women():
    of = activity("women-only")
    man = people.head(people.household(head_name="李建国", id_number=people.id_number(1)))

    assert why(of, make.woman()) is None
    assert "for women" in why(of, man)


@pytest.mark.slow
def test_military_families_are_known_by_a_letter_alone_and_nothing_else_is_asked():
    of = activity("military-family")
    person = make.woman()

    assert "verified" in why(of, person)
    standing = verify(person)

    assert why(of, person) is None
    kept = {field.name for field in standing._meta.get_fields()}
    assert kept == {
        "id", "person", "group", "role", "letter", "from_on", "until_on",
        "ended_because", "account",
    }  # fmt: skip
    actions.end_standing(
        actor=make.officer(), standing_id=standing.id, because="no-longer",
        on=date(2020, 6, 15), now=make.NOON,
    )  # fmt: skip
    assert why(of, person)


@pytest.mark.slow
def test_only_the_district_verifies_and_once():
    person = make.woman()
    with pytest.raises(Denied):
        actions.verify_standing(
            actor=make.officer("village-chair", make.VILLAGE), person_id=person.id,
            group="in-difficulty", letter="1", from_on=date(2020, 5, 1), now=make.NOON,
        )  # fmt: skip
    verify(person)

    with pytest.raises(Refused):
        verify(person)
    assert [one.person for one in queries.standings(make.officer())] == [person]
    assert not queries.standings(make.officer("village-chair", make.VILLAGE))


@pytest.mark.slow
def test_a_share_of_the_seats_is_kept_for_who_belongs_to_a_group_until_two_days_before():
    of = make.activity(
        capacity=2,
        minimum=1,
        audience=[Condition("priority-share", {"percent": 10, "until_hours": 48})],
    )
    first, second, late = make.women(3)
    wife = make.woman()
    verify(wife)

    assert [one.state for one in make.enrol_many(of, [first, second])] == ["enrolled", "waiting"]
    assert make.enrol(of, wife).state == "enrolled"
    assert make.enrol(of, late).state == "waiting"


@pytest.mark.slow
def test_seats_kept_for_nobody_are_offered_to_who_waits_in_the_end():
    of = make.activity(
        capacity=2,
        minimum=1,
        audience=[Condition("priority-share", {"percent": 10, "until_hours": 48})],
    )
    _first, second = make.enrol(of), make.enrol(of)

    before = make.START - timedelta(hours=49)
    assert actions.offer_freed_seats(actor=make.officer(), now=before) == 0
    assert (
        actions.offer_freed_seats(actor=make.officer(), now=make.START - timedelta(hours=47)) == 1
    )

    assert make.again(second).state == "offered"


@pytest.mark.slow
def test_why_not_says_what_the_act_would_say():
    of = activity("military-family")
    person = make.woman()

    with pytest.raises(policies.NotForHer) as refused:
        make.enrol(of, person)

    assert refused.value.message == why(of, person)


@pytest.mark.parametrize(
    "audience", [[Condition("no-such-rule")], [Condition("age", {"at_least": 5})],
                 [Condition("women-only"), Condition("women-only")]],
)  # fmt: skip
def test_a_rule_nobody_knows_or_that_misses_a_parameter_is_refused(audience):
    with pytest.raises(Invalid):
        make.draft(audience=audience)


def test_the_stages_of_a_family_follow_from_its_childrens_days_of_birth():
    make.ruleset()
    known = queries.stages_over(make.VILLAGE, on=date(2020, 6, 15))

    stages = rules.stages_of(known, [date(2017, 6, 15), date(2018, 1, 1)], date(2020, 6, 15))

    assert stages == ["age-0-3", "age-3-6"]
    assert rules.stages_of(known, [date(2017, 6, 16)], date(2020, 6, 15)) == ["age-0-3"]


def of_stage(*stages):
    return make.activity(audience=[Condition("life-stage")], stages=stages)


@pytest.mark.slow
@pytest.mark.parametrize(
    "born, refused",
    [("2017-06-22", True), ("2017-06-23", False), ("2020-06-01", False), ("2014-09-01", True)],
)
def test_the_stage_of_a_family_is_that_of_its_children_on_the_day_of_the_session(born, refused):
    of = of_stage("age-0-3")
    resident = people.resident()
    child = people.child(resident, born_on=date.fromisoformat(born)).child

    assert bool(why(of, resident.person)) is refused
    assert bool(why(of, child)) is refused


@pytest.mark.slow
def test_one_child_in_one_of_the_stages_is_enough_and_a_child_is_judged_by_its_own_birth():
    of = of_stage("age-0-3", "age-3-6")
    resident = people.resident()
    elder = people.child(resident, born_on=date(2011, 3, 1)).child
    assert "0 to 3, 3 to 6" in why(of, resident.person)
    younger = people.child(resident, name="赵小贝", born_on=date(2016, 3, 1)).child

    assert why(of, resident.person) is None
    assert why(of, younger) is None
    assert why(of, elder)


@pytest.mark.slow
def test_where_no_day_of_birth_tells_her_stage_booking_says_it():
    resident = people.resident()

    assert why(of_stage("age-0-3"), make.woman()) is None
    assert why(of_stage("age-0-3"), resident.person) is None
    people.child(resident, born_on=date(2011, 3, 1))
    assert why(of_stage("age-0-3"), resident.person)
    assert why(of_stage("newlywed"), resident.person) is None
    assert why(of_stage(), resident.person) is None


@pytest.mark.slow
def test_the_stages_of_many_are_judged_in_as_many_statements_as_of_one():
    of, persons = of_stage("age-0-3"), []
    for _one in range(3):
        resident = people.resident()
        people.child(resident, born_on=date(2011, 3, 1))
        persons.append(resident.person)

    def statements(some):
        with CaptureQueriesContext(connection) as seen:
            assert len(rules.refusals(candidates(of, some, make.NOON))) == len(some)
        return len(seen)

    assert statements(persons) == statements(persons[:1])


@pytest.mark.parametrize(
    "limits", [{"no-such": 1}, {"capacity": 0}, {"offer_hours": "2"}, {"certificate_percent": 101},
               {"waking_from_hour": 21, "waking_to_hour": 8}],
)  # fmt: skip
def test_a_limit_that_cannot_be_is_refused(limits):
    with pytest.raises(Invalid):
        Limits.from_data(limits)
