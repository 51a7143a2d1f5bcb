"""The records behind a figure: opened, taken back where they are wrong, and taken out."""

import re
from html import unescape
from io import BytesIO
from urllib.parse import urlencode

import openpyxl
import pytest

from jinguo.audit.models import Event
from jinguo.facts.models import Fact
from jinguo.facts.queries import Period
from tests.desk.figures import big
from tests.make import desk
from tests.make import reports as make
from tests.make.figures import district_with_figures, froze, later, open_report

pytestmark = pytest.mark.slow

DEMO = "/desk/figures/courtyards.demo"
APPLIED = "/desk/figures/courtyards.applied"


@pytest.fixture
def district(committed):
    """A district whose facts are committed."""
    district_with_figures()


@pytest.mark.slow
def test_a_wrong_entry_is_taken_back_with_a_reason_and_leaves_its_trace(district):
    browser = desk.desk()
    asked = f"{APPLIED}?area={desk.VILLAGE}&on=2020-06-30"
    text = browser.get(asked).content.decode()
    assert "data-figure>3 cases<" in text
    [first, *_others] = re.findall(r'href="([^"]+)">Take this entry back</a>', text)
    act = unescape(first)

    shown = browser.get(act).content.decode()
    assert "data-change>3 cases → <b>2 cases</b>" in shown
    refused = browser.post(act, {"reason": " "})
    assert refused.status_code == 422 and Fact.objects.filter(corrects__isnull=False).count() == 0
    done = browser.post(act, {"reason": "filled in twice"}, follow=True)

    text = done.content.decode()
    assert "Taken back. The figure is now 2 cases." in text and "data-figure>2 cases<" in text
    assert "filled in twice" in re.search(r"Taken back</h2>.*?</table>", text, re.S).group()
    assert len(re.findall(r">Take this entry back</a>", text)) == 2
    [correction] = Fact.objects.filter(corrects__isnull=False)
    [event] = Event.objects.filter(action="figures.correct")
    assert (event.object_id, event.purpose) == (correction.corrects, "filled in twice")

    again = browser.post(act, {"reason": "once more"})
    assert again.status_code == 422 and "corrected before" in again.content.decode()
    assert 'value="once more"' in again.content.decode()


@pytest.mark.slow
def test_a_figure_that_says_what_its_records_are_is_undone_at_the_record(district):
    fact = Fact.objects.filter(kind="assess.recognised").first()
    browser = desk.desk()

    text = browser.get(f"{DEMO}?on=2020-12-31").content.decode()
    assert "Undo a wrong one on its own page" in text and "Take this entry back" not in text
    act = f"{DEMO}/entries/{fact.id}/?on=2020-12-31"
    assert "Undo a wrong one on its own page" in browser.get(act).content.decode()
    assert browser.post(act, {"reason": "wrong"}).status_code == 422
    assert Fact.objects.filter(corrects__isnull=False).count() == 0


@pytest.mark.slow
def test_only_those_who_correct_figures_are_offered_it_and_only_of_what_is_known_now(district):
    frozen = froze(open_report(Period.year(2020)))
    fact = Fact.objects.filter(kind="assess.applied").first()
    act = f"{APPLIED}/entries/{fact.id}/"

    for role, status in (("district-leader", 403), ("town-officer", 403), ("village-chair", 403)):
        browser = desk.desk(role)
        assert (
            "Take this entry back" not in browser.get(f"{APPLIED}?on=2020-12-31").content.decode()
        )
        assert browser.get(act).status_code == browser.post(act).status_code == status
    browser = desk.desk()
    then = browser.get(f"{APPLIED}?on=2020-12-31&freeze={frozen.id}").content.decode()
    assert "Take this entry back" not in then
    assert browser.get(f"{DEMO}/entries/{fact.id}/").status_code == 404  # not of this figure


EXPORT = "/desk/figures/courtyards.applied/export/"


def workbook(answer):
    """The rows of a workbook that was sent, its heading first."""
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return list(book.active.iter_rows(values_only=True))


@pytest.mark.slow
def test_the_records_of_a_figure_go_out_as_known_then_and_the_trail_keeps_which(district):
    report = open_report(Period.year(2020))
    frozen = froze(report)
    later()
    account = desk.someone("district-officer")
    asked = {"area": "370211", "freeze": str(frozen.id), "on": "2020-12-31"}
    page = f"{EXPORT}?{urlencode(asked)}"

    assert page in unescape(
        desk.client(account).get(f"{page.replace('/export/', '')}").content.decode()
    )
    head, *rows = workbook(desk.client(account).post(page))

    assert head == ("Record", "Village code", "Village", "Day", "Counts")
    assert sum(row[4] for row in rows) == len(rows) == 9
    assert {row[1] for row in rows} == {make.VILLAGE}
    [event] = Event.objects.filter(action="exchange.export")
    assert (event.account, event.object_type, event.area, event.count) == (
        account.id, "facts.figure", "370211", 9,
    )  # fmt: skip
    assert event.purpose == (f"courtyards.applied 2020-01-01/2020-12-31 freeze={frozen.id}")


def test_the_records_of_a_figure_go_out_to_nobody_who_may_not_export(district):
    answer = desk.desk("district-leader").post(EXPORT)

    assert answer.status_code == 403
    assert (
        EXPORT
        not in desk.desk("district-leader").get(EXPORT.removesuffix("/export/")).content.decode()
    )
    assert not Event.objects.filter(action="exchange.export").exists()


def test_a_count_of_villages_opens_to_the_villages_and_these_to_their_courtyards(district):
    browser = desk.desk()
    page = "/desk/figures/courtyards.villages_with_demo?area=370211&on=2020-12-31"

    text = browser.get(page).content.decode()

    assert big(browser, page) == "1 item"
    [link] = re.findall(r'<a class="row-link num" href="([^"]+)">370211105201</a>', text)
    assert big(browser, unescape(link)) == "7 households"
    rate = "/desk/figures/courtyards.villages_rate?area=370211&on=2020-12-31"
    assert "370211105201" in browser.get(rate).content.decode()
    book = browser.post(
        "/desk/figures/courtyards.villages_with_demo/export/?area=370211&on=2020-12-31"
    )
    rows = openpyxl.load_workbook(BytesIO(b"".join(book.streaming_content))).active
    assert [row[0] for row in rows.iter_rows(min_row=2, values_only=True)] == ["370211105201"]
