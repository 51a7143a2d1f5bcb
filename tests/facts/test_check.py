"""Whatever is changed behind the platform's back, the check says so."""

from datetime import date

import pytest

from jinguo.facts import queries
from jinguo.facts.models import Fact, Receipt
from jinguo.facts.queries import persons
from jinguo.facts.queries.figures import Asked
from jinguo.facts.queries.sums import Count
from jinguo.org.models import AreaSuccession
from tests.make import facts as make
from tests.make import org

pytestmark = pytest.mark.slow


@pytest.fixture
def rolled(committed, all_rolled_up):
    make.defined(
        make.measure("flow"), make.measure("persons", id="tests.persons"),
        make.measure("amount", id="tests.fen", unit="元"), *make.rate(),
    )  # fmt: skip
    for number in range(3):
        make.fact(subject=make.thing(number), quantity=number, amount=7 * number)
        make.fact(make.Registered)
    all_rolled_up()
    make.fact(quantity=4, subject=make.thing(9))


def test_untouched_everything_agrees(rolled):
    assert queries.check() == []


ONE = "WHERE id = (SELECT id FROM facts_fact WHERE kind = 'tests.happened' ORDER BY xid LIMIT 1)"


@pytest.mark.parametrize(
    "change",
    [
        "quantity = quantity + 1",
        "amount = amount + 1",
        "area = '370211105202'",
        "kind = 'tests.other'",
        "category = 'x'",
        "programme = 'x'",
        "occurred_on = occurred_on + 1",  # the same month: no cell moves
        "recorded_at = recorded_at - interval '1 hour'",
        "subject = gen_random_uuid()",
        "subject = NULL",
        "object_id = gen_random_uuid()",
        "object_type = 'x'",
        "unit = gen_random_uuid()",
        "data = '{\"n\": 1}'",
        "xid = xid - 1",
        "corrects = gen_random_uuid()",
    ],
)
@pytest.mark.parametrize("which", ["ASC", "DESC"])  # the oldest is rolled up, the newest is not
def test_a_changed_fact_is_found(rolled, as_superuser, all_rolled_up, change, which):
    as_superuser(f"UPDATE facts_fact SET {change} {ONE.replace('xid LIMIT', f'xid {which} LIMIT')}")

    assert queries.check() != []
    all_rolled_up()
    assert queries.check() != []


def test_a_fact_changed_before_it_was_rolled_up_is_named_by_its_transaction(
    rolled, as_superuser, all_rolled_up
):
    newest = Fact.objects.order_by("-xid").first()
    as_superuser("UPDATE facts_fact SET quantity = 40 WHERE id = %s", newest.id)

    for _turn in ("in the tail", "rolled up"):
        [problem] = [one for one in queries.check() if one.what == "receipt"]
        assert problem.where == f"xid {newest.xid}"
        assert problem.expected != problem.found
        all_rolled_up()


def test_receipts_of_unchanged_facts_go_with_the_roll_up(rolled, all_rolled_up):
    assert Receipt.objects.count() == 1

    all_rolled_up()

    assert not Receipt.objects.exists()
    assert queries.check() == []


def test_a_fact_lost_from_the_tail_is_found(rolled, as_superuser, all_rolled_up):
    as_superuser(f"DELETE FROM facts_fact {ONE.replace('xid LIMIT', 'xid DESC LIMIT')}")

    for _turn in ("in the tail", "rolled up"):
        assert [one.what for one in queries.check()] == ["receipt"]
        all_rolled_up()


def test_a_fact_slipped_into_the_tail_is_found(rolled, as_superuser, all_rolled_up):
    as_superuser(
        "INSERT INTO facts_fact (id, kind, programme, category, area, occurred_on, object_type,"
        " object_id, quantity, amount, data) VALUES (gen_random_uuid(), 'tests.happened', '', '',"
        " '370211105201', '2020-06-15', 'tests.thing', gen_random_uuid(), 1, 0, '{}')"
    )

    for _turn in ("in the tail", "rolled up"):
        assert [one.what for one in queries.check()] == ["receipt"]
        all_rolled_up()


@pytest.fixture
def redrawn(rolled, all_rolled_up):
    """A village that moved to the next town at the turn of the year, with facts before and after."""
    make.fact(area=make.OTHER_VILLAGE, subject=make.thing(7))
    make.fact(area="370211106301", occurred_on=date(2021, 3, 1), subject=make.thing(1))
    make.fact(make.Registered, area="370211106301", occurred_on=date(2021, 3, 1))
    AreaSuccession.objects.create(
        earlier=make.VILLAGE, later="370211106301", effective_on=date(2021, 1, 1), source="notice"
    )
    all_rolled_up()


def test_figures_are_checked_on_every_tree(redrawn):
    assert queries.check() == []


@pytest.mark.parametrize("area", [make.VILLAGE, make.TOWN, make.OTHER_TOWN, "370211106301"])
def test_a_figure_of_a_redrawn_area_that_differs_is_found(redrawn, as_superuser, area):
    as_superuser(
        "UPDATE facts_cell SET quantity = quantity + 1"
        " WHERE area = %s AND grain = 'y' AND kind = 'tests.registered'",
        area,
    )

    wrong = {one.where.split()[1] for one in queries.check() if one.what == "figure"}

    assert area in wrong


def test_a_lost_fact_is_found(rolled, as_superuser):
    as_superuser(f"DELETE FROM facts_fact {ONE}")

    assert {"cell", "roll-up", "facts"} <= {one.what for one in queries.check()}


def test_a_fact_slipped_in_among_the_old_is_found(rolled, as_superuser):
    as_superuser(
        "INSERT INTO facts_fact SELECT (f).* FROM (SELECT jsonb_populate_record(fact, "
        "jsonb_build_object('id', gen_random_uuid(), 'xid', 1)) AS f FROM facts_fact fact "
        + ONE.replace("id =", "fact.id =")
        + ") AS forged"
    )

    assert {"cell", "facts"} <= {one.what for one in queries.check()}


@pytest.mark.parametrize("column", ["quantity", "amount", "facts", "records"])
@pytest.mark.parametrize("area, grain", [("37", "y"), (make.VILLAGE, "m"), (make.TOWN, "d")])
def test_a_changed_cell_is_found(rolled, as_superuser, column, area, grain):
    as_superuser(
        f"UPDATE facts_cell SET {column} = {column} + 1"
        " WHERE area = %s AND grain = %s AND kind = 'tests.happened'",
        area,
        grain,
    )

    [problem] = [one for one in queries.check() if one.what == "cell"]

    assert problem.where.startswith(f"{area} tests.happened")
    assert problem.expected != problem.found


def test_a_lost_or_invented_cell_is_found(rolled, as_superuser):
    as_superuser(
        "UPDATE facts_cell SET category = 'x' WHERE area = '37' AND grain = 'y' AND kind = 'tests.happened'"
    )

    assert len([one for one in queries.check() if one.what == "cell"]) == 2


@pytest.mark.parametrize("step", [-1, 100])
def test_a_moved_watermark_is_found(rolled, as_superuser, step):
    as_superuser("UPDATE facts_state SET watermark = watermark + %s", step * 10)

    assert queries.check() != []


def test_a_changed_roll_up_is_found(rolled, as_superuser):
    as_superuser(
        "UPDATE facts_batch SET digest = digest + 1 WHERE id = (SELECT max(id) FROM facts_batch)"
    )

    assert [one.what for one in queries.check()] == ["roll-up"]


def test_a_county_figure_that_differs_is_found(rolled, as_superuser):
    as_superuser(
        "UPDATE facts_cell SET quantity = quantity + 1"
        " WHERE area = '370211' AND grain = 'y' AND kind = 'tests.registered'"
    )

    wrong = {one.where for one in queries.check() if one.what == "figure"}

    assert wrong == {"tests.whole 370211 2020", "tests.rate 370211 2020"}


@pytest.fixture
def counted(rolled, all_rolled_up):
    """Measures of what does not add up, with a village that reaches the number and one that does not."""
    make.defined(
        make.measure("persons", id="tests.persons"), make.measure("balance", id="tests.part"),
        make.measure(
            "areas", id="tests.villages", kind="", of="tests.part", level="village", at_least=5
        ),
        area="37", pack="province",
    )  # fmt: skip
    for code in (make.TOWN, make.VILLAGE, make.NEXT_VILLAGE, make.OTHER_TOWN, make.OTHER_VILLAGE):
        org.area(code=code)
    make.fact(area=make.NEXT_VILLAGE, subject=make.thing(1))
    make.fact(area=make.OTHER_VILLAGE, subject=make.thing(1), quantity=5)
    all_rolled_up()


def test_persons_and_counted_areas_of_every_area_agree(counted):
    assert make.value("tests.persons", area=make.TOWN) == 3
    assert make.value("tests.villages", area=make.TOWN) == 1
    assert queries.check() == []


def test_many_areas_are_read_as_few_are(counted, monkeypatch):
    monkeypatch.setattr(persons, "MANY", 0)

    assert make.value("tests.persons", area=make.TOWN) == 3
    assert make.value("tests.persons", area=make.OTHER_VILLAGE) == 1
    assert queries.check() == []


@pytest.mark.parametrize("measure", ["tests.persons", "tests.villages"])
@pytest.mark.parametrize(
    "area", ["37", "3702", make.DISTRICT, make.TOWN, make.OTHER_TOWN, make.NEXT_VILLAGE]
)
def test_a_figure_that_does_not_add_up_is_found_in_any_area(counted, monkeypatch, measure, area):
    """Reading goes wrong for one area alone: its slot's count is one too many."""
    read = Asked._counts

    def wrong(asked, plan, places, answer, **options):
        for leaf, found in read(asked, plan, places, answer, **options):
            if leaf.id == measure and area in asked.slots:
                key = (asked.slots.index(area), None)
                was = found.get(key, Count(0, 0))
                found = {**found, key: Count(was.number + 1, was.records)}
            yield leaf, found

    monkeypatch.setattr(Asked, "_counts", wrong)

    assert {one.where for one in queries.check()} == {f"{measure} {area} 2020"}
