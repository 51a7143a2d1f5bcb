"""No list of the workbench is forgotten: each goes out as a workbook, or it is said why not."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import jinguo.desk
from jinguo.activities.models import Activity
from jinguo.assess.models import Round
from jinguo.audit.models import Event
from jinguo.desk.models import SavedFilter
from jinguo.exchange.models import Batch
from jinguo.notices.models import Message
from jinguo.reports.models import Report
from jinguo.sites.models import SiteLog
from tests.desk.answers import ANSWERS, PAGE
from tests.desk.test_access import address, routes
from tests.desk.test_exports import taken_out
from tests.desk.who_may import TABLE
from tests.make import desk

pytestmark = pytest.mark.slow

OUT = {
    "accounts": "export-accounts",
    "activities": "export-activities",
    "agreements": "export-agreements",
    "alerts": "export-alerts",
    "appointments": "export-appointments",
    "area-levels": "export-area-levels",
    "assignments": "export-assignments",
    "audit": "export-audit",
    "courtyards": "export-courtyards",
    "duplicates": "export-duplicates",
    "follow-ups": "export-follow-ups",
    "gaps": "export-gaps",
    "households": "export-households",
    "imports": "export-imports",
    "incidents": "export-incidents",
    "inspection-plans": "export-inspection-plans",
    "members": "export-members",
    "messages": "export-messages",
    "notices": "export-notices",
    "points": "export-points",
    "quiet-sites": "export-quiet-sites",
    "reports": "export-reports",
    "requests": "export-requests",
    "rounds": "export-rounds",
    "sites": "export-sites",
    "volunteers": "export-volunteers",
    # Lists of one thing, behind its id.
    "absences": "export-absences",
    "activity": "export-roster",
    "figure": "export-records",
    "inspection-plan": "export-inspection-plan",
    "ledger": "export-ledger",
    "round-visits": "export-round-visits",
    "store": "export-goods",
}
"""Page → the route that takes its list out."""

WORKED_OFF = "work that is done on the page; whom it is about stands in the list of its activity"
OWN = "her own page, for nobody else"
PUBLIC = "what everybody reads on the public pages"
FORM = "a form"
STAYS = {
    "appeals": WORKED_OFF,
    "confirmations": WORKED_OFF,
    "draws": WORKED_OFF,
    "duties": WORKED_OFF,
    "offers": WORKED_OFF,
    "open-activities": PUBLIC,
    "home": OWN,
    "me": OWN,
    "my-duty": OWN,
    "news": OWN,
    "news-count": OWN,
    "filters": OWN,
    "own-visits": "an assessor takes nothing out; who has no account gets a workbook from the district",
    "audit-sheet": "a sheet to be printed and signed",
    "audit-pack": "what is taken out here is the pack itself",
    "erasures": "certificates, each a page to be printed; the yearly pack counts them",
    "kept-too-long": "counts; whom it is about is looked at one by one",
    "messages-by-hand": WORKED_OFF,
    "screen": "figures, each of which is taken out on its own page",
    "retention": "shares, not records; the certifications behind them are in the list of applications",
    "roles": "the same in every office, and in the handbook",
    "add-household": FORM,
    "draw-inspections": FORM,
    "make-token": FORM,
    "new-agreement": FORM,
    "new-body": FORM,
    "open-account": FORM,
    "open-unit": FORM,
    "password": FORM,
    "plan-activity": FORM,
    "propose-site": FORM,
    "sign-in-phone": FORM,
}
"""Page → why nothing of it goes out."""

PAGED_BUT_KEPT = {
    "activities/appeals.html": WORKED_OFF,
    "activities/confirmations.html": WORKED_OFF,
    "activities/offers.html": WORKED_OFF,
    "activities/open.html": PUBLIC,
    "erasures/erasures.html": "certificates, each a page to be printed; the yearly pack counts them",
    "members/body.html": "its members stand in the list of members, one press away",
    "members/agreement.html": "what was done under one agreement, on its page",
    "members/volunteer.html": "the hours of one volunteer, on her page",
    "points/account.html": "the points of one household, on its page",
    "points/good.html": "how many there were of one good, on its page",
    "sites/site.html": "the log of one site, on its page",
    "activities/feedback.html": "said without a name to those who held it; a list would be passed around",
    "notices/notice.html": "it goes out as it is printed",
}
"""Template with a pager → why its list does not go out."""

TEMPLATES = Path(jinguo.desk.__file__).parent / "templates/desk"
PAGED = re.compile(r"<c-pager|parts/pages\.html|<c-chips")
GOES_OUT = re.compile(r"<c-export|{% export |desk:export-")


def test_every_page_without_an_id_is_a_list_that_goes_out_or_says_why_not():
    pages = {
        name.removeprefix("desk:")
        for name, entry in routes()
        if name.startswith("desk:") and not entry.pattern.converters
    }
    opened = {name for name in pages if ANSWERS.get(name, PAGE)[0] == 200}

    assert opened - set(OUT) - set(STAYS) == set()
    assert not set(OUT) & set(STAYS)
    assert set(STAYS) <= opened
    assert {name for name in TABLE if name.startswith("export-")} == set(OUT.values())


def test_every_template_with_a_pager_has_the_button_or_says_why_not():
    paged = {
        str(one.relative_to(TEMPLATES)): one.read_text()
        for one in TEMPLATES.rglob("*.html")
        if one.parent.name != "parts" and PAGED.search(one.read_text())
    }

    assert {name for name, text in paged.items() if not GOES_OUT.search(text)} == set(
        PAGED_BUT_KEPT
    )


NEW = (
    "messages", "requests", "rounds", "round-visits", "reports", "imports", "activity",
    "inspection-plans",
)  # fmt: skip


@pytest.mark.parametrize("page", NEW)
def test_a_list_comes_out_from_its_button_and_stands_on_the_trail(page, undone):
    browser = desk.desk("district-officer")
    shown = browser.get(address(page, undone)).content.decode()
    export = address(OUT[page], undone)

    rows = taken_out(browser, export)

    assert f'action="{export}?"' in shown
    assert len(rows) > 1
    event = Event.objects.filter(action="exchange.export").latest("id")
    assert (event.count, len(event.fields)) == (len(rows) - 1, len(rows[0]))
    if page in ("activity", "round-visits"):
        assert event.object_id == (undone.activity if page == "activity" else undone.round)


def test_without_the_right_there_is_no_button_and_no_workbook(undone):
    browser = desk.desk("village-chair")

    assert "Export to Excel" not in browser.get("/desk/messages/").content.decode()
    assert browser.post("/desk/messages/export/").status_code == 403


def test_who_takes_lists_out_takes_none_whose_page_is_closed_to_her(undone):
    """The town officer takes lists out; requests about data are not hers to see."""
    assert desk.desk("town-officer").post("/desk/requests/export/").status_code == 403


def test_who_comes_to_a_private_activity_does_not_go_out(undone):
    browser = desk.desk("district-officer")
    export = address("export-roster", undone)
    assert len(taken_out(browser, export)) > 1

    Activity.objects.filter(id=undone.activity).update(is_private=True)

    assert browser.post(export).status_code in (403, 404)


def test_a_name_goes_out_as_it_stands_on_the_page(undone):
    browser = desk.desk("district-officer")
    entry = browser.get(address("activity", undone)).context["seated"][0]

    [_head, row, *_more] = taken_out(browser, address("export-roster", undone))

    assert row[:3] == (entry.person.name, entry.area_name, entry.person.phone or None)


def test_a_filter_narrows_what_goes_out(undone):
    browser = desk.desk("district-officer")
    message = Message.objects.first()

    kept = taken_out(browser, f"/desk/messages/export/?state={message.state}")
    none = taken_out(browser, "/desk/messages/export/?template=nothing")

    assert len(kept) > 1
    assert len(none) == 1


def test_an_area_she_may_not_take_out_is_refused(undone):
    browser = desk.desk("district-officer")

    assert browser.post("/desk/messages/export/?area=370202").status_code == 403


def test_a_long_list_goes_out_in_as_many_statements_as_a_short_one(undone):
    browser = desk.desk("district-officer")

    def statements():
        with CaptureQueriesContext(connection) as caught:
            taken_out(browser, "/desk/messages/export/")
        return len(caught), Event.objects.filter(action="exchange.export").latest("id").count

    statements()  # what is read once and kept
    few, short = statements()
    copies(Message.objects.first(), 60)
    many, long = statements()

    assert long == short + 60
    assert many == few


def copies(record, count):
    """As many more of a record."""
    columns = [one.attname for one in record._meta.concrete_fields if not one.primary_key]
    copied = {name: getattr(record, name) for name in columns}
    type(record).objects.bulk_create(type(record)(**copied) for _number in range(count))


@pytest.mark.parametrize("page, of", [("imports", Batch), ("site", SiteLog), ("rounds", Round)])
def test_a_list_of_more_than_a_page_has_a_way_to_its_end(page, of, undone):
    browser = desk.desk("district-officer")
    here = address(page, undone)
    first = SiteLog.objects.get(id=undone.site_line) if of is SiteLog else of.objects.first()
    assert "Next page" not in browser.get(here).content.decode()

    copies(first, 55)

    shown = browser.get(here).context["page"]
    assert shown.paginator.num_pages == 2
    assert "Next page" in browser.get(here).content.decode()
    last = browser.get(f"{here}?page=2").context["page"]
    assert last.end_index() == shown.paginator.count >= 56


@pytest.fixture
def many_reports(undone):
    """Two hundred and five more reports than there are, each of a year of its own."""
    known = Report.objects.get(id=undone.report)
    Report.objects.bulk_create(
        Report(
            template=known.template,
            area=known.area,
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            state=Report.State.OPEN,
            created_at=timezone.now() - timedelta(days=1),
        )
        for year in range(1700, 1905)
    )
    return undone


def test_reports_come_a_page_at_a_time_to_the_last(many_reports):
    browser = desk.desk("district-officer")
    count = Report.objects.count()

    first = browser.get("/desk/reports/").context
    last = browser.get(f"/desk/reports/?page={first['page'].paginator.num_pages}").context

    assert count > 205
    assert first["page"].paginator.count == count
    assert len(first["rows"]) == 50
    assert last["rows"][-1].report.ends_on.year == 1700
    assert len(taken_out(browser, "/desk/reports/export/")) == count + 1


def test_reports_are_narrowed_by_state_template_and_year_and_the_filter_is_kept(many_reports):
    browser = desk.desk("district-officer")

    def years(query):
        rows = browser.get(f"/desk/reports/?{query}").context["rows"]
        return [row.report.ends_on.year for row in rows]

    assert years("year=1800") == [1800]
    assert years("state=frozen&year=1800") == []
    assert years("template=nothing") == []
    assert len(taken_out(browser, "/desk/reports/export/?year=1800")) == 2
    browser.post("/desk/filters/save/", {"list": "reports", "name": "Old", "query": "year=1800"})
    assert SavedFilter.objects.get().query == "year=1800"
