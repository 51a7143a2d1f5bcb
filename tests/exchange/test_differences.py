"""A second roster of the same villages: what is new, the same, or different from the register."""

from datetime import date

import pytest

from jinguo.audit.models import Event
from jinguo.core import crypto
from jinguo.core.errors import NotFound
from jinguo.exchange import actions
from jinguo.facts.models import Fact
from jinguo.people.models import Household
from jinguo.people.rows import HOUSEHOLD
from tests.make import people
from tests.make.exchange import applied, checked, roster_row, workbook
from tests.make.people import colleague, instant

pytestmark = pytest.mark.django_db
DAY = date(2020, 6, 20)


def second(*rows):
    """The outcome of checking another roster, after three households are on the register."""
    applied(rows=3)
    return checked(workbook(rows))


def apply(batch, *, update, only_good=True, **given):
    given = {"actor": colleague(), "on": DAY, "now": instant(DAY)} | given
    return actions.apply(batch_id=batch.id, only_good=only_good, update=update, **given)


def home(number: int) -> Household:
    """The household of the person with the number of this row."""
    index = crypto.blind("id-number", people.id_number(number))
    return Household.objects.get(memberships__person__id_index=index)


@pytest.mark.slow
def test_the_same_file_again_changes_nothing_even_when_asked_to_update():
    batch = second(*(roster_row(n) for n in (1, 2, 3)))
    before = list(Household.objects.order_by("id").values())
    events = Event.objects.filter(action="people.update").count()

    assert (batch.good, batch.same, batch.differing) == (0, 3, 0)
    done = apply(batch, update=True)

    assert (done.good, done.same, done.updated) == (0, 3, 0)
    assert list(Household.objects.order_by("id").values()) == before
    assert Event.objects.filter(action="people.update").count() == events


@pytest.mark.slow
@pytest.mark.parametrize(
    "heading, cell, field",
    [
        ("联系电话", "14300009999", "phone"),
        ("家庭人口", 5, "members"),
        ("是否常住", "否", "resident"),
        ("院落类型", "楼房", "yard"),
        ("详细地址", "大村镇某村99号", "address"),
        ("街巷", "西街", "lane"),
    ],
)
def test_a_row_says_in_which_field_it_differs_and_keeps_no_value(heading, cell, field):
    batch = second(roster_row(1, **{heading: cell}), roster_row(2), roster_row(7))

    assert (batch.good, batch.same, batch.differing) == (1, 1, 1)
    assert batch.differences == {field: 1}
    assert batch.differed == [{"row": 2, "fields": [field]}]


@pytest.mark.slow
def test_an_empty_cell_says_nothing():
    batch = second(
        roster_row(1, 联系电话="", 家庭人口=None, 是否常住="", 院落类型="", 详细地址="", 街巷="")
    )

    assert (batch.same, batch.differing) == (1, 0)


@pytest.mark.slow
def test_without_the_choice_new_rows_are_written_and_others_stay_as_they_were():
    batch = apply(second(roster_row(1, 家庭人口=5), roster_row(7)), update=False)

    assert (batch.good, batch.differing, batch.updated) == (1, 1, 0)
    assert home(1).member_count == 3


@pytest.mark.slow
def test_bringing_up_to_date_changes_what_differs_with_its_history():
    batch = second(
        roster_row(1, 家庭人口=5, 是否常住="否", 详细地址="大村镇某村99号", 街巷="西街"),
        roster_row(2),
    )
    batch = apply(batch, update=True)

    household = home(1)
    assert (batch.good, batch.same, batch.updated) == (0, 1, 1)
    assert (household.member_count, household.is_resident) == (5, False)
    assert household.lane == "西街"
    opened = crypto.unseal(HOUSEHOLD, "address", household.pk, household.address)
    assert opened == "大村镇某村99号"
    [event] = Event.objects.filter(action="people.update", object_id=household.pk)
    assert set(event.fields) == {"member_count", "address", "is_resident", "lane"}
    assert [
        one.quantity for one in Fact.objects.filter(object_id=household.pk, occurred_on=DAY)
    ] == [
        -1,
        1,
    ]
    again = checked(workbook([roster_row(1, 家庭人口=5, 是否常住="否", 详细地址="", 街巷="西街")]))
    assert again.same == 1


@pytest.mark.slow
def test_what_was_brought_up_to_date_in_between_is_compared_as_it_is_now():
    batch = second(roster_row(1, 家庭人口=5))
    Household.objects.filter(pk=home(1).pk).update(member_count=5)

    done = apply(batch, update=True)

    assert (done.same, done.differing, done.updated) == (1, 0, 0)


@pytest.mark.slow
def test_taking_off_again_leaves_what_was_brought_up_to_date():
    batch = apply(second(roster_row(1, 家庭人口=5), roster_row(7)), update=True)

    actions.undo(actor=colleague(), batch_id=batch.id, now=instant())

    assert Household.objects.count() == 3
    assert home(1).member_count == 5


@pytest.mark.slow
def test_one_who_may_not_import_there_brings_nothing_up_to_date():
    batch = second(roster_row(1, 家庭人口=5))

    with pytest.raises(NotFound):
        apply(batch, update=True, actor=colleague("district-leader", "370211"))
    assert home(1).member_count == 3


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["无", "/", "—"])
def test_a_mark_for_none_is_no_lane(cell):
    applied(workbook([roster_row(1, 街巷=cell)]))

    assert home(1).lane == ""
