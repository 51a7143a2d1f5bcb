import pytest
from django.utils import translation

from jinguo.assess.ladders import Item, Rules, Sheet, Veto, as_items, as_levels
from jinguo.core.errors import Invalid

SHEET = Sheet(
    id=None,
    key="s",
    title="sheet",
    full=20,
    items=(Item("a", "", "A", 8), Item("b", "", "B", 12)),
    vetoes=(Veto("v", "V"),),
)


def level(**given):
    return {
        "id": "demo",
        "title": "示范户",
        "rank": 1,
        "min_score": 90,
        "certified_by": "county",
        **given,
    }


@pytest.mark.parametrize(
    "rules",
    [
        {"notice": 5},
        {"notice_days": 0},
        {"notice_days": "5"},
        {"score_within": -1},
        {"score_within": True},
        {"notice_count": "calendar"},
        {"sample_share": 1.5},
        {"plaque": "{area}-{serial}"},
        {"plaque": "{area}-{year}"},
        {"plaque": "{year}-{serial}"},
        {"plaque": "{county}-{year}-{serial}"},
    ],
)
def test_rules_that_cannot_be_worked_with_are_refused(rules):
    with pytest.raises(Invalid):
        Rules.from_data(rules)


def test_an_unknown_rule_is_answered_with_the_known_names():
    with pytest.raises(Invalid, match="notice_days"):
        Rules.from_data({"notice": 6})


def test_rules_a_pack_leaves_out_keep_their_defaults():
    assert Rules.from_data({"notice_days": 7}) == Rules(notice_days=7)


@pytest.mark.parametrize(
    "levels",
    [
        [],
        [level(), level(rank=2)],
        [level(), level(id="other")],
        [level(), level(id="other", rank=2, min_score=80)],
        [level(certified_by="street")],
        [level(rank=0)],
    ],
)
def test_levels_that_do_not_make_a_ladder_are_refused(levels):
    with pytest.raises(Invalid):
        as_levels(levels)


def test_levels_are_read_lowest_first():
    found = as_levels([level(id="high", rank=2), level(id="low", min_score=60)])

    assert [one.id for one in found] == ["low", "high"]


@pytest.mark.parametrize(("first", "full"), [(8, 21), (0, 12)])
def test_items_must_add_up_to_the_full_points(first, full):
    rows = [
        {"id": "a", "beauty": "", "title": "A", "max": first},
        {"id": "b", "beauty": "", "title": "B", "max": 12},
    ]
    with pytest.raises(Invalid):
        as_items(rows, full)


@pytest.mark.parametrize(
    ("points", "vetoes", "fault"),
    [
        ([8, 12], [], ""),
        ([0, 0], ["v"], ""),
        ([8], [], "1"),
        ([8, 12, 1], [], "3"),
        ([9, 12], [], "A"),
        ([8, -1], [], "B"),
        ([8, 1.5], [], "B"),
        ([True, 12], [], "A"),
        ([8, 12], ["w"], "w"),
    ],
)
def test_a_filled_sheet_is_held_against_its_items(points, vetoes, fault):
    found = SHEET.fault(points, vetoes)

    assert bool(found) == bool(fault)
    assert fault in found


@pytest.mark.parametrize(
    "language, said",
    [
        ("en", ("Kitchen", "The stove is clean", "1 point each")),
        ("zh-hans", ("厨厕美", "灶台干净", "每处扣1分")),
    ],
)
def test_an_item_its_group_and_its_deduction_are_told_in_the_reader_s_language(language, said):
    item = Item(
        id="stove",
        beauty="厨厕美",
        beauty_en="Kitchen",
        title="灶台干净",
        title_en="The stove is clean",
        max=8,
        deduct="每处扣1分",
        deduct_en="1 point each",
    )

    with translation.override(language):
        assert (item.beauty_label, item.label, item.deduct_label) == said


def test_what_has_no_english_title_is_named_in_chinese():
    with translation.override("en"):
        assert Veto("empty", "无人常住").label == "无人常住"
