"""Bars of long work: on a terminal only, and full only when the work is done."""

import sys
from io import StringIO

import pytest

from jinguo.cli.progress import bars
from jinguo.core import progress

TITLES = {"read": "Read the workbook", "write": "Write to the register"}


class Terminal(StringIO):
    """What looks like a terminal and keeps what is shown on it."""

    def isatty(self):
        return True


def work(upto=100):
    progress.begin("read")
    progress.begin("write", 100)
    progress.count(upto, 100)


def test_a_terminal_shows_a_bar_for_each_step(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)

    with bars(TITLES):
        work()

    shown = screen.getvalue()
    assert shown.index("Read the workbook") < shown.index("Write to the register")
    assert shown.count("100%") >= 2


def test_work_that_fails_does_not_look_done(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)

    with pytest.raises(ZeroDivisionError), bars(TITLES):
        work(40)
        raise ZeroDivisionError

    assert screen.getvalue().rstrip("\x1b[?25h\n").endswith("40%")


def test_a_file_or_a_pipe_gets_no_bars(monkeypatch):
    monkeypatch.setattr(sys, "stderr", StringIO())

    with bars(TITLES):
        work()

    assert sys.stderr.getvalue() == ""
