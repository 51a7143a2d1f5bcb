"""An act whose form decides what becomes of each household is looked at, filled in, before it is done."""

import re

import pytest
import time_machine
from django.utils import timezone

from jinguo.assess.models import Complaint, Delisting, Fault, Recognition, Transition
from jinguo.audit.models import Event
from jinguo.facts.models import Fact
from tests.make import assess, desk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

RECORDS = (Complaint, Delisting, Fault, Transition, Fact, Event)


def page_of(verb):
    return f"/desk/courtyards/act/recognition/{verb}/"


def preview(browser, verb, *held, **given):
    """Fill the form in and press “Preview”."""
    ids = [one.id for one in held]
    return browser.post(page_of(verb), {"ids": ids, "confirmed": "1", "preview": "1", **given})


def afterwards(page):
    """What the page says becomes of each household, by the number of the household."""
    return {row.code: (after.text, after.why) for row, after in page.context["rows"]}


def written():
    """How much of everything an act writes is there, and how the recognitions stand."""
    stand = Recognition.objects.order_by("id").values_list("id", "state", "rectify_by", "decide_by")
    return [model.objects.count() for model in RECORDS], list(stand)


@pytest.mark.parametrize(
    ("ruling", "standing", "other"),
    [
        ("yes", "Certified", "Putting right"),
        ("no", "Delisted", "Delisted"),
    ],
)
def test_an_appeal_shows_what_the_ruling_chosen_makes_of_each(ruling, standing, other):
    held = assess.recognition(state="appealed")
    repairs = assess.recognition(state="rectifying")
    assess.propose(repairs, on=assess.DAYS["ended"])
    Recognition.objects.filter(id=repairs.id).update(state="appealed")
    browser = desk.desk()
    before = written()

    asked = browser.get(page_of("decide-appeal"), {"ids": [held.id, repairs.id]})
    page = preview(browser, "decide-appeal", held, repairs, upheld=ruling, reason="seen on site")

    assert asked.context["has_outcomes"] is False
    assert page.status_code == 200
    said = afterwards(page)
    assert said[held.household.code] == (standing, "")
    assert said[repairs.household.code][0] == other
    text = page.content.decode()
    assert "seen on site</textarea>" in text
    [chosen] = [
        one for one in re.findall("<input[^>]*>", text) if "upheld" in one and "checked" in one
    ]
    assert f'value="{ruling}"' in chosen
    assert written() == before


def test_who_may_not_do_it_reads_why_instead_of_a_form():
    held = assess.recognition()
    theirs, own = desk.desk("district-leader"), desk.desk()

    page = theirs.get(page_of("propose-delisting"), {"ids": [held.id]})
    ended = own.get(page_of("delist"), {"ids": [held.id]})
    asked = own.get(page_of("propose-delisting"), {"ids": [held.id]})

    button, why = 'name="confirmed"', page.context["refusal"]
    assert why and why in page.content.decode() and button not in page.content.decode()
    assert "cannot be done while the state is" in ended.context["refusal"]
    assert button not in ended.content.decode()
    assert asked.context["refusal"] == "" and button in asked.content.decode()


def test_what_was_previewed_is_then_done():
    held, browser = assess.recognition(state="appealed"), desk.desk()
    given = {"upheld": "no", "reason": "nothing was done"}
    said = afterwards(preview(browser, "decide-appeal", held, **given))

    browser.post(page_of("decide-appeal"), {"ids": held.id, "confirmed": "1", **given})

    held.refresh_from_db()
    assert said == {held.household.code: (held.get_state_display(), "")}
    assert held.state == "delisted"


def test_where_it_is_refused_each_row_says_whether_it_is_this_one_and_why():
    told = {"reason": "fell back", "told_on": "2020-06-12", "told_how": "in person"}
    good, again = assess.recognition(), assess.recognition(state="proposed")
    late, browser = assess.recognition(state="rectifying"), desk.desk()
    before = written()

    with time_machine.travel("2020-06-12T12:00:00+08:00"):  # while they can still appeal
        page = preview(browser, "propose-delisting", good, again, late, **told)

    said = afterwards(page)
    assert said[good.household.code] == ("Delisting proposed", "may appeal until June 13, 2020")
    assert said[again.household.code] == ("cannot be done in this state", "")
    assert said[late.household.code][0] == "cannot be done"
    assert "The earliest day is June 13, 2020" in said[late.household.code][1]
    assert (
        page.content.decode().count('class="row-why"') == 1
    )  # a line of its own, as wide as all columns
    text = page.content.decode()
    assert "With this it would be done for none of them." in text
    assert 'value="in person"' in text
    assert written() == before


def test_the_day_in_the_form_is_the_day_that_is_shown():
    held, browser = assess.recognition(), desk.desk("town-officer", at=assess.TOWN)
    given = {"problems": "the gate", "helper": "张主任"}

    page = preview(browser, "order-rectification", held, due_on="2999-01-01", **given)
    past = preview(browser, "order-rectification", held, due_on="2020-06-20", **given)

    assert afterwards(page) == {
        held.household.code: ("Putting right", "to be put right by Jan. 1, 2999")
    }
    assert afterwards(past) == {
        held.household.code: ("cannot be done", "The deadline lies before the day of the order.")
    }
    assert 'value="张主任"' in past.content.decode()
    assert not Fault.objects.exists()


def test_who_may_not_reads_why_before_she_tries():
    held = assess.recognition()
    told = {"reason": "fell back", "told_on": "2020-06-20", "told_how": "in person"}

    page = preview(desk.desk("town-officer", at=assess.TOWN), "propose-delisting", held, **told)

    assert page.status_code == 200
    [(text, why)] = afterwards(page).values()
    assert text == "cannot be done"
    assert "is decided by the federation of the district" in why


def test_what_is_filled_in_wrongly_is_said_at_the_form_and_previews_nothing():
    held, browser = assess.recognition(), desk.desk()
    today = timezone.localdate().isoformat()

    empty = preview(browser, "decide-appeal", held, reason="seen")
    number = preview(
        browser, "record-complaint", held, about="打 13812345678", told_by="office", on=today
    )

    for page in (empty, number):
        assert page.status_code == 422
    assert "打 13812345678" in number.content.decode()
    assert number.context["form"].errors["about"]
    assert not Complaint.objects.exists()


def test_all_of_a_list_is_previewed_and_the_first_of_it_shown():
    assess.applications(22, state="certified")
    browser = desk.desk("town-officer", at=assess.TOWN)
    whole = {"state": "certified", "all": "yes", "problems": "the gate", "due_on": "2999-01-01"}

    page = preview(browser, "order-rectification", **whole)

    assert {text for text, _why in afterwards(page).values()} == {"Putting right"}
    assert len(page.context["rows"]) == 20
    assert "and 2 more" in page.content.decode()
    assert set(Recognition.objects.values_list("state", flat=True)) == {"certified"}


def test_an_act_of_which_the_state_tells_all_asks_for_no_preview():
    held, browser = assess.recognition(), desk.desk()

    pages = [
        browser.get(page_of(verb), {"ids": held.id}) for verb in ("close", "propose-delisting")
    ]

    assert ['name="preview"' in page.content.decode() for page in pages] == [False, True]
