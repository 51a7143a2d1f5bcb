import pytest
from django.db import DatabaseError, connection, transaction

from jinguo.facts import actions
from jinguo.facts.models import Fact
from tests.make import facts as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3, 600])
def test_facts_keep_what_happened_in_the_order_given(count):
    events = [
        make.happened(quantity=n, amount=-n, category=f"c{n}", data={"n": n}) for n in range(count)
    ]

    ids = actions.record(events, actor=make.READER, unit=make.thing(1))

    facts = Fact.objects.in_bulk(ids)
    assert [facts[one].quantity for one in ids] == list(range(count))
    last = facts[ids[-1]]
    assert (last.kind, last.object_type) == ("tests.happened", "tests.thing")
    assert (last.amount, last.category) == (1 - count, f"c{count - 1}")
    assert (last.data, last.unit) == ({"n": count - 1}, make.thing(1))


def test_nothing_recorded_is_nothing():
    assert actions.record([], actor=make.READER) == []


@pytest.mark.parametrize("count", [2, 600])
def test_a_subject_is_kept_as_a_pseudonym_that_stays_the_same(count):
    person = make.thing(7)

    actions.record([make.happened(subject=person) for _n in range(count)], actor=make.READER)

    [pseudonym] = set(Fact.objects.values_list("subject", flat=True))
    assert pseudonym is not None
    assert pseudonym != person


@pytest.mark.parametrize("count", [1, 600])
def test_the_database_sets_transaction_and_time(count):
    actions.record([make.happened() for _n in range(count)], actor=make.READER)

    with connection.cursor() as cursor:
        cursor.execute("SELECT jinguo_xid(), now()")
        assert set(Fact.objects.values_list("xid", "recorded_at")) == {cursor.fetchone()}


@pytest.mark.parametrize(
    "forged", ["xid = xid - 1", "recorded_at = recorded_at - interval '1 day'"]
)
def test_a_fact_with_another_clock_is_refused(forged):
    make.fact()
    copy = f"""
        CREATE TEMP TABLE forged ON COMMIT DROP AS SELECT * FROM facts_fact;
        UPDATE forged SET id = gen_random_uuid(), {forged};
        INSERT INTO facts_fact SELECT * FROM forged;
    """

    with pytest.raises(DatabaseError, match="set by the database"), transaction.atomic():
        connection.cursor().execute(copy)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {}"],
)
@pytest.mark.parametrize(
    "table, change", [("facts_fact", "quantity = 2"), ("facts_batch", "facts = 2")]
)
def test_facts_and_roll_ups_are_append_only(statement, table, change):
    make.fact()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement.format(table, change))
