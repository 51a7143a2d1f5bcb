"""What is held at a site writes its log."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

import pytest

from jinguo.core.errors import Refused
from jinguo.facts import actions as facts
from jinguo.facts.events import Event
from jinguo.facts.models import Fact
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.sites import actions, queries
from jinguo.sites.handlers import session_held
from tests.make import org, people
from tests.make import sites as make

pytestmark = pytest.mark.django_db
SESSION = UUID(int=7)
ASLEEP = dt.date(2020, 9, 2)


@dataclass(frozen=True, kw_only=True)
class Held(Event):
    """A session as the activities count it."""

    kind: ClassVar[str] = "tests.held"
    object_type: ClassVar[str] = "activities.session"


@pytest.fixture(autouse=True)
def _kind():
    org.tree()
    make.publish()


def hold(site, *, quantity=1, on=make.DAY, session=SESSION, **data):
    """Record a session held at a site, or taken back, and hand it over."""
    event = Held(
        area=make.VILLAGE, occurred_on=on, object_id=session, quantity=quantity,
        data={"site": str(site.id) if site else None, "minutes": 90, **data},
    )  # fmt: skip
    ids = facts.record([event], actor=Actor.system("tests"))
    session_held(list(Fact.objects.filter(id__in=ids)), people.instant(on))


def counted():
    return [
        fact.quantity
        for fact in Fact.objects.filter(kind="sites.activity").order_by("recorded_at", "id")
    ]


def test_a_session_held_at_a_site_writes_a_line_and_counts_once():
    site = make.site()

    hold(site)

    [line] = queries.log_of(site)
    assert (line.kind, line.minutes, line.on, line.actor) == (
        "activity", 90, make.DAY, "system:sessions",
    )  # fmt: skip
    assert counted() == [1]


@pytest.mark.slow
def test_the_heads_that_were_counted_stand_in_the_log():
    site = make.site()

    hold(site, visitors=35)

    assert [line.people for line in queries.log_of(site)] == [35]


def test_a_session_held_somewhere_else_writes_nothing():
    hold(None)

    assert counted() == []


def test_a_session_that_was_not_held_after_all_is_taken_back_and_may_come_again():
    site = make.site()
    hold(site)

    hold(site, quantity=-1)
    assert counted() == [1, -1]
    hold(site)

    assert counted() == [1, -1, 1]
    assert queries.activities_between(queries.sites(make.town()), make.BEGINNING, ASLEEP) == {
        site.id: 1
    }


def test_a_session_wakes_a_dormant_site():
    site = make.site()
    job = Actor.system("sites-fall-dormant", Capability.SITES_VIEW)
    actions.fall_dormant(actor=job, now=people.instant(ASLEEP))

    hold(site, on=ASLEEP + dt.timedelta(days=1))

    assert make.again(site).state == "active"


@pytest.mark.slow
def test_a_line_a_session_wrote_is_not_taken_back_by_hand():
    site = make.site()
    hold(site)
    [line] = queries.log_of(site)

    with pytest.raises(Refused):
        actions.take_line_back(
            actor=make.chair(), line_id=line.id, reason="错", now=people.instant()
        )
    assert counted() == [1]
