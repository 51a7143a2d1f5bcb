import base64
import json
from itertools import pairwise

import pytest
from django.db.models import Q

from jinguo.core.errors import Invalid, NotFound
from jinguo.people.models import Household
from jinguo.people.queries import (
    LAST,
    HouseholdFilter,
    get_household,
    households,
    page_of_households,
)
from tests.make import people as make

pytestmark = pytest.mark.django_db
NAMES = ["王秀英", "李兰", "王芳", "张伟", "李秀英", "单晓梅", "欧阳娜", "王秀兰", "赵一", "李兰"]


@pytest.fixture
def street():
    places = [make.HOME, make.NEXT_DOOR, make.ELSEWHERE]
    return [
        make.household(head_name=name, area=places[at % 3], phone=f"1430000{at:04d}")
        for at, name in enumerate(NAMES)
    ]


def district():
    return make.colleague("district-officer", make.HOME[:6])


def names(actor=None, **chosen):
    found = page_of_households(actor or district(), HouseholdFilter(**chosen))
    return [row.head_name for row in found.rows]


@pytest.mark.slow
@pytest.mark.parametrize("sort", ["name", "code", "area"])
@pytest.mark.parametrize("size", [1, 3, 4, 50])
def test_pages_meet_without_gap_or_overlap_both_ways(street, sort, size):
    def walk(first, step):
        page, seen = (
            page_of_households(district(), HouseholdFilter(), sort=sort, size=size, **first),
            [],
        )
        while page.rows:
            seen.append([row.pk for row in page.rows])
            cursor = getattr(page, step)
            if cursor is None:
                break
            way = {"next": "after", "previous": "before"}[step]
            page = page_of_households(
                district(), HouseholdFilter(), sort=sort, size=size, **{way: cursor}
            )
        return seen

    forwards = [one for page in walk({}, "next") for one in page]
    backwards = [one for page in reversed(walk({"before": LAST}, "previous")) for one in page]

    columns = {
        "name": ["head_pinyin", "pk"],
        "code": ["code"],
        "area": ["area_id", "head_pinyin", "pk"],
    }
    expected = list(Household.objects.order_by(*columns[sort]).values_list("pk", flat=True))
    assert forwards == backwards == expected


@pytest.mark.slow
def test_names_are_sorted_by_their_reading(street):
    keys = [row.head_pinyin for row in page_of_households(district(), HouseholdFilter()).rows]
    assert all(one <= other for one, other in pairwise(keys))
    assert names()[:2] == ["李兰", "李兰"] and "单晓梅" in names()[4:6]


@pytest.mark.slow
@pytest.mark.parametrize(
    "typed, found",
    [
        ("王", {"王秀英", "王芳", "王秀兰"}),
        ("秀英", {"王秀英", "李秀英"}),
        ("秀 英", {"王秀英", "李秀英"}),
        ("英秀", set()),
        ("wang", {"王秀英", "王芳", "王秀兰"}),
        ("WangXiu", {"王秀英", "王秀兰"}),
        ("wang xiu", {"王秀英", "王秀兰"}),
        ("wxy", {"王秀英"}),
        ("wx", {"王秀英", "王秀兰"}),
        ("shan", {"单晓梅"}),
        ("sxm", {"单晓梅"}),
        ("oyn", {"欧阳娜"}),
        ("z", {"张伟", "赵一"}),
        ("zh", {"张伟", "赵一"}),
        ("zw", {"张伟"}),
        ("100%", set()),
        ("_", set()),
        ("", set(NAMES)),
    ],
)
def test_a_name_is_found_by_signs_pinyin_or_first_letters(street, typed, found):
    assert set(names(name=typed)) == found


@pytest.mark.slow
def test_filters_narrow_together(street):
    assert names(area=make.HOME[:9]) == names(area=make.HOME[:9], is_resident=True)
    assert set(names(area=make.ELSEWHERE)) == {NAMES[2], NAMES[5], NAMES[8]}
    assert names(phone_tail="0003") == ["张伟"]
    assert names(phone_tail="0003", name="王") == []
    assert names(is_resident=False) == []
    assert names(also=Q(id__in=Household.objects.filter(code=street[0].code).values("id"))) == [
        "王秀英"
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    "role, area, sees",
    [
        ("district-officer", make.HOME[:6], 10),
        ("town-officer", make.HOME[:9], 7),
        ("village-chair", make.HOME, 4),
        ("town-officer", "370211107", 0),
        ("district-leader", make.HOME[:6], 0),
        ("system-administrator", make.HOME[:6], 0),
    ],
)
def test_a_reader_sees_her_own_area(street, role, area, sees):
    actor = make.colleague(role, area)
    assert len(page_of_households(actor, HouseholdFilter()).rows) == sees
    assert households(actor).count() == sees
    assert len(page_of_households(actor, HouseholdFilter(area=make.ELSEWHERE)).rows) == (
        3 if role == "district-officer" else 0
    )


@pytest.mark.slow
def test_a_job_sees_what_it_was_made_for(street):
    assert households(make.Actor.system("tests", "people.view")).count() == 10
    assert households(make.Actor.system("tests")).count() == 0


@pytest.mark.slow
def test_out_of_reach_is_the_same_as_absent(street):
    chair = make.colleague("village-chair", make.HOME)
    with pytest.raises(NotFound) as far:
        get_household(chair, street[1].pk)
    with pytest.raises(NotFound) as absent:
        get_household(chair, make.NAMESPACE)
    assert far.value.message == absent.value.message


def written(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    "cursor",
    ["%", "W10", "WyJhIl0", "eyJhIjoxfQ", "WyJ3IiwgMV0", "é"]
    + [written(text, str(make.NAMESPACE)) for text in ("\0", "\ud800")],
)
def test_a_broken_cursor_is_refused(street, cursor):
    with pytest.raises(Invalid):
        page_of_households(district(), HouseholdFilter(), after=cursor)


@pytest.mark.slow
@pytest.mark.parametrize(
    "area", ["370211x", "37021", "3702111052011", "３７０２１１", "-37021", " 370211"]
)
def test_what_is_no_code_of_an_area_narrows_nothing_and_says_so(street, area):
    with pytest.raises(Invalid, match="is not the code of an area"):
        HouseholdFilter(area=area)


@pytest.mark.slow
@pytest.mark.parametrize("area", ["", "37", "3702", "370211", make.HOME[:9], make.HOME])
def test_a_code_of_every_level_narrows(street, area):
    assert set(names(area=area)) <= set(NAMES)


@pytest.mark.slow
def test_an_unknown_order_is_refused(street):
    with pytest.raises(Invalid):
        page_of_households(district(), HouseholdFilter(), sort="address")


@pytest.mark.slow
def test_a_page_takes_two_statements(street, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = page_of_households(district(), HouseholdFilter())
        assert {row.area.name for row in page.rows}


@pytest.mark.slow
def test_the_count_is_exact_while_it_is_small(street):
    page = page_of_households(district(), HouseholdFilter(), size=2)
    assert (page.total, page.has_more, len(page.rows)) == (10, False, 2)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("chosen", "counted"),
    [
        ({}, (1001, False)),
        ({"area": make.HOME}, (1001, False)),
        ({"name": "王"}, (1000, True)),
        ({"is_resident": True}, (1000, True)),
    ],
)
def test_a_whole_list_is_counted_and_a_narrowed_one_up_to_a_thousand(chosen, counted):
    make.village()
    make.actions.register_households(
        actor=make.colleague(),
        rows=[make.household_row()] * 1001,
        registered_on=make.date(2020, 1, 1),
        now=make.instant(),
    )
    page = page_of_households(district(), HouseholdFilter(**chosen))
    assert (page.total, page.has_more) == counted
