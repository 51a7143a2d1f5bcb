"""Whatever is changed behind the platform's back, the check says so."""

import pytest

from jinguo.facts import queries
from tests.make import facts as make


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
    make.fact(quantity=4)


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
def test_a_changed_fact_is_found(rolled, as_superuser, change):
    as_superuser(f"UPDATE facts_fact SET {change} {ONE}")

    assert queries.check() != []


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
@pytest.mark.parametrize("area, grain", [("37", "y"), (make.VILLAGE, "m")])
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
