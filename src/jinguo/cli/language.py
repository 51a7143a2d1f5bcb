"""One language a run: that of ``--lang``, else of the shell, else the installation's."""

from __future__ import annotations

import os
from collections.abc import Mapping

import click
import django
from django.conf import settings
from django.utils import translation

VARIABLE = "JINGUO_LANG"  # how a run tells those it starts
SHELL = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, as everywhere
CODES = {"zh": "zh-hans", "en": "en"}


def set_up() -> None:
    """Set Django up and speak the run's language from here on."""
    django.setup()
    translation.activate(of_run(os.environ) or settings.LANGUAGE_CODE)


def of_run(variables: Mapping[str, str]) -> str | None:
    """Return the language the variables ask for; None when they name none of ours."""
    if variables.get(VARIABLE) in CODES.values():
        return variables[VARIABLE]
    asked = next((variables[name] for name in SHELL if variables.get(name)), "")
    return CODES.get(asked[:2])


def choose(_context: click.Context, _option: click.Parameter, code: str | None) -> None:
    """Keep what ``--lang`` names, for this run and those it starts."""
    if code:
        os.environ[VARIABLE] = code


option = click.option(
    "--lang",
    type=click.Choice(list(CODES.values())),
    is_eager=True,
    expose_value=False,
    callback=choose,
    help="Language of what is printed; that of the shell when left out.",
)
