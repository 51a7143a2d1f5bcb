"""What ``--help`` says, in the run's language and in lines that fit a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from inspect import cleandoc
from typing import TypeVar

import click
from rich.cells import cell_len

from jinguo.cli.frames import said_of

C = TypeVar("C", bound=click.Command)
COLUMNS = (30, 2)
"""The widest first column of a list, and the space after it."""
# Between two Chinese characters a line may end, but no line begins with what closes a phrase.
UNIT = re.compile(r"\s+|[\u2e80-\u9fff\uff08《「][，。；：、）》」]*|[^\s\u2e80-\u9fff\uff08《「]+")
SENTENCE = re.compile(r".+?(?:。|；|[.;:](?=\s|$)|$)", re.DOTALL)


def in_words(command: C) -> C:
    """Return a command, and those below it, with their help in the run's language."""
    spoken = copy(command)
    spoken.help = said(command.help)
    if spoken.help:
        # Click would cut the first sentence off by its length, in the middle of a word.
        spoken.short_help = first_sentence(spoken.help)
    spoken.params = [_with_help(parameter) for parameter in command.params]
    if isinstance(spoken, click.Group):
        spoken.commands = {name: in_words(below) for name, below in spoken.commands.items()}
    return spoken


def _with_help(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    spoken = copy(parameter)
    spoken.help = said(parameter.help)
    return spoken


def said(text: str | None) -> str | None:
    """Return a text of help in the run's language; itself where there is no other."""
    return said_of(cleandoc(text)) if text else text


def first_sentence(text: str) -> str:
    """Return what a list of commands says of one: its first sentence, on one line."""
    found = SENTENCE.match(text)
    return " ".join(found[0].split()) if found else ""


class Formatter(click.HelpFormatter):
    """Click's, but a line is as long as it looks: a Chinese character takes two columns."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, indented as the section is."""
        paragraphs = text.split("\n\n")
        for number, paragraph in enumerate(paragraphs):
            if number:
                self.write_paragraph()
            for line in lines_of(paragraph, self.width - self.current_indent):
                self.write(f"{'':>{self.current_indent}}{line}\n")

    def write_dl(
        self,
        rows: Iterable[tuple[str, str]],
        col_max: int = COLUMNS[0],
        col_spacing: int = COLUMNS[1],
    ) -> None:
        """Write a list of names and what each means, in two columns."""
        rows = list(rows)
        second = min(max(cell_len(name) for name, _means in rows), col_max) + col_spacing
        for name, means in rows:
            self.write(f"{'':>{self.current_indent}}{name}")
            lines = lines_of(means, self.width - self.current_indent - second)
            # A name too wide for its column has its meaning below it.
            if cell_len(name) > second - col_spacing:
                self.write("\n")
                gap = second + self.current_indent
            else:
                gap = second - cell_len(name)
            for line in lines:
                self.write(f"{'':>{gap}}{line}\n")
                gap = second + self.current_indent


def lines_of(text: str, width: int) -> list[str]:
    """Return a text in lines of at most ``width`` columns; only a single word may be wider."""
    lines = [""]
    for unit in UNIT.findall(text):
        word = " " if unit.isspace() else unit
        if lines[-1] and cell_len((lines[-1] + word).rstrip()) > width:
            lines.append("")
        if lines[-1] or word != " ":
            lines[-1] += word
    return [line.rstrip() for line in lines]
