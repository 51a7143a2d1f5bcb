"""The brief of a town is one page of paper that can be read, of few villages and of many."""

from io import BytesIO
from itertools import pairwise

import pytest
from django.utils import timezone
from pypdf import PdfReader

from jinguo.assess.events import Recognised
from jinguo.facts import actions as facts
from jinguo.people.events import HouseholdRegistered
from tests.make import desk, everything, org
from tests.make.facts import READER, thing

LARGE = 45  # as the largest town of the demonstration
SMALLEST = 8  # points


def villages(first: int, last: int, *, is_said: bool = True) -> None:
    """Villages of the town by their numbers; one courtyard in three holds the level, or nothing is said."""
    today = timezone.localdate()
    for number in range(first, last):
        code = f"{desk.TOWN}{300 + number}"
        org.area(code=code, name=f"测试{300 + number}村民委员会")
        if is_said:
            given = {"area": code, "occurred_on": today, "object_id": thing(number)}
            lived_in = HouseholdRegistered(**given, category="resident", quantity=3)
            held = Recognised(**given, programme="courtyards", category="demo")
            facts.record([lived_in, held], actor=READER)


def printed(page):
    """The sheets of the brief of the town."""
    page.goto(f"/desk/briefs/{desk.TOWN}/")
    return PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages


def sizes(sheet):
    """The sizes of the print on a sheet, in points, the smallest first."""
    found = set()

    def see(text, matrix, line, _font, size):
        if text.strip():
            found.add(round(abs(size * line[3] * matrix[3]), 1))

    sheet.extract_text(visitor_text=see)
    return sorted(found)


@pytest.mark.slow
def test_the_brief_of_a_town_is_one_page_that_can_be_read_of_few_villages_and_of_many(
    committed, signed_in
):
    everything.world()
    page = signed_in(desk.someone("town-officer"))

    for first, last in pairwise([0, 2, 40, LARGE, 120]):
        villages(first, last)
        [sheet] = printed(page)
        words = sheet.extract_text().replace("\n", "")
        assert f"测试{299 + last}村" in words, last
        assert sizes(sheet)[0] > SMALLEST, last


@pytest.mark.slow
def test_villages_of_which_there_is_nothing_to_say_stand_in_one_line_also_in_english(
    committed, signed_in
):
    everything.world()
    villages(0, 5)
    villages(5, LARGE, is_said=False)
    page = signed_in(desk.someone("town-officer"), language="en-GB")

    [sheet] = printed(page)

    assert sizes(sheet)[0] > SMALLEST
    rows = page.locator(".brief-areas li").all_inner_texts()
    quiet = page.locator(".brief-quiet").last.inner_text()
    assert sum("33.3%" in one for one in rows) == 6
    assert "测试344村" in quiet
    assert "测试304村" not in quiet
    assert quiet.startswith(f"Nothing yet ({quiet.count('·') + 1})")
