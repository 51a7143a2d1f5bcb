"""The page of a plaque: inspected again, ordered to put right, struck off, restored or delisted."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from jinguo.assess.models import Appeal, Fault, Recognition, Repair, Score
from tests.make import assess, desk

pytestmark = pytest.mark.django_db


def record(held):
    return f"/desk/courtyards/recognitions/{held.id}/"


def act(browser, verb, held, **given):
    """Confirm an act on one plaque."""
    page = f"/desk/courtyards/act/recognition/{verb}/"
    return browser.post(page, {"ids": str(held.id), "confirmed": "1", **given})


def sheet(total):
    return {f"item-{number}": points for number, points in enumerate(assess.points(total))}


def town():
    return desk.desk("town-officer", at=assess.TOWN)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("total", "said"),
    [(93, "93 points, the level is kept"), (72, "72 points; the level asks for 90")],
)
def test_an_inspection_keeps_the_level_and_says_what_may_follow(total, said):
    held, browser = assess.recognition(), town()
    assert "Next inspection by" in browser.get(record(held)).content.decode()

    done = browser.post(f"{record(held)}inspect/", sheet(total), follow=True)

    assert said in done.content.decode()
    assert done.context["score"].kind == "inspection"
    assert Score.objects.get(kind="inspection").total == total
    held.refresh_from_db()
    assert held.state == "certified"
    assert held.next_check_on > date(2020, 12, 31)


@pytest.mark.slow
def test_a_sheet_filled_wrongly_comes_back_as_it_was_typed():
    held = assess.recognition()
    filled = {**sheet(93), "item-3": "99", "note": "seen with the chair", "vetoes": ["empty"]}

    page = town().post(f"{record(held)}inspect/", filled)

    assert page.status_code == 422
    text = page.content.decode()
    assert 'value="99"' in text and 'value="seen with the chair"' in text
    assert 'value="empty"' in text and "checked" in text
    assert not Score.objects.filter(kind="inspection").exists()


@pytest.mark.slow
def test_what_has_ended_is_not_inspected_and_the_page_says_so():
    held = assess.recognition(state="delisted")
    page = f"{record(held)}inspect/"

    assert "cannot be done while the state is “Delisted”" in town().get(page).content.decode()
    assert town().post(page, sheet(93)).status_code == 422


@pytest.mark.slow
def test_from_the_order_to_the_confirmation_on_the_pages():
    held, browser = assess.recognition(), town()
    act(browser, "order-rectification", held, problems="the gate\n\nthe bin", helper="张主任")
    page = browser.get(record(held)).content.decode()
    assert "the gate" in page and "the bin" in page and "张主任 helps" in page

    refused = act(browser, "restore", held, reason="seen")
    assert refused.status_code == 422
    assert "Something is still to be put right" in refused.content.decode()
    assert "seen</textarea>" in refused.content.decode()

    for fault in Fault.objects.all():
        done = browser.post(f"{record(held)}faults/{fault.id}/put-right/", follow=True)
        assert "Struck off as put right" in done.content.decode()
    assert act(browser, "restore", held, reason="seen").status_code == 302

    held.refresh_from_db()
    assert (held.state, held.rectify_by) == ("certified", None)
    assert "put right, seen on" in browser.get(record(held)).content.decode()


@pytest.mark.slow
def test_what_is_found_later_is_added_on_the_page():
    held, browser = assess.recognition(state="rectifying"), town()

    act(browser, "add-faults", held, problems="the roof")

    assert "the roof" in browser.get(record(held)).content.decode()


@pytest.mark.slow
def test_an_order_without_a_problem_keeps_what_was_typed():
    held = assess.recognition()

    page = act(town(), "order-rectification", held, problems=" ", helper="张主任")

    assert page.status_code == 422
    assert 'value="张主任"' in page.content.decode()
    held.refresh_from_db()
    assert held.state == "certified"


@pytest.mark.slow
def test_a_second_strike_is_refused_on_the_page_she_came_from():
    held, browser = assess.recognition(state="rectifying"), town()
    [fault] = Fault.objects.all()
    address = f"{record(held)}faults/{fault.id}/put-right/"
    browser.post(address)

    again = browser.post(
        address, follow=True, headers={"Referer": f"http://testserver{record(held)}"}
    )

    assert "struck off before" in again.content.decode()
    assert Repair.objects.count() == 1


@pytest.mark.slow
def test_the_village_sees_what_is_to_be_put_right_and_is_offered_no_strike():
    held = assess.recognition(state="rectifying")
    chair = desk.desk("village-chair", at=assess.VILLAGE)

    page = chair.get(record(held)).content.decode()

    assert "an inspection" in page
    assert "/put-right/" not in page


@pytest.mark.slow
def test_the_district_delists_what_is_not_put_right_and_the_town_is_told_why_it_may_not(
    monkeypatch,
):
    held = assess.recognition(state="rectifying")
    today = timezone.localdate()
    told = {"reason": "not put right", "told_on": str(today), "told_how": "in person"}
    assert (
        "is decided by the federation of the district" in town().get(record(held)).content.decode()
    )
    assert act(town(), "propose-delisting", held, **told).status_code == 403

    long_ago = act(desk.desk(), "propose-delisting", held, **{**told, "told_on": "2020-06-20"})
    assert long_ago.status_code == 422 and "would be over already" in long_ago.content.decode()
    assert act(desk.desk(), "propose-delisting", held, **told).status_code == 302
    page = town().get(record(held)).content.decode()
    assert "Delisting proposed" in page and "in person" in page
    assert date_format(today + timedelta(days=1)) in page
    monkeypatch.setattr(timezone, "localdate", lambda *_: today + timedelta(days=2))
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert act(desk.desk(), "delist", held).status_code == 302

    assert Recognition.objects.get(id=held.id).state == "delisted"


@pytest.mark.slow
def test_a_proposal_without_the_day_it_was_told_keeps_what_was_typed():
    held = assess.recognition()

    page = act(desk.desk(), "propose-delisting", held, reason="fell back", told_how="by letter")

    assert page.status_code == 422
    assert 'value="by letter"' in page.content.decode()
    assert Recognition.objects.get(id=held.id).state == "certified"


@pytest.mark.slow
def test_an_appeal_is_recorded_by_the_town_and_decided_by_another_person_of_the_district():
    held, proposer = assess.recognition(), desk.desk()
    told = {"reason": "fell back", "told_on": str(timezone.localdate()), "told_how": "in person"}
    act(proposer, "propose-delisting", held, **told)
    early = act(proposer, "delist", held)
    assert early.status_code == 422 and "may appeal until" in early.content.decode()
    assert act(town(), "appeal", held, grounds="we were away").status_code == 302
    assert "we were away" in proposer.get(record(held)).content.decode()

    ruling = {"upheld": "yes", "reason": "seen on site"}
    assert "Somebody else decides" in proposer.get(record(held)).content.decode()
    assert act(proposer, "decide-appeal", held, **ruling).status_code == 403
    assert act(desk.desk(), "decide-appeal", held, **ruling).status_code == 302

    assert Recognition.objects.get(id=held.id).state == "certified"


@pytest.mark.slow
def test_an_appeal_that_came_in_time_is_recorded_also_when_the_days_are_over():
    held, told = assess.recognition(), date(2020, 6, 20)
    assess.propose(held, on=told)

    late = act(town(), "appeal", held, grounds="we were away")
    answer = act(town(), "appeal", held, grounds="we were away", on="2020-06-21")

    assert late.status_code == 422 and "could appeal until" in late.content.decode()
    assert answer.status_code == 302
    assert Appeal.objects.get().on == date(2020, 6, 21)


@pytest.mark.slow
def test_only_the_day_that_is_over_is_marked_as_overdue():
    held = assess.recognition()
    assess.propose(held, on=date(2020, 6, 20))
    Recognition.objects.filter(id=held.id).update(next_check_on=date(2099, 1, 1))

    facts = desk.desk().get(record(held)).content.decode()

    held.refresh_from_db()
    assert f"{date_format(held.decide_by)} · overdue" in facts
    assert "Jan. 1, 2099 · overdue" not in facts and "Jan. 1, 2099" in facts


@pytest.mark.slow
def test_work_to_put_right_and_to_inspect_stands_on_the_town_s_first_page():
    assess.recognition()
    assess.recognition(state="rectifying")
    browser = town()

    [group] = browser.get("/desk/").context["groups"]

    titles = {todo.title: todo.count for todo in group.rows}
    assert titles == {"Inspect again": 1, "Confirm as put right": 1}
    for todo in group.rows:
        assert len(browser.get(todo.href).context["rows"]) == 1


@pytest.mark.slow
def test_a_complaint_is_recorded_from_the_page_and_shown_there_but_not_to_the_village():
    held, browser = assess.recognition(), town()
    given = {
        "about": "柴草堆到了路上",
        "told_by": "unnamed",
        "on": timezone.localdate().isoformat(),
    }

    done = act(browser, "record-complaint", held, **given)

    assert done.status_code == 302
    assert "柴草堆到了路上" in browser.get(record(held)).content.decode()
    village = desk.desk("village-chair", at=assess.VILLAGE)
    assert "柴草堆到了路上" not in village.get(record(held)).content.decode()


@pytest.mark.slow
def test_a_complaint_that_names_a_number_comes_back_with_what_was_typed():
    held = assess.recognition()
    today = timezone.localdate().isoformat()

    page = act(town(), "record-complaint", held, about="打 13812345678", told_by="office", on=today)

    assert page.status_code == 422
    assert "打 13812345678" in page.content.decode()
    assert not held.complaints.exists()


@pytest.mark.slow
def test_the_page_on_which_a_recognition_is_ended_says_so_and_ends_it():
    held, browser = assess.recognition(), town()

    page = browser.get("/desk/courtyards/act/recognition/close/", {"ids": held.id})
    assert page.status_code == 200
    assert "Recognition ended" in page.content.decode()
    assert act(browser, "close", held, reason="moved away").status_code == 302

    held.refresh_from_db()
    assert held.state == "closed"
