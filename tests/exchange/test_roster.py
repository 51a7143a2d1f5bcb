"""A roster's way from the upload to the register and back."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.exchange import actions, files
from jinguo.exchange.actions.writing import RowsWrong
from jinguo.exchange.models import Batch, Written
from jinguo.facts.models import Fact
from jinguo.people.models import Household, Membership, Person
from tests import make
from tests.exchange.rosters import apply
from tests.make.exchange import (
    applied,
    checked,
    roster_row,
    upload,
    workbook,
)
from tests.make.people import HOME, colleague, instant

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_good_rows_come_onto_the_register_with_head_membership_and_fact():
    batch = apply(checked(rows=3), on=date(2020, 3, 1))

    assert (batch.state, batch.rows, batch.good, batch.bad, batch.same) == ("applied", 3, 3, 0, 0)
    assert Household.objects.filter(registered_on=date(2020, 3, 1), member_count=3).count() == 3
    assert Person.objects.filter(id_number__isnull=False).count() == Membership.objects.count() == 3
    assert Fact.objects.filter(kind="people.household", category="resident").count() == 3


def test_a_check_writes_nothing_to_the_register():
    batch = checked(rows=3)

    assert (batch.state, batch.good) == ("checked", 3)
    assert not Household.objects.exists() and not Person.objects.exists()


@pytest.mark.slow
def test_the_same_file_twice_changes_nothing():
    data = workbook([roster_row(1), roster_row(2)])
    applied(data)
    before = list(Household.objects.order_by("id").values()), Fact.objects.count()

    again = applied(data)

    assert (again.state, again.good, again.same) == ("applied", 0, 2)
    assert (list(Household.objects.order_by("id").values()), Fact.objects.count()) == before


@pytest.mark.slow
def test_one_wrong_row_refuses_the_whole_or_is_left_out():
    data = workbook([roster_row(1), roster_row(2, 身份证号="370200197001010010"), roster_row(3)])
    batch = checked(data)

    with pytest.raises(RowsWrong):
        apply(batch)
    assert not Household.objects.exists()

    assert apply(batch, only_good=True).good == 2
    assert Household.objects.count() == 2


def test_no_personal_value_is_kept_in_the_batch_or_in_clear_on_disk():
    batch = checked(workbook([roster_row(1), roster_row(2, 身份证号="370200197001010010")]))
    kept = str(Batch.objects.values().get())

    assert "王秀英" not in kept and "37020019700101" not in kept
    place = files.UPLOADS.place(batch.id)
    assert b"PK\x03\x04" not in place.read_bytes() and place.stat().st_mode & 0o077 == 0
    assert files.open_kept(batch.id).startswith(b"PK\x03\x04")


@pytest.mark.slow
def test_an_import_can_be_undone_and_done_again():
    data = workbook([roster_row(1), roster_row(2)])
    batch = applied(data)

    undone = actions.undo(actor=colleague(), batch_id=batch.id, now=instant())

    assert (
        undone.state == "undone" and not Household.objects.exists() and not Person.objects.exists()
    )
    assert sum(Fact.objects.values_list("quantity", flat=True)) == 0
    with pytest.raises(Refused):
        actions.undo(actor=colleague(), batch_id=batch.id, now=instant())
    assert applied(data).good == 2


@pytest.mark.slow
def test_an_import_on_which_work_rests_is_not_undone():
    batch = applied(workbook([roster_row(1)]))
    make.sheet()
    make.ladder()
    make.application(household=Household.objects.get())

    with pytest.raises(Refused):
        actions.undo(actor=colleague(), batch_id=batch.id, now=instant())
    assert Household.objects.exists() and Batch.objects.get().state == "applied"


@pytest.mark.slow
def test_files_are_erased_after_thirty_days():
    batch = applied(workbook([roster_row(1)]))

    assert actions.erase_old_files(now=instant() + timedelta(days=29)) == 0
    assert actions.erase_old_files(now=instant() + timedelta(days=31)) == 1
    assert not files.UPLOADS.exists(batch.id) and not Written.objects.exists()
    with pytest.raises(files.FileGone):
        actions.annotated_workbook(actor=colleague(), batch_id=batch.id)


@pytest.mark.parametrize(
    "given, error",
    [
        ({"file_name": "名册.xls"}, Invalid),
        ({"file_name": "名册.csv"}, Invalid),
        ({"data": b"x" * (50 * 1024 * 1024 + 1)}, Invalid),
        ({"area": "370211106"}, Denied),
        ({"area": "370211"}, Denied),
        ({"actor": colleague("village-chair", HOME)}, Denied),
        ({"actor": colleague("auditor", "370211")}, Denied),
    ],
)
def test_what_is_not_taken_in(given, error):
    with pytest.raises(error):
        upload(**given)
    assert not Batch.objects.exists()


def test_another_towns_officer_finds_no_such_import():
    batch = checked()
    other = colleague("town-officer", "370211106")

    for act in (
        lambda: actions.check(actor=other, batch_id=batch.id, now=instant()),
        lambda: actions.preview(actor=other, batch_id=batch.id),
        lambda: actions.annotated_workbook(actor=other, batch_id=batch.id),
        lambda: apply(batch, actor=other),
        lambda: actions.undo(actor=other, batch_id=batch.id, now=instant()),
        lambda: apply(batch, batch_id=UUID(int=1)),
    ):
        with pytest.raises(NotFound):
            act()


def test_states_are_kept():
    batch = upload()
    with pytest.raises(Refused):
        apply(batch)
    batch = applied()
    with pytest.raises(Refused):
        apply(batch)
    with pytest.raises(Refused):
        actions.check(actor=colleague(), batch_id=batch.id, now=instant())
