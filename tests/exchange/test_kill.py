"""kill −9 at any moment of an import leaves the database as it was before, or as it is after."""

import os
import random
import signal
import time

import pytest
from django.db import connection

from jinguo.cli.roster import IMPORTER
from jinguo.exchange import actions
from jinguo.exchange.models import Batch, Written
from jinguo.facts.models import Fact
from jinguo.people.models import Household, Membership, Person
from tests.make.exchange import roster_row, workbook
from tests.make.people import HOME, instant, village

ROWS = 300
KILLS = 20


@pytest.mark.slow
@pytest.mark.race
def test_a_killed_import_leaves_before_or_after(tmp_path, committed):
    village(HOME)
    path = tmp_path / "r.xlsx"
    path.write_bytes(workbook([roster_row(n) for n in range(1, ROWS + 1)]))
    whole = time_of_import(path, after=None)
    assert written() == (ROWS,) * 4 + (1,)

    chance, outcomes = random.Random(1), []
    for turn in range(KILLS):
        forget()
        moment = whole * (turn + chance.random()) / KILLS
        time_of_import(path, after=moment)
        time.sleep(0.05)  # the server notices the broken connection
        outcomes.append(written())

    assert set(outcomes) <= {(0,) * 5, (ROWS,) * 4 + (1,)}
    assert (0,) * 5 in outcomes


@pytest.mark.django_db
def test_an_import_that_fails_at_its_last_step_leaves_nothing(tmp_path, monkeypatch):
    village(HOME)
    path = tmp_path / "r.xlsx"
    path.write_bytes(workbook([roster_row(n) for n in range(1, 5)]))
    monkeypatch.setattr(Written.objects, "create", lambda **_given: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.import_roster(
            actor=IMPORTER, path=path, area=HOME[:9], only_good=False, now=instant()
        )

    assert written() == (0,) * 5


def time_of_import(path, *, after: float | None) -> float:
    """Run the import in a process of its own, kill it ``after`` some seconds, and return how long it ran."""
    connection.close()  # a forked process must not talk on our line
    began = time.monotonic()
    process = os.fork()
    if process == 0:
        try:
            actions.import_roster(
                actor=IMPORTER, path=path, area=HOME[:9], only_good=False, now=instant()
            )
        finally:
            os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return time.monotonic() - began


def written() -> tuple[int, ...]:
    """Count what an import writes; rows that only a dead transaction wrote are not there."""
    tables = (Household, Person, Membership, Fact, Batch)
    return tuple(table.objects.count() for table in tables)


def forget() -> None:
    """Empty the tables an import writes, facts too, past the triggers that guard history."""
    tables = [
        "exchange_written", "exchange_batch", "facts_fact", "facts_receipt", "people_membership",
        "people_person", "people_household",
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("SET session_replication_role = DEFAULT")
