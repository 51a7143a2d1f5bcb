"""What waits for whom: applications, ends of terms, duties and checks."""

from datetime import timedelta

import pytest

from jinguo.members import queries
from tests.make import members as make
from tests.make import org

pytestmark = pytest.mark.django_db
DAY = make.DAY


@pytest.fixture(autouse=True)
def _plan():
    org.tree()
    make.scheme()


def waiting(actor, on=DAY) -> dict[str, tuple[int, object]]:
    return {one.kind: (one.count, one.due_on) for one in queries.todos(actor, on)}


@pytest.mark.slow
def test_an_application_waits_for_the_secretariat_and_then_for_the_council():
    one = make.applied()
    assert waiting(make.town()) == {"check": (1, DAY + timedelta(days=10))}
    assert waiting(make.district()) == {"check": (1, DAY + timedelta(days=10))}

    make.checked(one)
    assert waiting(make.town()) == {}
    assert waiting(make.district()) == {"vote": (1, DAY + timedelta(days=30))}

    make.voted(one, 9, 0, 0)
    assert waiting(make.district()) == {}


def test_an_agreement_is_a_to_do_sixty_days_before_its_end_and_not_before():
    one = make.agreement()

    assert waiting(make.district(), one.warn_on - timedelta(days=1)) == {}
    assert waiting(make.district(), one.warn_on) == {"renew": (1, one.ends_on)}


def test_a_duty_is_a_to_do_until_it_is_done():
    one = make.duty(make.agreement())

    assert waiting(make.district(), one.warn_on - timedelta(days=1)) == {}
    assert waiting(make.district(), one.due_on + timedelta(days=3)) == {"duty": (1, one.due_on)}


@pytest.mark.slow
def test_an_appointment_and_a_community_are_to_dos_before_they_end():
    held = make.appointment(kind="instructor")
    taken = make.assignment(held)

    assert waiting(make.district(), taken.warn_on) == {"reassign": (1, taken.period.upper)}
    assert waiting(make.district(), held.warn_on)["reappoint"] == (1, held.ends_on)
    assert waiting(make.town(), held.warn_on) == {}  # the district decides


@pytest.mark.slow
def test_a_check_that_runs_out_is_a_to_do_until_the_next_one():
    one = make.volunteer()
    check = make.record_check(one.person_id)

    assert waiting(make.chair(), check.warn_on - timedelta(days=1)) == {}
    assert waiting(make.chair(), check.warn_on) == {"recheck": (1, check.holds_until)}
    make.record_check(one.person_id, on=check.warn_on, today=check.warn_on)
    assert waiting(make.chair(), check.warn_on) == {}
