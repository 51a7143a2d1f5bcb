"""Checklists filled in and judged, and kinds that contradict themselves."""

import pytest

from jinguo.core.errors import Invalid
from jinguo.core.versions import InUse
from jinguo.sites import queries
from jinguo.sites.kinds import NotOffered, as_kind
from tests.make import org
from tests.make import sites as make

pytestmark = pytest.mark.django_db
POINTS = {"items": [make.CULTURE, make.SAFETY], "least_points": 30}


def test_a_checklist_is_complete_when_every_item_is_met():
    kind = as_kind(make.publish())

    assert kind.judge(kind.read_answers(make.COMPLETE)).is_complete


@pytest.mark.parametrize(
    ("answers", "lacking"),
    [({"sign": 0}, ["Sign"]), ({"room": 14}, ["Floor"]), ({"sign": 0, "helpers": 1}, ["Sign", "Helpers"])],
)  # fmt: skip
def test_what_is_lacking_is_named(answers, lacking):
    kind = as_kind(make.publish())

    verdict = kind.judge(kind.read_answers(make.COMPLETE | answers))

    assert [item.label for item in verdict.lacking] == lacking
    assert not verdict.is_complete


@pytest.mark.parametrize(("culture", "is_complete"), [(10, True), (9, False)])
def test_points_are_complete_from_the_least_sum_on(culture, is_complete):
    kind = as_kind(make.publish(**POINTS))

    verdict = kind.judge(kind.read_answers({"culture": culture, "safety": 20}))

    assert (verdict.total, verdict.is_complete) == (culture + 20, is_complete)


@pytest.mark.parametrize(
    ("answers", "named"),
    [({"sign": 2}, {"sign"}), ({"room": -1}, {"room"}), ({"helpers": None}, {"helpers"})],
)
def test_an_answer_that_cannot_be_is_refused_by_name(answers, named):
    kind = as_kind(make.publish())

    with pytest.raises(Invalid) as refused:
        kind.read_answers(make.COMPLETE | answers)

    assert set(refused.value.fields) == named


@pytest.mark.parametrize(
    "rules",
    [
        {"items": [make.SIGN, make.SIGN]},
        {"types": [make.FAMILY, make.FAMILY]},
        {"items": [make.CULTURE], "least_points": 31},
        {"plaque": "WJ-{area}-{serial:04d}"},
    ],
)
def test_a_kind_that_contradicts_itself_is_refused(rules):
    with pytest.raises(Invalid):
        make.publish(**rules)


def test_the_nearest_pack_upward_says_what_a_kind_asks_for():
    make.publish(area="37", activities_a_year=4)
    make.publish(area=make.DISTRICT, activities_a_year=6)

    assert queries.get_kind("womens-micro-home", make.VILLAGE, make.DAY).activities_a_year == 6
    assert queries.get_kind("womens-micro-home", "370212", make.DAY).activities_a_year == 4


def test_a_place_without_a_plan_has_no_kinds():
    make.publish(area=make.DISTRICT)

    with pytest.raises(NotOffered):
        queries.get_kind("womens-micro-home", "440106", make.DAY)


def test_a_version_a_checklist_was_filled_under_does_not_change():
    org.tree()
    make.publish()
    make.check(make.propose_site())

    with pytest.raises(InUse):
        make.publish(digest="2", activities_a_year=12)
