"""The wall of a meeting room stands at once on either size of screen, and a refresh closes nothing."""

from decimal import Decimal
from pprint import pformat

import pytest

from jinguo.sites.models import Site
from tests.journeys.walk import faults
from tests.make import desk, everything

SIZES = [(1920, 1080), (1366, 768)]
SHEET = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
PARTS = ".screen-head, .screen-figures, .screen-body, .screen-body > section"
CLIPPED = f"""() => [...document.querySelectorAll("{PARTS}")].filter((one) =>
  one.getBoundingClientRect().bottom > innerHeight || one.scrollHeight > one.clientHeight + 1
).map((one) => one.className)"""


@pytest.fixture
def wall(committed, signed_in):
    """The screen of the district, with one site on its map."""
    world = everything.world()
    Site.objects.filter(id=world.site).update(
        latitude=Decimal("35.96"), longitude=Decimal("120.19")
    )
    page = signed_in(desk.someone("district-officer"), language="zh-CN")
    page.goto("/desk/screen/")
    return page


@pytest.mark.slow
def test_the_whole_board_is_seen_without_scrolling(wall):
    for width, height in SIZES:
        wall.set_viewport_size({"width": width, "height": height})
        assert wall.evaluate(SHEET) == [width, height]
        assert wall.evaluate(CLIPPED) == []

    found = [*faults(wall, 1366), *faults(wall, 360)]
    assert not found, pformat(found, width=110)


@pytest.mark.slow
def test_a_refresh_leaves_open_what_was_opened(wall):
    wall.locator("#as-table-head").click()
    wall.locator(".map-mark").first.click()
    wall.locator(".leaflet-popup").wait_for()
    wall.evaluate("document.getElementById('board').dataset.old = 'yes'")

    wall.evaluate(
        "() => { const board = document.getElementById('board');"
        " return htmx.ajax('GET', board.getAttribute('hx-get'),"
        " {source: board, target: board, swap: board.getAttribute('hx-swap')}) }"
    )
    wall.locator("#board:not([data-old])").wait_for()

    assert wall.locator("#as-table").evaluate("fold => fold.open")
    assert not wall.locator("#as-list").evaluate("fold => fold.open")
    wall.locator(".leaflet-popup").wait_for()
