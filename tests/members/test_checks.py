"""Who is told that her crime-record check is missing or runs out: once, and through the outbox."""

from datetime import timedelta

import pytest

from jinguo.activities import actions as activities
from jinguo.activities import queries as activity_queries
from jinguo.members import actions
from jinguo.notices.models import Message
from tests.make import activities as events
from tests.make import members as make
from tests.make import org, people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plan():
    org.tree()
    make.scheme()


def helps(who):
    """Put her on the list of a draft of the after-school class."""
    planned = events.draft(kind="after-school", category="")
    activities.add_helper(
        actor=events.officer(), activity_id=planned.id, person_id=who.id, now=events.NOON
    )


def tell(now=events.NOON):
    with_minors = activity_queries.with_minors_to_come(None, now)
    return actions.tell_of_checks(with_minors=list(with_minors), now=now)


def told():
    return list(Message.objects.order_by("id").values_list("template", "person", "is_sensitive"))


def test_who_is_to_be_with_minors_without_a_check_is_told_once():
    who = make.woman()
    helps(who)

    assert tell() == 1
    assert tell(events.NOON + timedelta(hours=1)) == 0

    assert told() == [("check-missing", who.id, False)]
    assert Message.objects.get().state == "queued"


@pytest.mark.slow
def test_who_only_visits_the_old_is_not_asked_for_one():
    make.volunteer()
    session = events.activity(kind="service", category="")
    events.enrol(session, make.woman(name="李桂香"))

    assert tell() == 0


@pytest.mark.slow
def test_who_enrolled_in_service_with_minors_is_told_too():
    who = make.woman()
    events.enrol(events.activity(kind="with-minors", category=""), who)

    tell()

    assert ("check-missing", who.id, False) in told()


@pytest.mark.slow
def test_a_volunteer_is_told_of_each_check_once_from_its_day_of_warning():
    one = make.volunteer()
    first = make.record_check(one.person_id)
    before = people.instant(first.warn_on - timedelta(days=1))

    assert tell(before) == 0
    assert tell(people.instant(first.warn_on)) == 1
    assert tell(people.instant(first.holds_until + timedelta(days=1))) == 0
    second = make.record_check(one.person_id, on=first.warn_on, today=first.warn_on)
    assert tell(people.instant(second.warn_on)) == 1

    about = list(
        Message.objects.order_by("id").values_list("template", "about_id", "values__until")
    )
    assert about == [
        ("check-ends", first.id, first.holds_until.isoformat()),
        ("check-ends", second.id, second.holds_until.isoformat()),
    ]
