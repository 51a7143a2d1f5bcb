"""The rooms of evaluation: from the draft to the results, and an assessor's own visits."""

import io
import json
import re
from datetime import timedelta

import pytest
import python_calamine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from jinguo.assess import actions
from jinguo.assess.evaluation.draws.plan import StratifiedPlan
from jinguo.assess.models import Assessor, Finding, Recognition, Round, Sheet, Visit
from jinguo.org.queries import actor_for
from tests.make import desk
from tests.make import people as homes

pytestmark = pytest.mark.slow

NAMES = ("王桂兰", "李秀珍", "赵玉梅", "孙淑芳")


@pytest.fixture(scope="module")
def yards(world, django_db_blocker):
    """Four more courtyards that hold the district's level, with the one of the world."""
    with django_db_blocker.unblock(), transaction.atomic():
        for name in NAMES:
            desk.recognised(homes.household(head_name=name, address="东街7号").id)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def act(yards):
    """Let a test write, and take it back afterwards."""
    with transaction.atomic():
        yield yards
        transaction.set_rollback(True)


def draft(**given):
    today = timezone.localdate().isoformat()
    return {
        "title": "六月抽查", "purpose": "district-check", "programme": "courtyards",
        "area": desk.DISTRICT, "frame_on": today, "due_on": today, "listed": "3", "unlisted": "0",
        "allocation": "proportional", "at_least": "2", "reserves": "1", **given,
    }  # fmt: skip


def page(browser, name, *args, **more):
    return browser.get(reverse(f"desk:{name}", args=args), **more).content.decode()


def post(browser, route, *args, **data):
    return browser.post(reverse(f"desk:{route}", args=args), data)


def do(browser, found, verb, **data):
    return post(browser, "round-act", found.id, verb, sure="yes", **data)


def in_field(account, **given):
    """A round of three households and a reserve in the field, all of it one assessor's."""
    plan = StratifiedPlan(listed=3, reserves=1)
    return Round.objects.get(id=desk.sent_out(account, **{"plan": plan, **given}))


def visits_of(found):
    return list(found.visits.filter(state="open").order_by("code"))


def filled(visit, **given):
    points = {f"item-{n}": item["max"] for n, item in enumerate(visit.round.sheet.items)}
    return {
        "outcome": "met", "has_plaque": "yes", "knows_standard": "no", "ledger_agrees": "yes",
        "satisfaction": "4", **points, **given,
    }  # fmt: skip


def test_a_round_is_drafted_frozen_drawn_and_sent_out_through_its_pages(act):
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


def test_the_form_knows_what_the_plan_asks_a_district_to_check(act):
    shown = page(desk.desk("district-officer"), "new-round", "stratified")

    assert "5 households hold a level today" in shown
    assert re.search(r'name="listed" value="1"', shown)


def test_a_round_that_cannot_be_comes_back_as_it_was_filled_in(act):
    browser = desk.desk("district-officer")

    answer = post(browser, "new-round", "stratified", **draft(due_on="2020-01-01"))

    assert answer.status_code == 422
    assert "cannot be due before" in answer.content.decode()
    assert "六月抽查" in answer.content.decode()


def test_what_everybody_reads_of_a_round_names_no_phone(act):
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


def test_a_seed_without_its_source_is_not_taken(act):
    browser = desk.desk("district-officer")
    found = Round.objects.get(id=desk.open_round())
    do(browser, found, "freeze")

    answer = do(browser, found, "draw", seed="08 12 19", source="")

    found.refresh_from_db()
    assert (answer.status_code, found.state) == (422, "frozen")


def test_what_cannot_be_done_yet_is_a_disabled_button_that_says_why(act):
    browser = desk.desk("district-officer")
    found = Round.objects.get(id=desk.open_round())
    do(browser, found, "freeze")
    do(browser, found, "draw", seed="08 12 19", source="2020055")

    assert "Nobody is named to visit yet" in page(browser, "round", found.id)


def test_an_assessor_is_named_without_an_account_and_taken_off(act):
    browser = desk.desk("district-officer")
    found = Round.objects.get(id=desk.open_round())
    post(browser, "round-assessors", found.id, name="赵老师", ties=[desk.TOWN])
    one = Assessor.objects.get(round=found)

    shown = page(browser, "round-assessors", found.id)
    assert "赵老师" in shown
    assert "not sent to" in shown
    post(browser, "drop-assessor", found.id, one.id)
    assert "赵老师" not in page(browser, "round-assessors", found.id)


def test_one_more_is_named_while_they_are_out_and_takes_over_what_the_only_other_had(act):
    browser = desk.desk("district-officer")
    found = in_field(desk.someone("third-party-assessor", name="张评估"))
    ill = Assessor.objects.get(round=found)
    assert "Name another assessor" in page(browser, "round", found.id)

    post(browser, "round-assessors", found.id, name="赵老师")
    shown = page(browser, "round-assessors", found.id)
    assert "She starts with no visit" in shown and "Take off" not in shown
    post(browser, "pass-visits-on", found.id, ill.id, reason="病了")

    assert {one.assessor.name for one in visits_of(found)} == {"赵老师"}


def test_an_assessor_finds_her_visits_on_her_first_page_and_knows_no_score(act):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)

    assert "Visit drawn households" in page(browser, "home")
    listed = page(browser, "own-visits")
    visit = visits_of(found)[0]
    assert all(one.code in listed for one in visits_of(found))
    shown = page(browser, "own-visit", visit.id)
    assert not any(name in listed + shown for name in NAMES)
    assert str(visit.sampled.first.total) not in re.findall(r">(\d+)<", shown)


def test_the_first_page_of_who_runs_a_round_has_its_next_step_until_it_is_over(act):
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


def test_the_way_is_shown_once_and_only_to_her(act):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)
    visit = next(one for one in visits_of(found) if one.sampled.household.head_name in NAMES)

    shown = post(browser, "visit-way", visit.id).content.decode()

    assert visit.sampled.household.head_name in shown
    assert "东街7号" in shown
    assert "东街7号" not in page(browser, "own-visit", visit.id)
    assert post(desk.desk("third-party-assessor"), "visit-way", visit.id).status_code == 404


def test_a_visit_is_filled_on_its_page(act):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)
    visit = visits_of(found)[0]

    answer = post(browser, "own-visit", visit.id, **filled(visit, note="院子很干净"))

    assert answer.url == reverse("desk:own-visits")
    one = Finding.objects.get(visit=visit)
    assert (one.outcome, sum(one.points), one.satisfaction) == ("met", 100, 4)
    assert (one.knows_standard, one.ledger_agrees) == (False, True)


LEDGER = "ledger agree with what is seen?"


def test_the_ledger_is_asked_at_the_courtyard_where_the_plan_asks_it(act):
    account = desk.someone("third-party-assessor")
    found, browser, officer = in_field(account), desk.client(account), desk.desk()
    visit = visits_of(found)[0]
    assert LEDGER in page(browser, "own-visit", visit.id)

    unsaid = post(browser, "own-visit", visit.id, **filled(visit, ledger_agrees=""))
    post(browser, "own-visit", visit.id, **filled(visit, ledger_agrees="no"))

    assert unsaid.content.decode().count("Fill this in: the family was met.") == 1
    assert LEDGER in page(officer, "round-visit", visit.id)
    assert Finding.objects.get(visit=visit).ledger_agrees is False


def test_where_the_plan_does_not_ask_it_no_page_speaks_of_the_ledger(act):
    account, officer = desk.someone("third-party-assessor"), desk.desk("district-officer")
    found, browser = in_field(account), desk.client(account)
    Sheet.objects.filter(id=found.sheet_id).update(asks_ledger=False)
    visits = visits_of(found)
    assert "ledger_agrees" not in page(browser, "own-visit", visits[0].id)

    for visit in visits:
        post(browser, "own-visit", visit.id, **filled(visit))
    do(officer, found, "close")

    assert set(Finding.objects.values_list("ledger_agrees", flat=True)) == {None}
    assert LEDGER not in page(officer, "round-visit", visits[0].id)
    assert "Ledger accuracy rate" not in page(officer, "round-results", found.id)


def test_what_is_missing_stands_beside_its_field_and_the_rest_is_kept(act):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)
    visit = visits_of(found)[0]
    given = filled(visit, note="看得仔细")
    del given["item-0"]

    answer = post(browser, "own-visit", visit.id, **given)

    assert answer.status_code == 422
    assert answer.content.decode().count("Fill this in: the family was met.") == 1
    assert "看得仔细" in answer.content.decode()


def test_where_the_family_is_gone_nothing_more_is_asked(act):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)

    post(browser, "own-visit", visits_of(found)[0].id, outcome="demolished")

    assert Finding.objects.get(visit__round=found).points is None


def test_where_nobody_is_met_the_reserve_appears_in_her_list(act):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)
    visit = visits_of(found)[0]

    assert post(browser, "visit-missed", visit.id).status_code == 422
    answer = browser.post(
        reverse("desk:visit-missed", args=[visit.id]), {"reason": "nobody-home"}, follow=True
    )

    reserve = Visit.objects.get(replaces=visit)
    assert f"Visit {reserve.code} takes its place" in answer.content.decode()
    last = post(browser, "visit-missed", visits_of(found)[0].id, reason="declined")
    assert last.url == reverse("desk:own-visits")
    assert "No reserve is left here" in page(browser, "own-visits")


def test_a_visit_sent_back_says_why_and_comes_filled_in(act):
    account = desk.someone("third-party-assessor")
    found, browser, officer = in_field(account), desk.client(account), desk.desk()
    visit = visits_of(found)[0]
    post(browser, "own-visit", visit.id, **filled(visit, note="看得仔细"))
    assert "看得仔细" in page(officer, "round-visit", visit.id)

    post(officer, "round-visit", visit.id, reason="少一项说明")

    shown = page(browser, "own-visit", visit.id)
    assert "少一项说明" in shown
    assert "看得仔细" in shown
    assert f'href="{reverse("desk:round-visit", args=[visit.id])}"' in page(
        officer, "round-visits", found.id, data={"state": "returned"}
    )


def close(found, account):
    actor, now = actor_for(account, on=timezone.localdate()), timezone.now()
    for visit in visits_of(found):
        points = [item["max"] for item in found.sheet.items]
        finding = actions.FindingIn(
            outcome="met", has_plaque=True, points=points, knows_standard=True, ledger_agrees=True,
            satisfaction=5,
        )  # fmt: skip
        actions.fill_visit(
            actor=actor, visit_id=visit.id, finding=finding, on=timezone.localdate(), now=now
        )


def test_a_closed_round_shows_its_results_and_says_that_the_sample_is_small(act):
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


def test_a_round_closed_before_a_ledger_could_be_asked_shows_its_results_as_they_were(act):
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


def test_a_visit_of_a_figure_opens_for_who_runs_rounds_and_not_for_others(act):
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


def test_another_districts_rounds_are_not_there(act):
    found = in_field(desk.someone("third-party-assessor"))
    elsewhere = desk.desk("district-officer", at="370202")

    for name, one in (("round", found.id), ("round-record", found.id), ("round-visits", found.id),
                      ("round-visit", found.visits.first().id)):  # fmt: skip
        assert elsewhere.get(reverse(f"desk:{name}", args=[one])).status_code == 404, name


def shown_to(browser, visit):
    """What the pages of the household of a visit show, the list it stands in, and that list taken out."""
    home = visit.sampled.household_id
    held = Recognition.objects.get(household=home, ended_on=None)
    context = browser.get(reverse("desk:courtyards") + "?state=certified").context
    return {
        "household": page(browser, "household", home),
        "recognition": page(browser, "recognition", held.id),
        "application": page(browser, "application", held.application_id),
        "listed": {row.code: row.total for row in context["rows"]}[visit.sampled.household.code],
        "taken out": totals(browser)[visit.sampled.household.code],
    }


def totals(browser):
    """The scores by household in the list taken out as a workbook."""
    answer = browser.post(
        "/desk/courtyards/export/", {"programme": "courtyards", "state": "certified"}
    )
    data = io.BytesIO(b"".join(answer.streaming_content))
    rows = python_calamine.CalamineWorkbook.from_filelike(data).get_sheet_by_index(0).to_python()
    return {row[0]: row[4] for row in rows[1:]}


BLIND = "Its scores are shown once your visit is handed in."


def test_an_officer_who_visits_herself_sees_no_score_of_a_household_before_hers(act):
    account = desk.someone("district-officer")
    browser, other = desk.client(account), desk.desk("district-officer")
    [visit, *_rest] = visits_of(in_field(account))
    total = visit.sampled.first.total

    before, others = shown_to(browser, visit), shown_to(other, visit)

    for name in ("household", "recognition", "application"):
        assert BLIND in before[name], name
        assert BLIND not in others[name], name
        assert f"{total} points" not in before[name], name
        assert f"{total} points" in others[name], name
    assert (before["listed"], others["listed"]) == (None, total)
    assert (before["taken out"], others["taken out"]) == ("", total)

    post(browser, "own-visit", visit.id, **filled(visit))

    after = shown_to(browser, visit)
    assert not any(BLIND in after[name] for name in ("household", "recognition", "application"))
    assert (after["listed"], after["taken out"]) == (total, total)


def test_nor_what_another_found_there_in_a_round_of_the_same_days(act):
    account, assessor = desk.someone("district-officer"), desk.someone("third-party-assessor")
    mine, theirs = in_field(account), in_field(assessor)
    home = {one.sampled.household_id for one in visits_of(mine)}
    found = next(one for one in visits_of(theirs) if one.sampled.household_id in home)
    post(desk.client(assessor), "own-visit", found.id, **filled(found, note="门前有柴堆"))

    blind, other = (
        page(browser, "round-visit", found.id)
        for browser in (desk.client(account), desk.desk("district-officer"))
    )

    assert BLIND in blind
    assert "门前有柴堆" not in blind
    assert "门前有柴堆" in other


def two_in_field():
    """A round in the field with two assessors, of whom the first is to fall ill."""
    ill, other = (desk.someone("third-party-assessor", name=name) for name in ("张评估", "李评估"))
    plan = StratifiedPlan(listed=4, reserves=1)
    act = {"actor": desk.officer(), "now": timezone.now()}
    act["round_id"] = desk.open_round(plan=plan)
    actions.freeze_frame(**act)
    actions.draw_sample(seed="08 12 19", source="2020055", **act)
    for account in (ill, other):
        actions.name_assessor(account_id=account.id, **act)
    return actions.send_out(**act), ill, other


def test_visits_of_one_who_is_ill_are_passed_on_from_the_page_of_the_round(act):
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


def test_the_next_assessor_does_not_see_what_was_recorded_before_her(act):
    found, ill, other = two_in_field()
    one = Assessor.objects.get(round=found, account=ill)
    visit = found.visits.filter(assessor=one).first()
    post(desk.client(ill), "own-visit", visit.id, **filled(visit, note="看得仔细"))
    browser = desk.desk("district-officer")
    post(browser, "round-visit", visit.id, reason="少一项说明")
    post(browser, "pass-visits-on", found.id, one.id, reason="住院")

    shown = page(desk.client(other), "own-visit", visit.id)
    way = post(desk.client(other), "visit-way", visit.id).content.decode()

    assert "看得仔细" not in shown + way
    assert "少一项说明" not in shown + way
    assert desk.client(ill).get(reverse("desk:own-visit", args=[visit.id])).status_code == 404


def test_a_veto_found_is_recorded_on_the_visit_s_page_and_shown_to_who_runs_the_round(act):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)
    visit = visits_of(found)[0]
    veto = visit.round.sheet.vetoes[0]
    assert veto["title_en"] in page(browser, "own-visit", visit.id)

    post(browser, "own-visit", visit.id, **filled(visit, vetoes=[veto["id"]]))

    assert Finding.objects.get(visit=visit).vetoes == [veto["id"]]
    shown = page(desk.desk(), "round-visit", visit.id)
    assert "Vetoes found" in shown
    assert veto["title_en"] in shown
    assert veto["title_en"] not in page(desk.desk(), "round-visits", found.id)


def test_vetoes_of_one_without_an_account_are_entered_by_who_runs_the_round(act):
    browser = desk.desk("district-officer")
    plan = StratifiedPlan(listed=3, reserves=1)
    doing = {"actor": desk.officer(), "now": timezone.now()}
    doing["round_id"] = desk.open_round(plan=plan)
    actions.freeze_frame(**doing)
    actions.draw_sample(seed="08 12 19", source="2020055", **doing)
    actions.name_assessor(name="赵老师", **doing)
    found = actions.send_out(**doing)
    visit = visits_of(found)[0]
    points = [item["max"] for item in found.sheet.items]
    met = actions.FindingIn(
        outcome="met", has_plaque=True, points=points, knows_standard=True, ledger_agrees=True
    )
    actions.enter_visits(entries=[(visit.code, met)], on=timezone.localdate(), **doing)
    veto = found.sheet.vetoes[0]
    assert reverse("desk:round-visit-vetoes", args=[visit.id]) in page(
        browser, "round-visit", visit.id
    )

    wrong = post(browser, "round-visit-vetoes", visit.id, vetoes=["untidy"])
    post(browser, "round-visit-vetoes", visit.id, vetoes=[veto["id"]])

    assert wrong.status_code == 422
    assert "Vetoes found" in page(browser, "round-visit", visit.id)


def test_what_is_late_is_counted_for_each_assessor_and_a_filter_of_the_visits(act):
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
