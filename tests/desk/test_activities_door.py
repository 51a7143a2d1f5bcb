"""The door of a session: the code that changes, the list, the paper list, closing, and certificates."""

import re
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from django.urls import resolve
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from jinguo.activities import actions as activities
from jinguo.activities.checkin import code_at, is_code, short_code
from jinguo.activities.models import Activity, Attendance
from jinguo.audit.models import Event
from jinguo.core.typesetting import Form, typeset
from jinguo.members import actions as members
from tests.make import classes, desk

pytestmark = pytest.mark.slow


@pytest.fixture
def town(undone):
    return desk.desk("town-officer")


@pytest.fixture
def held(undone):
    """An activity that began three hours ago, with two women enrolled."""
    activity = classes.published()
    entries = [classes.enrolled(activity, classes.woman(name)) for name in ("王秀兰", "李桂香")]
    return classes.begun(activity), entries


def text(response):
    return response.content.decode()


def written(pdf):
    return "".join("".join(one.extract_text().split()) for one in PdfReader(BytesIO(pdf)).pages)


def door(session):
    return f"/desk/activities/sessions/{session.id}/"


def marked(town, session, present, page=None):
    """The list as it stands on the page, sent back with who is ticked; ``page`` is one opened before."""
    seen = re.findall(r'name="seen" value="([^"]*)"', page or text(town.get(door(session))))
    return town.post(
        f"{door(session)}mark/", {"seen": seen, "present": [one.id for one in present]}
    )


def states():
    return {one.enrolment.person.name: one.state for one in Attendance.objects.all()}


def test_the_door_shows_a_code_that_is_fetched_anew_by_itself(town, held):
    session, _entries = held

    page = text(town.get(door(session)))
    again = text(town.get(door(session), HTTP_HX_REQUEST="true"))
    code = town.get(f"{door(session)}code/")

    assert 'hx-trigger="every 30s"' in page
    assert 'id="door-code"' in again and "<h1" not in again
    assert code["Content-Type"] == "image/svg+xml" and b"<svg" in code.content


def test_the_code_opens_the_check_in_of_the_session_while_it_holds(town, held, tmp_path):
    session, _entries = held
    sheet = tmp_path / "code.typ"
    sheet.write_text("#image(bytes(json(bytes(sys.inputs.data))), width: 80mm)")

    drawn = text(town.get(f"{door(session)}code/"))
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(typeset(sheet, drawn, Form.PNG))))

    address = urlsplit(code.text)
    assert resolve(address.path).view_name == "portal:check-in"
    assert is_code(session.id, parse_qs(address.query)["t"][0], timezone.now())


def test_the_list_is_ticked_and_may_be_put_right(town, held):
    session, (first, second) = held

    marked(town, session, [first])
    assert states() == {"王秀兰": "present", "李桂香": "absent"}
    marked(town, session, [first, second])

    assert states() == {"王秀兰": "present", "李桂香": "present"}
    assert "2 / 2" in text(town.get(door(session)))


def scanned(session, entry):
    """She scans the code on the organiser's phone, from an hour before the start."""
    at = session.starts_at
    return activities.check_in(
        actor=desk.officer("town-officer"), session_id=session.id, enrolment_id=entry.id,
        code=code_at(session.id, at), now=at,
    )  # fmt: skip


def test_who_came_without_enrolling_is_let_in_from_the_door(town, held):
    session, _entries = held
    Activity.objects.filter(id=session.activity_id).update(closes_at=session.starts_at)
    walked_in = classes.woman("张敏")
    book = f"/desk/activities/{session.activity_id}/book/"

    assert f'href="{book}"' in text(town.get(door(session)))
    assert "You let in who stands at the door" in text(town.get(book))
    town.post(f"{book}{walked_in.id}/")

    assert "张敏" in text(town.get(door(session)))
    town.post(f"{door(session)}hold/")
    assert f'href="{book}"' not in text(town.get(door(session)))


def test_who_scans_the_code_while_the_list_is_ticked_stays_here(town, held):
    session, (first, second) = held
    opened = text(town.get(door(session)))
    scanned(session, first)

    response = marked(town, session, [second], opened)

    assert states() == {"王秀兰": "present", "李桂香": "present"}
    assert "1 line was noted otherwise meanwhile and is left so." in text(town.get(response.url))
    marked(town, session, [second])  # as it stands now, she was noted by mistake
    assert states() == {"王秀兰": "absent", "李桂香": "present"}


def test_who_scanned_the_code_is_not_absent_since_her_paper_line_is_empty(town, held):
    session, (first, second) = held
    scanned(session, first)

    town.post(f"{door(session)}codes/", {"codes": short_code(second.id)})

    assert states() == {"王秀兰": "present", "李桂香": "present"}
    assert {one.how for one in Attendance.objects.all()} == {"qr", "code"}


def test_a_list_without_the_lines_it_showed_notes_nobody(town, held):
    session, (first, _second) = held

    response = town.post(
        f"{door(session)}mark/",
        {"present": [first.id]},
        HTTP_REFERER=f"http://testserver{door(session)}",
    )

    assert "Nothing was sent of what the page showed." in text(town.get(response.url))
    assert not Attendance.objects.exists()


def test_nobody_is_noted_before_the_session_begins(town):
    activity = classes.published()
    entry = classes.enrolled(activity)
    session = classes.first(activity)

    response = town.post(
        f"{door(session)}mark/",
        {"present": [entry.id]},
        HTTP_REFERER=f"http://testserver{door(session)}",
    )

    assert "The session begins on" in text(town.get(response.url))
    assert not Attendance.objects.exists()


def test_the_printed_list_has_a_code_a_line_that_is_read_back(town, held):
    session, (first, second) = held

    printed = town.get(f"{door(session)}list/")
    signs = "".join(
        "".join(page.extract_text().split()) for page in PdfReader(BytesIO(printed.content)).pages
    )
    town.post(f"{door(session)}codes/", {"codes": f" {short_code(first.id).lower()} "})

    assert short_code(first.id) in signs and short_code(second.id) in signs
    assert states() == {"王秀兰": "present", "李桂香": "absent"}
    assert {one.how for one in Attendance.objects.all()} == {"code"}


def test_a_code_of_no_line_is_named(town, held):
    session, (first, _second) = held

    response = town.post(f"{door(session)}codes/", {"codes": f"{short_code(first.id)} QQQQQ"})

    assert "QQQQQ stands on no line" in text(town.get(response.url))
    assert town.post(f"{door(session)}codes/", {"codes": ""}).status_code == 422


def test_closing_the_last_session_ends_the_activity(town, held):
    session, _entries = held

    response = town.post(f"{door(session)}hold/")

    assert response.url == f"/desk/activities/{session.activity_id}/"
    session.refresh_from_db()
    assert session.state == "held"
    assert Activity.objects.get(id=session.activity_id).state == "finished"


def test_a_session_to_come_cannot_be_closed(town):
    session = classes.first(classes.published())

    response = town.post(f"{door(session)}hold/")

    assert response.status_code == 422 and "The session begins on" in text(response)


def test_certificates_are_issued_to_who_came_and_printed(town, held):
    session, (first, _second) = held
    page = f"/desk/activities/{session.activity_id}/certificates/"
    assert town.post(page).status_code == 422  # it is not over
    marked(town, session, [first])
    town.post(f"{door(session)}hold/")

    town.post(page)

    shown = text(town.get(page))
    assert "王秀兰" in shown and "李桂香" not in shown
    pdf = town.get(f"{page}print/").content
    [sheet] = [one.extract_text() for one in PdfReader(BytesIO(pdf)).pages]
    assert "王秀兰" in sheet
    assert re.search(r"No\.370211-\d{4}-00001", "".join(sheet.split()))


def test_who_is_from_elsewhere_bears_her_whole_name_at_the_door_and_on_her_certificate(town, held):
    session, (first, _second) = held
    type(first.person).objects.filter(id=first.person_id).update(area="370211106")
    page = f"/desk/activities/{session.activity_id}/certificates/"

    listed = town.get(f"{door(session)}list/").content
    assert "王秀兰" in text(town.get(door(session))) and "王秀兰" in written(listed)
    assert "王**" in text(town.get(f"/desk/activities/{session.activity_id}/"))
    marked(town, session, [first])
    town.post(f"{door(session)}hold/")
    town.post(page)

    assert "王秀兰" in written(town.get(f"{page}print/").content)
    read = Event.objects.filter(
        action__in=["activities.print-list", "activities.print-certificates"]
    )
    assert {(one.action.rpartition(".")[2], *one.fields, one.count) for one in read} == {
        ("print-list", "name", 2), ("print-certificates", "name", 1),
    }  # fmt: skip


def test_without_certificates_there_is_nothing_to_print(town, held):
    session, _entries = held

    assert (
        town.get(f"/desk/activities/{session.activity_id}/certificates/print/").status_code == 409
    )


def test_who_only_looks_has_no_door(undone):
    session = classes.first(classes.published())

    assert desk.desk("district-leader").get(door(session)).status_code == 403


def test_who_may_not_serve_with_minors_is_said_at_the_door(town):
    activity = classes.published(
        programme="women-volunteers", kind="service-with-minors", category="", minimum=0
    )
    entries = [classes.enrolled(activity, classes.woman(name)) for name in ("王秀兰", "李桂香")]
    session, said = classes.first(activity), "may not be with minors"
    warned = text(town.get(door(session)))
    for one in entries:
        members.record_check(
            actor=desk.officer("village-chair"), person_id=one.person_id, seen_by="赵敏",
            checked_on=timezone.localdate(), now=timezone.now(),
        )  # fmt: skip

    assert f"王秀兰 {said}" in warned and f"李桂香 {said}" in warned
    assert said not in text(town.get(door(session)))


def test_of_other_classes_no_check_is_asked(town, held):
    session, _entries = held

    assert "crime-record check" not in text(town.get(door(session)))
