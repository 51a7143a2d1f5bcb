"""A child under 14 is enrolled at the desk, for a mother without a phone: who has agreed, and how."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.activities.models import Enrolment
from jinguo.people import actions
from jinguo.people.models import Consent
from tests.make import classes, desk
from tests.make import people as homes

pytestmark = pytest.mark.slow


@pytest.fixture
def chair(undone):
    return desk.desk("village-chair")


@pytest.fixture
def family(undone):
    """A mother of a household, and her child of eight, whose guardian she is on record."""
    today = timezone.localdate()
    home = homes.household(head_name="王秀兰")
    mother = homes.head(home)
    child = homes.member(home, name="王小明", relation="3", born_on=today - timedelta(days=3000))
    actions.record_guardianship(
        actor=homes.colleague(), guardian_id=mother.pk, child_id=child.pk, relation="5",
        verified="household", from_on=today, now=timezone.now(),
    )  # fmt: skip
    return mother, child


def text(response):
    return response.content.decode()


def send(browser, family, **given):
    mother, child = family
    page = f"/desk/activities/{classes.published().id}/book/{child.id}/"
    return browser.post(page, {"guardian": mother.id, **given})


@pytest.mark.parametrize("how", ["paper", "spoken"])
def test_the_guardian_agrees_where_her_child_is_enrolled(chair, family, how):
    assert send(chair, family, agreed_how=how).status_code == 302

    mother, child = family
    consent = Consent.objects.get(person=child)
    assert (consent.given_how, consent.guardian) == (how, mother.name)
    assert Enrolment.objects.get(person=child).guardian == mother


def test_without_her_word_nothing_is_written_and_the_page_says_what_she_agrees_to(chair, family):
    response = send(chair, family)

    assert response.status_code == 422
    assert "the child’s name and date of birth" in text(response)
    assert not Consent.objects.filter(person=family[1]).exists()
    assert not Enrolment.objects.filter(person=family[1]).exists()


def test_where_the_enrolment_is_refused_no_consent_stays(chair, family):
    mother, child = family
    activity = classes.published(seats_most=1, capacity=1, minimum=0, waiting_capacity=0)
    classes.enrolled(activity, homes.head(homes.household(head_name="李玉梅")))
    page = f"/desk/activities/{activity.id}/book/{child.id}/"

    response = chair.post(page, {"guardian": mother.id, "agreed_how": "paper"})

    assert response.status_code == 422
    assert not Consent.objects.filter(person=child).exists()


def test_who_has_agreed_is_not_asked_again(chair, family):
    send(chair, family, agreed_how="paper")
    page = f"/desk/activities/{classes.published().id}/book/{family[1].id}/"

    assert "agreed_how" not in text(chair.get(page))


def test_what_was_written_by_hand_in_the_words_of_the_page_counts(chair, family):
    mother, child = family
    form = {
        "person": child.id, "purpose": "参加活动", "text_version": "纸质同意书 2020", "given_how": "paper",
        "fields_agreed": ["phone"], "given_on": timezone.localdate(), "guardian": mother.name,
        "guardian_relation": "5",
    }  # fmt: skip
    home = child.memberships.get().household_id
    assert chair.post(f"/desk/households/{home}/consents/", form).status_code == 302

    assert send(chair, family).status_code == 302
