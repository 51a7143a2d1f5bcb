"""A pytest plugin that loads before Django's settings: tests have a server and a var folder of their own."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

# Tests keep their own var folder: keys made for a test never meet the ones of real use. So does each of
# several processes that run tests side by side.
WORKER = os.environ.get(
    "PYTEST_XDIST_WORKER", ""
)  # gw0, gw1 …; empty in the process that starts them
BASE = Path(
    os.environ.get("JINGUO_TEST_VAR", Path(tempfile.gettempdir()) / f"jinguo-tests-{os.geteuid()}")
)
VAR = BASE / WORKER
# Where no bytecode may lie beside the sources it lies here: without any, each process of each run compiles
# every file and rewrites the assertions of every test, which took longer than the quick tests themselves.
if sys.dont_write_bytecode:
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(BASE / "bytecode")
os.environ["JINGUO_VAR"] = str(VAR)
# Nothing is collected for tests, but who serves static files looks into their folder.
(VAR / "static").mkdir(parents=True, exist_ok=True)

from jinguo.core import postgres  # noqa: E402

# Servers of somebody else's making, one for each process: what is counted waits for every transaction of
# a server, so two processes that shared one would wait for each other.
SERVERS = os.environ.get("JINGUO_TEST_SERVERS", "").split()
if SERVERS and WORKER:
    os.environ["DATABASE_URL"] = SERVERS[int(WORKER.removeprefix("gw"))]

IS_OURS = not os.environ.get("DATABASE_URL") and not SERVERS
if IS_OURS:
    postgres.start(postgres.cluster_at(VAR / "postgres"), options=postgres.FAST)
    os.environ["JINGUO_DATABASE"] = "postgres"
