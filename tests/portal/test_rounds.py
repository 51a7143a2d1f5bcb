"""Draws of evaluations before the public: the digests first, the seed later, never a household."""

import pytest
from django.test import Client, override_settings

from jinguo.assess import actions
from jinguo.people.models import Household
from tests.make import assess as make
from tests.make import rounds as made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override_settings(LANGUAGE_CODE="en"):
        yield


@pytest.fixture
def yards():
    made.listed_courtyards()


def listed():
    return Client().get("/rounds/").content.decode()


def opened(found):
    return Client().get(f"/rounds/{found.id}/")


def in_groups(digest):
    return [digest[at : at + 8] for at in range(0, 64, 8)]


@pytest.mark.slow
def test_a_list_that_is_not_frozen_is_not_there(yards):
    found = made.drafted_round()

    assert found.title not in listed()
    assert opened(found).status_code == 404


def test_from_its_freeze_on_the_digests_and_the_plan_stand_before_the_public(yards):
    found = made.frozen_round()

    shown = opened(found).content.decode()

    assert found.title in listed()
    assert f"/rounds/{found.id}/" in listed()
    assert "/rounds/" in Client().get("/notices/").content.decode()
    assert all(part in shown for part in in_groups(found.frame_digest))
    assert all(part in shown for part in in_groups(found.plan_digest))
    assert "4 with a level and 0 others in the whole sample." in shown
    assert "June 15, 2020, noon" in shown
    assert "The seed is not known yet" in shown


def test_once_drawn_the_seed_its_source_and_how_to_repeat_it_stand_there(yards):
    shown = opened(made.drawn_round()).content.decode()

    assert made.SEED in shown
    assert made.SOURCE in shown
    assert "jinguo draw verify" in shown
    assert "The seed is not known yet" not in shown


@pytest.mark.slow
def test_no_household_and_no_assessor_is_on_it(yards):
    found, _actors = made.round_in_field()
    shown = opened(found).content.decode() + listed()

    for home in Household.objects.all():
        assert str(home.id) not in shown
        assert home.code not in shown
        assert home.head_name not in shown
    assert not any(one.name in shown for one in found.assessors.all())
    assert not any(code in shown for code in found.visits.values_list("code", flat=True))


@pytest.mark.slow
def test_a_withdrawn_round_keeps_what_was_published(yards):
    found = made.frozen_round()
    actions.withdraw_round(
        actor=make.officer(), round_id=found.id, reason="again", now=make.noon(made.DRAWN_ON)
    )

    shown = opened(found).content.decode()

    assert "This evaluation was withdrawn" in shown
    assert in_groups(found.frame_digest)[0] in shown
    assert "again" not in shown
