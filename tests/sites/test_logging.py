"""The log of a site: activities, needs, what was wrong; and sites that fall dormant and wake."""

import datetime as dt

import pytest

from jinguo.core.errors import Denied, Invalid, Refused
from jinguo.facts.models import Fact
from jinguo.org.actor import Actor
from jinguo.org.roles import Capability
from jinguo.sites import actions, queries
from jinguo.sites.policies import WrongState
from tests.make import org, people
from tests.make import sites as make

pytestmark = pytest.mark.django_db
NOW = people.instant()
JOB = Actor.system("sites-fall-dormant", Capability.SITES_VIEW)
ASLEEP = dt.date(2020, 9, 2)  # six months after the day the plainest site opened


@pytest.fixture(autouse=True)
def _kind():
    org.tree()
    make.publish()


def activities():
    return list(
        Fact.objects.filter(kind="sites.activity").order_by("recorded_at", "id")
        .values_list("occurred_on", "quantity", "category")
    )  # fmt: skip


def fall_asleep(on):
    return actions.fall_dormant(actor=JOB, now=people.instant(on))


def test_an_activity_is_a_line_and_a_fact():
    site = make.site()

    line = make.log(site)

    assert (line.topic, line.people, list(queries.log_of(site))) == ("读书会", 12, [line])
    assert activities() == [(make.DAY, 1, "womens-micro-home")]


def test_a_site_that_is_only_proposed_or_closed_has_no_activities():
    proposed, closed = make.propose_site(), make.site()
    actions.close(actor=make.district(), site_id=closed.id, reason="征收", on=make.DAY, now=NOW)

    for site in (proposed, closed):
        with pytest.raises(WrongState):
            make.log(site)
    assert activities() == []


def test_a_site_being_built_up_may_hold_activities_and_stays_as_it_is():
    site = make.propose_site()
    make.check(site, answers=make.LACKING)

    make.log(site)

    assert make.again(site).state == "cultivated"


@pytest.mark.parametrize(
    ("given", "field"),
    [({"topic": ""}, "topic"), ({"people": -1}, "people"), ({"on": dt.date(2020, 6, 16)}, "on"),
     ({"on": dt.date(2020, 3, 1)}, "on")],
)  # fmt: skip
def test_an_activity_that_cannot_be_is_refused_by_field(given, field):
    site = make.site()
    line = {"topic": "读书会", "people": 12, "on": make.DAY} | given

    with pytest.raises(Invalid) as refused:
        actions.log_activity(actor=make.chair(), site_id=site.id, now=NOW, **line)

    assert set(refused.value.fields) == {field}


def test_somebody_who_only_looks_writes_no_log():
    with pytest.raises(Denied):
        make.log(make.site(), by=org.officer(role="district-leader"))


def test_a_line_written_by_mistake_is_taken_back_with_its_fact():
    line = make.log(make.site())
    back = {"line_id": line.id, "reason": "记错了站点", "now": people.instant(ASLEEP)}

    actions.take_line_back(actor=make.chair(), **back)

    assert activities() == [(make.DAY, 1, "womens-micro-home"), (make.DAY, -1, "womens-micro-home")]
    assert queries.activities_between(queries.sites(make.chair()), make.BEGINNING, ASLEEP) == {}
    with pytest.raises(Refused):
        actions.take_line_back(actor=make.chair(), **back)


def test_a_need_is_open_until_it_is_met():
    site = make.site()
    need = make.need(site)
    met = {"actor": make.chair(), "line_id": need.id, "on": make.DAY, "now": NOW}
    assert list(queries.open_needs(queries.sites(make.town()))) == [need]

    actions.meet_need(result="请电商老师来上了一课", **met)

    assert not queries.open_needs(queries.sites(make.town())).exists()
    with pytest.raises(Refused):
        actions.meet_need(result="又上了一课", **met)


def test_a_need_is_open_again_when_its_answer_is_taken_back_and_stays_so():
    need = make.need(make.site())
    answer = actions.meet_need(
        actor=make.chair(), line_id=need.id, result="已办", on=make.DAY, now=NOW
    )
    with pytest.raises(Refused):
        actions.take_line_back(actor=make.chair(), line_id=need.id, reason="错", now=NOW)

    actions.take_line_back(actor=make.chair(), line_id=answer.id, reason="还没办", now=NOW)

    assert list(queries.open_needs(queries.sites(make.town()))) == [need]
    assert actions.take_line_back(actor=make.chair(), line_id=need.id, reason="错", now=NOW)


def test_a_need_is_no_activity_and_an_activity_no_need():
    site = make.site()
    line = make.log(site)

    with pytest.raises(Refused):
        actions.meet_need(actor=make.chair(), line_id=line.id, result="已办", on=make.DAY, now=NOW)


def test_a_site_without_activities_for_six_months_falls_dormant_once():
    site = make.site()
    assert fall_asleep(ASLEEP - dt.timedelta(days=1)) == 0

    assert fall_asleep(ASLEEP) == 1

    assert (make.again(site).state, make.again(site).state_on) == ("dormant", ASLEEP)
    assert fall_asleep(ASLEEP) == 0
    assert list(Fact.objects.filter(kind="sites.active", quantity=-1)) != []
    assert not Fact.objects.filter(kind="sites.opened", quantity=-1).exists()  # it still stands
    assert queries.check_states() == []


def test_an_activity_keeps_a_site_awake_and_one_taken_back_does_not():
    make.log(make.site())
    mistaken = make.log(make.site())
    actions.take_line_back(actor=make.chair(), line_id=mistaken.id, reason="错", now=NOW)

    assert fall_asleep(ASLEEP) == 1


def test_a_kind_that_never_sleeps_stays_awake():
    make.publish(key="womens-home", dormant_after=None)
    make.site(kind="womens-home")

    assert fall_asleep(dt.date(2022, 1, 1)) == 0


def test_a_dormant_site_wakes_with_a_new_activity():
    site = make.site()
    fall_asleep(ASLEEP)

    make.log(site, on=ASLEEP + dt.timedelta(days=8))

    assert make.again(site).state == "active"
    assert sum(Fact.objects.filter(kind="sites.active").values_list("quantity", flat=True)) == 1


def test_what_is_added_late_of_long_ago_wakes_no_dormant_site():
    site = make.site()
    fall_asleep(ASLEEP)
    late = people.instant(make.DAY.replace(year=2021))

    actions.log_activity(
        actor=make.chair(), site_id=site.id, topic="补记", people=5, on=make.DAY, now=late,
    )  # fmt: skip

    assert make.again(site).state == "dormant"
    assert sum(Fact.objects.filter(kind="sites.active").values_list("quantity", flat=True)) == 0


def test_an_activity_recorded_late_wakes_a_site_no_earlier_than_it_fell_asleep():
    site = make.site()
    fall_asleep(ASLEEP)

    actions.log_activity(
        actor=make.chair(), site_id=site.id, topic="补记", people=5, on=make.DAY,
        now=people.instant(ASLEEP + dt.timedelta(days=3)),
    )  # fmt: skip

    assert (make.again(site).state, make.again(site).state_on) == ("active", ASLEEP)
    assert queries.check_states() == []
