"""Installations of their own for commands that start servers: a var folder, an embedded server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from jinguo.core import postgres

SOURCES = Path(postgres.__file__).parents[2]


class Installation:
    """A var folder and what is run on it; each command is a process, as from a shell."""

    def __init__(self, var):
        self.var = var
        self.keys = var / "keys.json"
        self.cluster = postgres.cluster_at(var / "postgres")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("JINGUO_", "DATABASE_"))}
        self.environment = {**kept, "JINGUO_VAR": str(var), "JINGUO_LANG": "en",
                            "PYTHONPATH": str(SOURCES)}  # fmt: skip

    def start(self, *words, **options):
        """Start a command and return its process."""
        return subprocess.Popen(
            [sys.executable, "-m", "jinguo.cli", *map(str, words)],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            **options,
        )  # fmt: skip

    def run(self, *words):
        """Run a command to its end; return its exit code and what it said."""
        process = self.start(*words)
        said, _none = process.communicate(timeout=300)
        return process.returncode, said

    def ask(self, statement):
        """Return what the database answers to one statement."""
        done = postgres._run(
            "psql", "-h", str(self.cluster.socket), "-U", "postgres", "-Atc", statement, "jinguo"
        )
        return done.stdout.strip()


@pytest.fixture(scope="module")
def installation():
    """Return a function that makes an installation; all are stopped and removed afterwards."""
    folder = Path(tempfile.mkdtemp(dir="/var/tmp"))
    folder.chmod(0o755)
    made = []

    def make():
        made.append(Installation(folder / f"var-{len(made)}"))
        made[-1].var.mkdir()
        return made[-1]

    yield make
    for one in made:
        postgres.stop(one.cluster)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def passphrase(tmp_path_factory):
    """A file with the passphrase of a backup."""
    file = tmp_path_factory.mktemp("passphrase") / "passphrase"
    file.write_text("a lantern on the river\n", "utf-8")
    return file
