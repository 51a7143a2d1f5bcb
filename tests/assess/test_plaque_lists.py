"""The lists of recognitions: page by page by key, whole, and at the same cost on every page."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jinguo.assess import queries
from jinguo.assess.models import Recognition
from jinguo.core.errors import Invalid
from tests.make import assess as make

pytestmark = pytest.mark.django_db

COPIES = """
WITH home AS (
    INSERT INTO people_household
    SELECT (jsonb_populate_record(one, jsonb_build_object(
        'id', gen_random_uuid(), 'code', left(one.code, 12) || (90000 + n)))).*
    FROM people_household AS one, generate_series(1, %(count)s) AS n
    WHERE one.id = %(household)s
    RETURNING id, code
)
INSERT INTO assess_recognition
SELECT (jsonb_populate_record(one, jsonb_build_object(
    'id', gen_random_uuid(), 'household_id', home.id, 'plaque', home.code,
    'verification_code', right(home.code, 16)))).*
FROM assess_recognition AS one, home WHERE one.id = %(recognition)s
"""


def pages(actor, state, **given):
    """Every page of a list, as ids."""
    after, found = "", []
    while True:
        page = queries.plaques(actor, programme=make.PROGRAMME, state=state, after=after, **given)
        found.append([row.id for row in page.rows])
        if not page.after:
            return found
        after = page.after


def copies(of: Recognition, count: int) -> None:
    """Put many more of one recognition on the list, each of a household of its own."""
    with connection.cursor() as cursor:
        given = {"count": count, "household": of.household_id, "recognition": of.id}
        cursor.execute(COPIES, given)
        cursor.execute("ANALYZE assess_recognition")


def test_plaques_come_page_by_page_in_the_order_of_their_numbers():
    copies(make.recognition(), 6)

    got = pages(make.officer(), "certified", size=3)

    assert [len(page) for page in got] == [3, 3, 1]
    wanted = Recognition.objects.order_by("plaque").values_list("id", flat=True)
    assert [one for page in got for one in page] == list(wanted)


@pytest.mark.slow
def test_what_has_to_be_put_right_comes_by_its_deadline():
    late, soon = make.recognition(state="rectifying"), make.recognition(state="rectifying")
    Recognition.objects.filter(id=soon.id).update(rectify_by=date(2020, 6, 20))

    assert pages(make.officer(), "rectifying", size=1) == [[soon.id], [late.id]]
    overdue = queries.Due(date(2020, 6, 21), queries.OVERDUE)
    assert pages(make.officer(), "rectifying", due=overdue) == [[soon.id]]


@pytest.mark.slow
def test_a_list_of_plaques_is_narrowed_by_area_and_level_and_to_the_actors_reach():
    near, far = make.recognition(), make.recognition(village="370211106201")
    low = make.recognition(level="qualified", total=70)
    officer = make.officer()

    assert pages(officer, "certified", area=make.TOWN, level="demo") == [[near.id]]
    assert pages(officer, "certified", level="qualified") == [[low.id]]
    assert pages(make.officer("town-officer", "370211106"), "certified") == [[far.id]]
    assert pages(make.officer("data-officer"), "certified") == [[]]


def test_nobody_is_skipped_when_a_row_of_an_earlier_page_leaves_the_list():
    copies(make.recognition(), 5)
    officer = make.officer()
    first = queries.plaques(officer, programme=make.PROGRAMME, state="certified", size=3)
    rest = pages(officer, "certified", size=6)[0][3:]

    Recognition.objects.filter(id=first.rows[0].id).update(
        state="delisted", ended_on=date(2020, 6, 14)
    )
    second = queries.plaques(
        officer, programme=make.PROGRAMME, state="certified", size=3, after=first.after
    )

    assert [row.id for row in second.rows] == rest


@pytest.mark.parametrize("state", ["certified", "rectifying"])
@pytest.mark.parametrize("after", ["x", "50", "2020-06-15", "2020-06-15|x", "|"])
def test_a_page_that_never_was(state, after):
    with pytest.raises(Invalid):
        queries.plaques(make.officer(), programme=make.PROGRAMME, state=state, after=after)


def rows_read(actor, state, after):
    """How many rows of the table the database touched for one page."""
    with CaptureQueriesContext(
        connection,
    ) as caught:
        page = queries.plaques(actor, programme=make.PROGRAMME, state=state, after=after, size=50)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + caught[0]["sql"])
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return page, sum(touched(plan[0]["Plan"]))


def touched(node):
    """The rows each scan of the recognitions gave out or threw away."""
    if node.get("Relation Name") == "assess_recognition":
        yield node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    for part in node.get("Plans", ()):
        yield from touched(part)


@pytest.mark.slow
@pytest.mark.parametrize("state", ["certified", "rectifying"])
def test_the_last_page_reads_no_more_than_the_first(state):
    copies(make.recognition(state=state), 4_999)
    officer, ids = (
        make.officer(),
        list(
            Recognition.objects.order_by("rectify_by" if state == "rectifying" else "plaque", "id")
        ),
    )

    first, at_first = rows_read(officer, state, "")
    start = ids[-51]
    key = start.rectify_by if state == "rectifying" else start.plaque
    last, at_last = rows_read(officer, state, f"{key}|{start.id}")

    assert [row.id for row in last.rows] == [row.id for row in ids[-50:]]
    assert first.after
    assert not last.after
    assert at_first == 51
    assert at_last <= 51


@pytest.mark.slow
def test_every_state_of_recognitions_is_counted():
    make.recognition()
    make.recognition(state="delisted")

    counted = queries.count_recognitions(make.officer(), programme=make.PROGRAMME)

    assert (counted["certified"], counted["delisted"], counted["closed"]) == (1, 1, 0)
    assert list(counted) == Recognition.State.values
