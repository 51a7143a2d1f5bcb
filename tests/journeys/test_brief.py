"""The brief of a town is one page of paper, in Chinese, with as many villages as a large one has."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.make import desk, org

VILLAGES = 45  # as the largest town of the demonstration has


@pytest.mark.slow
def test_the_brief_of_a_full_town_prints_on_one_page(committed, signed_in):
    desk.world()
    for number in range(VILLAGES):
        org.area(code=f"{desk.TOWN}{300 + number}", name=f"测试{300 + number}村民委员会")
    page = signed_in(desk.someone("town-officer"))
    page.goto(f"/desk/briefs/{desk.TOWN}/")

    sheet = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))

    [only] = sheet.pages
    words = only.extract_text()
    assert "测试344" in words.replace("\n", "")
