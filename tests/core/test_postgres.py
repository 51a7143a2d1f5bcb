"""The embedded server: real clusters, in folders made for one test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from jinguo.core import postgres
from jinguo.core.postgres import FAST, ServerError

pytestmark = pytest.mark.slow
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root meets this")


@pytest.fixture
def folder():
    """A folder that every user can walk to, as pytest's own is not; short, because of the socket."""
    made = Path(tempfile.mkdtemp(dir="/var/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def cluster(folder):
    made = postgres.cluster_at(folder / "postgres")
    yield made
    postgres.stop(made)


@pytest.fixture
def stranger():
    """A living process that is no server, of the user that servers run as."""
    ids = {"user": postgres.NOBODY, "group": postgres.NOBODY} if os.geteuid() == 0 else {}
    process = subprocess.Popen(["sleep", "60"], **ids)
    yield process
    process.kill()
    process.wait()


def ask(cluster, statement):
    done = postgres._run(
        "psql", "-h", str(cluster.socket), "-U", "postgres", "-Atc", statement, "postgres"
    )
    return done.stdout.strip()


def server_of(cluster):
    return int((cluster.data / "postmaster.pid").read_text().split("\n")[0])


def test_what_was_written_is_there_after_the_next_start(cluster):
    assert not postgres.is_running(cluster)
    postgres.start(cluster, options=FAST)
    ask(cluster, "CREATE TABLE kept AS SELECT 412 AS number")

    assert postgres.stop(cluster)
    assert not postgres.is_running(cluster)
    assert not postgres.stop(cluster)
    postgres.start(cluster, options=FAST)

    assert ask(cluster, "SELECT number FROM kept") == "412"


def test_a_killed_server_starts_again_with_what_was_committed(cluster):
    postgres.start(cluster)
    ask(cluster, "CREATE TABLE kept AS SELECT 412 AS number")
    os.kill(server_of(cluster), 9)

    for _turn in range(100):
        if not postgres.is_running(cluster):
            break
    postgres.start(cluster)

    assert ask(cluster, "SELECT number FROM kept") == "412"


def test_several_processes_start_one_server(folder):
    script = (
        "import sys; from pathlib import Path; from jinguo.core import postgres as p;"
        "c = p.cluster_at(Path(sys.argv[1])); p.start(c, options=p.FAST);"
        "p.ensure_database(c, 'jinguo');"
        "print((c.data / 'postmaster.pid').read_text().split()[0])"
    )
    words = [sys.executable, "-c", script, str(folder / "postgres")]
    environment = {**os.environ, "PYTHONPATH": str(Path(postgres.__file__).parents[2])}

    started = [
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
        for _n in range(4)
    ]
    said = [process.communicate() for process in started]
    postgres.stop(postgres.cluster_at(folder / "postgres"))

    assert [process.returncode for process in started] == [0, 0, 0, 0], said
    assert len({out for out, _err in said}) == 1


def test_a_first_start_that_was_broken_off_starts_over(cluster):
    (cluster.base / "data.new").mkdir(parents=True)
    (cluster.base / "data.new" / "PG_VERSION").write_text("18\n")

    postgres.start(cluster, options=FAST)

    assert ask(cluster, "SELECT 1") == "1"


def test_a_number_that_is_a_strangers_by_now_is_forgotten_and_the_stranger_left_alone(
    cluster, stranger
):
    postgres.start(cluster, options=FAST)
    mark = cluster.data / "postmaster.pid"
    lines = mark.read_text().split("\n")
    postgres.stop(cluster)
    mark.write_text("\n".join([str(stranger.pid), *lines[1:]]))
    (cluster.socket / ".s.PGSQL.5432.lock").write_text(mark.read_text())
    for file in (mark, cluster.socket / ".s.PGSQL.5432.lock"):
        os.chown(file, cluster.data.stat().st_uid, cluster.data.stat().st_gid)
        file.chmod(0o600)

    assert not postgres.is_running(cluster)
    assert not postgres.stop(cluster)
    postgres.start(cluster, options=FAST)

    assert ask(cluster, "SELECT 1") == "1"
    assert stranger.poll() is None


def test_data_of_another_version_is_refused_with_a_sentence(cluster):
    postgres.start(cluster, options=FAST)
    postgres.stop(cluster)
    (cluster.data / "PG_VERSION").write_text("16\n")

    with pytest.raises(ServerError, match=r"made by PostgreSQL 16; .* version 18\."):
        postgres.start(cluster, options=FAST)


def test_a_folder_whose_socket_path_would_be_too_long_keeps_its_cluster_elsewhere(folder):
    cluster = postgres.cluster_at(folder / ("long" * 25) / "postgres")

    assert cluster.base.parent == postgres.ELSEWHERE
    assert cluster == postgres.cluster_at(folder / ("long" * 25) / "postgres")
    assert cluster != postgres.cluster_at(folder / ("lung" * 25) / "postgres")


@as_root
def test_root_keeps_a_cluster_elsewhere_when_nobody_cannot_walk_to_its_folder(folder):
    (folder / "private").mkdir(mode=0o700)
    cluster = postgres.cluster_at(folder / "private" / "postgres")
    try:
        postgres.start(cluster, options=FAST)

        assert cluster.base.parent == postgres.ELSEWHERE
        assert ask(cluster, "SELECT 1") == "1"
    finally:
        postgres.stop(cluster)
        shutil.rmtree(cluster.base)


@as_root
def test_root_makes_folders_that_nobody_can_walk_to_whatever_the_umask(folder):
    before = os.umask(0o077)
    try:
        cluster = postgres.cluster_at(folder / "new" / "var" / "postgres")
        postgres.start(cluster, options=FAST)

        assert ask(cluster, "SELECT 1") == "1"
        assert cluster == postgres.cluster_at(folder / "new" / "var" / "postgres")
        assert cluster.base.stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(before)
        postgres.stop(cluster)


@as_root
def test_a_folder_of_another_user_is_left_as_it_is(folder):
    cluster = postgres.cluster_at(folder / "postgres")
    cluster.base.mkdir()
    os.chown(cluster.base, 4242, 4242)

    with pytest.raises(ServerError, match="belongs to another user"):
        postgres.start(cluster, options=FAST)

    assert cluster.base.stat().st_uid == 4242


@as_root
def test_programs_that_nobody_cannot_reach_are_copied_for_root_only(folder):
    source = folder / "private" / "pginstall"
    (source / "bin").mkdir(parents=True)
    (source / "bin" / "postgres").write_text("program")
    (folder / "private").chmod(0o700)

    copy = postgres.copied(source)
    try:
        assert postgres.is_walkable(copy / "bin" / "postgres")
        assert postgres.copied(source) == copy
        os.chown(copy, 4242, 4242)
        with pytest.raises(ServerError, match="belongs to another user"):
            postgres.copied(source)
    finally:
        shutil.rmtree(copy)
