"""A list is narrowed to an area, and goes out so; who has several areas finds each of them to choose."""

from datetime import date

import pytest

from jinguo.assess.models import Round
from jinguo.desk.models import SavedFilter
from jinguo.notices.models import Message
from jinguo.people.models import DataRequest
from jinguo.reports.models import Report
from tests.desk.test_exports import taken_out
from tests.make import desk, org

TOWN, NEXT_TOWN, VILLAGE = "370211105", "370211106", "370211105201"
ELSEWHERE = "370202"
LISTS = {"messages": Message, "requests": DataRequest, "rounds": Round, "reports": Report}
EVERY_LIST = pytest.mark.parametrize("page", LISTS)

pytestmark = pytest.mark.slow


# What of a copy has to differ from the row it is made of.
DIFFERS = {
    "messages": {},
    "requests": {"kind": "copy"},
    "rounds": {},
    "reports": {"starts_on": date(2001, 1, 1), "ends_on": date(2001, 12, 31)},
}


@pytest.fixture
def spread(undone):
    """Of each list all rows in one town, but for one more in the next."""
    for page, model in LISTS.items():
        column = model._meta.get_field("area").attname
        model.objects.update(**{column: TOWN})
        one = model.objects.first()
        columns = [it.attname for it in model._meta.concrete_fields if not it.primary_key]
        known = {name: getattr(one, name) for name in columns}
        model.objects.bulk_create([model(**{**known, column: NEXT_TOWN, **DIFFERS[page]})])
    return undone


@pytest.fixture
def of_two_towns(spread):
    """A browser of someone with a post in each of two towns."""
    account = desk.someone(at=TOWN)
    org.post(account=account, role="district-officer", at=NEXT_TOWN)
    return desk.client(account)


def rows(browser, page, query=""):
    """The rows a list shows."""
    return browser.get(f"/desk/{page}/{query}").context["rows"]


def offered(browser, page):
    """The codes its filter offers."""
    return [one.code for one in browser.get(f"/desk/{page}/").context["areas"].offered]


@EVERY_LIST
def test_a_list_is_narrowed_to_a_town_on_its_page_and_as_it_goes_out(page, spread):
    browser, every = desk.desk(), LISTS[page].objects.count()

    assert every > 1
    for query, count in (
        ("", every), (f"?area={TOWN}", every - 1), (f"?area={NEXT_TOWN}", 1)
    ):  # fmt: skip
        assert len(rows(browser, page, query)) == count
        assert len(taken_out(browser, f"/desk/{page}/export/{query}")) == count + 1


@EVERY_LIST
def test_the_states_are_counted_in_the_area_chosen(page, spread):
    browser = desk.desk()

    def everything(query):
        return browser.get(f"/desk/{page}/{query}").context["chips"][0].count

    assert everything("") == LISTS[page].objects.count() > 1
    assert everything(f"?area={NEXT_TOWN}") == 1


@EVERY_LIST
def test_the_button_takes_out_the_area_that_is_shown(page, spread):
    shown = desk.desk().get(f"/desk/{page}/?area={TOWN}").content.decode()

    assert f'action="/desk/{page}/export/?area={TOWN}"' in shown
    assert f'<option value="{TOWN}" selected>' in shown


@EVERY_LIST
def test_an_area_that_is_not_hers_shows_nothing_and_does_not_go_out(page, spread):
    browser = desk.desk()

    assert len(rows(browser, page, f"?area={ELSEWHERE}")) == 0
    assert browser.post(f"/desk/{page}/export/?area={ELSEWHERE}").status_code == 403


@EVERY_LIST
def test_who_has_two_towns_is_asked_to_choose_and_finds_both(page, of_two_towns):
    export, here = f"/desk/{page}/export/", f"http://testserver/desk/{page}/"
    every = LISTS[page].objects.count()

    asked = of_two_towns.post(export, HTTP_REFERER=here)

    assert "Choose one of them first" in of_two_towns.get(asked.url).content.decode()
    assert {TOWN, NEXT_TOWN} <= set(offered(of_two_towns, page))
    assert len(rows(of_two_towns, page)) == every
    for town, count in ((TOWN, every - 1), (NEXT_TOWN, 1)):
        assert len(rows(of_two_towns, page, f"?area={town}")) == count
        assert len(taken_out(of_two_towns, f"{export}?area={town}")) == count + 1


@EVERY_LIST
def test_who_has_one_area_chooses_among_those_below_it(page, spread):
    assert sorted(offered(desk.desk(), page)) == [TOWN, NEXT_TOWN]


def test_in_a_village_there_is_nothing_to_choose(spread):
    browser = desk.desk(at=VILLAGE)

    assert offered(browser, "reports") == []
    assert 'name="area"' not in browser.get("/desk/reports/").content.decode()


@EVERY_LIST
def test_the_area_is_kept_with_a_saved_filter(page, spread):
    browser = desk.desk()

    browser.post("/desk/filters/save/", {"list": page, "name": "Ours", "query": f"area={TOWN}"})

    assert SavedFilter.objects.get().query == f"area={TOWN}"
    assert f'href="/desk/{page}/?area={TOWN}"' in browser.get(f"/desk/{page}/").content.decode()


OTHERS = (
    "households", "courtyards", "courtyards/ledgers/faults", "courtyards/gaps", "activities", "sites",
    "members",
)  # fmt: skip


@pytest.mark.parametrize("page", OTHERS)
def test_who_has_two_towns_can_choose_each_in_the_other_lists_too(page, of_two_towns):
    both = of_two_towns.get(f"/desk/{page}/").content.decode()
    one = desk.desk(at=TOWN).get(f"/desk/{page}/").content.decode()

    assert f'<option value="{TOWN}"' in both and f'<option value="{NEXT_TOWN}"' in both
    assert f'<option value="{TOWN}"' not in one and f'<option value="{NEXT_TOWN}"' not in one


WITHOUT_A_FILTER = (
    "activities/follow-ups", "activities/incidents", "imports", "households/duplicates",
    "courtyards/inspections", "accounts", "notices", "sites/quiet",
)  # fmt: skip


CHOICE = 'aria-label="Area to take out"'


@pytest.mark.parametrize("page", WITHOUT_A_FILTER)
def test_where_a_list_has_no_filter_she_chooses_as_it_goes_out(page, of_two_towns):
    export = f"/desk/{page}/export/"

    assert of_two_towns.post(export).status_code == 409
    assert of_two_towns.post(export, {"area": ELSEWHERE}).status_code == 403
    both = [taken_out(of_two_towns, export, {"area": town}) for town in (TOWN, NEXT_TOWN)]
    assert CHOICE not in desk.desk(at=TOWN).get(f"/desk/{page}/").content.decode()
    if page in ("accounts", "imports"):
        assert both[0] != both[1]


def test_the_choice_stands_beside_every_button_of_such_a_list(of_two_towns):
    pages = {page: of_two_towns.get(f"/desk/{page}/").content.decode() for page in WITHOUT_A_FILTER}
    with_a_button = {page for page, shown in pages.items() if "Export to Excel" in shown}

    assert {page for page, shown in pages.items() if CHOICE in shown} == with_a_button
    assert len(with_a_button) > 3
    for page in with_a_button:
        assert f'<option value="{TOWN}"' in pages[page]
        assert f'<option value="{NEXT_TOWN}"' in pages[page]
