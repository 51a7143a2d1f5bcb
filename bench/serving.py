"""A live server in the set-up of ``jinguo serve``, and clients that keep their connections."""

from __future__ import annotations

import math
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import common

WORKERS, THREADS = 2, 4
HOST = "127.0.0.1"


@contextmanager
def served(application: str) -> Iterator[int]:
    """Serve a WSGI application (``module:name``) and return its port; it ends with the block."""
    port = free_port()
    paths = os.pathsep.join([str(common.ROOT / "src"), str(common.ROOT / "bench")])
    server = subprocess.Popen(
        [
            str(Path(sys.executable).parent / "granian"), "--interface", "wsgi",
            "--host", HOST, "--port", str(port), "--workers", str(WORKERS),
            "--blocking-threads", str(THREADS), "--log-level", "warning", "--no-ws", application,
        ],
        env={**os.environ, "PYTHONPATH": paths},
        start_new_session=True,
    )  # fmt: skip
    try:
        wait_for(port, server)
        yield port
    finally:
        end(server)


def end(server: subprocess.Popen[bytes]) -> None:
    """End the server and its workers; what does not go by itself is killed."""
    os.killpg(server.pid, signal.SIGTERM)
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def free_port() -> int:
    """Return a port nothing listens on."""
    with socket.socket() as door:
        door.bind((HOST, 0))
        return int(door.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers; it must not end before."""
    while True:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)


def requests_a_second(
    port: int, path: str, *, clients: int = 16, seconds: float = 8, warm: float = 3
) -> float:
    """
    Return how many requests a second the server answers to clients that ask again at once.

    What it answers before every client has heard once, and in ``warm`` seconds from then, while its workers
    start and read their templates, does not count.
    One process with bare sockets asks, so that little of the machine is taken from the server.
    """
    head = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Language: zh-CN\r\n"
    question = f"{head}Accept-Encoding: gzip\r\n\r\n".encode()  # as every browser does
    chooser, silent = selectors.DefaultSelector(), set()
    for _client in range(clients):
        line = socket.create_connection((HOST, port))
        chooser.register(line, selectors.EVENT_READ, bytearray())
        silent.add(line)
        line.sendall(question)
    answered, begins = 0, math.inf
    while (now := time.perf_counter()) < begins + seconds:
        for key, _events in chooser.select(timeout=1):
            asked, heard = key.fileobj, key.data
            assert isinstance(asked, socket.socket)
            heard += asked.recv(262_144)
            if is_whole(heard):
                heard.clear()
                answered += now >= begins
                silent.discard(asked)
                begins = min(begins, math.inf if silent else now + warm)
                asked.sendall(question)
    for key in list(chooser.get_map().values()):
        key.fileobj.close()  # type: ignore[union-attr]
    return round(answered / seconds, 1)


def is_whole(heard: bytearray) -> bool:
    """
    Say whether all of an answer is there.

    :raises RuntimeError: it is no answer with a page
    """
    end = heard.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = bytes(heard[:end]).lower()
    if not head.startswith(b"http/1.1 200"):
        raise RuntimeError(head.decode())
    _name, _colon, rest = head.partition(b"content-length:")
    return len(heard) >= end + 4 + int(rest.split(b"\r\n")[0])
