"""Filters kept under a name: in the head of their list, one's own, and without anybody's name in them."""

import pytest
from django.test import Client

from jinguo.desk.models import SavedFilter
from jinguo.desk.saved.actions import MOST
from tests.make import desk

pytestmark = pytest.mark.slow


@pytest.fixture
def browser(undone):
    return desk.desk("district-officer")


def save(browser, name="Passed", query="state=passed&level=demo", of="courtyards", **more):
    return browser.post("/desk/filters/save/", {"list": of, "name": name, "query": query, **more})


def head(browser, page):
    """The saved filters in the head of a list, and the one it offers to keep."""
    saved = browser.get(page).context["saved"]
    return [(one.name, one.href, one.is_on) for one in saved.filters], saved.query


def test_a_filter_is_kept_and_stands_in_the_head_of_its_list(browser):
    assert head(browser, "/desk/courtyards/?level=demo&state=passed") == (
        [],
        "state=passed&level=demo",
    )

    answer = save(browser)

    assert answer.url == "/desk/courtyards/?state=passed&level=demo"
    kept = ("Passed", "/desk/courtyards/?state=passed&level=demo", True)
    assert head(browser, answer.url) == ([kept], "")
    assert head(browser, "/desk/courtyards/") == ([(*kept[:2], False)], "")
    assert head(browser, "/desk/notices/") == ([], "")


def test_a_fetched_list_brings_the_head_that_fits_it(browser):
    answer = browser.get("/desk/households/?level=demo&sort=code", headers={"HX-Request": "true"})

    text = answer.content.decode()
    assert 'id="saved" data-quiet hx-swap-oob="true"' in text
    assert 'value="level=demo&amp;sort=code"' in text
    assert "hx-swap-oob" not in browser.get("/desk/households/?level=demo").content.decode()


def test_what_names_a_person_is_not_kept(browser):
    save(browser, of="households", query="name=王秀兰&tail=1234&sort=code")

    assert SavedFilter.objects.get().query == "sort=code"


def test_a_list_that_is_not_narrowed_is_not_kept(browser):
    answer = save(browser, query="name=王秀兰", of="households")

    assert answer.status_code == 422
    assert "The list is not narrowed" in answer.content.decode()
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("name", ["", "x" * 31])
def test_a_name_that_does_not_do_is_asked_for_again(browser, name):
    answer = save(browser, name)

    assert answer.status_code == 422
    assert 'name="query" value="state=passed&amp;level=demo"' in answer.content.decode()
    assert not SavedFilter.objects.exists()


def test_two_filters_of_a_list_have_two_names(browser):
    save(browser)

    answer = save(browser, query="state=applied")

    assert "Choose another name" in answer.content.decode()
    assert SavedFilter.objects.count() == 1
    assert save(browser, of="notices", query="state=released").status_code == 302


def test_more_filters_than_can_be_found_again_are_refused(browser):
    for number in range(MOST):
        save(browser, name=str(number), query=f"level={number}")

    assert save(browser).status_code == 422
    assert SavedFilter.objects.count() == MOST


def test_there_are_filters_of_known_lists_only(browser):
    assert save(browser, of="figures").status_code == 422


def test_a_filter_too_long_to_be_kept_is_refused(browser):
    assert save(browser, query=f"level={'x' * 300}").status_code == 422


def test_a_filter_is_renamed_and_deleted_by_its_owner(browser):
    save(browser)
    kept = SavedFilter.objects.get()

    browser.post(f"/desk/filters/{kept.id}/rename/", {"name": "To publish"})
    assert "To publish" in browser.get("/desk/filters/").content.decode()

    browser.post(f"/desk/filters/{kept.id}/delete/")
    assert "No saved filters yet" in browser.get("/desk/filters/").content.decode()


def test_a_name_in_use_is_refused_beside_the_filter_it_was_for(browser):
    save(browser, "One")
    save(browser, "Two", query="state=applied")
    two = SavedFilter.objects.get(name="Two")

    answer = browser.post(f"/desk/filters/{two.id}/rename/", {"name": "One"})

    assert answer.status_code == 422
    assert "Choose another name" in answer.content.decode()
    assert SavedFilter.objects.get(id=two.id).name == "Two"


def test_nobody_sees_or_changes_another_s(browser):
    save(browser)
    kept, other = SavedFilter.objects.get(), desk.desk("district-officer")

    assert head(other, "/desk/courtyards/") == ([], "")
    assert other.post(f"/desk/filters/{kept.id}/rename/", {"name": "Mine"}).status_code == 404
    assert other.post(f"/desk/filters/{kept.id}/delete/").status_code == 404
    assert Client().post(f"/desk/filters/{kept.id}/delete/").url.startswith("/sign-in/")
    assert SavedFilter.objects.get().name == "Passed"


@pytest.mark.parametrize(
    ("of", "query"),
    [
        ("members", "state=applied&area=370211105"),
        ("agreements", "state=ending"),
        ("volunteers", "state=recheck&skill=teaching"),
        ("appointments", "state=ending&kind=instructor"),
        ("assignments", "state=running"),
    ],
)
def test_lists_of_members_keep_filters_without_the_name_looked_for(browser, of, query):
    page = f"/desk/{of}/?{query}&name=王秀兰"
    assert head(browser, page) == ([], query)

    answer = save(browser, of=of, query=f"{query}&name=王秀兰")

    assert answer.url == f"/desk/{of}/?{query}"
    assert head(browser, answer.url) == ([("Passed", answer.url, True)], "")
    part = browser.get(page, headers={"HX-Request": "true"}).content.decode()
    assert 'id="saved" data-quiet hx-swap-oob="true"' in part


@pytest.mark.parametrize(
    ("of", "page", "query"),
    [
        ("sites", "sites", "state=active&kind=womens-micro-home"),
        ("messages", "messages", "state=failed"),
        ("faults", "courtyards/ledgers/faults", "programme=courtyards&state=open"),
        ("rectifications", "courtyards/ledgers/rectifications", "state=overdue"),
        ("area-levels", "courtyards/areas", "level=courtyards:demo-street&state=met"),
        ("retention", "courtyards/lasting", "level=demo&year=2020"),
        ("gaps", "courtyards/gaps", "state=unseen&area=370211105"),
    ],
)
def test_the_other_lists_keep_filters_too(browser, of, page, query):
    answer = save(browser, of=of, query=query.replace(":", "%3A"))

    assert answer.url == f"/desk/{page}/?{query.replace(':', '%3A')}"
    assert head(browser, answer.url) == ([("Passed", answer.url, True)], "")
