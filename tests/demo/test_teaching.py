"""Who teaches in the demonstration: ambassadors and instructors, under their own records."""

import random
from datetime import date

import pytest

from jinguo.activities import queries
from jinguo.activities.models import Enrolment
from jinguo.activities.queries import work
from jinguo.demo.player import Player
from jinguo.demo.programmes.families import play_family_lessons
from jinguo.demo.programmes.fashion import appoint_ambassador, play_mobile_class
from jinguo.demo.programmes.people import Women
from jinguo.demo.settling import settle
from jinguo.members.models import Appointment, Assignment
from jinguo.people.models import Person, Sex
from tests.make import classes, desk, org, programmes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
YEAR = (date(2020, 1, 1), date(2020, 12, 31))


@pytest.fixture
def player():
    org.tree()
    for code in (desk.DISTRICT, desk.TOWN, desk.VILLAGE):
        org.unit(at=code)
    programmes.applied_packs()
    for name in ("王秀兰", "李桂香", "刘芳", "赵敏", "孙丽"):
        classes.woman(name)
    Person.objects.update(sex=Sex.FEMALE)
    district = desk.officer()
    return Player(
        district=district, drafter=district, releaser=district, objections=district,
        towns={desk.TOWN: desk.officer("town-officer")}, chance=random.Random(1),
    )  # fmt: skip


def test_an_instructor_teaches_the_lessons_of_her_community(player):
    play_family_lessons(player, desk.TOWN, 0, Women())

    held = Assignment.objects.get()
    here = queries.time_taught([held.person_id], *YEAR, area=held.area_id)
    everywhere = queries.time_taught([held.person_id], *YEAR)
    assert here[held.person_id] == queries.Spent(2, 240)
    assert everywhere[held.person_id] == queries.Spent(3, 360)  # and a talk at a school


def test_an_ambassador_teaches_and_does_not_learn_from_herself(player):
    women = Women()
    ambassador = appoint_ambassador(player, desk.TOWN, women)

    play_mobile_class(player, desk.TOWN, women, 0, 0, ambassador)

    assert Appointment.objects.get().person_id == ambassador
    assert queries.time_taught([ambassador], *YEAR)[ambassador] == queries.Spent(1, 120)
    learners = set(Enrolment.objects.values_list("person", flat=True))
    assert len(learners) == 4 and ambassador not in learners


def test_what_the_played_years_left_is_done_and_what_is_of_today_stays(player):
    today = date(2026, 3, 4)
    appoint_ambassador(player, desk.TOWN, Women())

    settle(player, today)

    assert Appointment.objects.get().state == "expired"
    assert not work.follow_ups(player.district, on=date(2025, 12, 31))
