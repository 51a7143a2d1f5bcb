"""The visits of a round: an assessor's own pages, and what is not shown to her."""

import io
import re

import pytest
import python_calamine
from django.urls import reverse
from django.utils import timezone

from jinguo.assess import actions
from jinguo.assess.evaluation.draws.plan import StratifiedPlan
from jinguo.assess.models import Assessor, Finding, Recognition, Sheet, Visit
from tests.desk.rounds import do, filled, page, post, visits_of
from tests.make import desk
from tests.make.evaluation import NAMES, in_field, two_in_field

pytestmark = pytest.mark.slow


def test_an_assessor_finds_her_visits_on_her_first_page_and_knows_no_score(yards_undone):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)

    assert "Visit drawn households" in page(browser, "home")
    listed = page(browser, "own-visits")
    visit = visits_of(found)[0]
    assert all(one.code in listed for one in visits_of(found))
    shown = page(browser, "own-visit", visit.id)
    assert not any(name in listed + shown for name in NAMES)
    assert str(visit.sampled.first.total) not in re.findall(r">(\d+)<", shown)


def test_the_way_is_shown_once_and_only_to_her(yards_undone):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)
    visit = next(one for one in visits_of(found) if one.sampled.household.head_name in NAMES)

    shown = post(browser, "visit-way", visit.id).content.decode()

    assert visit.sampled.household.head_name in shown
    assert "东街7号" in shown
    assert "东街7号" not in page(browser, "own-visit", visit.id)
    assert post(desk.desk("third-party-assessor"), "visit-way", visit.id).status_code == 404


def test_a_visit_s_form_names_the_parts_of_its_own_sheet(yards_undone):
    account = desk.someone("third-party-assessor")
    visit = visits_of(in_field(account))[0]
    parts = dict.fromkeys(item["beauty_en"] for item in visit.round.sheet.items)

    shown = page(desk.client(account), "own-visit", visit.id)

    assert f"name its parts in her own words: {', '.join(parts)}." in shown


def test_the_way_is_asked_for_in_the_middle_of_a_sheet_and_nothing_typed_is_lost(yards_undone):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)
    visit = visits_of(found)[0]
    veto = visit.round.sheet.vetoes[1]["id"]
    typed = {**filled(visit, note="院子很干净"), "item-0": "", "item-1": "3", "vetoes": [veto]}

    shown = post(browser, "visit-way", visit.id, **typed)

    form = shown.context["form"]
    assert visit.sampled.household.head_name in shown.content.decode()
    assert form["outcome"].value() == "met"
    assert (form["item-0"].value(), form["item-1"].value()) == ("", "3")
    assert (form["note"].value(), form["vetoes"].value()) == ("院子很干净", [veto])
    assert 'class="fault"' not in shown.content.decode()
    assert not Finding.objects.filter(visit=visit).exists()


def test_what_tells_of_people_waits_in_no_session_while_her_password_is_asked_for(yards_undone):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)
    visit = visits_of(found)[0]
    session = browser.session
    session.pop("proved", None)
    session.save()
    typed = {**filled(visit, note="院子很干净"), "vetoes": [visit.round.sheet.vetoes[0]["id"]]}

    post(browser, "visit-way", visit.id, **typed)

    kept = dict(browser.session["waiting"]["fields"])
    assert kept["item-1"] == str(typed["item-1"])
    assert not {"note", "vetoes"} & set(kept)


def test_her_own_visit_is_read_again_once_it_is_recorded(yards_undone):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)
    done, missed = visits_of(found)[:2]
    post(browser, "own-visit", done.id, **filled(done, note="院子很干净"))
    post(browser, "visit-missed", missed.id, reason="nobody-home")

    read, empty = page(browser, "own-visit", done.id), page(browser, "own-visit", missed.id)

    assert "You recorded this." in read and "院子很干净" in read and "Satisfaction, 1 to 5" in read
    assert '<form class="task-wide"' not in read
    assert "You recorded that nobody was met: Nobody was at home." in empty


def test_a_visit_is_filled_on_its_page(yards_undone):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)
    visit = visits_of(found)[0]

    answer = post(browser, "own-visit", visit.id, **filled(visit, note="院子很干净"))

    assert answer.url == reverse("desk:own-visits")
    one = Finding.objects.get(visit=visit)
    assert (one.outcome, sum(one.points), one.satisfaction) == ("met", 100, 4)
    assert (one.knows_standard, one.ledger_agrees) == (False, True)


LEDGER = "ledger agree with what is seen?"


def test_the_ledger_is_asked_at_the_courtyard_where_the_plan_asks_it(yards_undone):
    account = desk.someone("third-party-assessor")
    found, browser, officer = in_field(account), desk.client(account), desk.desk()
    visit = visits_of(found)[0]
    assert LEDGER in page(browser, "own-visit", visit.id)

    unsaid = post(browser, "own-visit", visit.id, **filled(visit, ledger_agrees=""))
    post(browser, "own-visit", visit.id, **filled(visit, ledger_agrees="no"))

    assert unsaid.content.decode().count("Fill this in: the family was met.") == 1
    assert LEDGER in page(officer, "round-visit", visit.id)
    assert Finding.objects.get(visit=visit).ledger_agrees is False


def test_where_the_plan_does_not_ask_it_no_page_speaks_of_the_ledger(yards_undone):
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


def test_what_is_missing_stands_beside_its_field_and_the_rest_is_kept(yards_undone):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)
    visit = visits_of(found)[0]
    given = filled(visit, note="看得仔细")
    del given["item-0"]

    answer = post(browser, "own-visit", visit.id, **given)

    assert answer.status_code == 422
    assert answer.content.decode().count("Fill this in: the family was met.") == 1
    assert "看得仔细" in answer.content.decode()


def test_where_the_family_is_gone_nothing_more_is_asked(yards_undone):
    account = desk.someone("third-party-assessor")
    found, browser = in_field(account), desk.client(account)

    post(browser, "own-visit", visits_of(found)[0].id, outcome="demolished")

    assert Finding.objects.get(visit__round=found).points is None


def test_where_nobody_is_met_the_reserve_appears_in_her_list(yards_undone):
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


def test_a_visit_sent_back_says_why_and_comes_filled_in(yards_undone):
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


def test_an_officer_who_visits_herself_sees_no_score_of_a_household_before_hers(yards_undone):
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


def test_nor_what_another_found_there_in_a_round_of_the_same_days(yards_undone):
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


def test_the_next_assessor_does_not_see_what_was_recorded_before_her(yards_undone):
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


def test_a_veto_found_is_recorded_on_the_visit_s_page_and_shown_to_who_runs_the_round(yards_undone):
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


def test_vetoes_of_one_without_an_account_are_entered_by_who_runs_the_round(yards_undone):
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
