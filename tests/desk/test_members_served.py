"""Agreements, volunteers, appointments and assignments at the desk, and why not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.activities import actions as acts
from jinguo.activities.models import Session
from jinguo.config import wiring
from jinguo.facts.models import Fact
from jinguo.members.models import (
    Agreement,
    Appointment,
    Assignment,
    Duty,
    RecordCheck,
    Service,
    Volunteer,
)
from tests.make import activities, classes, desk
from tests.make import people as homes

pytestmark = pytest.mark.slow

NEXT_DOOR = "370211105202"


@pytest.fixture
def chair(undone):
    return desk.desk("village-chair")


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


@pytest.fixture
def district(undone):
    return desk.desk()


def text(response):
    return response.content.decode()


def today():
    return timezone.localdate()


def woman(name="李桂兰", **given):
    return homes.head(homes.household(head_name=name, **given))


def agreement(**given):
    return {
        "programme": "partnership-agreements", "title": "与胶州市共建", "place": "胶州",
        "signed_on": today(), "years": 2, "name": "胶州市妇联", "uscc": "",
        "contact_name": "刘", "contact_phone": "0532-88888888", **given,
    }  # fmt: skip


def appointed(browser, who, kind="seed-plan:family-instructor"):
    given = {"kind": kind, "skill": "幼儿", "starts_on": today()}
    browser.post(f"/desk/appointments/new/?person={who.id}", given)
    return Appointment.objects.get(person=who)


def test_an_agreement_is_recorded_with_its_party_and_its_term(town):
    answer = town.post("/desk/agreements/new/", agreement())

    made = Agreement.objects.get(title="与胶州市共建")
    assert answer.url == f"/desk/agreements/{made.id}/"
    page = text(town.get(answer.url))
    assert "胶州市妇联" in page and "0532-88888888" in page
    assert "Record an agreement" in text(town.get("/desk/agreements/new/"))


def test_a_mobile_is_no_office_phone_and_the_rest_is_kept(town):
    response = town.post("/desk/agreements/new/", agreement(contact_phone="13800138000"))

    assert response.status_code == 422
    assert "A mobile is a person" in text(response)
    assert 'value="与胶州市共建"' in text(response)
    assert not Agreement.objects.filter(title="与胶州市共建").exists()


def test_a_party_is_reached_by_somebody_else_from_now_on(town, undone):
    page = f"/desk/agreements/{undone.agreement}/"
    party = Agreement.objects.get(pk=undone.agreement).parties.get()
    given = {"party_id": party.id, "contact_name": "王敏", "contact_phone": "13800138000"}

    refused = town.post(f"{page}contact/", given)
    town.post(f"{page}contact/", given | {"contact_phone": "0532-86161234"})

    assert refused.status_code == 422 and 'value="王敏"' in text(refused)
    shown = text(town.get(page))
    assert "王敏" in shown and "0532-86161234" in shown and "A contact was changed" in shown


def test_who_owes_what_is_added_done_and_stands_on_the_home_page(town, undone):
    page = f"/desk/agreements/{undone.agreement}/"
    due = today() + timedelta(days=7)
    given = {"party": "", "item": "visits", "text": "互访一次", "due_on": due}
    assert town.post(f"{page}duty/", given).status_code == 302
    assert "Do what is owed" in text(town.get("/desk/"))
    duty = Duty.objects.get(text="互访一次")

    empty = town.post(f"/desk/agreements/duties/{duty.id}/", {"on": today(), "result": ""})
    town.post(f"/desk/agreements/duties/{duty.id}/", {"on": today(), "result": "去了两次"})

    assert empty.status_code == 422
    assert "去了两次" in text(town.get(page))
    assert "Do what is owed" not in text(town.get("/desk/"))


def test_a_duty_outside_the_term_is_refused_beside_its_day(town, undone):
    given = {"party": "", "item": "visits", "text": "互访", "due_on": today() + timedelta(days=900)}

    response = town.post(f"/desk/agreements/{undone.agreement}/duty/", given)

    assert response.status_code == 422
    assert "outside the term" in text(response)


def test_what_was_done_is_written_down_and_the_agreement_renewed_or_ended(district, undone):
    page = f"/desk/agreements/{undone.agreement}/"
    district.post(f"{page}activity/", {"on": today(), "title": "联合招聘", "people": 120})
    district.post(f"{page}party/", {"name": "平度市妇联", "contact_phone": "", "uscc": ""})
    district.post(f"{page}renew/", {"on": today(), "years": 1})
    shown = text(district.get(page))
    assert "联合招聘" in shown and "120 people" in shown and "平度市妇联" in shown
    assert "for 1 year" in shown

    assert district.post(f"{page}end/", {"on": today(), "reason": ""}).status_code == 422
    district.post(f"{page}end/", {"on": today(), "reason": "双方同意"})

    assert "Ended early" in text(district.get(page))
    assert district.get(f"{page}renew/").status_code == 409


def test_a_volunteer_is_listed_and_her_hours_are_recorded_and_taken_back(chair):
    who = woman()
    given = {"programme": "women-volunteers", "skills": ["law"], "on": today()}
    answer = chair.post(f"/desk/volunteers/new/?person={who.id}", given)
    one = Volunteer.objects.get(person=who)
    assert answer.url == f"/desk/volunteers/{one.id}/"

    hours = {"on": today(), "what": "法律咨询", "minutes": 90}
    assert chair.post(f"{answer.url}serve/", hours).status_code == 302
    assert "1.5" in text(chair.get(answer.url))
    entry = Service.objects.get(volunteer=one)
    chair.post(f"/desk/volunteers/hours/{entry.id}/take-back/", {"reason": "记重了"})

    page = text(chair.get(answer.url))
    assert "记重了" in page and "Taken back" in page
    again = chair.post(f"/desk/volunteers/hours/{entry.id}/take-back/", {"reason": "再次"})
    assert again.status_code == 422 and "taken back already" in text(again)


def was_there(person):
    """
    Make a service at which someone was, ended by now; return its session, entry and hour of holding.

    It began two hours ago: one that began later would, before midnight, fall on tomorrow.
    """
    now = timezone.now() - timedelta(hours=3)
    activity = activities.activity(
        programme="women-volunteers", kind="service", title="敬老院陪伴日", category="", now=now,
        closes_at=now + timedelta(hours=1), sessions=[activities.meeting(now + timedelta(hours=1))],
    )  # fmt: skip
    session, entry = activity.sessions.get(), activities.enrol(activity, person, now=now)
    return session, entry, now + timedelta(hours=2)


def follow():
    for kind in ("activities.attended", "activities.held"):
        wiring.HANDLERS[kind](list(Fact.objects.filter(kind=kind)), timezone.now())


def test_hours_from_who_was_there_lead_to_the_activity_and_are_changed_there_alone(chair, undone):
    one = Volunteer.objects.get(id=undone.volunteer)
    session, entry, after = was_there(one.person)
    given = {"actor": activities.officer(), "session_id": session.id, "now": after}
    acts.record_attendance(present=[entry.id], **given)
    acts.hold_session(**given)
    follow()

    page = text(chair.get(f"/desk/volunteers/{one.id}/"))
    assert "敬老院陪伴日" in page and "from attendance" in page
    assert f'href="/a/{session.activity.code}"' in page  # the district's, which she does not manage
    assert f'href="/desk/activities/{session.activity_id}/"' in text(
        desk.desk().get(f"/desk/volunteers/{one.id}/")
    )
    assert "These hours follow from who was there." in page
    made = Service.objects.get(session=session.id)
    back = f"/desk/volunteers/hours/{made.id}/take-back/"
    assert back not in page
    assert "These hours follow from who was there." in text(chair.get(back))
    form = text(chair.get(f"/desk/volunteers/{one.id}/serve/"))
    assert "Hours of these activities are here already" in form and "敬老院陪伴日" in form
    again = {"on": made.on, "what": "敬老院陪伴日", "minutes": 90}
    refused = chair.post(f"/desk/volunteers/{one.id}/serve/", again)
    assert refused.status_code == 422 and "there already" in text(refused)

    acts.record_attendance(present=[], absent=[entry.id], **given)
    follow()
    page = text(chair.get(f"/desk/volunteers/{one.id}/"))
    assert "She was not there after all." in page and "Taken back" in page


def test_hours_with_minors_wait_for_the_check_and_what_was_typed_stays(chair, undone):
    page = f"/desk/volunteers/{undone.volunteer}/"
    hours = {"on": today(), "what": "四点半课堂", "minutes": 60, "with_minors": "on"}

    refused = chair.post(f"{page}serve/", hours)
    assert refused.status_code == 422
    assert "may not work with minors yet" in text(refused)
    assert 'value="四点半课堂"' in text(refused)
    seen = chair.post(f"{page}record-check/", {"checked_on": today(), "seen_by": "赵敏"})
    assert seen.status_code == 302

    assert chair.post(f"{page}serve/", hours).status_code == 302
    assert "seen by 赵敏" in text(chair.get(page))
    assert RecordCheck.objects.count() == 1


def test_a_check_that_holds_no_longer_is_refused(chair, undone):
    old = {"checked_on": today() - timedelta(days=500), "seen_by": "赵敏"}

    response = chair.post(f"/desk/volunteers/{undone.volunteer}/record-check/", old)

    assert response.status_code == 422
    assert "holds no longer" in text(response)


def test_volunteers_are_found_by_what_they_can_do(chair, undone):
    assert "王秀英" in text(chair.get("/desk/volunteers/?skill=teaching"))
    assert "No volunteers here" in text(chair.get("/desk/volunteers/?skill=law"))


def test_who_stops_gives_no_more_hours(chair, undone):
    page = f"/desk/volunteers/{undone.volunteer}/"
    chair.post(f"{page}stop/", {"on": today(), "reason": "搬走"})

    assert "She is no longer a volunteer." in text(chair.get(page))
    assert chair.get(f"{page}serve/").status_code == 409
    assert "王秀英" in text(chair.get("/desk/volunteers/?state=stopped"))


def test_someone_is_appointed_and_her_letter_printed(district):
    one = appointed(district, woman(), "fashion-ambassadors:fashion-ambassador")
    page = f"/desk/appointments/{one.id}/"

    letter = district.get(f"{page}letter/")

    assert letter["Content-Type"] == "application/pdf" and letter.content.startswith(b"%PDF")
    assert "幼儿" in text(district.get(page))
    assert "Letter" in text(district.get("/desk/appointments/?kind=fashion-ambassador"))


def taught(who, *, area=desk.TOWN, hours=2, ago=3):
    """A class somebody taught, held so many hours ago."""
    activity = classes.published(
        classes.session(hours=hours, instructor_id=who.id), area=area, minimum=0
    )
    session = classes.begun(activity, ago=timedelta(hours=ago))
    Session.objects.filter(id=session.id).update(ends_at=session.starts_at + timedelta(hours=hours))
    acts.hold_session(actor=desk.officer("town-officer"), session_id=session.id, now=timezone.now())


def test_what_she_taught_this_year_stands_on_her_pages(undone):
    district = desk.desk()
    who = woman()
    one = appointed(district, who)
    page = f"/desk/appointments/{one.id}/"
    days = {"starts_on": today(), "ends_on": today() + timedelta(days=60)}
    district.post(f"{page}assign/?town={desk.TOWN}", {"area": NEXT_DOOR, **days})
    held = Assignment.objects.get(appointment=one)
    assert "0 sessions, 0 hours" in text(district.get(page))

    taught(who, hours=1.5)
    taught(who, area=NEXT_DOOR, hours=2, ago=9)

    assert "2 sessions, 3.5 hours" in text(district.get(page))
    assert "1 session, 2 hours" in text(district.get(f"/desk/assignments/{held.id}/"))


def test_no_letter_is_printed_once_the_appointment_has_ended(district):
    one = appointed(district, woman())
    page = f"/desk/appointments/{one.id}/"
    district.post(f"{page}end/", {"on": today(), "reason": "本人提出"})

    assert "This appointment has ended." in text(district.get(page))
    assert district.get(f"{page}letter/").status_code == 409


def test_who_is_appointed_is_not_appointed_again_and_the_page_says_until_when(district, undone):
    given = {"kind": "seed-plan:family-instructor", "skill": "", "starts_on": today()}

    response = district.post(f"/desk/appointments/new/?person={undone.person}", given)

    assert response.status_code == 422
    assert "She is appointed until" in text(response)


def test_an_instructor_takes_a_community_that_is_free(district):
    one = appointed(district, woman())
    page = f"/desk/appointments/{one.id}/assign/"
    shown = text(district.get(f"{page}?town={desk.TOWN}"))
    assert NEXT_DOOR in shown and desk.VILLAGE not in shown  # that one is taken

    days = {"starts_on": today(), "ends_on": today() + timedelta(days=60)}
    answer = district.post(f"{page}?town={desk.TOWN}", {"area": NEXT_DOOR, **days})

    made = Assignment.objects.get(appointment=one)
    assert answer.url == f"/desk/assignments/{made.id}/"
    assert "李桂兰" in text(district.get("/desk/assignments/"))


def test_days_after_the_appointment_are_refused_beside_the_day(district):
    one = appointed(district, woman())
    given = {
        "area": NEXT_DOOR, "starts_on": today(), "ends_on": today() + timedelta(days=900),
    }  # fmt: skip

    response = district.post(f"/desk/appointments/{one.id}/assign/?town={desk.TOWN}", given)

    assert response.status_code == 422
    assert "the end of her appointment" in text(response)


def test_a_community_is_given_back_with_a_reason_before_the_appointment_ends(district, undone):
    early = {"on": today(), "reason": "换人"}
    held = f"/desk/appointments/{undone.appointment}/"

    assert district.get(f"{held}end/").status_code == 409  # she still has a community
    assert "She still has" in text(district.get(held))
    response = district.post(f"/desk/assignments/{undone.assignment}/end/", early)

    assert response.status_code == 422
    assert "It began on that day or later." in text(response)


@pytest.mark.parametrize("page", ["agreements", "volunteers", "appointments", "assignments"])
def test_each_list_goes_out(page, town):
    answer = town.post(f"/desk/{page}/export/")

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/vnd.openxmlformats")


@pytest.mark.parametrize(
    "page", ["members", "agreements", "volunteers", "appointments", "assignments"]
)
def test_an_empty_list_says_what_it_is_and_how_the_first_row_comes_about(page, undone):
    empty = text(desk.desk("town-officer", at="370211106").get(f"/desk/{page}/"))

    assert f"No {page} here" in empty
