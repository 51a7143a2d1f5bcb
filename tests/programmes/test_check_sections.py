"""What `pack check` says of levels of lanes, points, kinds of site and volunteer service in a pack."""

import pytest

from tests.make import programmes as make
from tests.programmes.checked import problems

STREET = """\
area_levels:
- id: star-street
  title: 星级街
  from: 2020-01-01
  of: lane
  conferred_by: county
  source: {title: 区文件}
  least_households: 5
  shares:
  - {levels: [one-star, two-star], at_least: 30%}
measures:
"""


def test_a_level_of_lanes_asks_for_shares_of_the_programme_s_levels(tmp_path):
    yards = make.YARDS.replace("measures:\n", STREET, 1)

    assert problems(make.pack_folder(tmp_path, yards=yards)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("[one-star,", "[no-star,", 35, ["no-star", "one-star", "two-star"]),
        ("[one-star,", "[two-star,", 35, ["two-star", "twice"]),
        ("at_least: 30%", "at_least: 130%", 35, ["at_least", "100"]),
        ("least_households: 5", "least_households: few", 33, ["least_households"]),
        ("of: lane", "of: road", 30, ["of", "village", "lane"]),
        ("of: lane", "of: village", 27, ["conditions"]),
        ("  shares:\n  - {levels: [one-star, two-star], at_least: 30%}\n", "", 27, ["shares"]),
        (
            "  shares:",
            "  conditions:\n  - {measure: yards.rate, at_least: 10%}\n  shares:",
            27,
            ["shares", "measure"],
        ),
    ],
)
def test_a_level_of_lanes_that_cannot_be_computed_names_its_line(tmp_path, old, new, line, said):
    assert old in STREET
    yards = make.YARDS.replace("measures:\n", STREET.replace(old, new, 1), 1)

    found = problems(make.pack_folder(tmp_path, yards=yards))

    assert found[0].startswith(f"clean-yards.yaml:{line}: "), found
    assert all(word in found[0] for word in said), found


POINTS = """\
points:
- from: 2020-01-01
  source: {title: 区文件}
  rules:
  - {id: clean-up, title: 清洁行动, points: 2, most: 1, every: month, recorded_by: village}
  - {id: feast, title: 喜事新办, points: 20, recorded_by: township}
measures:
"""


def test_a_pack_may_give_points(tmp_path):
    giving = make.YARDS.replace("measures:\n", POINTS, 1)

    assert problems(make.pack_folder(tmp_path, yards=giving)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("points: 2,", "points: none,", 30, ["points"]),
        ("every: month", "every: fortnight", 30, ["fortnight", "month"]),
        (", every: month", "", 30, ["most", "every"]),
        ("recorded_by: village", "recorded_by: hamlet", 30, ["hamlet", "village"]),
        ("recorded_by: township", "from: 2019-01-01, recorded_by: township", 27, ["feast", "outside"]),
        ("id: feast", "id: clean-up", 31, ["clean-up", "twice"]),
        ("  source: {title: 区文件}\n  rules", "  rules", 27, ["source"]),
    ],
)  # fmt: skip
def test_a_mistake_in_points_names_its_line(tmp_path, old, new, line, said):
    assert old in POINTS
    giving = make.YARDS.replace("measures:\n", POINTS.replace(old, new, 1), 1)

    [first, *_others] = problems(make.pack_folder(tmp_path, yards=giving))

    assert first.startswith(f"clean-yards.yaml:{line}: "), first
    assert all(word in first for word in said), first


SITES = """\
sites:
- id: reading-room
  from: 2020-01-01
  title: 读书角
  source: {title: 区文件}
  types:
  - {id: town, title: 镇街读书角}
  checklist:
  - {id: place, title: 面积, least: 15, unit: 平方米}
  - {id: culture, title: 文化, points: 30}
  least_points: 20
  approved_by: township
  plaque: "DSJ-{area}-{year}-{serial:03d}"
  public: true
  check_in: true
measures:
"""


def test_a_pack_may_have_kinds_of_site(tmp_path):
    building = make.YARDS.replace("measures:\n", SITES, 1)

    assert problems(make.pack_folder(tmp_path, yards=building)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("least: 15, unit: 平方米", "least: 15", 34, ["unit", "least"]),
        ("points: 30", "points: 30, least: 1, unit: 个", 35, ["least", "points"]),
        ("least_points: 20", "least_points: 31", 27, ["31", "30"]),
        ("id: culture", "id: place", 35, ["place", "twice"]),
        ("approved_by: township", "approved_by: hamlet", 37, ["hamlet", "township"]),
        ("-{year}-", "-", 27, ["plaque"]),
        ("public: true", "public: false", 27, ["check-in"]),
        ("  source: {title: 区文件}\n  types", "  types", 27, ["source"]),
    ],
)  # fmt: skip
def test_a_mistake_in_a_kind_of_site_names_its_line(tmp_path, old, new, line, said):
    assert old in SITES
    building = make.YARDS.replace("measures:\n", SITES.replace(old, new, 1), 1)

    [first, *_others] = problems(make.pack_folder(tmp_path, yards=building))

    assert first.startswith(f"clean-yards.yaml:{line}: "), first
    assert all(word in first for word in said), first


SERVICE = """\
members:
- from: 2020-01-01
  source: {title: 区文件}
  volunteers: {skills: [{id: visits, title: 走访}]}
activities:
- from: 2020-01-01
  source: {title: 区文件}
  kinds:
  - {id: service, title: 志愿服务, service: clean-yards, with_minors: true}
measures:
"""


def test_a_kind_of_activity_may_be_volunteer_service(tmp_path):
    serving = make.YARDS.replace("measures:\n", SERVICE, 1)

    assert problems(make.pack_folder(tmp_path, yards=serving)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("service: clean-yards", "service: clean-yard", 34,
         ["programme with volunteers", "“clean-yard”", "Did you mean “clean-yards”?"]),
        ("service: clean-yards, ", "", 34, ["with_minors", "service"]),
        ("with_minors: true", "is_private: true", 34, ["private", "hours"]),
        ("  volunteers: {skills: [{id: visits, title: 走访}]}", "  record_checks: {months: 12, warn_days: 9}",
         34, ["programme with volunteers", "clean-yards"]),
    ],
)  # fmt: skip
def test_a_service_without_volunteers_or_one_that_is_private_is_refused(
    tmp_path, old, new, line, said
):
    assert old in SERVICE
    serving = make.YARDS.replace("measures:\n", SERVICE.replace(old, new, 1), 1)

    [first, *_others] = problems(make.pack_folder(tmp_path, yards=serving))

    assert first.startswith(f"clean-yards.yaml:{line}: "), first
    assert all(word in first for word in said), first
