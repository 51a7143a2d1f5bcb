"""Who sees which sites, and what of them everybody sees."""

import datetime as dt

import pytest

from jinguo.core.errors import NotFound
from jinguo.sites import queries
from jinguo.sites.queries import SiteFilter
from tests.make import org
from tests.make import sites as make

pytestmark = pytest.mark.django_db
NEXT_DOOR, OTHER_TOWN = "370211105202", "370211106201"


@pytest.fixture(autouse=True)
def _kind():
    org.tree()
    make.publish()


def names(found):
    return [site.name for site in found]


def test_a_reader_sees_the_sites_of_her_own_area():
    here, next_door = make.propose_site(name="东"), make.propose_site(name="西", at=NEXT_DOOR)
    make.propose_site(name="南", at=OTHER_TOWN)

    assert names(queries.sites(make.chair())) == ["东"]
    assert set(queries.sites(make.town())) == {here, next_door}
    with pytest.raises(NotFound):
        queries.get_site(make.chair(), next_door.id)
    assert not queries.sites(org.officer(role="auditor")).exists()


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, ["东", "西"]),
        ({"area": NEXT_DOOR}, ["西"]),
        ({"state": "mature"}, ["西"]),
        ({"kind": "womens-home"}, []),
        ({"text": "鲁绣"}, ["东"]),
    ],
)
def test_a_list_is_narrowed(chosen, found):
    make.propose_site(name="东", feature="鲁绣工坊")
    make.site(name="西", at=NEXT_DOOR, state="mature")

    assert names(queries.filtered_sites(make.town(), SiteFilter(**chosen))) == found


def test_counts_by_state_ignore_the_state_that_is_chosen():
    make.propose_site(name="东")
    make.site(name="西", state="mature")

    counts = queries.count_by_state(make.town(), SiteFilter(state="mature"))

    assert counts == {"proposed": 1, "mature": 1}


@pytest.mark.slow
def test_everybody_sees_the_open_sites_of_public_kinds_only():
    make.publish(key="office", is_public=False)
    shown = make.site(name="东")
    make.site(name="西", state="approved")
    hidden = make.site(name="内部", kind="office")

    assert list(queries.public_sites(on=make.DAY)) == [shown]
    assert queries.get_public(shown.code, on=make.DAY) == shown
    for code in (hidden.code, "0000000000"):
        with pytest.raises(NotFound):
            queries.get_public(code, on=make.DAY)


@pytest.mark.slow
def test_the_nearest_pack_says_whether_a_kind_is_public():
    make.publish(area=make.TOWN, is_public=False)
    make.site(name="东")
    shown = make.site(name="南", at=OTHER_TOWN)

    assert list(queries.public_sites(on=make.DAY)) == [shown]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("chosen", "found"),
    [({"area": OTHER_TOWN[:9]}, ["南"]), ({"text": "12号"}, ["东", "南"]), ({"kind": "x"}, [])],
)
def test_everybody_narrows_by_place_kind_and_text(chosen, found):
    make.site(name="东")
    make.site(name="南", at=OTHER_TOWN)

    assert names(queries.public_sites(on=make.DAY, **chosen)) == found


@pytest.mark.slow
def test_the_yearly_list_names_those_below_what_their_kind_asks_for_in_the_order_of_their_place():
    make.publish(key="classroom", activities_a_year=2, dormant_after=None)
    since = dt.date(2019, 12, 1)
    enough = make.site(kind="classroom", name="够", on=since)
    make.site(kind="classroom", name="西少", at=NEXT_DOOR, on=since)
    few = make.site(kind="classroom", name="东少", on=since)
    make.site(kind="classroom", name="新开")  # opened within the year
    for site, times in ((enough, 2), (few, 1)):
        for _time in range(times):
            make.log(site)

    rows = queries.quiet_sites(make.town(), SiteFilter(kind="classroom"), 2020, make.DAY)

    assert [(row.site.name, row.activities) for row in rows] == [("东少", 1), ("西少", 0)]


def test_a_state_its_history_does_not_tell_is_found():
    site = make.site(state="mature")
    assert queries.check_states() == []

    type(site).objects.filter(id=site.id).update(state="approved")

    assert [problem.expected for problem in queries.check_states()] == ["mature"]
