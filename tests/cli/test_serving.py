"""Serving and stopping: the port is looked at first, and nobody else's process gets a signal."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request

import pytest

from jinguo.cli import serving
from jinguo.cli.serve import reserved
from jinguo.core import postgres
from jinguo.core.errors import Refused

pytestmark = pytest.mark.slow


@pytest.fixture
def stranger():
    """A process that has nothing to do with us."""
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


@pytest.fixture
def port():
    """A port nothing listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def until(holds, *, seconds=180):
    last = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last, "waited in vain"
        time.sleep(0.1)


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/login/", timeout=5) as page:
            return page.status == 200
    except OSError:
        return False


def test_a_number_that_went_to_another_process_gets_no_signal(installation, stranger):
    one = installation()
    folder = one.var / "serving"
    folder.mkdir()
    (folder / str(stranger.pid)).write_text(f"{stranger.pid} 1 of-an-earlier-day\n")

    code, said = one.run("stop")

    assert code == 0
    assert "The server has stopped" not in said
    assert stranger.poll() is None
    assert not list(folder.iterdir())


def test_where_nothing_was_served_nothing_is_stopped(installation, tmp_path):
    code, said = installation().run("stop")
    assert (code, said) == (0, "No embedded database is running.\n")

    (tmp_path / "1").write_bytes(b"\xff\xfe not a mark\n\n")
    assert serving.stop(tmp_path) == 0


def test_what_a_power_cut_would_lose_is_not_served(installation, port):
    one = installation()
    postgres.start(one.cluster, options=postgres.FAST)

    code, said = one.run("serve", "--port", port)

    assert code == 1
    assert "fsync off: a power cut would lose what was saved" in said
    assert not answers(port)


def test_what_a_killed_server_left_behind_is_ended(tmp_path, stranger):
    gone = subprocess.Popen(["true"])
    gone.wait()
    mark = tmp_path / str(gone.pid)
    mark.write_text(f"{gone.pid} 1 x\n{stranger.pid} {serving.began(stranger.pid)}\n")

    assert serving.stop(tmp_path) == 1
    assert stranger.wait(timeout=5) == -signal.SIGTERM


def test_when_a_process_began_tells_it_from_every_other(stranger):
    assert serving.began(stranger.pid) == serving.began(stranger.pid)
    assert serving.began(stranger.pid) != serving.began(os.getpid())
    stranger.kill()
    assert stranger.wait() and serving.began(stranger.pid) == ""


def test_it_serves_and_stops_and_leaves_no_mark(installation, port):
    one = installation()
    process = one.start("serve", "--port", port, "--workers", 1)
    until(lambda: process.poll() is not None or answers(port))

    second, refused = one.run("serve", "--port", port)
    code, said = one.run("stop")

    assert second == 1
    assert refused.startswith(f"Port {port} of 127.0.0.1 is taken.")
    assert code == 0
    assert "The server has stopped." in said
    assert process.wait(timeout=5) == 0
    assert not answers(port)
    assert not list((one.var / "serving").iterdir())


@pytest.mark.parametrize("command", [("serve",), ("demo", "--scale", "0.03")])
def test_a_taken_port_is_said_before_anything_is_started(installation, command):
    one = installation()
    with socket.create_server(("127.0.0.1", 0)) as door:
        taken = door.getsockname()[1]
        code, said = one.run(*command, "--port", taken)

    assert code == 1
    assert said.startswith(f"Port {taken} of 127.0.0.1 is taken.")
    assert len(said.splitlines()) == 1
    assert not one.cluster.data.exists()


def test_a_port_is_kept_from_the_first_moment_and_shared_with_its_own_server(port):
    with reserved("127.0.0.1", port):
        with pytest.raises(Refused, match="is taken"), reserved("127.0.0.1", port):
            raise AssertionError("two servers had one port")
        with socket.socket() as server:  # as ours opens its door
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            server.bind(("127.0.0.1", port))
            server.listen()
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
    with reserved("127.0.0.1", port):
        pass


@pytest.mark.parametrize(
    "words, said",
    [
        (("--host", "192.0.2.1"), "192.0.2.1 is no address of this machine."),
        (("--host", "no.such.host.invalid"), "no.such.host.invalid is no address"),
        (("--port", "70000"), "70000 is not in the range"),
    ],
)
def test_a_place_that_cannot_be_listened_on_is_said(installation, words, said):
    code, answer = installation().run("serve", *words)

    assert code != 0
    assert said in answer
    assert "Traceback" not in answer


def test_a_server_whose_worker_dies_ends_with_a_sentence(installation, port):
    one = installation()
    process = one.start("serve", "--port", port, "--workers", 1)
    until(lambda: process.poll() is not None or answers(port))
    _leader, _server, worker = next((one.var / "serving").iterdir()).read_text().splitlines()

    os.kill(int(worker.split()[0]), signal.SIGKILL)
    said, _none = process.communicate(timeout=30)

    assert process.returncode == 1
    assert "The worker ended by itself (code -9)" in said
