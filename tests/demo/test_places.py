"""What the demonstration plays at places: gatherings, people at the door, sites half built, and children."""

import random
from datetime import date

import pytest
from django.utils import timezone

from jinguo.activities.models import Enrolment, Standing
from jinguo.demo.player import Player
from jinguo.demo.programmes import begun, care, places, spots
from jinguo.demo.programmes.people import Women
from jinguo.facts.models import Fact
from jinguo.people.models import Person, Sex
from jinguo.sites.handlers import session_held
from jinguo.sites.models import Site, SiteLog
from tests.make import classes, desk, org, programmes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = date(2020, 12, 1)
MICRO_HOME = places.WANTED[0]
WOMEN = ("王秀兰", "李桂香", "刘芳", "赵敏", "孙丽")


@pytest.fixture
def player():
    org.tree()
    for code in (desk.DISTRICT, desk.TOWN, desk.VILLAGE):
        org.unit(at=code)
    programmes.applied_packs()
    for number, name in enumerate(WOMEN):
        classes.woman(name, phone=f"1390000000{number}")
    Person.objects.update(sex=Sex.FEMALE, born_on=date(1985, 5, 1))
    district = desk.officer()
    return Player(
        district=district, drafter=district, releaser=desk.officer("district-leader"),
        objections=district,
        towns={desk.TOWN: desk.officer("town-officer")}, chance=random.Random(1),
    )  # fmt: skip


def site_of(player, wanted=MICRO_HOME):
    return places.open_site(player, desk.TOWN, places.villages_of(desk.TOWN)[0], wanted, 0)


def delivered():
    """Hand over what was held: in a test no transaction is finished for the outbox."""
    session_held(list(Fact.objects.filter(kind="activities.held")), timezone.now())


def test_the_log_of_a_micro_home_is_written_by_what_is_held_there(player):
    site = site_of(player)

    places.hold_gatherings(player.towns[desk.TOWN], site, TODAY, is_quiet=False)
    assert not SiteLog.objects.exists()
    delivered()

    lines = SiteLog.objects.filter(site=site)
    assert lines.count() == lines.filter(fact__isnull=False).count() == 7
    assert min(lines.values_list("people", flat=True)) == 15


def test_who_goes_to_a_spot_signs_in_and_is_counted_there_once_a_day(player):
    wanted = places.Wanted("fashion-spot", ("",), ("海边书屋",), 1, spots.BEGUN)
    spot = site_of(player, wanted)

    spots.visit(spot, Women().of(desk.TOWN, 3), spots.VISITED_FROM)

    counted = Fact.objects.filter(kind="sites.checked-in")
    assert counted.count() == 1 + 2 + 3
    assert counted.values("subject").distinct().count() == 3


@pytest.mark.parametrize(("number", "stage"), list(enumerate(begun.STAGES)))
def test_a_site_half_built_stands_at_its_stage(player, number, stage, monkeypatch):
    monkeypatch.setattr(begun, "BESIDE", 0)

    begun.play_begun(player, desk.TOWN, number, TODAY)

    assert Site.objects.get().state == stage


def test_the_summer_class_is_for_children_whom_their_mothers_enrol(player):
    mothers = Women().of(desk.TOWN, 3)

    care.play_summer_class(player, mothers)

    entries = Enrolment.objects.filter(activity__kind="summer-class")
    assert {one.guardian_id for one in entries} == set(mothers)
    assert not {one.person_id for one in entries} & set(mothers)
    assert set(Standing.objects.values_list("role", flat=True)) == {"child"}
