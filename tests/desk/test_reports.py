"""Reports on their pages: opened once, every freeze openable for ever, every file on the trail."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from django.utils import timezone
from django.utils.formats import date_format
from docx import Document

from jinguo.audit.models import Event
from jinguo.facts import actions as facts
from jinguo.reports import actions
from jinguo.reports.models import Report
from tests.make import desk, org, programmes
from tests.make import reports as make

pytestmark = pytest.mark.slow


@pytest.fixture
def report(committed):
    """The open annual report over 40 households, 2 of them with the level."""
    org.tree()
    programmes.applied_packs()
    make.registered(40)
    make.recognised(range(2))
    facts.roll_up()
    return make.annual()


def froze(report):
    return actions.freeze(actor=make.CLERK, report_id=report.id, now=timezone.now())


def reopened(report):
    actions.reopen(actor=make.CLERK, report_id=report.id, reason="late records", now=make.NOON)


def words_of(page):
    """The text of a report's page, as it is read."""
    paper = re.search(r'<article class="paper".*?</article>', page.content.decode(), re.S).group()
    return re.sub(r"<[^>]+>|\s", "", paper)


def content(browser, address):
    response = browser.get(address)
    assert response.status_code == 200, address
    return response.content


@pytest.mark.slow
def test_an_earlier_freeze_stays_as_it_was_to_the_byte(report):
    browser = desk.desk()
    first = froze(report)
    own = f"/desk/reports/{report.id}/"
    then = f"{own}freezes/{first.id}/"
    files = [f"{then}document/", f"{then}annex/"]
    text, before = words_of(browser.get(then)), [content(browser, file) for file in files]
    assert "美丽庭院示范户2户" in text
    assert before == [content(browser, f"{own}document/"), content(browser, f"{own}annex/")]

    make.recognised(range(2, 6), on=date(2020, 6, 1))
    facts.roll_up()
    assert [content(browser, file) for file in files] == before
    reopened(report)
    assert [content(browser, file) for file in files] == before
    second = froze(report)

    assert [content(browser, file) for file in files] == before
    assert words_of(browser.get(then)) == text
    now = browser.get(own)
    assert "美丽庭院示范户6户" in words_of(now)
    for freeze in (first, second):
        assert f'href="{own}freezes/{freeze.id}/"' in now.content.decode()
    [sheet] = openpyxl.load_workbook(BytesIO(before[1])).worksheets
    assert "Frozen for the 1. time" in sheet["A2"].value
    assert any("示范户2户" in one.text for one in Document(BytesIO(before[0])).paragraphs)


@pytest.mark.slow
def test_a_report_or_annex_with_a_phone_does_not_leave(report):
    browser, own = desk.desk(), f"/desk/reports/{report.id}/"
    for kind in ("document", "annex"):
        assert browser.get(f"{own}{kind}/").status_code == 200

    [title] = [one for one in report.template.body["blocks"] if one.get("title")]
    title["title"] = "工作总结（李红 13812345678）"
    report.template.save()

    for kind in ("document", "annex"):
        refused = browser.get(f"{own}{kind}/")
        assert (
            refused.status_code == 422
            and "The file holds a phone number" in refused.content.decode()
        )


@pytest.mark.slow
def test_the_list_of_freezes_says_who_and_when(report):
    frozen = froze(report)

    text = desk.desk().get(f"/desk/reports/{report.id}/").content.decode()

    card = re.search(r"Freezes</h2>.*", text, re.S).group()
    assert "system:tests" in card or "tests" in card
    assert date_format(timezone.localtime(frozen.at), "DATETIME_FORMAT") in card


@pytest.mark.slow
def test_a_freeze_is_not_found_under_another_report_nor_compared_with_one(report):
    frozen = froze(report)
    other = make.annual(2019)
    theirs = froze(other)
    browser = desk.desk()

    for ending in ("", "document/", "annex/"):
        address = f"/desk/reports/{other.id}/freezes/{frozen.id}/{ending}"
        assert browser.get(address).status_code == 404
    asked = {"first": frozen.id, "second": theirs.id}
    for one in (report, other):
        answer = browser.get(f"/desk/reports/{one.id}/compare/", asked)
        assert answer.status_code == 409
        assert "of another report" in answer.content.decode()


@pytest.mark.slow
def test_a_comparison_marks_only_what_reads_differently(report):
    first = froze(report)
    make.recognised(range(5, 6))
    make.recognised(range(5, 6), quantity=-1)
    facts.roll_up()
    reopened(report)
    second = froze(report)
    browser = desk.desk()
    asked = {"first": first.id, "second": second.id}

    text = browser.get(f"/desk/reports/{report.id}/compare/", asked).content.decode()

    assert text.count("tag-main") == 0 and "5.0%</a>" in text and ">+0.0<" in text
    make.recognised(range(6, 8))
    reopened(report)
    asked["second"] = froze(report).id
    text = browser.get(f"/desk/reports/{report.id}/compare/", asked).content.decode()
    assert 'tag-main">+2<' in text and 'tag-main">+5.0<' in text
    for value, freeze in (("2 households", first.id), ("4 households", asked["second"])):
        [href] = re.findall(rf'href="([^"]+)">{value}</a>', text)
        assert str(freeze) in href
        assert f"data-figure>{value}<" in browser.get(unescape(href)).content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("kind, ending", [("document", ".docx"), ("annex", "-annex.xlsx")])
def test_every_file_taken_is_on_the_trail(report, kind, ending):
    account = desk.someone("district-leader")
    browser = desk.client(account)

    draft = browser.get(f"/desk/reports/{report.id}/{kind}/")
    freeze = froze(report)
    final = browser.get(f"/desk/reports/{report.id}/freezes/{freeze.id}/{kind}/")

    names = [response.headers["Content-Disposition"] for response in (draft, final)]
    assert all(ending in name for name in names) and "draft" in names[0]
    events = Event.objects.filter(action="reports.export").order_by("id")
    assert [(one.object_id, one.area, one.fields, one.purpose) for one in events] == [
        (report.id, "370211", [kind], ""), (report.id, "370211", [kind], "#1"),
    ]  # fmt: skip
    assert {one.account for one in events} == {account.id}
    assert {one.count for one in events} == {len(freeze.values)}


@pytest.mark.slow
def test_a_report_opened_twice_leads_to_the_one_that_is_there(report):
    browser = desk.desk()

    answer = browser.post("/desk/reports/", {"template": "annual", "year": "2020"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "opened already" in text
    assert f'<a href="/desk/reports/{report.id}/">Open the report that is there</a>' in text
    assert Report.objects.count() == 1
    assert browser.post("/desk/reports/", {"template": "annual", "year": "2021"}).status_code == 302


@pytest.mark.slow
def test_a_freeze_or_a_reopening_that_is_refused_keeps_what_was_typed(report):
    browser, page = desk.desk(), f"/desk/reports/{report.id}/"
    long = "late records " * 20
    answer = browser.post(f"{page}freeze/", {"note": long})
    assert answer.status_code == 422 and long.strip() in answer.content.decode()
    froze(report)

    again = browser.post(f"{page}freeze/", {"note": "once more"})
    assert again.status_code == 422 and "say-bad" in again.content.decode()
    answer = browser.post(f"{page}reopen/", {"reason": long})
    assert answer.status_code == 422 and long.strip() in answer.content.decode()
    answer = browser.post(f"{page}reopen/", {"reason": " "})
    assert answer.status_code == 422 and "This field is required." in answer.content.decode()
    report.refresh_from_db()
    assert report.state == Report.State.FROZEN

    assert browser.post(f"{page}reopen/", {"reason": "late records"}).status_code == 302


def test_who_may_not_open_a_report_reads_why(undone):
    text = desk.desk("district-leader").get("/desk/reports/").content.decode()

    assert "Your posts do not allow" in text or "Your posts do not include" in text
    assert 'method="post"' not in text.partition("<main")[2]
