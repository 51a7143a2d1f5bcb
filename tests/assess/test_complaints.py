"""A complaint is written down without a name, changes nothing by itself, and is a reason to go and look."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from jinguo.assess import actions, queries
from jinguo.assess.actions import InspectionIn
from jinguo.assess.models import Complaint, Recognition
from jinguo.assess.policies import NotOnThatDay, WrongState
from jinguo.audit.models import Event
from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.core.identifiers import IdentifierFound
from tests.make import assess as make

pytestmark = pytest.mark.django_db
ON = date(2020, 7, 1)


def complain(*held, actor=None, on=ON, **given):
    plain = {"about": "柴草堆到了路上", "told_by": "neighbour"}
    return actions.record_complaint(
        actor=actor or make.officer(), recognition_ids=[one.id for one in held], on=on,
        now=make.noon(ON), **{**plain, **given},
    )  # fmt: skip


def candidate():
    [one] = queries.candidates(Recognition.objects.all(), date(2020, 8, 1), date(2020, 8, 31))
    return one


def test_a_complaint_is_kept_and_the_level_stays_as_it_is():
    held = make.recognition()

    complain(held)

    [one] = queries.complaints_of(make.officer(), held.id)
    assert (one.about, one.told_by, one.heard_on) == ("柴草堆到了路上", "neighbour", ON)
    before = (held.state, held.next_check_on)
    held.refresh_from_db()
    assert (held.state, held.next_check_on) == before
    assert Event.objects.filter(action="assess.record-complaint").count() == 1


@pytest.mark.slow
def test_it_is_a_risk_until_someone_has_gone_there():
    held = make.recognition()
    assert not candidate().had_complaint
    complain(held)
    assert candidate().had_complaint
    later = date(2020, 7, 2)

    actions.inspect(
        actor=make.officer(), on=later, now=make.noon(later),
        sheets=[InspectionIn(held.id, make.points())],
    )  # fmt: skip

    assert not candidate().had_complaint


@pytest.mark.slow
def test_the_village_does_not_read_who_complained_and_records_nothing():
    held = make.recognition()
    complain(held)
    village = make.officer("village-chair", make.VILLAGE)

    assert queries.complaints_of(village, held.id) == []
    with pytest.raises(Denied):
        complain(held, actor=village)
    with pytest.raises(NotFound):
        complain(held, actor=make.officer("town-officer", "370211106"))
    town = make.officer("town-officer", make.TOWN)
    assert len(queries.complaints_of(town, held.id)) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "given, error",
    [
        ({"about": " "}, Invalid),
        ({"about": "王某 13812345678 来电"}, IdentifierFound),
        ({"told_by": "王某"}, Invalid),
        ({"on": date(2020, 7, 2)}, NotOnThatDay),
        ({"on": date(2020, 6, 11)}, NotOnThatDay),  # the level was given the day after
    ],
)
def test_what_cannot_be_a_complaint_is_refused_and_nothing_is_kept(given, error):
    held = make.recognition()

    with pytest.raises(error):
        complain(held, **given)

    assert not Complaint.objects.exists()


def test_of_a_level_that_has_ended_nobody_complains():
    with pytest.raises(WrongState):
        complain(make.recognition(state="closed"))


def test_what_was_written_down_is_not_changed():
    complain(make.recognition())

    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.update(about="nothing")
