"""Who is appointed is told on which day that ends: once before it does, and when it is ended early."""

from datetime import timedelta

import pytest

from jinguo.members import actions
from jinguo.notices.models import Message
from tests.make import members as make
from tests.make import org, people

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _plan():
    org.tree()
    make.scheme()


def tell(on):
    return actions.tell_of_ends(now=people.instant(on))


def told():
    found = Message.objects.filter(template="appointment-ends").order_by("id")
    return list(found.values_list("person", "about_id", "values__until"))


def test_she_is_told_once_from_the_day_of_warning_on():
    one = make.appointment()

    assert tell(one.warn_on - A_DAY) == 0
    assert [tell(one.warn_on), tell(one.warn_on + A_DAY), tell(one.ends_on)] == [1, 0, 0]

    assert told() == [(one.person_id, one.id, one.ends_on.isoformat())]


def test_nobody_is_told_of_what_is_over_or_was_ended_early_twice():
    over = make.appointment()
    assert tell(over.ends_on + A_DAY) == 0
    early = make.appointment(who=make.woman(name="李桂香"))
    actions.end_appointment(
        actor=make.district(), appointment_id=early.id, reason="迁出", on=make.DAY,
        now=people.instant(make.DAY),
    )  # fmt: skip

    tell(early.warn_on)

    assert told() == [
        (early.person_id, early.id, make.DAY.isoformat()),
        (over.person_id, over.id, over.ends_on.isoformat()),
    ]
