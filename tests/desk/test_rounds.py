"""The rooms of evaluation: from the draft to the results."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jinguo.assess.evaluation.draws.plan import StagedPlan
from jinguo.assess.models import Assessor, Round
from jinguo.org.models import Area
from tests.desk.rounds import close, do, draft, page, post, visits_of
from tests.make import desk
from tests.make.evaluation import NAMES, in_field, two_in_field

pytestmark = pytest.mark.slow


def test_a_round_is_drafted_frozen_drawn_and_sent_out_through_its_pages(yards_undone):
    browser = desk.desk("district-officer")
    assessor = desk.someone("third-party-assessor", name="张评估")
    assert reverse("desk:new-round", args=["staged"]) in page(browser, "rounds")

    answer = post(browser, "new-round", "stratified", **draft())
    found = Round.objects.get(title="六月抽查")
    assert answer.url == reverse("desk:round", args=[found.id])

    do(browser, found, "freeze")
    found.refresh_from_db()
    published = page(browser, "round-publication", found.id)
    assert all(found.frame_digest[at : at + 8] in published for at in range(0, 64, 8))

    do(browser, found, "draw", seed="08 12 19", source="双色球2020055期")
    post(browser, "round-assessors", found.id, account=str(assessor.id))
    do(browser, found, "send-out")

    found.refresh_from_db()
    assert (found.state, found.visits.count()) == ("in-field", 3)
    shown = page(browser, "round", found.id)
    assert "双色球2020055期" in shown
    assert "张评估" in shown
    record = json.loads(browser.get(reverse("desk:round-record", args=[found.id])).content)
    assert len(record["sample"]) == 4
    assert not any(name in json.dumps(record, ensure_ascii=False) for name in NAMES)


def test_the_form_knows_what_the_plan_asks_a_district_to_check(yards_undone):
    shown = page(desk.desk("district-officer"), "new-round", "stratified")

    assert "5 households hold a level today" in shown
    assert re.search(r'name="listed" value="1"', shown)


def test_a_round_is_drafted_like_another_with_what_has_to_change(yards_undone):
    browser = desk.desk("district-officer")
    post(browser, "new-round", "stratified", **draft(listed="3", at_least="1", purpose="mock"))
    found = Round.objects.get(title="六月抽查")
    link = f"{reverse('desk:new-round', args=['stratified'])}?like={found.id}"
    assert link in page(browser, "round", found.id)

    shown = browser.get(link).context["form"]
    other = browser.get(link.replace("stratified", "staged")).context["form"]

    names = ("title", "purpose", "area", "listed", "at_least", "due_on")
    assert [shown[name].value() for name in names] == [
        "六月抽查", "mock", desk.DISTRICT, 3, 1, timezone.localdate()
    ]  # fmt: skip
    assert (other["title"].value(), other["listed"].value()) == ("六月抽查", StagedPlan.listed)
    assert browser.get(link.replace(str(found.id), "x")).status_code == 404
    assert link not in page(desk.desk("district-leader"), "round", found.id)


def test_a_drafted_round_is_changed_by_the_same_form_until_it_is_frozen(yards_undone):
    browser = desk.desk("district-officer")
    found = Round.objects.get(id=desk.open_round())
    post(browser, "round-assessors", found.id, name="赵老师", ties=[desk.TOWN])
    there = reverse("desk:change-round", args=[found.id, "stratified"])
    assert there in page(browser, "round", found.id)
    assert browser.get(there).context["form"]["title"].value() == found.title

    later = (timezone.localdate() + timedelta(days=3)).isoformat()
    changed = draft(title="七月抽查", area=desk.TOWN, listed="2", at_least="1", due_on=later)
    answer = browser.post(there, changed)

    found.refresh_from_db()
    assert answer.url == reverse("desk:round", args=[found.id])
    assert (found.title, found.area_id, found.due_on.isoformat()) == ("七月抽查", desk.TOWN, later)
    assert (found.plan["listed"], found.purpose, found.state) == (2, "district-check", "drafted")
    assert Assessor.objects.get(round=found).ties == []  # the whole round lies there now
    do(browser, found, "freeze")
    assert browser.get(there).status_code == 409
    assert browser.post(there, draft()).status_code == 409
    assert there not in page(browser, "round", found.id)
    found.refresh_from_db()
    assert found.title == "七月抽查"


def test_a_round_becomes_no_third_partys_with_somebody_who_certifies_there(yards_undone):
    browser, officer = (
        desk.desk("district-officer"),
        desk.someone("district-officer", name="周主任"),
    )
    found = Round.objects.get(id=desk.open_round())
    post(browser, "round-assessors", found.id, account=str(officer.id))

    answer = post(browser, "change-round", found.id, "stratified", **draft(purpose="third-party"))

    found.refresh_from_db()
    assert (answer.status_code, found.purpose) == (422, "mock")
    assert "周主任 may certify levels here" in answer.content.decode()


def test_a_sample_larger_than_the_list_is_refused_at_the_draft_beside_its_field(yards_undone):
    browser = desk.desk("district-officer")

    answer = post(browser, "new-round", "stratified", **draft(listed="999"))
    other = post(browser, "new-round", "stratified", **draft(unlisted="999"))

    assert answer.status_code == other.status_code == 422
    assert "asks for 999 households" in answer.context["form"].errors["listed"][0]
    assert list(other.context["form"].errors) == ["unlisted"]
    assert not Round.objects.filter(title="六月抽查").exists()


def test_the_plan_is_said_for_the_area_that_is_chosen(yards_undone):
    browser = desk.desk("district-officer")
    here = reverse("desk:new-round", args=["stratified"])
    town = f"{here}?area={desk.TOWN}&programme=courtyards"

    part = browser.get(town, headers={"HX-Request": "true"}).content.decode()
    typed = post(
        browser, "new-round", "stratified", **draft(area=desk.TOWN, title="")
    ).content.decode()

    assert "<form" not in part and Area.objects.get(code=desk.TOWN).name in part
    assert f"{Area.objects.get(code=desk.TOWN).name} ·" in typed


def test_a_round_that_cannot_be_comes_back_as_it_was_filled_in(yards_undone):
    browser = desk.desk("district-officer")

    answer = post(browser, "new-round", "stratified", **draft(due_on="2020-01-01"))

    assert answer.status_code == 422
    assert "cannot be due before" in answer.content.decode()
    assert "六月抽查" in answer.content.decode()


def test_what_everybody_reads_of_a_round_names_no_phone(yards_undone):
    browser, words = desk.desk("district-officer"), "六月抽查 13812345678"

    titled = post(browser, "new-round", "stratified", **draft(title=words))
    found = Round.objects.get(id=desk.open_round())
    Round.objects.filter(id=found.id).update(title=words)
    kept = do(browser, found, "freeze")
    Round.objects.filter(id=found.id).update(title="六月抽查")
    do(browser, found, "freeze")
    sourced = do(browser, found, "draw", seed="08 12 19", source=words)

    for refused in (titled, kept, sourced):
        assert refused.status_code == 422
        assert "looks like a phone number." in refused.content.decode()
    assert words in titled.content.decode() and not Round.objects.filter(title=words).exists()
    found.refresh_from_db()
    assert found.state == "frozen"


def test_a_seed_without_its_source_is_not_taken(yards_undone):
    browser = desk.desk("district-officer")
    found = Round.objects.get(id=desk.open_round())
    do(browser, found, "freeze")

    answer = do(browser, found, "draw", seed="08 12 19", source="")

    found.refresh_from_db()
    assert (answer.status_code, found.state) == (422, "frozen")


def test_what_cannot_be_done_yet_is_a_disabled_button_that_says_why(yards_undone):
    browser = desk.desk("district-officer")
    found = Round.objects.get(id=desk.open_round())
    do(browser, found, "freeze")
    do(browser, found, "draw", seed="08 12 19", source="2020055")

    assert "Nobody is named to visit yet" in page(browser, "round", found.id)


def test_an_assessor_is_named_without_an_account_and_taken_off(yards_undone):
    browser = desk.desk("district-officer")
    found = Round.objects.get(id=desk.open_round())
    post(browser, "round-assessors", found.id, name="赵老师", ties=[desk.TOWN])
    one = Assessor.objects.get(round=found)

    nobody = post(browser, "round-assessors", found.id, name=" ")
    assert nobody.status_code == 422
    assert nobody.context["form"].errors["name"] == [
        "Choose her account, or write the name of someone who has none."
    ]
    shown = page(browser, "round-assessors", found.id)
    assert "赵老师" in shown
    assert "not sent to" in shown
    post(browser, "drop-assessor", found.id, one.id)
    assert "赵老师" not in page(browser, "round-assessors", found.id)


def test_one_more_is_named_while_they_are_out_and_takes_over_what_the_only_other_had(yards_undone):
    browser = desk.desk("district-officer")
    found = in_field(desk.someone("third-party-assessor", name="张评估"))
    ill = Assessor.objects.get(round=found)
    assert "Name another assessor" in page(browser, "round", found.id)

    post(browser, "round-assessors", found.id, name="赵老师")
    shown = page(browser, "round-assessors", found.id)
    assert "She starts with no visit" in shown and "Take off" not in shown
    post(browser, "pass-visits-on", found.id, ill.id, reason="病了")

    assert {one.assessor.name for one in visits_of(found)} == {"赵老师"}


def test_the_first_page_of_who_runs_a_round_has_its_next_step_until_it_is_over(yards_undone):
    browser = desk.desk("district-officer")
    found = Round.objects.get(id=desk.open_round())

    def waiting(role):
        groups = desk.desk(role).get(reverse("desk:home")).context["groups"]
        return {row.title: row.count for group in groups for row in group.rows}

    before = waiting("district-officer")["Freeze the list"]
    do(browser, found, "freeze")
    assert waiting("district-officer")["Freeze the list"] == before - 1
    assert waiting("district-officer")["Enter the seed and draw"] == 1
    do(browser, found, "withdraw", reason="not needed")
    assert "Enter the seed and draw" not in waiting("district-officer")
    assert "Freeze the list" not in waiting("town-officer")


def test_a_closed_round_shows_its_results_and_says_that_the_sample_is_small(yards_undone):
    account, browser = desk.someone("third-party-assessor"), desk.desk("district-officer")
    found = in_field(account)
    assert "3 visits are not done yet" in page(browser, "round", found.id)
    close(found, account)

    do(browser, found, "close")

    shown = page(browser, "round-results", found.id)
    assert "Confirmed rate" in shown
    assert "100.0%" in shown
    rows = re.findall(r"<tr>.*?</tr>", shown, re.DOTALL)
    [ledger] = [one for one in rows if "Ledger accuracy rate" in one]
    assert all(words in ledger for words in ("100.0%", "– 100.0%", "it rests on 3 households"))
    assert "The sample is too small: it rests on 3 households" in shown
    assert Assessor.objects.get(round=found).code in shown
    assert account.name not in shown
    assert "100.0%" in page(desk.desk("district-leader"), "round-results", found.id)


def test_the_results_say_who_could_not_be_compared(yards_undone):
    account, browser = desk.someone("third-party-assessor"), desk.desk("district-officer")
    found = in_field(account)
    close(found, account)
    do(browser, found, "close")
    results = Round.objects.get(id=found.id).results
    assert [one["assessor"] for one in results["severities"]] == [found.assessors.get().code]
    assert "is not here" not in page(browser, "round-results", found.id)

    results["severities"][0]["assessor"] = "ANOTHER"
    Round.objects.filter(id=found.id).update(results=results)

    assert "1 assessor is not here: she met no" in page(browser, "round-results", found.id)


def test_a_round_closed_before_a_ledger_could_be_asked_shows_its_results_as_they_were(yards_undone):
    account, browser = desk.someone("third-party-assessor"), desk.desk("district-officer")
    found = in_field(account)
    close(found, account)
    do(browser, found, "close")
    results = Round.objects.get(id=found.id).results
    del results["estimates"]["ledger"]
    Round.objects.filter(id=found.id).update(results=results)

    shown = page(browser, "round-results", found.id)

    assert "Awareness rate" in shown
    assert "Ledger accuracy rate" not in shown


def test_a_visit_of_a_figure_opens_for_who_runs_rounds_and_not_for_others(yards_undone):
    account = desk.someone("third-party-assessor")
    found = in_field(account)
    close(found, account)
    do(desk.desk("district-officer"), found, "close")
    visit = found.visits.first()
    href = reverse("desk:round-visit", args=[visit.id])

    def records(role):
        return page(desk.desk(role), "figure", "courtyards.checked")

    assert href in records("district-officer")
    assert href not in records("town-officer")


def test_another_districts_rounds_are_not_there(yards_undone):
    found = in_field(desk.someone("third-party-assessor"))
    elsewhere = desk.desk("district-officer", at="370202")

    for name, one in (("round", found.id), ("round-record", found.id), ("round-visits", found.id),
                      ("round-visit", found.visits.first().id)):  # fmt: skip
        assert elsewhere.get(reverse(f"desk:{name}", args=[one])).status_code == 404, name


def test_visits_of_one_who_is_ill_are_passed_on_from_the_page_of_the_round(yards_undone):
    found, ill, other = two_in_field()
    one = Assessor.objects.get(round=found, account=ill)
    browser = desk.desk("district-officer")
    href = reverse("desk:pass-visits-on", args=[found.id, one.id])
    assert href in page(browser, "round", found.id)
    assert "李评估" in page(browser, "pass-visits-on", found.id, one.id)

    assert post(browser, "pass-visits-on", found.id, one.id).status_code == 422
    answer = browser.post(href, {"reason": "住院"}, follow=True).content.decode()

    assert "2 visits are passed on." in answer
    assert "2 visits of 张评估 passed on" in answer
    assert "住院" in answer
    assert "She has nothing left to visit." in answer
    assert "Nobody else of this round can be given her visits." in answer
    assert "2 visits are passed on to you" in page(desk.client(other), "news")
    led = page(desk.desk("district-leader"), "round", found.id)
    assert "passed on" in led
    assert "张评估" not in led
    moved = found.visits.exclude(passings=None).first()
    assert "from 张评估 to 李评估" in page(browser, "round-visit", moved.id)


def test_what_is_late_is_counted_for_each_assessor_and_a_filter_of_the_visits(yards_undone):
    browser = desk.desk("district-officer")
    found = in_field(desk.someone("third-party-assessor"))
    assert "3 late" not in page(browser, "round", found.id)
    shown = page(browser, "round-visits", found.id, data={"state": "late"})
    assert "No visits here" in shown

    yesterday = timezone.localdate() - timedelta(days=1)
    Round.objects.filter(id=found.id).update(frame_on=yesterday, due_on=yesterday)

    assert "3 late" in page(browser, "round", found.id)
    shown = page(browser, "round-visits", found.id, data={"state": "late"})
    assert all(visit.code in shown for visit in visits_of(found))
    assert "Late" in shown
