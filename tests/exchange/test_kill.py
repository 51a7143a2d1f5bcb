"""kill −9 at any moment of an import leaves the database as it was before, or as it is after."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from jinguo.exchange.models import Batch
from jinguo.exchange.reading import jail
from jinguo.facts.models import Fact
from jinguo.people.models import Household, Membership, Person
from tests.make.exchange import roster_row, workbook
from tests.make.people import HOME, village

ROWS = 300
KILLS = 12
IMPORT = """
import sys
sys.path[:0] = [sys.argv[4]]
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.MEDIA_ROOT = sys.argv[2]
import django
django.setup()
from pathlib import Path
from jinguo.cli.roster import IMPORTER
from jinguo.exchange import actions
from django.utils import timezone
print("ready", flush=True)
actions.import_roster(actor=IMPORTER, path=Path(sys.argv[3]), area="370211105", only_good=False, now=timezone.now())
print("done", flush=True)
"""


@pytest.mark.slow
@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_killed_import_leaves_before_or_after(tmp_path):
    village(HOME)
    path = tmp_path / "r.xlsx"
    path.write_bytes(workbook([roster_row(n) for n in range(1, ROWS + 1)]))
    whole = time_of_import(path, tmp_path, after=None)
    assert written() == (ROWS,) * 4 + (1,)

    chance, outcomes = random.Random(1), []
    for turn in range(KILLS):
        forget()
        moment = whole * (turn + chance.random()) / KILLS
        time_of_import(path, tmp_path, after=moment)
        time.sleep(0.05)  # the server notices the broken connection
        outcomes.append(written())

    assert set(outcomes) <= {(0,) * 5, (ROWS,) * 4 + (1,)}
    assert (0,) * 5 in outcomes


def time_of_import(path, folder, *, after: float | None) -> float:
    """Run the import in a process of its own, kill it ``after`` some seconds, and return how long it ran."""
    arguments = [connection.settings_dict["NAME"], str(folder / "files"), str(path), jail.SOURCE]
    process = subprocess.Popen(
        [sys.executable, "-c", IMPORT, *arguments],
        stdout=subprocess.PIPE,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
            "PYTHONPATH": jail.SOURCE,
        },
    )
    try:
        assert process.stdout.readline() == b"ready\n"
        began = time.monotonic()
        if after is not None:
            time.sleep(after)
            os.kill(process.pid, signal.SIGKILL)
        process.wait(60)
        return time.monotonic() - began
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def written() -> tuple[int, ...]:
    """Count what an import writes; rows that only a dead transaction wrote are not there."""
    tables = (Household, Person, Membership, Fact, Batch)
    return tuple(table.objects.count() for table in tables)


def forget() -> None:
    """Empty the tables an import writes, facts too, which only a table's owner can."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in (
            "exchange_written", "exchange_batch", "facts_fact", "people_membership", "people_person",
            "people_household",
        ):  # fmt: skip
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("RESET session_replication_role")
