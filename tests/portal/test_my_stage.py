"""My stage: what a resident says herself, what it opens, and that it is gone when she says so."""

from datetime import date, timedelta

import pytest
import time_machine

from jinguo.activities import actions, rules
from jinguo.activities.asked import candidates
from jinguo.activities.models import StatedStage
from jinguo.activities.queries import stated_by
from jinguo.activities.rulesets import Condition
from jinguo.audit.models import Event
from tests.make import activities as make
from tests.make import people, portal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = make.NOON.date()
SOON = TODAY + timedelta(days=120)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(make.NOON, tick=False):
        yield


@pytest.fixture
def resident():
    make.ruleset()
    return portal.resident(now=make.NOON)


def say(resident, **given):
    return portal.client(resident).post("/me/stage/", given)


def of(resident, on=TODAY):
    return stated_by([resident.person_id], on).get(resident.person_id)


def test_she_says_a_due_date_and_a_stage_and_reads_what_it_is_for(resident):
    browser = portal.client(resident, **{"accept-language": "en"})
    assert "What it is for" in browser.get("/me/stage/").content.decode()

    assert say(resident, due_on=SOON.isoformat(), stages=["newlywed"]).status_code == 302

    assert (of(resident).due_on, of(resident).stages) == (SOON, ("newlywed",))
    page = browser.get("/me/stage/").content.decode()
    assert "Newlyweds" in page and "Erase it" in page
    assert b"newlywed" not in bytes(StatedStage.objects.get().stated)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"due_on": "2019-01-01"},
        {"due_on": (TODAY + timedelta(days=400)).isoformat()},
        {"stages": ["age-0-3"]},
        {"stages": ["no-such"]},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(resident, given):
    assert say(resident, **given).status_code == 422
    assert of(resident) is None


def test_what_she_says_again_takes_the_place_of_the_former(resident):
    say(resident, due_on=SOON.isoformat())
    say(resident, stages=["newlywed"])

    assert (of(resident).due_on, of(resident).stages) == (None, ("newlywed",))
    assert StatedStage.objects.count() == 1


def test_she_erases_it_at_once_and_once(resident):
    say(resident, stages=["newlywed"])
    browser = portal.client(resident)

    assert browser.post("/me/stage/forget/").status_code == 302
    assert not StatedStage.objects.exists()
    assert browser.post("/me/stage/forget/").status_code != 302


def test_the_trail_has_the_act_and_not_what_was_said(resident):
    say(resident, due_on=SOON.isoformat())

    line = Event.objects.get(action="activities.state-stage")
    assert SOON.isoformat() not in f"{line.purpose} {line.fields}"


def test_after_a_year_it_no_longer_counts_and_is_erased(resident):
    say(resident, stages=["newlywed"])
    later = timedelta(days=365)

    assert of(resident, TODAY + later) is None
    assert actions.erase_stages(now=make.NOON + later - timedelta(days=1)) == 0
    assert actions.erase_stages(now=make.NOON + later) == 1


def test_her_stage_comes_first_in_the_list(resident):
    make.activity(title="新婚课堂", stages=("newlywed",))
    say(resident, stages=["newlywed"])

    page = portal.client(resident).get("/activities/")

    assert [one.title for one in page.context["stage_chips"]][1:] == ["新婚期"]
    assert page.context["form"].fields["stage"].choices[1][0] == "newlywed"


def test_a_child_that_came_opens_what_its_elder_brother_would_not(resident):
    people.child(resident, born_on=date(2011, 3, 1))
    course = make.activity(audience=[Condition("life-stage")], stages=("age-0-3",))

    def refused():
        asked = candidates(course, [resident.person], make.NOON)
        return bool(rules.refusals(asked))

    assert refused()
    say(resident, due_on=(TODAY - timedelta(days=5)).isoformat())
    assert not refused()
