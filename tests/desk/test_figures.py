"""A figure's page: every number of it is seen from one point of knowledge and on one tree of areas."""

import re
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from urllib.parse import parse_qs, urlencode, urlsplit

import openpyxl
import pytest
from django.utils import timezone

from jinguo.assess.events import Applied
from jinguo.audit.models import Event
from jinguo.facts import actions as facts
from jinguo.facts.formats import value_text
from jinguo.facts.models import Fact, Measure
from jinguo.facts.queries import Period
from jinguo.org.models import Area, AreaSuccession
from jinguo.reports import actions, queries
from jinguo.reports.rendered import key_of
from tests.make import desk, org, programmes
from tests.make import facts as one
from tests.make import reports as make

pytestmark = pytest.mark.slow

DEMO = "/desk/figures/courtyards.demo"
CHANGE = re.compile("增加|减少|提高|下降|持平")


@pytest.fixture
def district(committed):
    """A district whose facts are committed: 40 households, demonstration courtyards and applications."""
    org.tree()
    programmes.applied_packs()
    make.registered(40)
    make.recognised(range(2), on=date(2019, 12, 1))
    make.recognised(range(2, 5), on=date(2020, 6, 15))
    make.recognised(range(5, 7), on=date(2020, 8, 20))
    applied(3, date(2020, 3, 1))
    applied(4, date(2020, 9, 30))
    facts.roll_up()
    applied(2, date(2020, 10, 1))


def applied(count, on):
    """So many applications of the village."""
    facts.record(
        [one.happened(Applied, occurred_on=on, programme="courtyards") for _n in range(count)],
        actor=make.CLERK,
    )


def later():
    """What is recorded after a freeze, for the days before it too."""
    make.recognised(range(10, 16), on=date(2019, 6, 1))
    make.recognised(range(20, 23), on=date(2020, 8, 1))
    applied(5, date(2020, 8, 2))
    facts.roll_up()
    applied(1, date(2020, 8, 3))


def open_report(period):
    return actions.open_report(
        actor=make.CLERK, template_key="annual", area="370211", period=period, now=make.NOON
    )


def froze(report):
    return actions.freeze(actor=make.CLERK, report_id=report.id, now=timezone.now())


def bound(browser, page):
    """Every (words, address) of a report that says a figure."""
    text = browser.get(page).content.decode()
    found = re.findall(r'<a class="bound" href="([^"]+)">([^<]+)</a>', text)
    assert found
    return [(words, unescape(href)) for href, words in found]


def big(browser, address):
    """The value a figure's page shows."""
    response = browser.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return re.search(r"data-figure>([^<]+)<", response.content.decode()).group(1)


def check_links(browser, page, rendered):
    """Every number of a report opens a page that shows the report's own value; return the words."""
    links = bound(browser, page)
    spans = [span for block in rendered.blocks for span in block.spans if span.figures]
    assert [words for words, _href in links] == [span.text for span in spans]
    for (words, href), span in zip(links, spans, strict=True):
        value = rendered.figures[span.figures[0]]
        assert big(browser, href) == value_text(value.value, value), (words, href)
    return {words for words, _href in links if not CHANGE.search(words)}


@pytest.mark.slow
def test_every_number_of_a_frozen_report_opens_the_figure_it_knew(district):
    report = open_report(Period.year(2020))
    froze(report)
    browser = desk.desk()
    before = queries.render(make.CLERK, report.id)

    later()

    said = check_links(browser, f"/desk/reports/{report.id}/", before)
    assert {"40户", "7户", "9件", "17.5%", "2户"} <= said
    assert queries.render(make.CLERK, report.id).figures == before.figures


@pytest.mark.slow
def test_every_number_of_a_reopened_report_opens_the_figure_of_now_and_its_freeze_that_of_then(
    district,
):
    report = open_report(Period.year(2020))
    frozen = froze(report)
    actions.reopen(actor=make.CLERK, report_id=report.id, reason="late records", now=make.NOON)
    later()
    browser = desk.desk()

    now = check_links(browser, f"/desk/reports/{report.id}/", queries.render(make.CLERK, report.id))
    then = check_links(
        browser,
        f"/desk/reports/{report.id}/freezes/{frozen.id}/",
        queries.render(make.CLERK, report.id, freeze_id=frozen.id),
    )

    assert {"16户", "15件"} <= now
    assert {"7户", "9件"} <= then


@pytest.mark.slow
@pytest.mark.parametrize("is_frozen", [False, True])
def test_every_number_of_a_quarters_report_opens_the_figure_of_the_quarter(district, is_frozen):
    report = open_report(Period(date(2020, 7, 1), date(2020, 9, 30)))
    if is_frozen:
        froze(report)
        later()
    browser = desk.desk()

    said = check_links(
        browser, f"/desk/reports/{report.id}/", queries.render(make.CLERK, report.id)
    )

    assert {"4件", "7户"} <= said
    for _words, href in bound(browser, f"/desk/reports/{report.id}/"):
        parts = parse_qs(urlsplit(href).query)
        assert parts["from"] in (["2020-07-01"], ["2019-07-01"])


def numbers(text, pattern):
    return [int(found.replace(",", "")) for found in re.findall(pattern, text)]


@pytest.mark.slow
def test_a_page_never_mixes_two_points_of_knowledge(district):
    report = open_report(Period.year(2020))
    froze(report)
    later()
    browser = desk.desk()
    [href] = [
        href for words, href in bound(browser, f"/desk/reports/{report.id}/") if words == "9件"
    ]

    text = browser.get(href).content.decode()

    area_rows = re.search(r"By area.*?</table>", text, re.S).group()
    assert sum(numbers(area_rows, r'num-right num">([\d,]+)<')) == 9
    months = re.search(r'id="months".*?</table>', text, re.S).group()
    assert numbers(months, r'num-right num" data-y="\d+">([\d,]+)<') == [
        0,
        0,
        3,
        0,
        0,
        0,
        0,
        0,
        4,
        2,
        0,
        0,
    ]
    assert sum(numbers(text, r"<b>([\d,]+)</b></a>")) == 9  # the map
    assert len(numbers(text, r'data-label="Counts">\+(\d+)<')) == 9
    [rate] = [
        href for words, href in bound(browser, f"/desk/reports/{report.id}/") if words == "17.5%"
    ]
    parts = re.findall(
        r'<dd><a href="([^"]+)">([\d,]+) household', browser.get(rate).content.decode()
    )
    assert [value for _href, value in parts] == ["7", "40"]
    assert [big(browser, unescape(href)) for href, _value in parts] == [
        "7 households",
        "40 households",
    ]


@pytest.mark.slow
def test_every_link_of_a_page_keeps_its_point_its_days_and_its_tree(district):
    applied(60, date(2020, 8, 5))
    report = open_report(Period(date(2020, 7, 1), date(2020, 9, 30)))
    frozen = froze(report)
    later()
    browser = desk.desk()
    [href] = [
        href for words, href in bound(browser, f"/desk/reports/{report.id}/") if words == "64件"
    ]
    text = browser.get(f"{href}&tree=2021-01-01").content.decode()

    choice = re.compile(r"<dt>Areas</dt><dd>.*?</dd>")
    assert choice.search(text)
    links = [
        unescape(link) for link in re.findall(r'href="(/desk/figures/[^"]+)"', choice.sub("", text))
    ]
    assert len(links) >= 6  # the way up, the towns twice, the next page
    for link in links:
        parts = parse_qs(urlsplit(link).query)
        assert parts.items() >= {
            "freeze": [str(frozen.id)], "from": ["2020-07-01"], "on": ["2020-09-30"],
            "tree": ["2021-01-01"],
        }.items(), link  # fmt: skip
    [next_page] = [link for link in links if "after=" in link]
    assert len(re.findall(r'data-label="Counts"', browser.get(next_page).content.decode())) == 14
    form = re.search(r'<form class="day".*?</form>', text, re.S).group()
    assert f'name="freeze" value="{frozen.id}"' in form and 'name="tree" value="2021-01-01"' in form
    assert 'name="from" value="2020-07-01"' in form and 'name="on" value="2020-09-30"' in form
    back = unescape(re.search(r'name="next" value="([^"]+)"', text).group(1))
    assert big(browser, back) == "64 cases"
    changed = browser.post("/desk/language/", {"language": "zh-hans", "next": back})
    assert big(browser, changed.url) == "64 件"


@pytest.mark.slow
def test_a_freeze_out_of_sight_opens_no_figure(district):
    frozen = froze(open_report(Period.year(2020)))

    town = desk.desk("town-officer")
    assert town.get(f"{DEMO}?area={desk.TOWN}&freeze={frozen.id}").status_code == 404
    for wrong, status in (
        ("freeze=x", 422),
        ("freeze=00000000-0000-0000-0000-000000000000", 404),
        (f"freeze={frozen.id}&as_of=2020-01-01T00:00", 422),
        ("from=2021-01-01&on=2020-12-31", 422),
        ("from=x", 422),
        ("as_of=2020-13-01", 422),
        ("tree=2020", 422),
    ):
        assert desk.desk().get(f"{DEMO}?{wrong}").status_code == status, wrong


@pytest.mark.slow
def test_an_area_there_is_not_has_no_figure(district):
    leader = desk.desk("district-leader")

    asked = leader.get(f"{DEMO}?area=370211014999")

    assert asked.status_code == 404
    assert leader.get(f"{DEMO}?area=370211").status_code == 200


def test_an_instant_in_the_address_is_kept_too(district):
    instant = (timezone.now() + timedelta(seconds=1)).isoformat()
    browser = desk.desk()

    text = browser.get(DEMO, {"on": "2020-12-31", "as_of": instant}).content.decode()

    assert "7 households" in text
    for link in re.findall(r'href="(/desk/figures/[^"]+)"', text):
        assert parse_qs(urlsplit(unescape(link)).query)["as_of"] == [instant]


@pytest.mark.slow
def test_what_a_frozen_report_says_stays_when_the_plan_changes_its_mind(district):
    frozen = froze(open_report(Period.year(2020)))
    href = f"{DEMO}?area=370211&on=2020-12-31&freeze={frozen.id}"
    browser = desk.desk()
    assert "worked out again" not in browser.get(href).content.decode()

    Measure.objects.filter(id="courtyards.demo").update(categories=["beautiful"])
    text = browser.get(href).content.decode()
    assert "data-figure>7 households<" in text and "worked out again it is 0 households" in text

    Measure.objects.filter(id="courtyards.demo").delete()
    text = browser.get(href).content.decode()
    assert "data-figure>7 households<" in text and "no longer has this figure" in text
    assert browser.get(f"{DEMO}?area=370211&on=2020-12-31").status_code == 404
    kept = queries.find_value(frozen, "courtyards.demo", "370211", Period.year(2020))
    assert kept.key == key_of("courtyards.demo", "370211", Period.year(2020))


@pytest.mark.slow
def test_last_years_figures_stay_on_last_years_tree_and_can_be_cut_on_this_years(district):
    on = date(2021, 1, 1)
    Area.objects.filter(code=desk.VILLAGE).update(valid_to=on)
    org.area(code="370211106301", name="新村", valid_from=on)
    AreaSuccession.objects.create(
        earlier=desk.VILLAGE, later="370211106301", effective_on=on, source="notice"
    )
    browser = desk.desk()
    town, other = (f"{DEMO}?area={code}&on=2020-12-31" for code in (desk.TOWN, "370211106"))

    assert (big(browser, town), big(browser, other)) == ("7 households", "0 households")
    text = browser.get(other).content.decode()
    assert "as they were on 2020-12-31" in text
    [today] = re.findall(r'<a href="([^"]+)">as they are today</a>', text)
    assert big(browser, unescape(today)) == "7 households"
    text = browser.get(unescape(today)).content.decode()
    assert "新村" in text and "as they were on 2020-12-31</a>" in text
    assert big(browser, f"{town}&tree=2021-01-01") == "0 households"


@pytest.mark.slow
def test_a_page_whose_tree_has_not_changed_offers_no_choice(district):
    text = desk.desk().get(f"{DEMO}?on=2020-12-31").content.decode()

    assert "as they are today" not in text


@pytest.mark.slow
def test_names_are_those_of_the_day(district):
    area = Area.objects.get(code=desk.TOWN)
    area.names.update(valid_to=date(2021, 1, 1))
    area.names.create(name="改名镇", valid_from=date(2021, 1, 1))
    Area.objects.filter(code=desk.TOWN).update(name="改名镇")
    browser = desk.desk()

    before = browser.get(f"{DEMO}?on=2020-12-31").content.decode()
    after = browser.get(f"{DEMO}?on=2021-06-01").content.decode()

    rows = [re.search(r"By area.*?</table>", text, re.S).group() for text in (before, after)]
    assert "大村镇" in rows[0] and "改名镇" not in rows[0]
    assert "改名镇" in rows[1]


APPLIED = "/desk/figures/courtyards.applied"


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
