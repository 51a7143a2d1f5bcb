"""Serving: granian for the pages, one worker for what happens behind them."""

from __future__ import annotations

import errno
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from rich.console import Console

from jinguo.cli import serving
from jinguo.cli.frames import said_of as _
from jinguo.cli.prepare import prepare
from jinguo.config.checks import check_fit
from jinguo.config.environment import environment
from jinguo.core.errors import Refused

PORT = click.IntRange(1, 65535)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=PORT, default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--workers", type=click.IntRange(1), default=2, show_default=True,
    help="Processes that answer.",
)  # fmt: skip
def command(host: str, port: int, workers: int) -> None:
    """Serve the workbench, with its background worker, until interrupted."""
    with reserved(host, port):
        prepare(static=True)
        serve(host=host, port=port, workers=workers, console=Console())


@contextmanager
def reserved(host: str, port: int) -> Iterator[None]:
    """
    Keep a port for a server of ours, which begins to listen some seconds later.

    The server's processes share the port; this takes a share of it too, and never listens.

    :raises Refused: another program has it, or this machine or user may not
    """
    _bound(host, port, socket.SO_REUSEADDR, listens=True).close()
    with _bound(host, port, socket.SO_REUSEPORT):
        yield


def _bound(host: str, port: int, option: int, *, listens: bool = False) -> socket.socket:
    try:
        family, _kind, _protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        door = socket.socket(family, socket.SOCK_STREAM)
        door.setsockopt(socket.SOL_SOCKET, option, 1)
        door.bind(address)
        if listens:
            door.listen()
    except PermissionError as fault:
        raise Refused(
            _("Port %d is not open to this user. Name one above 1023 with --port.") % port
        ) from fault
    except OSError as fault:
        if fault.errno != errno.EADDRINUSE:
            raise Refused(
                _("%s is no address of this machine. Name another with --host.") % host
            ) from fault
        raise Refused(
            _(
                "Port %(port)d of %(host)s is taken. End what listens there (./jinguo stop, if it is this"
                " installation), or name another port with --port."
            )
            % {"port": port, "host": host}
        ) from fault
    return door


def serve(*, port: int, console: Console, host: str = "127.0.0.1", workers: int = 2) -> None:
    """
    Start the server and the worker, wait, and end both together.

    :raises Refused: the installation is not fit to be served, or one of them ended by itself
    """
    check_fit()
    children = {
        "server": subprocess.Popen(
            [
                str(Path(sys.executable).parent / "granian"), "--interface", "wsgi",
                "--host", host, "--port", str(port), "--workers", str(workers),
                "--blocking-threads", "4", "--log-level", "warning", "--no-ws",
                "jinguo.config.wsgi:application",
            ]
        ),
        "worker": subprocess.Popen([sys.executable, "-m", "jinguo.cli", "worker"]),
    }  # fmt: skip

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    with serving.marked(environment.serving, [one.pid for one in children.values()]):
        try:
            while not is_listening(host, port):
                check_running(children)
                time.sleep(0.1)
            console.print(_("Jinguo is served on %s (Ctrl-C ends it)") % f"http://{host}:{port}")
            while True:
                check_running(children)
                time.sleep(0.5)
        except KeyboardInterrupt:
            pass
        finally:
            end_all(children.values())


def end_all(children: Collection[subprocess.Popen[bytes]]) -> None:
    """End all children together; one that does not go by itself is killed."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()


def is_listening(host: str, port: int) -> bool:
    """Say whether the server accepts connections by now."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def check_running(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """
    Pass while all children run.

    :raises Refused: one ended by itself
    """
    for name, child in children.items():
        if child.poll() is not None:
            raise Refused(
                _("The %(name)s ended by itself (code %(code)s); what it said stands above.")
                % {"name": name, "code": child.returncode}
            )
