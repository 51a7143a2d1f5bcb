"""What follows: draws, absences and appeals, feedback and outcomes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.activities import actions
from jinguo.activities.models import Attendance, Block, Outcome, Session
from tests.desk.test_exports import taken_out
from tests.make import classes, desk

pytestmark = pytest.mark.slow


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


@pytest.fixture
def district(undone):
    return desk.desk("district-officer")


def text(response):
    return response.content.decode()


def page(activity, name):
    return f"/desk/activities/{activity.id}/{name}/"


def closed(activity):
    """Let the entry of an activity have closed a minute ago."""
    type(activity).objects.filter(id=activity.id).update(
        closes_at=timezone.now() - timedelta(minutes=1)
    )


def test_seats_are_drawn_once_entry_has_closed_and_anybody_can_check(town):
    activity = classes.published(capacity=1, minimum=1, allocation="draw")
    for name in ("王秀兰", "李桂香"):
        classes.enrolled(activity, classes.woman(name))
    hash_ = activity.drawing.seed_hash

    before = text(town.get(page(activity, "draw")))
    assert hash_ in before and "One can enter until" in before
    assert town.post(page(activity, "draw")).status_code == 422
    closed(activity)
    assert activity.title in text(town.get("/desk/activities/draws/"))
    town.post(page(activity, "draw"))

    after = text(town.get(page(activity, "draw")))
    activity.drawing.refresh_from_db()
    assert activity.drawing.seed in after and hash_ in after
    assert f"/a/{activity.code}/draw.json" in after and "draw.json" not in before
    assert sorted(one.state for one in activity.enrolments.all()) == ["enrolled", "waiting"]


def test_where_no_lot_decides_there_is_no_draw(town):
    assert town.get(page(classes.published(), "draw")).status_code == 404


def absent(activity=None):
    """Somebody's absence at a session that began three hours ago."""
    activity = activity or classes.published()
    entry = classes.enrolled(activity)
    session = classes.begun(activity)
    noted_present(session, entry)
    actions.record_attendance(
        actor=desk.officer("town-officer"), session_id=session.id, present=[], absent=[entry.id],
        now=timezone.now(),
    )  # fmt: skip
    return Attendance.objects.get(enrolment=entry)


def test_an_absence_is_excused_with_a_reason(town):
    missed = absent()
    assert f"/desk/activities/absences/{missed.id}/" in text(
        town.get(page(missed.session.activity, "absences"))
    )

    assert town.post(f"/desk/activities/absences/{missed.id}/", {"reason": ""}).status_code == 422
    town.post(f"/desk/activities/absences/{missed.id}/", {"reason": "孩子住院"})

    missed.refresh_from_db()
    assert missed.state == "excused"
    assert "孩子住院" in text(town.get(page(missed.session.activity, "absences")))
    [_head, row] = taken_out(town, page(missed.session.activity, "absences/export"))
    assert "孩子住院" in row[2]
    assert row[3:] == ("Excused", None)


def given_up_late(person=None):
    """Somebody's place given up an hour before the class."""
    person = person or classes.woman()
    entry = classes.enrolled(classes.published(classes.session(days=1 / 24)), person)
    return actions.cancel_enrolment(
        actor=desk.officer("town-officer"), enrolment_id=entry.id, now=timezone.now()
    )


def excuse_late(browser, entry, reason="孩子发烧"):
    return browser.post(f"/desk/activities/entries/{entry.id}/excuse-late/", {"reason": reason})


def test_a_place_given_up_late_is_excused_with_a_reason_and_the_block_is_gone(town):
    person = classes.woman()
    first, second = given_up_late(person), given_up_late(person)
    address = f"/desk/activities/entries/{second.id}/excuse-late/"
    before = text(town.get(page(second.activity, "absences")))
    assert address in before and "blocked until" in before and "Cancelled late" in before

    assert excuse_late(town, second, "").status_code == 422
    excuse_late(town, second)

    second.refresh_from_db()
    after = text(town.get(page(second.activity, "absences")))
    assert second.is_excused and Block.objects.get().is_lifted
    assert address not in after and "blocked until" not in after
    assert f"/entries/{first.id}/excuse-late/" in text(town.get(page(first.activity, "absences")))


def test_a_place_given_up_late_is_excused_once(town):
    entry = given_up_late()
    excuse_late(town, entry)

    assert excuse_late(town, entry).status_code == 422
    assert "This was excused already." in text(
        town.get(f"/desk/activities/entries/{entry.id}/excuse-late/")
    )


def test_a_place_somebody_has_is_not_excused(town):
    entry = classes.enrolled(classes.published())

    assert excuse_late(town, entry).status_code == 422
    entry.refresh_from_db()
    assert not entry.is_excused


def test_who_comes_in_person_has_her_appeal_recorded_once(town):
    person = classes.woman()
    given_up_late(person)
    activity = given_up_late(person).activity
    block = Block.objects.get()
    chair = desk.desk("village-chair")
    address = f"/desk/activities/blocks/{block.id}/"
    assert address in text(town.get(page(activity, "absences")))
    assert chair.post(address, {"words": "雨" * 301}).status_code == 422
    assert "茶艺入门" in text(town.get(address))

    chair.post(address, {"words": "那天下大雨"})
    again = chair.post(address, {"words": "再说一次"})

    block.refresh_from_db()
    assert block.appeal == "那天下大雨" and again.status_code == 422
    shown = text(chair.get(address))
    assert "那天下大雨" in shown and f"/appeals/{block.id}/" not in shown
    assert f"/appeals/{block.id}/" in text(town.get(address))
    after = text(town.get(page(activity, "absences")))
    assert address not in after and "appeal waits" in after
    decided = f"/desk/activities/appeals/{block.id}/"
    assert decided in text(town.get("/desk/activities/appeals/"))
    town.post(decided, {"is_lifted": "no", "answer": "没有证明"})
    assert "appeal not upheld" in text(town.get(page(activity, "absences")))


def test_who_lives_in_another_county_has_no_appeal_recorded_here(undone):
    block = Block.objects.create(
        person=classes.woman(), programme=classes.TEA, area_id=desk.TOWN, absences=2,
        from_on=timezone.localdate(), until_on=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip
    elsewhere = desk.desk("village-chair", at="370211105202")

    response = elsewhere.post(f"/desk/activities/blocks/{block.id}/", {"words": "下雨"})

    block.refresh_from_db()
    assert response.status_code == 404 and block.appealed_at is None


@pytest.mark.parametrize(("said", "is_lifted"), [("yes", True), ("no", False)])
def test_an_appeal_is_decided_with_an_answer(town, said, is_lifted):
    today = timezone.localdate()
    block = Block.objects.create(
        person=classes.woman(), programme=classes.TEA, area_id=desk.TOWN, from_on=today,
        until_on=today + timedelta(days=90), absences=2, appeal="那天停电", appealed_at=timezone.now(),
    )  # fmt: skip
    address = f"/desk/activities/appeals/{block.id}/"
    assert address in text(town.get("/desk/activities/appeals/"))
    assert "那天停电" in text(town.get(address))

    assert town.post(address, {"is_lifted": said, "answer": ""}).status_code == 422
    town.post(address, {"is_lifted": said, "answer": "已核实"})

    block.refresh_from_db()
    assert (block.is_lifted, block.answer) == (is_lifted, "已核实")
    assert address not in text(town.get("/desk/activities/appeals/"))


def test_feedback_is_shown_from_three_on_and_names_nobody(town):
    activity = classes.published(capacity=5)
    entries = [
        classes.enrolled(activity, classes.woman(name)) for name in ("王秀兰", "李桂香", "刘芳")
    ]
    session = classes.begun(activity)
    officer = desk.officer("town-officer")
    actions.record_attendance(
        actor=officer,
        session_id=session.id,
        present=[one.id for one in entries],
        now=timezone.now(),
    )
    for number, one in enumerate(entries):
        shown = text(town.get(page(activity, "feedback")))
        assert "Feedback is shown once 3 have given it" in shown
        actions.give_feedback(
            actor=officer, enrolment_id=one.id, rating=5 - number, words=f"说{number}",
            now=timezone.now(),
        )  # fmt: skip

    shown = text(town.get(page(activity, "feedback")))
    assert "4.0" in shown and "说1" in shown and "王秀兰" not in shown


def noted_present(session, entry):
    actions.record_attendance(
        actor=desk.officer("town-officer"), session_id=session.id, present=[entry.id],
        now=timezone.now(),
    )  # fmt: skip


def test_who_completed_a_class_is_asked_three_months_later(town):
    activity = classes.published(
        programme="live-commerce-and-tea", kind="class", category="live-commerce", title="直播班"
    )
    entry = classes.enrolled(activity)
    session = classes.begun(activity)
    noted_present(session, entry)
    actions.hold_session(
        actor=desk.officer("town-officer"), session_id=session.id, now=timezone.now()
    )
    assert "直播班" not in text(town.get("/desk/activities/follow-ups/"))
    long_ago = timezone.now() - timedelta(days=100)
    Session.objects.filter(id=session.id).update(
        starts_at=long_ago, ends_at=long_ago + timedelta(hours=2)
    )
    address = f"/desk/activities/follow-ups/{entry.id}/3/"

    chosen = town.get(address).context["form"]["result"].value()
    untouched = town.post(address, {"result": "", "income": "", "on": timezone.localdate()})
    assert not chosen
    assert untouched.status_code == 422
    shown = text(town.get("/desk/activities/follow-ups/"))
    assert address in shown and "After 3 months" in shown and "within 30 days" not in shown
    assert "/desk/activities/follow-ups/" in text(town.get("/desk/"))
    [_head, row] = taken_out(town, "/desk/activities/follow-ups/export/")
    assert (row[2], row[3]) == ("直播班", 3)
    town.post(address, {"result": "employed", "income": "", "on": timezone.localdate()})

    assert Outcome.objects.get().result == "employed"
    assert address not in text(town.get("/desk/activities/follow-ups/"))


def test_who_was_asked_after_three_months_stands_there_again_before_and_after_six(town):
    activity = classes.published(
        programme="live-commerce-and-tea", kind="class", category="live-commerce", title="直播班"
    )
    entry = classes.enrolled(activity)
    session = classes.begun(activity)
    noted_present(session, entry)
    officer, now = desk.officer("town-officer"), timezone.now()
    actions.hold_session(actor=officer, session_id=session.id, now=now)

    def pass_days(days):
        at = now - timedelta(days=days)
        found = Session.objects.filter(id=session.id)
        found.update(starts_at=at, ends_at=at + timedelta(hours=2))
        return text(town.get("/desk/activities/follow-ups/"))

    pass_days(100)
    town.post(
        f"/desk/activities/follow-ups/{entry.id}/3/",
        {"result": "looking", "income": "", "on": timezone.localdate()},
    )
    six = f"/desk/activities/follow-ups/{entry.id}/6/"
    assert "直播班" not in pass_days(100)
    soon = pass_days(170)
    due = pass_days(185)

    assert "within 30 days" in soon and "after 6 months" in soon and six not in soon
    assert "After 6 months" in due and six in due and "within 30 days" not in due
    assert [one.after_months for one in Outcome.objects.all()] == [3]


def test_what_was_recorded_is_not_recorded_again(town):
    entry = classes.enrolled(classes.published())

    response = town.post(
        f"/desk/activities/follow-ups/{entry.id}/3/",
        {"result": "employed", "income": "", "on": timezone.localdate()},
    )

    assert response.status_code == 422
