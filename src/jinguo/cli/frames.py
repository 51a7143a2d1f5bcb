"""
Click's own words, in the run's language: they are looked up in the catalogue of the command line.

The catalogue is read without Django, because Click speaks before anything is set up, and where that fails.
"""

from __future__ import annotations

import gettext
import os
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.utils import translation

from jinguo.cli.language import of_run

LOCALE = Path(__file__).parents[1] / "locale"
FOLDERS = {"zh-hans": "zh_Hans"}
MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue; Django's own reads the settings, which may be wrong."""
    return text


WORDS = (
    gettext_noop("Aborted!"),
    gettext_noop("Choose from:\n\t{choices}"),
    gettext_noop("Commands"),
    gettext_noop("Could not open file {filename!r}: {message}"),
    gettext_noop("Error: {message}"),
    gettext_noop("Invalid value for {param_hint}: {message}"),
    gettext_noop("Invalid value: {message}"),
    gettext_noop("Missing argument"),
    gettext_noop("Missing command."),
    gettext_noop("Missing option"),
    gettext_noop("No such command {name!r}."),
    gettext_noop("No such option {name!r}."),
    gettext_noop("Option {name!r} does not take a value."),
    gettext_noop("Options"),
    gettext_noop("Show the version and exit."),
    gettext_noop("Show this message and exit."),
    gettext_noop("Try '{command} {option}' for help."),
    gettext_noop("Usage:"),
    gettext_noop("default: {default}"),
    gettext_noop("required"),
    gettext_noop("directory"),
    gettext_noop("file"),
    gettext_noop("path"),
    gettext_noop("{name} {filename!r} does not exist."),
    gettext_noop("{name} {filename!r} is a directory."),
    gettext_noop("{name} {filename!r} is a file."),
    gettext_noop("{name} {filename!r} is not readable."),
    gettext_noop("{name} {filename!r} is not writable."),
    gettext_noop("{value!r} is not a valid UUID."),
    gettext_noop("{value!r} is not a valid boolean. Recognized values: {states}"),
    gettext_noop("{value!r} is not a valid {number_type}."),
    gettext_noop("{value} is not in the range {range}."),
)
SOME = (
    gettext_noop("{value!r} is not {choice}."),
    gettext_noop("Got unexpected extra argument ({args})"),
    gettext_noop("{value!r} does not match the format {format}."),
    gettext_noop("Option {name!r} requires an argument."),
    gettext_noop("{value!r} is not one of {choices}."),
    gettext_noop("Got unexpected extra arguments ({args})"),
    gettext_noop("{value!r} does not match the formats {formats}."),
    gettext_noop("Option {name!r} requires {nargs} arguments."),
)
"""What is said of one thing, and of several."""


def speak() -> None:
    """Let Click look its words up here from now on."""
    for name in MODULES:
        module = import_module(f"click.{name}")
        for word, said in (("_", said_of), ("ngettext", said_of_some)):
            if hasattr(module, word):
                setattr(module, word, said)


def said_of(message: str) -> str:
    """Return one of Click's sentences in the run's language; itself where there is no other."""
    return _catalogue(_language()).gettext(message)


def said_of_some(one: str, some: str, count: int) -> str:
    """Return one of two sentences by a number, in the run's language."""
    return said_of(one if count == 1 else some)


def _language() -> str:
    code = of_run(os.environ) or (translation.get_language() if apps.ready else None)
    return FOLDERS.get(code or "", "")


@lru_cache
def _catalogue(folder: str) -> gettext.NullTranslations:
    if not folder:
        return gettext.NullTranslations()
    return gettext.translation("django", LOCALE, languages=[folder], fallback=True)
