"""The demonstration's roster: whose lanes follow from the village's size alone."""

import random

import pytest

from jinguo.demo import roster
from jinguo.demo.roster import Village

STREET = Village("370211001001", "顾家岛社区", "薛家岛街道")
TOWN = Village("370211105201", "前河村", "大村镇")


def lanes(village, households):
    rows = roster.rows([village], {village.code: households}, random.Random(1))
    return [row["街巷"] for row in rows]


@pytest.mark.parametrize("village", [STREET, TOWN])
@pytest.mark.parametrize("households", [1, 11, 12, 40, 600])
def test_every_courtyard_lies_in_a_lane_of_about_one_size(village, households):
    found = lanes(village, households)

    sizes = [found.count(lane) for lane in dict.fromkeys(found)]
    assert len(found) == households and "" not in found
    assert len(sizes) == max(1, households // roster.LANE_SIZE)
    assert max(sizes) - min(sizes) <= 1
    assert found == lanes(village, households)


def test_subdistricts_have_streets_and_towns_groups():
    assert list(dict.fromkeys(lanes(STREET, 36))) == ["东街", "西街", "南街"]
    assert list(dict.fromkeys(lanes(TOWN, 36))) == ["一组", "二组", "三组"]


@pytest.mark.parametrize(
    ("number", "read"),
    [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (105, "一百零五"), (110, "一百一十")],
)
def test_numbers_are_read_as_groups_are(number, read):
    assert roster.number_text(number) == read
