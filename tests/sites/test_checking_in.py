"""People at the door of a place that counts who comes."""

import datetime as dt

import pytest

from jinguo.core.errors import Denied, NotFound, Refused
from jinguo.facts.models import Fact
from jinguo.org.actor import Actor
from jinguo.sites import actions
from jinguo.sites.models import CheckIn
from tests.make import org, people
from tests.make import sites as make

pytestmark = pytest.mark.django_db
NOW = people.instant()


@pytest.fixture(autouse=True)
def _kind():
    org.tree()
    make.publish(has_check_in=True)


def visitor():
    """Someone with an account and no post."""
    account = org.account()
    return Actor(name=account.name, account_id=account.id)


def check_in(site, by, now=NOW):
    return actions.check_in(actor=by, code=site.code, now=now)


@pytest.mark.slow
def test_a_person_is_counted_once_a_place_and_day():
    here, there, her = make.site(), make.site(), visitor()

    assert [check_in(here, her), check_in(here, her), check_in(there, her)] == [True, False, True]
    assert check_in(here, her, people.instant(make.DAY + dt.timedelta(days=1)))
    assert check_in(here, visitor())

    facts = Fact.objects.filter(kind="sites.checked-in")
    assert facts.count() == 4
    assert facts.values("subject").distinct().count() == 2


@pytest.mark.slow
def test_nothing_kept_tells_who_it_was():
    her = visitor()
    check_in(make.site(), her)

    [row] = CheckIn.objects.all()
    [fact] = Fact.objects.filter(kind="sites.checked-in")

    assert her.account_id not in {row.visitor, fact.subject}
    assert row.visitor != fact.subject


@pytest.mark.slow
def test_the_digests_are_erased_after_the_day_and_the_count_stays():
    check_in(make.site(), visitor())

    assert actions.erase_check_ins(now=people.instant(make.DAY + dt.timedelta(days=1))) == 0
    assert actions.erase_check_ins(now=people.instant(make.DAY + dt.timedelta(days=2))) == 1

    assert Fact.objects.filter(kind="sites.checked-in").count() == 1


@pytest.mark.slow
def test_a_place_that_is_not_open_is_not_there():
    with pytest.raises(NotFound):
        check_in(make.site(state="mature"), visitor())


@pytest.mark.slow
def test_a_kind_without_a_check_in_counts_nobody():
    make.publish(key="womens-home", has_check_in=False)

    with pytest.raises(Refused):
        check_in(make.site(kind="womens-home"), visitor())
    assert not CheckIn.objects.exists()


def test_a_job_of_the_system_is_no_visitor():
    with pytest.raises(Denied):
        check_in(make.site(), Actor.system("tests"))
