"""
What every benchmark needs: a database of its own, clocks, one JSON object as the last line.

A benchmark runs alone (``.venv/bin/python bench/NAME.py``) and prints ratios measured in one run, so
that the speed of the machine falls out. Import this module before anything of Django's.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def set_up(*, migrate: bool = True) -> Path:
    """
    Start an embedded server in a new folder, set Django up on it, and return the folder.

    Server and folder go when the program ends.
    """
    sys.path.insert(0, str(ROOT / "src"))
    folder = Path(tempfile.mkdtemp(prefix="jinguo-bench-"))
    folder.chmod(0o711)  # the server's own user walks through
    os.environ.pop("DATABASE_URL", None)
    os.environ["JINGUO_VAR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinguo.config.settings")

    from jinguo.core import postgres

    cluster = postgres.cluster_at(folder / "postgres")
    atexit.register(_take_down, folder, cluster)
    postgres.start(cluster, options=postgres.FAST)
    postgres.ensure_database(cluster, "jinguo")

    import django
    from django.core.management import call_command

    django.setup()
    from jinguo.core import crypto

    crypto.create_ring()
    if migrate:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
    return folder


def _take_down(folder: Path, cluster: Any) -> None:
    from jinguo.core import postgres

    postgres.stop(cluster)
    shutil.rmtree(cluster.base, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def say(text: str) -> None:
    """Tell the reader what is going on, beside the result."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(text: str) -> Iterator[None]:
    """Say what is done and how long it took."""
    began = time.perf_counter()
    yield
    say(f"{text}: {time.perf_counter() - began:.1f} s")


def take_time(act: Callable[[], object]) -> float:
    """Return how long an act takes, in seconds."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def milliseconds(act: Callable[[], object], *, times: int = 200, warm: int = 20) -> float:
    """Return the median duration of an act."""
    for _turn in range(warm):
        act()
    taken = []
    for _turn in range(times):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return round(median(taken) * 1000, 3)


def report(name: str, **figures: object) -> None:
    """Print the result as the last line."""
    print(json.dumps({"name": name, **figures}, ensure_ascii=False))
