"""The message after an act leads to taking it back, for some minutes."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.utils import timezone

from jinguo.assess.models import Application, Repair
from tests.make import assess, desk


@pytest.fixture
def browser(undone):
    return desk.desk("village-chair")


def recommend(browser, world):
    """Recommend on the page of the act; return the page that follows."""
    answer = browser.post(
        "/desk/courtyards/act/application/recommend/",
        {"ids": str(world.application), "confirmed": "1"},
    )
    return browser.get(answer.url).content.decode()


def way(page):
    """The address behind “Take back” in the message of a page."""
    return unescape(re.search(r'href="(/desk/courtyards/take-back/\?at=[^"]+)"', page).group(1))


@pytest.mark.slow
def test_a_recommendation_is_taken_back_from_its_message(browser, undone):
    address = way(recommend(browser, undone))

    page = browser.get(address).content.decode()
    assert "1 household goes back to “Applied”" in page

    answer = browser.post(address)
    assert answer.url == "/desk/courtyards/?state=applied"
    assert "Taken back: 1 household stands as before." in browser.get(answer.url).content.decode()
    assert Application.objects.get(id=undone.application).state == "applied"
    assert (
        "taken back at once by who did it"
        in browser.get(f"/desk/courtyards/applications/{undone.application}/").content.decode()
    )


def test_too_late_it_is_refused_with_the_reason(browser, undone):
    address = way(recommend(browser, undone))

    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        answer = browser.post(address)

    assert answer.status_code == 409
    assert "More than 10 minutes have passed" in answer.content.decode()
    assert Application.objects.get(id=undone.application).state == "recommended"


@pytest.mark.slow
def test_another_s_act_is_not_there(browser, undone):
    address = way(recommend(browser, undone))

    assert desk.desk("village-chair").get(address).status_code == 404


def test_an_act_others_are_told_of_offers_no_way_back(undone):
    browser = desk.desk("district-officer")
    answer = browser.post(
        "/desk/courtyards/act/recognition/order-rectification/",
        {"ids": str(undone.recognition), "confirmed": "1", "problems": "院门口堆柴"},
    )

    assert "/desk/courtyards/take-back/" not in browser.get(answer.url).content.decode()


@pytest.mark.slow
@pytest.mark.django_db
def test_a_fault_struck_off_is_taken_back_from_the_message_after_it():
    held, browser = assess.recognition(state="rectifying"), desk.desk("district-officer")
    [fault] = held.faults.all()
    page = browser.post(
        f"/desk/courtyards/recognitions/{held.id}/faults/{fault.id}/put-right/", follow=True
    )
    address = way(page.content.decode())
    assert fault.problem in browser.get(address).content.decode()

    done = browser.post(address, follow=True)

    assert "Taken back" in done.content.decode()
    assert not Repair.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db
def test_a_confirmation_is_taken_back_to_the_list_it_came_from():
    held, browser = assess.recognition(state="rectifying"), desk.desk("district-officer")
    [fault] = held.faults.all()
    browser.post(
        f"/desk/courtyards/recognitions/{held.id}/faults/{fault.id}/put-right/", follow=True
    )
    given = {"ids": str(held.id), "confirmed": "1", "reason": "seen"}
    page = browser.post("/desk/courtyards/act/recognition/restore/", given, follow=True)

    done = browser.post(way(page.content.decode()))

    assert "state=rectifying" in done.url
    held.refresh_from_db()
    assert held.state == "rectifying"
