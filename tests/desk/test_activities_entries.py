"""One activity: published, booked for others, moved and cancelled; each with why not."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from jinguo.activities.models import Activity, Enrolment
from jinguo.sites.models import Site
from tests.make import classes, desk


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


def text(response):
    return response.content.decode()


def record(activity):
    return f"/desk/activities/{activity.id}/"


@pytest.mark.slow
def test_a_draft_is_published_after_a_summary(town):
    draft = classes.draft()
    assert f"{record(draft)}act/publish/" in text(town.get(record(draft)))

    shown = text(town.get(f"{record(draft)}act/publish/"))
    town.post(f"{record(draft)}act/publish/")

    assert "Everybody sees it" in shown
    assert Activity.objects.get(id=draft.id).state == "published"


def test_what_cannot_be_published_says_why(town):
    draft = classes.draft()
    Activity.objects.filter(id=draft.id).update(closes_at=timezone.now() - timedelta(minutes=1))

    response = town.post(f"{record(draft)}act/publish/")

    assert response.status_code == 422 and "Enrolment closes" in text(response)


@pytest.mark.slow
def test_the_record_shows_the_roster_masked_and_the_waiting_list_in_order(town):
    activity = classes.published(capacity=1, minimum=1)
    for name, phone in (
        ("王秀兰", "13800001234"),
        ("李桂香", "13800005678"),
        ("赵玉梅", "13800009012"),
    ):
        classes.enrolled(activity, classes.woman(name, phone=phone))

    page = text(town.get(record(activity)))

    assert (
        page.index("王秀兰")
        < page.index("Waiting list")
        < page.index("李桂香")
        < page.index("赵玉梅")
    )
    assert "●●●●1234" in page and "13800001234" not in page


def test_names_are_masked_for_who_does_not_work_with_families(undone):
    activity = classes.published()
    classes.enrolled(activity, classes.woman("王秀兰"))

    page = text(desk.desk("district-leader").get(record(activity)))

    assert "王**" in page and "王秀兰" not in page


def test_a_woman_without_a_phone_is_found_and_enrolled(town):
    activity, person = classes.published(), classes.woman("王秀兰")
    book = f"{record(activity)}book/"

    assert f"{book}{person.id}/" in text(town.get(book, {"name": "wangxiu"}))
    response = town.post(f"{book}{person.id}/")

    assert response.url == record(activity)
    entry = classes.newest(Enrolment)
    assert (entry.person, entry.state, entry.channel) == (person, "enrolled", "desk")


@pytest.mark.slow
def test_who_has_a_place_already_is_told_so_before_and_after(town):
    activity, person = classes.published(), classes.woman()
    classes.enrolled(activity, person)
    page = f"{record(activity)}book/{person.id}/"

    assert "She has a place already" in text(town.get(page))
    response = town.post(page)
    assert response.status_code == 422 and "She has a place already" in text(response)


def test_who_is_not_on_the_register_is_not_found(town):
    page = text(town.get(f"{record(classes.published())}book/", {"name": "慕容雪"}))

    assert "Nobody of that name is on the register" in page


@pytest.mark.slow
def test_an_entry_is_cancelled_and_the_seat_offered_on(town):
    activity = classes.published(classes.session(days=3), capacity=1, minimum=1)
    entry = classes.enrolled(activity, classes.woman("王秀兰"))
    classes.enrolled(activity, classes.woman("李桂香"))

    response = town.post(f"/desk/activities/entries/{entry.id}/cancel/")

    assert response.url == record(activity)
    entry.refresh_from_db()
    assert entry.state == "dropped"


@pytest.mark.slow
def test_moving_a_session_says_how_many_are_told(town):
    activity = classes.published()
    classes.enrolled(activity)
    session = classes.first(activity)
    page = f"/desk/activities/sessions/{session.id}/act/move/"

    assert "1 seat" in text(town.get(page))
    on = timezone.localdate() + timedelta(days=20)
    town.post(page, {"on": on, "starts": "09:00", "ends": "11:00"})

    session.refresh_from_db()
    assert timezone.localtime(session.starts_at).date() == on


def test_a_session_cannot_be_moved_onto_another_of_the_instructor(town):
    teacher = classes.woman("张敏").id
    busy = classes.published(classes.session(days=5, instructor_id=teacher), title="插花")
    activity = classes.published(classes.session(days=6, instructor_id=teacher))
    taken = timezone.localtime(classes.first(busy).starts_at)

    response = town.post(
        f"/desk/activities/sessions/{classes.first(activity).id}/act/move/",
        {"on": taken.date(), "starts": f"{taken:%H:%M}", "ends": "23:59"},
    )

    assert response.status_code == 422 and "The instructor teaches “插花”" in text(response)


@pytest.mark.slow
def test_cancelling_needs_a_reason_and_ends_everything(town):
    activity = classes.published()
    entry = classes.enrolled(activity)
    page = f"{record(activity)}act/cancel/"

    assert town.post(page, {"reason": ""}).status_code == 422
    town.post(page, {"reason": "老师生病"})

    entry.refresh_from_db()
    assert (entry.state, classes.first(activity).state) == ("dropped", "cancelled")
    assert "老师生病" in text(town.get(record(activity)))


@pytest.mark.slow
def test_there_is_no_act_of_another_name(town):
    activity = classes.published()
    entry = classes.enrolled(activity)

    for page in (
        f"{record(activity)}act/none/",
        f"/desk/activities/entries/{entry.id}/none/",
        f"/desk/activities/sessions/{classes.first(activity).id}/act/none/",
    ):
        assert town.get(page).status_code == 404


def test_an_activity_out_of_reach_is_not_there(undone):
    activity = classes.published(area=desk.VILLAGE)

    assert desk.desk("village-chair", at="370211106201").get(record(activity)).status_code == 404


@pytest.mark.slow
def test_the_poster_is_sent_as_a_picture_and_as_a_page(town):
    site = Site.objects.get(name="李姐绣坊")
    activity = classes.published(site_id=site.id, place="")

    picture = town.get(f"{record(activity)}poster/png/")
    page = town.get(f"{record(activity)}poster/pdf/")

    assert picture.content.startswith(b"\x89PNG") and page.content.startswith(b"%PDF")
    [sheet] = PdfReader(BytesIO(page.content)).pages
    assert "李姐绣坊·东村12号" in "".join(sheet.extract_text().split())
    assert town.get(f"{record(activity)}poster/gif/").status_code == 404
