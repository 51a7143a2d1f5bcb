from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinguo.core.errors import Denied, Invalid, Refused
from jinguo.org import actions, queries
from jinguo.org.actions import AreaRow, read_areas
from jinguo.org.actor import Actor
from jinguo.org.models import Area, AreaName, AreaSuccession
from jinguo.org.roles import Capability
from tests.make import org as make
from tests.org.test_moves import CODES, where

pytestmark = pytest.mark.django_db

KEEPER = Actor.system("test", Capability.ORG_MANAGE_AREAS)
EAST, WEST, SOUTH = "370211105201", "370211105202", "370211106201"
MERGED_ON = dt.date(2021, 1, 1)


def import_areas(rows, *, actor=KEEPER, valid_from=make.BEGINNING):
    return actions.import_areas(
        actor=actor, rows=rows, valid_from=valid_from, source="test", now=make.NOON
    )


def succeed(earlier, later, *, on=MERGED_ON):
    return actions.record_succession(
        actor=KEEPER, earlier=earlier, later=later, effective_on=on, source="test", now=make.NOON
    )


def test_the_bundled_divisions_are_those_of_the_district():
    added, renamed = import_areas(read_areas(actions.BUNDLED_AREAS))

    assert (added, renamed) == (402, 0)
    assert queries.areas_below("370211", "township", make.DAY).count() == 23
    assert queries.areas_below("370211", "village", make.DAY).count() == 376


def test_the_same_file_again_changes_nothing():
    rows = read_areas(actions.BUNDLED_AREAS)
    import_areas(rows)

    assert import_areas(rows) == (0, 0)


def test_a_new_name_leaves_the_old_one_for_its_days():
    make.tree()

    import_areas([AreaRow(EAST, "大东村村民委员会")], valid_from=MERGED_ON)

    assert queries.get_area(EAST).name == "大东村村民委员会"
    names = AreaName.objects.filter(area=EAST).order_by("valid_from")
    assert list(names.values_list("name", "valid_to")) == [
        ("东村村民委员会", MERGED_ON),
        ("大东村村民委员会", None),
    ]


def test_only_the_keeper_of_areas_imports_them():
    with pytest.raises(Denied):
        import_areas([AreaRow("37", "山东省")], actor=make.officer(role="district-officer"))


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("name\n山东省", "no column code"),
        ("code,name\n370,山东", "Line 2"),
        ("code,name\n37,", "no name"),
        ("code,name\n37,山东省\n370211105,大村镇\n3702,青岛市\n4101,郑州市", "Line 5"),
        ("code,name\n37", "Line 2 has no name"),
        ("code,name,level\n37,山东省,\n3702,青岛市,county", "Line 3: .* is city by its code"),
        ("code,name,parent\n37,山东省,\n3702,青岛市,41", "Line 3: .* does not lie in 41"),
        ("code,name,Parent\n37,山东省,37", "Line 2: .* does not lie in 37"),
        ("code,name,valid_from\n37,山东省,1.1.2019", "Line 2: “1.1.2019” is not a date"),
        ("code,name,valid-from,valid-to\n37,山东省,2020-01-01,2020-01-01", "end before it begins"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path, text, sentence):
    file = tmp_path / "areas.csv"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(Invalid, match=sentence):
        read_areas(file)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    file = tmp_path / "areas.csv"
    file.write_bytes("code,name\n37,山东省".encode("gbk"))

    with pytest.raises(Invalid, match="not UTF-8"):
        read_areas(file)


def test_days_of_the_file_go_before_the_day_given(tmp_path):
    file = tmp_path / "areas.csv"
    file.write_text(
        "code,name,level,parent,valid-from,valid-to\n"
        "37,山东省,province,,,\n"
        "3702,青岛市,city,37,1994-05-01,\n"
        "370284,胶南市,county,3702,1990-12-18,2012-12-01\n",
        "utf-8",
    )
    rows = read_areas(file)

    assert import_areas(rows) == (3, 0)
    assert import_areas(rows, valid_from=MERGED_ON) == (0, 0)

    days = Area.objects.order_by("code").values_list("valid_from", "valid_to")
    assert list(days) == [
        (make.BEGINNING, None),
        (dt.date(1994, 5, 1), None),
        (dt.date(1990, 12, 18), dt.date(2012, 12, 1)),
    ]
    assert AreaName.objects.get(area="3702").valid_from == dt.date(1994, 5, 1)
    assert not queries.children("3702", dt.date(2012, 12, 1)).exists()
    assert queries.children("3702", dt.date(2012, 11, 30)).exists()


@pytest.mark.parametrize(
    "row, sentence",
    [
        (
            AreaRow(EAST, "东村", valid_from=MERGED_ON),
            "begins on 2021-01-01 in the file, and on 2019",
        ),
        (AreaRow(EAST, "东村", valid_to=MERGED_ON), "jinguo areas succeed"),
        (AreaRow("3703", "淄博市", valid_to=dt.date(2018, 1, 1)), "would end before it begins"),
    ],
)
def test_days_that_are_not_those_known_are_refused(row, sentence):
    make.tree()

    with pytest.raises(Refused, match=sentence):
        import_areas([row])
    assert queries.get_area(EAST).name == "东村村民委员会"


def test_villages_are_found_by_every_way_their_name_is_written():
    make.tree()

    assert [area.code for area in queries.find_villages("370211", "东村")] == [EAST]
    assert [area.code for area in queries.find_villages("370211", " 东村村民委员会 ")] == [EAST]
    assert queries.find_villages("370211106", "东村") == []


def test_children_are_those_in_force_on_the_day():
    make.tree()
    succeed(WEST, EAST)

    assert {area.code for area in queries.children("370211105", make.DAY)} == {EAST, WEST}
    assert {area.code for area in queries.children("370211105", MERGED_ON)} == {EAST}


def test_what_merged_into_a_village_counts_there_from_that_day():
    make.tree()
    succeed(WEST, EAST)

    assert queries.counted_codes(EAST, make.DAY) == [(EAST, 1)]
    assert queries.counted_codes(EAST, MERGED_ON) == [(EAST, 1), (WEST, 1)]
    assert queries.counted_codes(WEST, MERGED_ON) == [(WEST, 1), (WEST, -1)]
    assert queries.counted_codes("370211105", MERGED_ON) == [("370211105", 1)]


def test_a_village_that_moves_to_another_town_leaves_the_first():
    make.tree()
    make.area(code="370211106299")
    succeed(EAST, "370211106299")

    assert queries.counted_codes("370211105", MERGED_ON) == [("370211105", 1), (EAST, -1)]
    assert queries.counted_codes("370211106", MERGED_ON) == [("370211106", 1), (EAST, 1)]
    assert queries.counted_codes("370211", MERGED_ON) == [("370211", 1)]


def test_successions_chain():
    make.tree()
    succeed(EAST, WEST)
    succeed(WEST, SOUTH, on=dt.date(2022, 1, 1))

    assert sorted(queries.counted_codes(SOUTH, dt.date(2022, 1, 1))) == [
        (EAST, 1),
        (WEST, 1),
        (SOUTH, 1),
    ]


TOWN, NEXT_TOWN, THIRD_TOWN = "370211105", "370211106", "370211107"


def test_a_town_that_moved_twice_counts_only_where_it_is():
    make.tree()
    make.area(code=THIRD_TOWN)
    succeed(TOWN, NEXT_TOWN)
    succeed(NEXT_TOWN, THIRD_TOWN, on=dt.date(2022, 1, 1))

    assert queries.counted_codes(THIRD_TOWN, dt.date(2022, 1, 1)) == [
        (THIRD_TOWN, 1),
        (TOWN, 1),
        (NEXT_TOWN, 1),
    ]
    assert counted(queries.counted_codes(NEXT_TOWN, dt.date(2022, 1, 1)), CODES) == set()
    assert queries.counted_codes("370211", dt.date(2022, 1, 1)) == [("370211", 1)]


def test_a_village_that_left_before_its_town_moved_does_not_move_with_it():
    make.tree()
    make.area(code=THIRD_TOWN)
    succeed(EAST, SOUTH)
    succeed(TOWN, THIRD_TOWN, on=dt.date(2022, 1, 1))

    assert queries.counted_codes(NEXT_TOWN, dt.date(2022, 1, 1)) == [(NEXT_TOWN, 1), (EAST, 1)]
    assert queries.counted_codes(THIRD_TOWN, dt.date(2022, 1, 1)) == [
        (THIRD_TOWN, 1),
        (TOWN, 1),
        (EAST, -1),
    ]


def test_a_village_whose_new_town_moved_moves_on_with_it():
    make.tree()
    make.area(code=THIRD_TOWN)
    succeed(EAST, SOUTH)
    succeed(NEXT_TOWN, THIRD_TOWN, on=dt.date(2022, 1, 1))

    assert counted(queries.counted_codes(THIRD_TOWN, dt.date(2022, 1, 1)), CODES) >= {EAST, SOUTH}
    assert WEST in counted(queries.counted_codes(TOWN, dt.date(2022, 1, 1)), CODES)
    assert EAST not in counted(queries.counted_codes(TOWN, dt.date(2022, 1, 1)), CODES)


def counted(signed, codes):
    """Return the codes whose own facts an area counts; each at most once."""
    times = {
        code: sum(sign for prefix, sign in signed if code.startswith(prefix)) for code in codes
    }
    assert set(times.values()) <= {0, 1}
    return {code for code, number in times.items() if number}


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)), max_size=8),
    st.sampled_from(CODES),
)
def test_however_areas_move_every_code_is_counted_where_it_lies(db, moves, area):
    with transaction.atomic():
        AreaSuccession.objects.all().delete()
        lawful = {}
        for earlier, later in moves:
            if earlier not in lawful and not queries.would_circle(earlier, later):
                lawful[earlier] = later
                AreaSuccession.objects.create(
                    earlier=earlier, later=later, effective_on=MERGED_ON, source="test"
                )

        signed = queries.counted_codes(area, MERGED_ON)

    assert counted(signed, CODES) == {
        code for code in CODES if where(code, lawful).startswith(area)
    }
    assert signed[0] == (area, 1)


@pytest.mark.parametrize(
    "moves, earlier, later",
    [
        ([], TOWN, EAST),
        ([(NEXT_TOWN, EAST)], TOWN, NEXT_TOWN),
        ([(TOWN, NEXT_TOWN)], NEXT_TOWN, EAST),
    ],
)
def test_a_circle_through_a_lower_area_is_refused(moves, earlier, later):
    make.tree()
    for move in moves:
        succeed(*move)

    with pytest.raises(Refused, match="end in the earlier one"):
        succeed(earlier, later)


def test_a_circle_or_a_second_successor_is_refused():
    make.tree()
    succeed(EAST, WEST)

    with pytest.raises(Refused, match="has a successor"):
        succeed(EAST, SOUTH)
    with pytest.raises(Refused, match="end in the earlier one"):
        succeed(WEST, EAST)


def test_an_area_ends_only_when_it_and_all_below_it_have_begun():
    make.tree()
    make.area(code="370211105203", name="北村村民委员会", valid_from=MERGED_ON)

    with pytest.raises(Refused, match=r"北村村民委员会 \(370211105203\) begins only on 2021-01-01"):
        succeed(TOWN, NEXT_TOWN)
    with pytest.raises(Refused, match="begins only on 2019-01-01"):
        succeed(EAST, WEST, on=make.BEGINNING)

    assert not AreaSuccession.objects.exists()
    assert not Area.objects.filter(valid_to__isnull=False).exists()
    succeed(TOWN, NEXT_TOWN, on=MERGED_ON + dt.timedelta(days=1))
    assert not Area.objects.filter(code__startswith=TOWN, valid_to__isnull=True).exists()


def test_an_area_bears_one_name_at_a_time():
    make.tree()

    with pytest.raises(IntegrityError, match="area_bears_one_name"):
        AreaName.objects.create(area_id=EAST, name="另一个名字", valid_from=make.DAY)


def test_the_path_leads_from_the_province_down():
    make.tree()

    assert [area.code for area in queries.area_path(EAST)] == [
        "37",
        "3702",
        "370211",
        "370211105",
        EAST,
    ]
    assert Area.objects.count() == len(make.TREE)


def test_a_list_is_narrowed_to_the_areas_below_ones_own_or_to_each_of_several(db):
    make.tree()

    def offered(*places):
        account = make.account()
        for place in places:
            make.post(account=account, role="district-officer", at=place)
        today = timezone.localdate()
        found = queries.areas_to_choose(
            queries.actor_for(account, on=today), Capability.REPORTS_VIEW, today
        )
        return [area.code for area in found]

    towns = {code for code in offered("370211") if len(code) == 9}
    assert {"370211105", "370211106"} <= towns == set(offered("370211"))
    assert "370211105" not in offered("370211105") and "370211105201" in offered("370211105")
    both = offered("370211106", "370211105")
    assert both == sorted(both)
    assert {"370211105", "370211105201", "370211106"} <= set(both)
    assert set(offered("370211", "370211105")) == towns  # the wider of two posts takes the other in
    assert offered() == offered("370211105201") == []
