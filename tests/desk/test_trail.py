"""The trail on the page: filtered, turned over without loss, verified."""

import pytest
from django.utils import timezone

from jinguo.audit.models import Event
from jinguo.core import trail
from jinguo.org.actor import Actor
from tests.make import desk, org


@pytest.fixture
def browser(db):
    org.tree()
    return desk.desk("auditor", name="审计员")


def note(number=1, *, action="people.reveal", **given):
    """Leave some events on the trail."""
    for _one in range(number):
        trail.note(Actor.system("tests"), action, area="370211", **given)


def shown(browser, query=""):
    """The events a page of the list shows."""
    return list(browser.get(f"/desk/audit/{query}").context["events"])


@pytest.mark.parametrize(
    "query, count",
    [
        ("?action=people", 2),
        ("?action=people.reveal&result=done", 1),
        ("?result=denied", 1),
        ("?actor=tests", 2),
        ("?actor=nobody", 0),
        ("?day=2020-01-01", 0),
    ],
)
def test_a_filter_keeps_what_it_names(browser, query, count):
    note()
    note(action="people.view", result="denied")

    assert len(shown(browser, query)) == count


def test_the_day_is_the_office_s_day(browser):
    note()

    assert len(shown(browser, f"?day={timezone.localdate():%Y-%m-%d}&actor=tests")) == 1


@pytest.mark.parametrize("query", ["?day=someday", "?object=it", "?after=there"])
def test_a_filter_that_cannot_be_read_says_so(browser, query):
    assert browser.get(f"/desk/audit/{query}").status_code == 422


@pytest.mark.slow
def test_every_event_is_seen_once_however_the_pages_fall(browser):
    note(120)
    everything = set(Event.objects.values_list("id", flat=True))

    seen, address = [], ""
    while True:
        response = browser.get(f"/desk/audit/{address}")
        seen += [event.id for event in response.context["events"]]
        if not (address := response.context["next"]):
            break

    assert len(seen) == len(set(seen))
    assert set(seen) == everything


def test_one_record_s_events_are_found_by_its_id(browser):
    account = desk.someone()
    desk.client(account)

    found = shown(browser, f"?object={account.id}")

    assert [event.action for event in found] == ["org.sign-in"]


def test_a_sound_trail_says_how_many_events_hold(browser, django_capture_on_commit_callbacks):
    note(3)

    page = browser.post("/desk/audit/verify/", follow=True)

    assert "The trail holds" in page.content.decode()


def test_a_refusal_of_a_page_stands_on_the_trail(browser):
    browser.get("/desk/households/")

    event = Event.objects.get(action="desk.households")
    assert (event.result, event.purpose, event.actor) == ("denied", "denied", "审计员")
