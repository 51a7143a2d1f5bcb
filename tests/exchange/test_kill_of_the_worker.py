"""kill −9 while the worker brings a workbook in leaves the register as it was, and the work begins again."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from threading import Thread

import psutil
import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from jinguo.exchange import actions, background, queries
from jinguo.exchange.models import Batch, Run
from jinguo.exchange.queue import Standing
from jinguo.org.models import Account
from jinguo.org.queries import actor_for
from tests.exchange.test_kill import written
from tests.make import org
from tests.make.desk import someone
from tests.make.exchange import roster_row, workbook
from tests.make.people import HOME

pytestmark = [pytest.mark.slow, pytest.mark.race]
ROWS = 60
BEFORE, AFTER = (0, 0, 0, 0, 1), (ROWS, ROWS, ROWS, ROWS, 1)
PATIENCE = 90.0  # seconds; a machine that is busy with other tests


@pytest.fixture
def outside(committed, settings, tmp_path, monkeypatch):
    """Let processes started from here, as from a shell, use the tests' database, keys and files."""
    given = connection.settings_dict
    host = f"?host={given['HOST']}" if given["HOST"].startswith("/") else ""
    name = given["NAME"]
    at = "" if host else f"{given['HOST']}:{given['PORT'] or 5432}"
    who = given["USER"] + (f":{given['PASSWORD']}" if given["PASSWORD"] else "")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "jinguo.config.settings")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://{who}@{at}/{name}{host}")
    monkeypatch.setenv("JINGUO_KEYS", str(settings.JINGUO_KEY_FILE))
    monkeypatch.setenv("JINGUO_VAR", str(tmp_path))  # whose files are those of the fixture here


@pytest.fixture
def asked(outside) -> Run:
    """What a town officer asked for at the desk: to put a workbook's good rows on the register."""
    org.tree()
    officer = someone("town-officer", at=HOME[:9])
    # Now, by somebody who works here: at its start the worker erases what was kept too long, and suspends
    # who has not signed in for long.
    Account.objects.filter(id=officer.id).update(last_login=timezone.now())
    act = {"actor": actor_for(officer, on=timezone.localdate()), "now": timezone.now()}
    data = workbook([roster_row(n) for n in range(1, ROWS + 1)])
    batch = actions.upload(kind="roster", file_name="名册.xlsx", area=HOME[:9], data=data, **act)
    actions.check(batch_id=batch.id, **act)
    return actions.ask(batch_id=batch.id, act="apply", choice={"only_good": True}, **act)


@pytest.fixture
def held(outside):
    """
    Return a function that lets nobody write to a table while its block lasts, and waits for who wants to.

    So the moment of a kill is no chance: what was written before stands in an open transaction.
    """

    @contextmanager
    def hold(table):
        given = connection.get_connection_params()
        names = ("dbname", "host", "port", "user", "password")
        with psycopg.connect(**{name: given[name] for name in names if given.get(name)}) as other:
            other.execute(f"LOCK TABLE {table} IN SHARE MODE")
            yield lambda: wait_for(lambda: other.execute(WAITING).fetchone()[0])
            other.rollback()

    return hold


WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'RowExclusiveLock'"


def wait_for(true) -> None:
    """Wait until something is true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def outcome() -> tuple[tuple[int, ...], str, bool]:
    """Say what is written, how the workbook stands, and whether the work is at its end."""
    return written(), Batch.objects.get().state, Run.objects.get().ended_at is not None


UNTOUCHED = (BEFORE, Batch.State.CHECKED, False)
DONE = (AFTER, Batch.State.APPLIED, True)


@pytest.mark.parametrize(
    "table",
    ["people_household", "people_membership", "exchange_written"],
)
def test_what_is_killed_in_the_middle_of_writing_wrote_nothing_and_is_done_again(
    asked, held, table, monkeypatch
):
    started, start = [], subprocess.Popen
    monkeypatch.setattr(
        background.subprocess,
        "Popen",
        lambda *a, **b: started.append(start(*a, **b)) or started[-1],
    )

    with held(table) as until_it_waits:
        worker = Thread(target=broken_off, args=(asked,))
        worker.start()
        until_it_waits()
        os.kill(started[0].pid, signal.SIGKILL)
        worker.join()

    assert outcome() == UNTOUCHED
    background.carry_out_apart("run", str(asked.batch_id))
    assert outcome() == DONE


def broken_off(asked: Run) -> None:
    """Carry the work out as the worker does, and see it broken off."""
    try:
        with pytest.raises(background.BrokenOff, match="-9"):
            background.carry_out_apart("run", str(asked.batch_id))
    finally:
        connection.close()


def test_what_is_killed_after_the_last_step_is_not_done_twice(asked, monkeypatch):
    real = background.CARRY_OUT
    with monkeypatch.context() as late:
        late.setattr(background, "CARRY_OUT", ("sh", "-c", '"$@"; kill -9 $$', "sh", *real))
        with pytest.raises(background.BrokenOff):
            background.carry_out_apart("run", str(asked.batch_id))
    assert outcome() == DONE

    background.carry_out_apart("run", str(asked.batch_id))

    assert outcome() == DONE


def test_the_worker_itself_takes_up_again_what_was_killed(asked, held):
    batch = asked.batch
    # What `jinguo worker` runs, but for its check that the database is not the tests' fast one.
    worker = subprocess.Popen(
        [sys.executable, "-m", "django", "procrastinate", "worker"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with held("exchange_written") as until_it_waits:
            until_it_waits()
            [at_work] = psutil.Process(worker.pid).children()
            at_work.kill()
            wait_for(lambda: ProcrastinateJob.objects.get(id=asked.job).status == "todo")
        assert outcome() == UNTOUCHED
        assert queries.standing(batch) == Standing.WAITING

        wait_for(lambda: Run.objects.get().ended_at)
        wait_for(lambda: ProcrastinateJob.objects.get(id=asked.job).status == "succeeded")
    finally:
        worker.terminate()
        worker.wait(timeout=PATIENCE)

    assert outcome() == DONE
