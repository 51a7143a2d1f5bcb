"""A list is worked on by keys alone, and the keys can be switched off."""

import pytest
from playwright.sync_api import expect

from jinguo.assess.models import Application
from jinguo.audit.models import Event
from tests.make import desk, everything, people


@pytest.fixture
def page(committed, signed_in):
    """A chair's list of three applications."""
    everything.world()
    for _number in range(2):
        desk.applied(people.household().id)
    assert Application.objects.filter(state="applied").count() == 3
    page = signed_in(desk.someone("town-officer"))
    page.goto("/desk/courtyards/?state=applied")
    return page


def in_focus(page):
    """The number of the row that has the focus, from 0; -1 when none has."""
    return page.evaluate(
        "[...document.querySelectorAll('tbody tr')].findIndex((row) => row.contains(document.activeElement))"
    )


def pressed(page, *keys):
    for key in keys:
        page.keyboard.press(key)
    return in_focus(page)


@pytest.mark.slow
def test_rows_are_walked_ticked_and_opened_by_keys(page):
    assert in_focus(page) == -1
    assert pressed(page, "j") == 0
    assert pressed(page, "j", "j", "j") == 2
    assert pressed(page, "k") == 1
    assert pressed(page, "ArrowUp") == 0
    assert pressed(page, "ArrowDown", "x") == 1
    expect(page.locator("input[name=ids]").nth(1)).to_be_checked()
    expect(page.locator("[data-selected]")).to_have_text("1")
    address = page.locator("tbody a.row-link").nth(1).get_attribute("href")

    page.keyboard.press("Enter")

    page.wait_for_url(f"**{address}")
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url("**/")


@pytest.mark.slow
def test_enter_in_a_tick_box_takes_no_list_out(page):
    before = Event.objects.filter(action="exchange.export").count()
    page.goto("/desk/courtyards/?state=applied")
    page.locator("input[name=ids]").first.focus()

    page.keyboard.press("Enter")

    page.wait_for_load_state("networkidle")
    assert Event.objects.filter(action="exchange.export").count() == before
    assert page.url.endswith("/desk/courtyards/?state=applied")


@pytest.mark.slow
def test_a_key_in_a_field_is_a_letter(page):
    page.keyboard.press("/")

    page.keyboard.type("jxk?")

    expect(page.locator("#find")).to_have_value("jxk?")
    expect(page.locator("#keys")).to_be_hidden()


@pytest.mark.slow
def test_the_keys_are_listed_and_can_be_switched_off(page):
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.get_by_label("启用单键操作").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()

    page.reload()

    assert pressed(page, "j") == -1
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
