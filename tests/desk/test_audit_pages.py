"""The trail taken out, the sheet to sign, and the alerts, as pages."""

from __future__ import annotations

import io
import zipfile

import pytest
import python_calamine
from django.utils import timezone

from jinguo.audit.models import DayRoot, Event
from jinguo.core import trail
from jinguo.org.actor import Actor
from tests.make import desk, org, trails


@pytest.fixture(autouse=True)
def _place(db):
    org.tree()


def rows(answer):
    """The rows of a workbook sent back, without its head."""
    assert answer.status_code == 200
    data = io.BytesIO(b"".join(answer.streaming_content))
    return (
        python_calamine.CalamineWorkbook.from_filelike(data).get_sheet_by_index(0).to_python()[1:]
    )


def note(action, **given):
    trail.note(Actor.system("tests"), action, **{"area": "370211", **given})


def test_what_the_filter_keeps_leaves_as_a_workbook_and_that_stands_on_the_trail():
    browser = desk.desk("auditor")
    note("people.reveal", fields=["address", "phone"], purpose="=1+1")
    note("people.register")
    note("people.reveal", area="3702")  # above her reach

    found = rows(browser.post("/desk/audit/export/?action=people.reveal"))

    [row] = found
    assert row[1] == "system:tests"
    assert [row[3], *row[5:7]] == ["Show a masked value", "address, phone", "=1+1"]
    assert row[12:] == ["people.reveal", "address, phone", "", "done"]
    event = Event.objects.get(action="audit.export")
    assert (event.count, event.object_type) == (1, "audit.event")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ("no such right", "not allowed")), ("zh-hans", ("没有权限", "无权"))],
)
def test_the_workbook_says_in_her_language_why_it_was_refused_and_keeps_the_code(language, said):
    note("people.reveal", result="denied", purpose="denied")
    browser = desk.desk("auditor")

    [row] = rows(
        browser.post(
            "/desk/audit/export/?action=people.reveal", headers={"accept-language": language}
        )
    )

    assert (row[6], row[7]) == said
    assert row[14:] == ["denied", "denied"]


def test_a_filter_that_cannot_be_read_exports_nothing():
    browser = desk.desk("auditor")

    assert browser.post("/desk/audit/export/?day=someday").status_code == 422
    assert not Event.objects.filter(action="audit.export").exists()


def test_the_sheet_shows_root_count_and_day_of_the_day_asked_for():
    for day, first, last in ((14, 1, 7), (15, 8, 20)):
        DayRoot.objects.create(
            day=org.dt.date(2020, 6, day), first_seq=first, last_seq=last, root=bytes([day]) * 32
        )
    browser = desk.desk("auditor")

    newest = browser.get("/desk/audit/sheet/").content.decode()
    older = browser.get("/desk/audit/sheet/?day=2020-06-14").content.decode()

    assert " ".join(["0f0f0f0f"] * 8) in newest
    assert "13 (8" in newest
    assert " ".join(["0e0e0e0e"] * 8) in older
    assert "7 (1" in older
    assert browser.get("/desk/audit/sheet/?day=2020-06-16").status_code == 404


def test_the_security_administrator_sees_the_alert_and_goes_to_the_account():
    account = desk.someone()
    actor = Actor(name="刘静", account_id=account.id)
    for _time in range(20):
        trail.note(actor, "people.reveal", area="370211")

    page = desk.desk("security-administrator").get("/desk/audit/alerts/")

    [alert] = page.context["alerts"]
    assert (alert.rule.key, alert.count, alert.day) == ("reveals", 20, timezone.localdate())
    assert f"/desk/accounts/{account.id}/" in page.content.decode()
    assert "Show on the trail" not in page.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("role", ["auditor", "data-officer"])
def test_the_auditor_and_the_data_officer_take_the_pack_of_a_year(role):
    trails.year_2020()
    browser = desk.desk(role)

    page = browser.get("/desk/audit/pack/")
    answer = browser.post("/desk/audit/pack/take/", {"year": "2020"})

    assert "Take the audit pack out" in page.content.decode()
    assert answer.headers["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.namelist() == ["audit-2020.docx", "audit-2020.xlsx", "roots-2020.json"]
    assert browser.post("/desk/audit/pack/take/", {"year": "２０２０"}).status_code == 422


@pytest.mark.parametrize("room", ["/desk/audit/", "/desk/audit/alerts/", "/desk/audit/pack/"])
def test_the_menu_marks_the_room_one_is_in_and_none_that_holds_it(room):
    page = desk.desk("auditor").get(room)

    assert [one.href for one in page.context["nav_office"] if one.is_current] == [room]
