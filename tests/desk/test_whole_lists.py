"""Acts on all of a list: the filter is carried, the count confirmed, and a changed list refused."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jinguo.assess.models import Application, Recognition
from jinguo.notices.models import Entry
from tests.make import assess, desk

pytestmark = pytest.mark.django_db
FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
RECOMMEND = "/desk/courtyards/act/application/recommend/"
OURS = {"next", "csrfmiddlewaretoken"}


def confirmation(page):
    """The hidden fields of the confirmation, as a browser sends them."""
    found = FIELD.findall(page.content.decode())
    return {name: unescape(value) for name, value in found if name not in OURS}


def choose_all(browser, verb=RECOMMEND, **filters):
    """Tick “all of this list” and press the verb; return the page that asks to confirm."""
    return browser.post(verb, {"state": "applied", "all": "yes", **filters})


def states():
    """How many applications are in each state."""
    counted = {}
    for state in Application.objects.values_list("state", flat=True):
        counted[state] = counted.get(state, 0) + 1
    return counted


@pytest.mark.slow
def test_a_list_of_more_than_a_page_offers_all_of_it_with_their_number():
    assess.applications(51)
    browser = desk.desk()

    for page in ("", "&after=" + browser.get("/desk/courtyards/?state=applied").context["after"]):
        assert (
            "all 51 of this list"
            in browser.get(f"/desk/courtyards/?state=applied{page}").content.decode()
        )
    assert "of this list" not in browser.get("/desk/courtyards/").content.decode()


def test_a_list_of_one_page_offers_its_rows_only():
    assess.applications(3)

    text = desk.desk().get("/desk/courtyards/?state=applied").content.decode()

    assert 'name="ids"' in text
    assert "data-select-whole" not in text


@pytest.mark.slow
def test_all_of_a_list_is_shown_confirmed_and_done_at_once():
    assess.applications(55)
    other = assess.application(village="370211106201")
    browser = desk.desk()

    page = choose_all(browser, area=assess.TOWN)

    text = page.content.decode()
    assert "All 55 of the list “Applied · area 370211105”" in text
    assert "and 35 more" in text
    assert states() == {"applied": 56}
    done = browser.post(RECOMMEND, confirmation(page))
    assert done.url == f"/desk/courtyards/?programme=courtyards&state=applied&area={assess.TOWN}"
    assert "Recommended: 55 households." in browser.get(done.url).content.decode()
    assert states() == {"applied": 1, "recommended": 55}
    other.refresh_from_db()
    assert other.state == "applied"


def test_the_confirmation_carries_no_list_of_ids():
    assess.applications(30)

    assert set(confirmation(choose_all(desk.desk()))) == {"programme", "state", "all", "confirmed"}


def joined(ids):
    assess.applications(1)


def left(ids):
    assess.bring(ids[:1], "recommended")


def exchanged(ids):
    """One went and one came: the number is the same."""
    joined(ids)
    left(ids)


@pytest.mark.slow
@pytest.mark.parametrize("change, count", [(joined, 5), (left, 3), (exchanged, 4)])
def test_a_list_that_changed_meanwhile_is_refused_and_shown_again(change, count):
    ids = [one.id for one in assess.applications(4)]
    browser = desk.desk()
    sent = confirmation(choose_all(browser))
    change(ids)
    before = states()

    refused = browser.post(RECOMMEND, sent)

    assert refused.status_code == 422
    assert f"it held 4, now {count}. Nothing was done." in refused.content.decode()
    assert states() == before
    assert browser.post(RECOMMEND, confirmation(refused)).status_code == 302
    assert states()["recommended"] == before.get("recommended", 0) + count


@pytest.mark.slow
def test_what_is_refused_for_one_is_done_for_none():
    running = assess.applications(3, state="on-notice")[0]
    Entry.objects.filter(object_id=running.id).update(ends_on="2999-01-01")
    browser, verb = desk.desk(), "/desk/courtyards/act/application/certify/"
    page = choose_all(browser, verb, state="on-notice")

    refused = browser.post(verb, confirmation(page))

    assert refused.status_code == 422
    assert "Jan. 1, 2999" in refused.content.decode()
    assert states() == {"on-notice": 3}


def test_all_of_a_list_is_what_the_actor_may_see():
    assess.applications(2)
    far = assess.application(village="370211106201")
    browser = desk.desk("town-officer", at=assess.TOWN)

    browser.post(RECOMMEND, confirmation(choose_all(browser)))

    far.refresh_from_db()
    assert far.state == "applied"
    assert states() == {"applied": 1, "recommended": 2}


@pytest.mark.slow
def test_all_plaques_of_a_level_are_ordered_to_put_right_the_same():
    assess.applications(3, state="certified")
    low = assess.recognition(level="qualified", total=70)
    browser, verb = desk.desk(), "/desk/courtyards/act/recognition/order-rectification/"
    page = choose_all(browser, verb, state="certified", level="demo")

    missing = browser.post(verb, confirmation(page))
    assert missing.status_code == 422
    sent = {**confirmation(missing), "problems": "the yard is full of rubbish"}
    assert browser.post(verb, sent).status_code == 302

    assert Recognition.objects.filter(state="rectifying", level="demo").count() == 3
    low.refresh_from_db()
    assert low.state == "certified"


@pytest.mark.parametrize(
    "given, sentence",
    [
        ({"state": ""}, "Choose a state first"),
        ({"state": "certified"}, "Choose a state first"),
        ({"state": "recommended"}, "The list is empty now"),
        ({"state": "nonsense"}, "The list is empty now"),
    ],
)
def test_a_list_that_cannot_be_acted_on_says_so(given, sentence):
    assess.applications(1)

    answer = choose_all(desk.desk(), **given)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_made_up_mark_confirms_nothing():
    assess.applications(2)

    answer = choose_all(desk.desk(), confirmed="1", all="2-" + "0" * 32)

    assert answer.status_code == 422
    assert states() == {"applied": 2}


def test_ticked_rows_lead_back_to_the_list_as_it_was_filtered():
    ids = [one.id for one in assess.applications(3)]
    browser = desk.desk()

    page = browser.post(RECOMMEND, {"ids": ids[:2], "state": "applied", "level": "demo"})
    assert 'href="/desk/courtyards/?programme=courtyards&amp;state=applied&amp;level=demo"' in (
        page.content.decode()
    )


@pytest.mark.slow
def test_the_cost_of_confirming_does_not_grow_with_the_list():
    browser = desk.desk()
    browser.get("/desk/courtyards/")
    costs = []
    for size in (2, 60):
        assess.applications(size)
        page = choose_all(browser)
        with CaptureQueriesContext(connection) as caught:
            browser.post(RECOMMEND, confirmation(page))
        costs.append(len(caught))

    assert states() == {"recommended": 62}
    assert costs[0] == costs[1]
