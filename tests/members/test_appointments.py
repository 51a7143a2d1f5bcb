"""Appointments by letter, their terms, and the communities instructors take."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.facts.models import Fact
from jinguo.members import actions, queries
from jinguo.members.actions import AlreadyAppointed, CommunityTaken
from jinguo.members.models import Appointment, Assignment
from jinguo.members.policies import WrongState
from jinguo.members.schemes import NotInPlan
from tests.make import members as make
from tests.make import org, people

pytestmark = pytest.mark.django_db
DAY = make.DAY
LAST = date(2022, 6, 14)  # of two years


@pytest.fixture(autouse=True)
def _plan():
    org.tree()
    make.scheme()


def counted(kind: str) -> list[tuple[date, int]]:
    found = Fact.objects.filter(kind=f"members.{kind}").order_by("id")
    return list(found.values_list("occurred_on", "quantity"))


def ended(one: Appointment, *, on=DAY, reason: str = "本人提出", by=None) -> Appointment:
    return actions.end_appointment(
        actor=by or make.district(), appointment_id=one.id, reason=reason, on=on,
        now=people.instant(max(on, DAY)),
    )  # fmt: skip


def released(one: Assignment, *, on, reason: str = "换人") -> Assignment:
    return actions.end_assignment(
        actor=make.district(), assignment_id=one.id, reason=reason, on=on, now=people.instant(on)
    )


def instructor(name: str = "李桂兰") -> Appointment:
    return make.appointment(who=make.woman(name=name), kind="instructor")


@pytest.mark.slow
def test_an_appointment_runs_the_term_of_its_kind_under_the_next_letter_number():
    first, second = make.appointment(), make.appointment(who=make.woman(name="李桂兰"))

    assert (first.starts_on, first.ends_on) == (DAY, LAST)
    assert first.warn_on == LAST - timedelta(days=60)
    assert [(one.year, one.number) for one in (first, second)] == [(2020, 1), (2020, 2)]
    assert counted("appointed") == [(DAY, 1)] * 2


@pytest.mark.slow
def test_letters_are_numbered_anew_each_year():
    make.appointment()

    later = make.appointment(who=make.woman(name="李桂兰"), on=date(2021, 1, 4))

    assert (later.year, later.number) == (2021, 1)


def test_one_holds_an_appointment_once_until_near_its_end():
    who = make.woman()
    first = make.appointment(who=who)

    with pytest.raises(AlreadyAppointed, match="until"):
        make.appointment(who=who, on=first.warn_on - timedelta(days=1))
    again = make.appointment(who=who, on=first.warn_on)

    first.refresh_from_db()
    assert (first.state, first.ended_on) == ("ended", again.starts_on)
    assert counted("appointed") == [(DAY, 1), (again.starts_on, -1), (again.starts_on, 1)]
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(id=first.id).update(state="in-force", ended_on=None)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"kind": "minister"}, NotInPlan),
        ({"skill": "茶" * 61}, Invalid),
        ({"by": make.town}, Denied),
    ],
)
def test_the_district_appoints_to_what_the_plan_names(given, error):
    by = given.pop("by", make.district)()

    with pytest.raises(error):
        make.appointment(by=by, **given)


def test_an_appointment_ends_early_with_a_reason():
    one, later = make.appointment(), DAY + timedelta(days=100)

    with pytest.raises(Invalid):
        ended(one, on=later, reason="")
    assert ended(one, on=later).ended_on == later
    with pytest.raises(WrongState):
        ended(one, on=later)

    assert counted("appointed") == [(DAY, 1), (later, -1)]


def test_a_term_that_is_over_ends_by_the_day():
    make.appointment()

    actions.end_by_day(now=people.instant(LAST))
    assert Appointment.objects.get().state == "in-force"
    actions.end_by_day(now=people.instant(LAST + timedelta(days=1)))

    assert Appointment.objects.get().state == "expired"
    assert counted("appointed") == [(DAY, 1), (LAST + timedelta(days=1), -1)]


@pytest.mark.slow
def test_a_community_has_one_instructor_and_an_instructor_one_community():
    first, second = instructor(), instructor("孙明")
    taken = make.assignment(first)

    with pytest.raises(CommunityTaken, match="has an instructor"):
        make.assignment(second)
    with pytest.raises(CommunityTaken, match="has a community"):
        make.assignment(first, area=make.NEXT_DOOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            programme=taken.programme, scheme=taken.scheme, area_id=make.VILLAGE,
            appointment=second, person=second.person, period=taken.period, warn_on=DAY,
        )  # fmt: skip
    assert make.assignment(second, area=make.NEXT_DOOR).area_id == make.NEXT_DOOR
    found = Fact.objects.filter(kind="members.assigned").order_by("id")
    assert list(found.values_list("area", flat=True)) == [make.VILLAGE, make.NEXT_DOOR]


@pytest.mark.slow
def test_a_community_given_back_is_free_from_that_day_on():
    first, second = instructor(), instructor("孙明")
    one, later = make.assignment(first), DAY + timedelta(days=30)

    with pytest.raises(Invalid):
        released(one, on=DAY)
    ended_one = released(one, on=later)

    assert ended_one.period == DateRange(DAY, later)
    make.assignment(second, on=later)
    assert counted("assigned") == [(DAY, 1), (later, -1), (later, 1)]


@pytest.mark.slow
def test_an_assignment_lies_inside_the_appointment_and_is_for_instructors():
    held = instructor()

    with pytest.raises(Invalid, match="end of her appointment"):
        make.assignment(held, until=held.ends_on + timedelta(days=1))
    with pytest.raises(Invalid):
        make.assignment(held, until=DAY - timedelta(days=1))
    with pytest.raises(WrongState, match="takes a community"):
        make.assignment(make.appointment())
    with pytest.raises(Invalid, match="village or community"):
        make.assignment(held, area=make.TOWN)


@pytest.mark.slow
def test_who_has_a_community_gives_it_back_before_her_appointment_ends():
    held = instructor()
    one, later = make.assignment(held), DAY + timedelta(days=30)

    with pytest.raises(Refused, match="东村"):
        ended(held, on=later)
    released(one, on=later)

    assert ended(held, on=later).state == "ended"


@pytest.mark.slow
def test_an_assignment_ends_after_its_last_day():
    make.assignment(instructor(), until=DAY + timedelta(days=10))

    actions.end_by_day(now=people.instant(DAY + timedelta(days=10)))
    assert Assignment.objects.get().state == "running"
    actions.end_by_day(now=people.instant(DAY + timedelta(days=20)))

    assert Assignment.objects.get().state == "ended"
    assert counted("assigned") == [(DAY, 1), (DAY + timedelta(days=11), -1)]


@pytest.mark.slow
def test_communities_without_an_instructor_are_found():
    make.assignment(instructor())

    found = queries.free_communities(make.PROGRAMME, make.TOWN, DAY)

    assert [one.code for one in found] == [make.NEXT_DOOR]


def test_an_appointment_is_seen_where_she_lives():
    one = make.appointment()

    assert queries.get_appointment(make.chair(), one.id) == one
    with pytest.raises(NotFound):
        queries.get_appointment(make.chair(at=make.NEXT_DOOR), one.id)
