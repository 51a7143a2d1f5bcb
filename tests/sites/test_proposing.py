"""Sites proposed: by whom, where, and what is said about them."""

from decimal import Decimal

import pytest

from jinguo.core.errors import Denied, Invalid, NotFound, Refused
from jinguo.facts.models import Fact
from jinguo.sites import actions, queries
from jinguo.sites.actions import SiteExists
from jinguo.sites.kinds import NotOffered
from jinguo.sites.models import Site
from jinguo.sites.policies import WrongState
from tests.make import org, people
from tests.make import sites as make

pytestmark = pytest.mark.django_db
NOW = people.instant()


@pytest.fixture(autouse=True)
def _kind():
    org.tree()
    make.publish()


def names_of(site, on=make.DAY):
    return [(post.role, post.name) for post in queries.posts_of(site, on)]


def test_a_village_proposes_a_site_with_those_who_keep_it_going():
    site = make.propose_site(head="李桂香", helpers=("王秀英", "赵敏"))

    assert (site.state, site.area_id, site.opened_on) == ("proposed", make.VILLAGE, None)
    assert names_of(site) == [("head", "李桂香"), ("helper", "王秀英"), ("helper", "赵敏")]
    assert [(t.from_state, t.to_state) for t in queries.history_of(site)] == [("", "proposed")]
    assert not Fact.objects.filter(kind__startswith="sites.").exists()  # it counts once it is open


@pytest.mark.parametrize(
    ("role", "at", "outcome"),
    [
        ("village-chair", make.VILLAGE, None),
        ("town-officer", make.TOWN, None),
        ("executive", make.VILLAGE, Denied),
        ("district-leader", make.DISTRICT, Denied),
        ("village-chair", "370211105202", NotFound),
    ],
)
def test_who_may_propose_a_site(role, at, outcome):
    who = org.officer(role=role, at=at)

    if outcome is None:
        assert make.propose_site(by=who).state == "proposed"
    else:
        with pytest.raises(outcome):
            make.propose_site(by=who)
        assert not Site.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "名" * 61}, "name"),
        ({"address": ""}, "address"),
        ({"latitude": Decimal("35.9")}, "latitude"),
        ({"latitude": Decimal(91), "longitude": Decimal(120)}, "latitude"),
    ],
)
def test_what_cannot_be_said_about_a_site_is_refused_by_field(said, field):
    with pytest.raises(Invalid) as refused:
        make.propose_site(**said)

    assert set(refused.value.fields) == {field}


def test_a_site_has_a_type_of_its_kind():
    make.publish(key="womens-home", types=[make.FAMILY, make.FIRM])

    assert make.propose_site(kind="womens-home", category="firm").category == "firm"
    for wrong in ("", "market"):
        with pytest.raises(Invalid):
            make.propose_site(kind="womens-home", category=wrong, name=f"另一处{wrong}")


def test_a_kind_the_plan_does_not_know_is_not_offered():
    with pytest.raises(NotOffered):
        make.propose_site(kind="reading-room")


@pytest.mark.slow
def test_a_name_is_there_once_in_a_place_until_its_site_is_closed():
    first = make.propose_site()
    with pytest.raises(SiteExists):
        make.propose_site()

    actions.withdraw(actor=make.chair(), site_id=first.id, reason="搬走了", on=make.DAY, now=NOW)

    assert make.propose_site(on=make.DAY).name == first.name


def test_a_day_to_come_is_refused():
    with pytest.raises(Invalid):
        actions.propose(
            actor=make.chair(), kind="womens-micro-home", area=make.VILLAGE, details=make.details(),
            on=make.DAY.replace(day=16), now=NOW,
        )  # fmt: skip


@pytest.mark.slow
def test_what_is_said_changes_and_the_state_stays():
    site = make.propose_site()

    actions.change(
        actor=make.chair(), site_id=site.id, details=make.details(feature="鲁绣"), now=NOW
    )

    assert (make.again(site).feature, make.again(site).state) == ("鲁绣", "proposed")


@pytest.mark.slow
def test_a_closed_site_does_not_change():
    site = make.propose_site()
    actions.withdraw(actor=make.chair(), site_id=site.id, reason="搬走了", on=make.DAY, now=NOW)

    with pytest.raises(WrongState):
        actions.change(actor=make.chair(), site_id=site.id, details=make.details(), now=NOW)


@pytest.mark.slow
def test_a_new_head_follows_the_one_before():
    site = make.propose_site(head="李桂香")

    actions.appoint(
        actor=make.chair(), site_id=site.id, role="head", name="赵敏", on=make.DAY, now=NOW
    )

    assert names_of(site) == [("head", "赵敏")]
    assert names_of(site, make.PROPOSED_ON) == [("head", "李桂香")]


def test_a_post_ends_once_and_not_by_somebody_elses_hand():
    site = make.propose_site(helpers=("王秀英",))
    [post] = site.posts.all()
    end = {"post_id": post.id, "on": make.DAY, "now": NOW}

    with pytest.raises(NotFound):
        actions.end_post(actor=make.chair("370211105202"), **end)
    actions.end_post(actor=make.chair(), **end)

    assert names_of(site) == []
    with pytest.raises(Refused):
        actions.end_post(actor=make.chair(), **end)
