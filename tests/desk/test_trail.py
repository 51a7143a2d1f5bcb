"""The trail on the page: filtered, turned over without loss, verified."""

import re

import pytest
from django.utils import timezone, translation

from jinguo.audit.models import Event
from jinguo.core import trail
from jinguo.desk.audit.acts import ACTS
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


def choices(page):
    """What may be chosen of the acts, by value, with what it is called."""
    found = re.findall(r'<select[^>]* id="action".*?</select>', page.content.decode(), re.S)
    return dict(re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)<', found[0]))


def test_an_act_is_chosen_by_its_words_and_no_code_is_asked_for(browser):
    page = browser.get("/desk/audit/")

    offered = choices(page)

    assert offered["people.reveal"] == "Show a masked value"
    assert [text for text in offered.values() if re.fullmatch(r"[a-z]+\.[a-z.-]*", text)] == []
    assert "Households and persons" in page.content.decode()
    assert len(set(offered)) == len(offered)


def test_every_act_that_has_words_can_be_chosen(browser):
    values = choices(browser.get("/desk/audit/"))

    assert set(ACTS) <= {code for value in values for code in value.split(",")}


def test_an_act_chosen_keeps_that_act_alone_and_stays_chosen(browser):
    note(action="activities.cancel")
    note(action="activities.cancel-session")

    page = browser.get("/desk/audit/?action=activities.cancel")

    assert [one.action for one in page.context["events"]] == ["activities.cancel"]
    assert '<option value="activities.cancel" selected>' in page.content.decode()
    assert len(shown(browser, "?action=activities.")) == 2


def test_acts_of_the_same_words_are_one_choice(browser):
    with translation.override("zh-hans"):
        browser.cookies["django_language"] = "zh-hans"
        values = choices(browser.get("/desk/audit/"))
    [both] = [value for value in values if "assess.take-back" in value]
    note(action="assess.take-back")
    note(action="assess.withdraw")
    note(action="assess.withdraw-photo")

    assert values[both] == "撤回"
    assert len(shown(browser, f"?action={both}")) == 2


@pytest.mark.parametrize(
    ("old", "said", "count"),
    [
        ("people", "All of these", 2),
        ("people.reveal", "Show a masked value", 1),
        ("people.re", "people.re", 2),
        ("desk.households", "A page or button of the workbench (desk.households)", 1),
        ("exchange.ask-nothing", "exchange.ask-nothing", 0),
    ],
)
def test_an_old_link_that_names_a_code_still_keeps_what_it_kept(browser, old, said, count):
    note(action="people.reveal")
    note(action="people.read")
    note(action="desk.households", result="denied")

    page = browser.get(f"/desk/audit/?action={old}")

    assert len(page.context["events"]) == count
    assert f" selected>{said}</option>" in page.content.decode()


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
