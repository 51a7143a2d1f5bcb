"""A figure's page: every number of it is seen from one point of knowledge and on one tree of areas."""

import re
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from jinguo.facts.formats import value_text
from jinguo.facts.models import Measure
from jinguo.facts.queries import Period
from jinguo.org.models import Area, AreaSuccession
from jinguo.reports import actions, queries
from jinguo.reports.rendered import key_of
from tests.desk.figures import big
from tests.make import desk, org
from tests.make import reports as make
from tests.make.figures import applied, district_with_figures, froze, later, open_report

pytestmark = pytest.mark.slow

DEMO = "/desk/figures/courtyards.demo"
CHANGE = re.compile("增加|减少|提高|下降|持平")


@pytest.fixture
def district(committed):
    """A district whose facts are committed."""
    district_with_figures()


def bound(browser, page):
    """Every (words, address) of a report that says a figure."""
    text = browser.get(page).content.decode()
    found = re.findall(r'<a class="bound" href="([^"]+)">([^<]+)</a>', text)
    assert found
    return [(words, unescape(href)) for href, words in found]


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
