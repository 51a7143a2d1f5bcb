"""Serving: granian for the pages, one worker for what happens behind them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

import click
from rich.console import Console

from jinguo.cli.prepare import prepare
from jinguo.config.environment import environment


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Processes that answer.")
def command(host: str, port: int, workers: int) -> None:
    """Serve the workbench, with its background worker, until interrupted."""
    prepare(static=True)
    serve(host=host, port=port, workers=workers, console=Console())


def serve(*, port: int, console: Console, host: str = "127.0.0.1", workers: int = 2) -> None:
    """Start the server and the worker, wait, and end both together."""
    children = [
        subprocess.Popen(
            [
                str(Path(sys.executable).parent / "granian"), "--interface", "wsgi",
                "--host", host, "--port", str(port), "--workers", str(workers),
                "--blocking-threads", "4", "--log-level", "warning", "--no-ws",
                "jinguo.config.wsgi:application",
            ]
        ),
        subprocess.Popen([sys.executable, "-m", "jinguo.cli", "worker"]),
    ]  # fmt: skip
    pids = environment.var / "serve.pid"
    pids.write_text("\n".join(str(number) for number in [os.getpid(), *(c.pid for c in children)]))
    console.print(f"Jinguo is served on http://{host}:{port} (Ctrl-C ends it)")

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(timeout=20)
        pids.unlink(missing_ok=True)
