"""How far long work is, on a terminal: a bar for each of its steps."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from jinguo.core import progress

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


@contextmanager
def bars(titles: Mapping[str, str]) -> Iterator[None]:
    """Show a bar on standard error for each step of the work inside, where that is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    with ExitStack() as shown:
        listener = Bars(titles, shown)
        with progress.heard_by(listener):
            yield
        listener.end()


class Bars:
    """What listens to the work: one bar at a time, each full when the next step begins."""

    def __init__(self, titles: Mapping[str, str], shown: ExitStack) -> None:
        self.titles, self.shown = titles, shown
        self.step = ""
        self.bar: ProgressBar[int] | None = None

    def __call__(self, step: str, done: int, total: int) -> None:
        if self.bar is None or step != self.step:
            self.end()
            self.step = step
            bar: ProgressBar[int] = click.progressbar(
                length=total or 1, label=self.titles[step], file=sys.stderr, show_eta=False
            )
            self.bar = self.shown.enter_context(bar)
        self.bar.update(done - self.bar.pos)

    def end(self) -> None:
        """Show the present step as done."""
        if self.bar is not None:
            self.bar.update((self.bar.length or 0) - self.bar.pos)
            self.shown.close()
