"""From the checklist to the plaque, and the end of a site."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from jinguo.core.errors import Denied, Invalid, NotFound
from jinguo.facts.models import Fact
from jinguo.sites import actions, queries
from jinguo.sites.models import Check
from jinguo.sites.policies import ChecklistIncomplete, WrongState
from tests.make import org, people
from tests.make import sites as make

pytestmark = pytest.mark.django_db
NOW = people.instant()
NEXT = make.DAY + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _kind():
    org.tree()
    make.publish()


def counted(kind):
    return [fact.quantity for fact in Fact.objects.filter(kind=kind).order_by("recorded_at", "id")]


@pytest.mark.slow
def test_a_complete_checklist_makes_a_site_mature():
    site = make.propose_site()

    made = make.check(site)

    assert (make.again(site).state, made.answers, made.is_complete) == ("mature", [1, 20, 2], True)


@pytest.mark.slow
def test_a_site_is_built_up_while_something_is_lacking():
    site = make.propose_site()

    make.check(site, answers=make.LACKING)
    assert make.again(site).state == "cultivated"
    make.check(site)

    assert make.again(site).state == "mature"
    assert Check.objects.count() == 2  # the first one stays


@pytest.mark.slow
def test_a_mature_site_where_something_is_gone_is_built_up_again():
    site = make.site(state="mature")

    make.check(site, answers=make.LACKING)

    assert make.again(site).state == "cultivated"


@pytest.mark.slow
def test_an_open_site_stays_open_whatever_the_yearly_check_finds():
    site = make.site()

    make.check(site, answers=make.LACKING)

    assert make.again(site).state == "active"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("role", "at", "outcome"),
    [
        ("town-officer", make.TOWN, None),
        ("district-officer", make.DISTRICT, None),
        ("village-chair", make.VILLAGE, Denied),
        ("town-officer", "370211106", NotFound),
    ],
)
def test_who_may_check_a_site(role, at, outcome):
    site = make.propose_site()
    who = org.officer(role=role, at=at)

    if outcome is None:
        assert make.check(site, by=who).is_complete
    else:
        with pytest.raises(outcome):
            make.check(site, by=who)


@pytest.mark.slow
def test_a_site_is_approved_by_the_federation_its_kind_names():
    site = make.site(state="mature")

    with pytest.raises(Denied):
        make.approve(site, by=make.town())
    make.approve(site)

    assert (make.again(site).state, make.again(site).opened_on) == ("approved", None)


@pytest.mark.slow
def test_a_kind_the_town_approves_opens_without_a_plaque():
    make.publish(key="womens-home", approved_by="township", plaque="")
    site = make.site(kind="womens-home", state="mature")

    make.approve(site, by=make.town())

    assert (make.again(site).state, make.again(site).opened_on) == ("active", make.DAY)
    assert counted("sites.opened") == counted("sites.active") == [1]


@pytest.mark.slow
def test_nothing_is_approved_before_its_checklist_is_complete():
    site = make.propose_site()
    with pytest.raises(WrongState):
        make.approve(site)
    make.check(site, answers=make.LACKING)

    with pytest.raises(WrongState):
        make.approve(site)
    assert make.again(site).state == "cultivated"


@pytest.mark.slow
def test_a_checklist_that_has_changed_since_is_filled_in_again():
    site = make.site(state="mature")
    make.publish(valid_from=make.DAY, digest="2", items=[make.SIGN])

    with pytest.raises(ChecklistIncomplete):
        make.approve(site)
    make.check(site, answers={"sign": 1})

    assert make.approve(site).state == "approved"


@pytest.mark.slow
def test_the_plaque_opens_a_site_and_counts_it_once():
    site = make.give_plaque(make.site(state="approved"))

    assert (site.state, site.plaque, site.opened_on) == ("active", "WJ-370211-2020-0001", make.DAY)
    assert counted("sites.opened") == counted("sites.active") == [1]


@pytest.mark.slow
def test_plaques_of_a_county_programme_and_year_have_no_gap_and_no_double():
    rows = [make.site(state="approved") for _n in range(3)]
    with pytest.raises(Denied), transaction.atomic():
        make.give_plaque(rows[0], by=make.town())

    made = [make.give_plaque(row).plaque for row in rows]

    assert made == [f"WJ-370211-2020-000{n}" for n in (1, 2, 3)]


@pytest.mark.slow
def test_no_plaque_comes_before_the_approval():
    with pytest.raises(WrongState):
        make.give_plaque(make.site(state="mature"))


@pytest.mark.slow
def test_a_closed_site_no_longer_counts_and_keeps_its_reason():
    site = make.site()

    actions.close(actor=make.district(), site_id=site.id, reason="房屋征收", on=make.DAY, now=NOW)

    assert (make.again(site).state, make.again(site).closed_on) == ("closed", make.DAY)
    assert counted("sites.opened") == counted("sites.active") == [1, -1]
    assert queries.history_of(site)[0].reason == "房屋征收"
    assert queries.check_states() == []


@pytest.mark.slow
def test_closing_needs_a_reason_and_the_right():
    site = make.site()
    close = {"site_id": site.id, "on": make.DAY, "now": NOW}

    with pytest.raises(Invalid):
        actions.close(actor=make.district(), reason=" ", **close)
    with pytest.raises(Denied):
        actions.close(actor=make.chair(), reason="搬走了", **close)
    assert make.again(site).state == "active"


@pytest.mark.slow
def test_an_open_site_is_closed_and_not_withdrawn():
    site = make.site()

    with pytest.raises(WrongState):
        actions.withdraw(actor=make.chair(), site_id=site.id, reason="错", on=make.DAY, now=NOW)


@pytest.mark.slow
@pytest.mark.parametrize("on", [make.PROPOSED_ON - dt.timedelta(days=1), NEXT])
def test_a_step_lies_between_the_one_before_and_today(on):
    site = make.propose_site()

    with pytest.raises(Invalid):
        actions.check(actor=make.town(), site_id=site.id, answers=make.COMPLETE, on=on, now=NOW)


@pytest.mark.slow
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sites_transition SET to_state = 'active'",
        "DELETE FROM sites_check",
        "TRUNCATE sites_sitelog CASCADE",
    ],
)
def test_the_database_refuses_to_change_what_happened(statement):
    make.site(state="mature")

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
