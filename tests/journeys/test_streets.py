"""A demonstration street, from the list of lanes to the level conferred, on a telephone and on a desk."""

from pprint import pformat

import pytest

from jinguo.assess.models import AreaRecognition
from tests.desk.test_area_levels import EAST, PAGE, STREETS, lane
from tests.journeys.walk import faults
from tests.make import desk, everything


@pytest.mark.slow
def test_a_street_is_given_its_level_on_a_telephone(committed, signed_in):
    lane(everything.world(), 2, 3)
    page = signed_in(desk.someone("district-officer"), language="zh-CN")

    page.goto(f"{PAGE}?level={STREETS}")
    found = [*faults(page, 1366), *faults(page, 360)]
    page.locator(f"input[value='{EAST}']").check()
    page.get_by_role("button", name="认定").click()
    found += [*faults(page, 1366), *faults(page, 360)]
    page.locator("form[data-keep] button").click()

    page.get_by_text("已认定1个").wait_for()
    assert AreaRecognition.objects.get().lane == "东街"
    assert not found, pformat(found, width=110)
