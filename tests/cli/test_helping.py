"""`--help` speaks the run's language, to the last option, in lines that fit a terminal."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from jinguo.cli import frames
from jinguo.cli.helping import Formatter, in_words, lines_of
from jinguo.cli.main import jinguo
from jinguo.cli.messages import compile_all

pytestmark = pytest.mark.django_db  # Some commands name models as they are imported.
WIDTH = 78


@pytest.fixture(autouse=True)
def _spoken(monkeypatch):
    compile_all()
    frames.speak()
    monkeypatch.setattr(click.Context, "formatter_class", Formatter)
    monkeypatch.setattr("jinguo.cli.main.make_ready", lambda: None)


def below(command, *path):
    """Every command with the words that name it."""
    yield path, command
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            yield from below(command.get_command(click.Context(command), name), *path, name)


def helps(command):
    """Each text of help of a command, by what it is of."""
    yield "", command.help
    for option in command.params:
        if isinstance(option, click.Option):
            yield option.opts[0], option.help


def is_chinese(text):
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def test_every_command_and_every_option_says_in_chinese_what_it_is_for(monkeypatch):
    monkeypatch.setenv("JINGUO_LANG", "zh-hans")

    silent = [
        (*path, of)
        for path, command in below(in_words(jinguo))
        for of, text in helps(command)
        if not text or not is_chinese(text)
    ]

    assert silent == []


@pytest.mark.parametrize("code", ["en", "zh-hans"])
def test_no_line_is_wider_than_the_terminal_and_no_sentence_is_cut(monkeypatch, code):
    monkeypatch.setenv("JINGUO_LANG", code)

    for path, _command in below(jinguo):
        page = CliRunner().invoke(jinguo, [*path, "--help"], terminal_width=WIDTH).output
        assert max(map(cell_len, page.splitlines())) <= WIDTH, path
        assert not re.search(r"[a-z\u4e00-\u9fff]\.\.\.$", page, re.MULTILINE), path


def test_one_run_after_another_speaks_its_own_language(monkeypatch):
    said = []
    for code in ("zh-hans", "en"):
        monkeypatch.setenv("JINGUO_LANG", code)
        said.append(CliRunner().invoke(jinguo, ["doctor", "--help"]).output)

    assert "输出 JSON，供其他程序使用。" in said[0]
    assert "Print JSON for another program." in said[1]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("只核对，不改动登记。", 6, ["只核", "对，不", "改动登", "记。"]),
        ("把 FILE 导入", 7, ["把 FILE", "导入"]),
        ("unbreakable", 5, ["unbreakable"]),
    ],
)
def test_a_line_ends_between_two_characters_and_never_before_a_stop(text, width, lines):
    assert lines_of(text, width) == lines
