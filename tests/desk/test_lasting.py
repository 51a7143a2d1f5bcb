"""The page of what lasts and the page of gaps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jinguo.assess.models import Recognition
from jinguo.assess.queries import lasting
from tests.desk.test_exports import taken_out
from tests.make import desk, people

pytestmark = pytest.mark.slow

RETENTION, GAPS = "/desk/courtyards/lasting/", "/desk/courtyards/gaps/"


@pytest.fixture
def year(undone):
    """The world's one certification, made four hundred days ago, and another household of another village."""
    long_ago = timezone.localdate() - timedelta(days=400)
    Recognition.objects.filter(id=undone.recognition).update(certified_on=long_ago)
    return undone


def test_the_curve_stands_in_a_table_and_few_certifications_are_said_to_be_few(year):
    page = desk.desk().get(RETENTION)

    held = page.context["held"]
    assert [(one.days, one.at_risk, one.retained) for one in held] == [
        (days, 1, 1.0) for days in (0, 90, 180, 270, 360)
    ]
    assert "Only 1 certification stands behind these shares" in page.content.decode()
    [(_title, _head, [(name, group)])] = page.context["groupings"]
    assert name == str((timezone.localdate() - timedelta(days=400)).year)
    assert (group.certified, group.lost, group.after_a_year.retained) == (1, 0, 1.0)


def test_a_delisting_is_a_loss_and_moving_away_is_none(year):
    ended = {"ended_on": timezone.localdate() - timedelta(days=300)}
    Recognition.objects.filter(id=year.recognition).update(state="delisted", **ended)
    held = desk.desk().get(RETENTION).context["held"]
    assert [(one.days, one.retained) for one in held] == [(0, 1.0), (90, 1.0), (180, 0)]

    Recognition.objects.filter(id=year.recognition).update(state="closed", **ended)
    page = desk.desk().get(RETENTION)
    held = page.context["held"]
    assert [(one.days, one.retained) for one in held] == [(0, 1.0), (90, 1.0)]
    assert page.context["lost"] == 0


def test_the_curve_is_narrowed_to_town_year_and_level(year):
    browser = desk.desk()

    def certified(**query):
        return browser.get(RETENTION, query).context["certified"]

    assert certified() == certified(area=desk.TOWN) == 1
    assert (
        certified(area="370211106") == certified(year="1999") == certified(level="qualified") == 0
    )


def test_villages_where_nobody_holds_the_level_and_those_never_visited_are_listed(year):
    people.household(area="370211105202")
    browser = desk.desk()

    none = browser.get(GAPS)
    never = browser.get(GAPS, {"state": "unseen"})

    assert [one.code for one in none.context["rows"]] == ["370211105202"]
    assert [one.code for one in never.context["rows"]] == ["370211105202"]
    assert "never" in never.content.decode()
    [_head, *rows] = taken_out(browser, "/desk/courtyards/gaps/export/?state=unseen")
    assert [row[:2] for row in rows] == [("370211105202", never.context["rows"][0].name)]


WITHIN_ONE = "Within one town it cannot be said"


def test_within_one_town_nothing_is_said_of_towns_and_why_stands_there(year):
    """All its villages are each other's neighbours: Moran's I would be -1/(n - 1) whatever they have."""
    people.household(area="370211105202")
    browser = desk.desk()

    one = browser.get(GAPS)
    people.household(area="370211106201")
    two = browser.get(GAPS)
    narrowed = browser.get(GAPS, {"area": desk.TOWN})

    for page in (one, narrowed):
        assert page.context["clusters"] is None
        assert WITHIN_ONE in page.content.decode()
        assert "Moran" not in page.content.decode()
    assert two.context["clusters"].villages == 3
    assert "the other villages of the same town" in two.content.decode()
    assert "It cannot be told from chance." in two.content.decode()


def test_where_no_village_is_a_gap_no_sentence_says_where_the_gaps_lie(year):
    for area in ("370211105202", "370211106201"):
        people.household(area=area)
        desk.recognised(people.household(area=area).id)

    page = desk.desk().get(GAPS)

    assert page.context["clusters"] and not page.context["rows"]
    assert "no gap among them" in page.content.decode()
    assert "gaps lie" not in page.content.decode()


def test_a_village_without_courtyards_is_no_gap(year):
    page = desk.desk().get(GAPS)

    assert page.context["rows"] == []
    assert "no gap" in page.content.decode()


def test_a_town_sees_its_own_villages(year):
    people.household(area="370211105202")

    assert desk.desk("town-officer", at="370211106").get(GAPS).context["villages"] == 0
    assert desk.desk("town-officer").get(GAPS).context["villages"] == 2
    other = desk.desk("town-officer", at="370211106").get(GAPS, {"area": desk.TOWN})
    assert other.context["villages"] == 0


def test_villages_of_a_town_that_are_alike_cluster():
    def village(code, held):
        return lasting.Village(code, code, 10, held, None)

    some = [
        village(f"37021110{town}{n:03}", 9 if town == 5 else 1) for town in (5, 6) for n in range(8)
    ]

    found = lasting.clusters(some, seed="a seed")

    assert found.i == pytest.approx(1)
    assert found.p < 0.05
    within_one = [lasting.Village(f"370211105{n:03}", "", 10, n, None) for n in range(8)]
    assert lasting.clusters(within_one, seed="a seed") is None
