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

# Nine figures so near to each other that they would be one, and a tenth far away.
CROWDED = """() => {
  const list = document.getElementById("on-map"), one = list.querySelector("li");
  list.replaceChildren(...Array.from({length: 10}, (_, n) => {
    const place = one.cloneNode(true), far = n === 9 ? 0.6 : 0;
    Object.assign(place.dataset, {shade: "4", sign: "100.0%", name: `${n}`,
      latitude: 35.9 + far + 0.01 * (n % 3), longitude: 120 + far + 0.01 * Math.floor(n / 3)});
    return place;
  }));
  const elt = document.querySelector(".screen-map");
  document.dispatchEvent(new CustomEvent("htmx:load", {detail: {elt}}));
}"""
COVERED = """() => {
  const all = [...document.querySelectorAll(".map-figure")].map((one) => one.getBoundingClientRect());
  const near = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) < a.width / 2 + b.width / 2 - 2;
  return all.filter((a, n) => all.slice(n + 1).some((b) => near(a, b))).length;
}"""


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


@pytest.mark.slow
def test_no_figure_on_the_map_covers_another(wall):
    wall.set_viewport_size({"width": 1366, "height": 768})
    wall.evaluate(CROWDED)
    wall.locator(".map-figure").nth(9).wait_for()

    assert wall.evaluate(COVERED) == 0
    wall.locator(".leaflet-control-zoom-out").click()
    assert wall.evaluate(COVERED) == 0
