"""
What lies in one town is not there for the next: every address that names a thing.

The addresses are those of the URL resolver. Each has an example that its own people open, so that what the
next town does not find is there; a new one without an example, or without a reason to be found, fails here.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from jinguo.activities import actions as activities
from jinguo.activities.models import Attendance, Block, Charge, Helper
from jinguo.assess import actions as assess
from jinguo.assess.models import Assessor, Fault
from jinguo.desk.assess import plaques
from jinguo.desk.models import SavedFilter
from jinguo.exchange import actions as exchange
from jinguo.exchange.models import Printing
from jinguo.ledger import actions as ledger
from jinguo.ledger.models import Entry
from tests.desk.test_access import address, routes
from tests.desk.test_activities_children import card, written_down
from tests.desk.who_may import TABLE, TOWN
from tests.make import classes, desk
from tests.make import people as homes
from tests.make.activities import uscc

pytestmark = pytest.mark.slow

NEXT_TOWN = "370211106"
# Parts of an address that name no thing anybody keeps: a word of the plan, an act, a kind, a form.
WORDS = {"design", "form", "key", "measure", "months", "name", "of", "purpose", "verb"}
# What the next town finds all the same, and why.
FOUND = {
    "book": "what is published is open to the women of every town; who is enrolled is not shown there",
    "paste-list": "the same: a group's list is read for women of hers",
    "body": "the association of the district is that of its towns",
    "body-act": "the same: it is seen, and charged to the district",
    "notice": "what is on notice is public",
    "notice-act": "the same: it is seen, and released by its own district",
    "print-notice": "the same",
    "follow-objection": "a receipt is brought to any office",
    "object-to": "what is on notice is seen, and objected to where it hangs",
}


@dataclass(frozen=True)
class Example:
    """What stands in an address instead of the world’s things; who opens it, where that is one person."""

    parts: dict[str, object] = field(default_factory=dict)
    by: Client | None = None


def named() -> list[str]:
    """The desk's routes whose address names a thing."""
    return sorted(
        name.removeprefix("desk:")
        for name, entry in routes()
        if name.startswith("desk:") and set(entry.pattern.converters) - WORDS
    )


def role_of(name: str) -> str:
    """A role that holds what a route asks for; the town's where it does."""
    able = set().union(*TABLE[name])
    return TOWN if TOWN in able else min(able)


def answers(browser: Client, where: str) -> set[int]:
    """What a page answers to each of the methods it takes; nothing of it stays."""
    told = set()
    for ask in (browser.get, browser.post):
        with transaction.atomic():
            told.add(ask(where).status_code)
            transaction.set_rollback(True)
    return told - {405}


@pytest.fixture
def examples(undone, monkeypatch):
    """The world, and for each route whose thing it has not, that thing."""
    monkeypatch.setattr(plaques, "AT_ONCE", 0)  # one plaque is a long list, left to the worker
    made = {}
    for make in (kept, minded, missed, drawn, at_a_fair, printed, ordered, handed_over, in_field):
        made |= make(undone)
    return undone, made


def kept(_world):
    """A filter of somebody's own."""
    account = desk.someone("town-officer")
    saved = SavedFilter.objects.create(
        account=account, list="courtyards", name="Passed", query="state=passed"
    )
    of_hers = Example({"filter_id": saved.id}, desk.client(account))
    return {"rename-filter": of_hers, "delete-filter": of_hers}


def minded(_world):
    """A child that is minded, and what befell it."""
    activity = classes.published(
        programme="after-school-class", kind="after-school", category="", title="四点半课堂",
        minimum=1,
    )  # fmt: skip
    child = homes.member(homes.household(head_name="王秀兰"), name="王小明")
    entry = classes.enrolled(activity, child)
    session = classes.begun(activity, ago=timedelta(minutes=30))
    town, afternoon = desk.desk("town-officer"), (f"/desk/activities/sessions/{session.id}/", entry)
    card(town, afternoon)
    incident = written_down(town, afternoon)
    charge = {"session_id": session.id, "charge_id": Charge.objects.get().id}
    helper = Helper.objects.create(
        activity=activity, person=classes.woman(), from_on=timezone.localdate()
    )
    return {
        "helpers": Example({"activity_id": activity.id}),
        "end-helper": Example({"helper_id": helper.id}),
        **dict.fromkeys(
            ("charge", "change-card", "renew-code"),
            Example({"session_id": session.id, "enrolment_id": entry.id}),
        ),
        "come-or-go": Example(charge),
        "allergies": Example(charge),
        "incident": Example({"incident_id": incident.id}),
        "guardian-told": Example({"incident_id": incident.id}),
    }


def missed(_world):
    """An absence, and a block that is appealed against."""
    activity, today = classes.published(), timezone.localdate()
    entry = classes.enrolled(activity)
    activities.record_attendance(
        actor=desk.officer("town-officer"), session_id=classes.begun(activity).id, present=[],
        absent=[entry.id], now=timezone.now(),
    )  # fmt: skip
    block = {"person": entry.person, "programme": classes.TEA, "area_id": desk.TOWN, "absences": 2}
    days = {"from_on": today, "until_on": today + timedelta(days=90)}
    said = {"appeal": "下雨", "appealed_at": timezone.now()}
    return {
        "excuse": Example({"attendance_id": Attendance.objects.get(enrolment=entry).id}),
        "appeal": Example({"block_id": Block.objects.create(**block, **days, **said).id}),
        "record-appeal": Example({"block_id": Block.objects.create(**block, **days).id}),
    }


def drawn(_world):
    """An activity whose seats are drawn."""
    activity = classes.published(capacity=1, minimum=1, allocation="draw")
    return {"activity-draw": Example({"activity_id": activity.id})}


def at_a_fair(_world):
    """A stall, and an intent to take its post."""
    fair = classes.published(
        programme="job-fairs", kind="fair", category="", title="春风招聘会", capacity=300, minimum=0
    )
    act = {"actor": desk.officer("town-officer"), "now": timezone.now()}
    made = activities.add_stall(activity_id=fair.id, name="海风家政", uscc=uscc(), **act)
    post = activities.add_vacancy(stall_id=made.id, title="育婴员", places=12, **act)
    intent = activities.record_intent(
        vacancy_id=post.id, person_id=classes.woman().id, on=timezone.localdate(), **act
    )
    stall = {"activity_id": fair.id, "stall_id": made.id}
    return {
        "fair": Example({"activity_id": fair.id}),
        "add-stall": Example({"activity_id": fair.id}),
        "add-vacancy": Example(stall),
        "record-sales": Example(stall),
        "record-intent": Example({"activity_id": fair.id}),
        "settle-intent": Example({"activity_id": fair.id, "intent_id": intent.id}),
        "correct-intent": Example({"activity_id": fair.id, "intent_id": intent.id}),
        "take-back-intent": Example({"activity_id": fair.id, "intent_id": intent.id}),
        "remove-stall": Example(stall),
        "remove-vacancy": Example({"activity_id": fair.id, "vacancy_id": post.id}),
    }


def printed(_world):
    """The files of a printing, which are there for whoever asked for them."""
    Printing.objects.all().delete()
    asker = desk.desk("town-officer")
    asker.post("/desk/courtyards/plaques/", {"state": "certified"})
    found = Printing.objects.get()
    exchange.carry_out(kind="printing", work_id=found.id, now=timezone.now())
    of_hers = Example({"printing_id": found.id, "file_id": found.files.get().id}, asker)
    return dict.fromkeys(("printing", "printed-plaques", "printed-file"), of_hers)


def ordered(world):
    """A fault that is to be put right."""
    now = timezone.now()
    assess.order_rectification(
        actor=desk.officer("town-officer"), recognition_ids=[world.recognition],
        problems=["the gate"], on=timezone.localdate(now), now=now,
    )  # fmt: skip
    return {"put-right": Example({"fault_id": Fault.objects.get().id})}


def handed_over(world):
    """The entry of something that was handed over today."""
    now = timezone.now()
    given = ledger.hand_over(
        actor=desk.officer("village-chair"), household_id=world.household, good_id=world.good,
        quantity=1, received_by=world.person, on=timezone.localdate(now), now=now,
    )  # fmt: skip
    entry = Entry.objects.get(hand_over=given)
    return {"print-slip": Example({"entry_id": entry.id})}


def in_field(world):
    """An assessor of the round, whose own its visits are."""
    assessor = Assessor.objects.get(round=world.round)
    named = Example({"round_id": world.round, "assessor_id": assessor.id})
    own = Example(by=desk.client(assessor.account))
    return {
        **dict.fromkeys(("drop-assessor", "pass-visits-on", "visit-sheets"), named),
        **dict.fromkeys(("own-visit", "visit-way", "visit-missed"), own),
    }


def test_every_thing_an_address_names_is_there_for_its_own_people(examples):
    """The control: what is not found below is not missing."""
    world, made = examples
    browsers = {role: desk.desk(role) for role in {role_of(one) for one in named()}}
    district = desk.desk("district-officer")

    lost = []
    for name in named():
        example = made.get(name, Example())
        # The town's own people, or the district's where the thing is the district's.
        own = [example.by] if example.by else [browsers[role_of(name)], district]
        where = address(name, world, **example.parts)
        if all(404 in answers(browser, where) for browser in own):
            lost.append(name)

    assert lost == []


def test_the_next_town_does_not_know_that_it_is_there(examples):
    world, made = examples
    browsers = {role: desk.desk(role, at=NEXT_TOWN) for role in {role_of(one) for one in named()}}

    told = {}
    for name in named():
        where = address(name, world, **made.get(name, Example()).parts)
        told[name] = answers(browsers[role_of(name)], where)

    assert {name for name, said in told.items() if said != {404}} == set(FOUND)
