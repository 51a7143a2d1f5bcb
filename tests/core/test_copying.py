"""What is encoded for COPY arrives as it was, and bulk loading leaves every index and constraint behind."""

import struct
import time
import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from jinguo.core import bulk, copying, parallel

KINDS = {
    "a": "text", "b": "uuid", "c": "int8", "d": "bool", "e": "bytea", "f": "date", "g": "timestamptz",
    "h": "int2", "i": "jsonb", "j": "daterange", "k": "word",
}  # fmt: skip
ROWS = [
    ("tab\tline\nreturn\rback\\slash \\N", uuid.UUID(int=1), -5, True, b"\x00\\\xff", date(2020, 2, 29),
     datetime(2020, 1, 1, 12, 0, 0, 1, tzinfo=UTC), -(2**15), '{"一": [1, null]}', (date(2020, 1, 1), None),
     "镇"),
    ("", uuid.UUID(int=2), 0, False, b"", date(1, 1, 1), datetime(1999, 12, 31, 23, tzinfo=UTC), 0, "{}",
     (date(1990, 1, 1), date(1999, 12, 31)), "镇"),
    (None,) * 11,
    ("王芳𬭬", uuid.UUID(int=2**128 - 1), 2**62, True, b"x" * 300, date(9999, 12, 31), None, 2**15 - 1, '"x"',
     None, ""),
]  # fmt: skip


@pytest.fixture
def table(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE t (a text, b uuid, c int8, d bool, e bytea, f date, g timestamptz,"
            " h int2, i jsonb, j daterange, k text)"
        )
    return "t"


def test_every_kind_of_value_comes_back_as_it_was(table):
    copying.copy(
        table, list(KINDS), copying.encode(list(KINDS.values()), list(zip(*ROWS, strict=True)))
    )

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a, b, c, d, e, f, g, h, i::text, lower(j), upper(j), k, j::text FROM t"
        )
        found = [tuple(bytes(c) if isinstance(c, memoryview) else c for c in row) for row in cursor]
    assert [(*row[:9], row[9] and row[9:11], row[11]) for row in found] == ROWS
    assert found[0][-1] == "[2020-01-01,)"


def test_a_cell_that_is_the_same_in_every_row_is_written_in_each(table):
    columns = [["x", "y"], copying.Same(7), copying.Same(None), [True, False]]
    copying.copy(
        table, ["a", "c", "f", "d"], copying.encode(["text", "int8", "date", "bool"], columns)
    )

    with connection.cursor() as cursor:
        cursor.execute("SELECT a, c, f, d FROM t")
        assert cursor.fetchall() == [("x", 7, None, True), ("y", 7, None, False)]


def test_parts_can_be_put_together(table):
    parts = [copying.encode(["int8"], [[number]]) for number in range(3)]
    copying.copy(table, ["c"], b"".join(parts))

    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(c) FROM t")
        assert cursor.fetchone() == ([0, 1, 2],)


def test_a_row_that_breaks_a_constraint_is_an_error_of_django(table):
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX ON t (c)")
    with pytest.raises(IntegrityError), transaction.atomic():
        copying.copy(table, ["c"], copying.encode(["int8"], [[7, 7]]))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM t")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("given", [2**63, -(2**63) - 1])
def test_a_number_out_of_range_is_refused(given):
    with pytest.raises(struct.error):
        copying.encode(["int8"], [[given]])


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError):
        copying.encode(["int8", "int8"], [[1, 2], [1]])


def test_nothing_is_copied_for_no_rows(table):
    copying.copy(table, list(KINDS), copying.encode(list(KINDS.values()), [[] for _kind in KINDS]))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM t")
        assert cursor.fetchone() == (0,)


TABLES = ["people_household", "people_person", "people_membership", "facts_fact"]


def descriptions() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = ANY (%s::regclass[]) UNION ALL"
            " SELECT conname, pg_get_constraintdef(oid) || condeferrable || convalidated FROM pg_constraint"
            " WHERE conrelid = ANY (%s::regclass[]) ORDER BY 1, 2",
            [TABLES, TABLES],
        )
        return cursor.fetchall()


@pytest.mark.slow
@pytest.mark.django_db
def test_every_index_and_constraint_is_there_again_afterwards():
    before = descriptions()

    with bulk.indexes_afterwards(TABLES, bulk.FEWEST_ROWS):
        assert len(descriptions()) < len(before) - 25

    assert descriptions() == before


@pytest.mark.slow
@pytest.mark.django_db
def test_one_table_can_have_its_indexes_before_the_others():
    before = descriptions()

    with bulk.indexes_afterwards(TABLES, bulk.FEWEST_ROWS) as build:
        without = descriptions()
        build("people_membership")
        built = {name for name, _ in descriptions()} - {name for name, _ in without}

    assert descriptions() == before
    assert "a_person_lived_in_one_household_at_a_time" in built
    assert not any(name.startswith(("people_household", "people_person")) for name in built)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, bulk.FEWEST_ROWS - 1])
def test_few_rows_leave_the_indexes_alone(rows):
    before = descriptions()
    with bulk.indexes_afterwards(TABLES, rows):
        assert descriptions() == before


@pytest.mark.django_db
def test_rows_that_break_a_constraint_are_refused_at_the_end():
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        bulk.indexes_afterwards(["people_membership"], bulk.FEWEST_ROWS),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO people_membership (id, household_id, person_id, relation, period) VALUES"
            " (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '0', '[2020-01-01,)')"
        )


@pytest.mark.slow
@pytest.mark.parametrize("ahead", [1, 9])
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_answers_come_in_order_whoever_makes_them(workers, ahead):
    answers = parallel.over(lambda n: n * n, range(9), workers=workers, ahead=ahead)
    assert list(answers) == [n * n for n in range(9)]


@pytest.mark.slow
@pytest.mark.parametrize("ahead", [1, 5])
def test_workers_make_ready_as_much_as_they_may_and_no_more(tmp_path, ahead):
    def work(number):
        (tmp_path / str(number)).touch()
        return b"x" * 2 * parallel.PIPE  # more than a pipe holds, so that nothing hides in it

    answers = parallel.over(work, range(20), workers=2, ahead=ahead)
    next(answers)
    # One worker has given one answer; each holds one in its hands, one on its way and those ahead.
    wait_until_still(tmp_path)
    done = len(list(tmp_path.iterdir()))
    assert 2 * ahead <= done <= 2 * (ahead + 2) + 1
    answers.close()


def wait_until_still(folder):
    before = -1
    while before != (before := len(list(folder.iterdir()))):
        time.sleep(0.1)


@pytest.mark.slow
def test_what_a_worker_raises_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        list(parallel.over(lambda n: 1 // n, [1, 0, 1], workers=2))
