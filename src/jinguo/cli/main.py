"""The command line: one table of sub-commands, each imported only when it is used."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from jinguo import __version__
from jinguo.cli import frames, language
from jinguo.cli.frames import gettext_noop, said_of
from jinguo.cli.helping import Formatter, in_words
from jinguo.config.faults import SettingError
from jinguo.core.errors import JinguoError
from jinguo.core.postgres import ServerError

# Name, module, the sentence `--help` shows.
COMMANDS = {
    "demo": ("demo", gettext_noop("Set everything up, play a district's year 2020, and serve it.")),
    "test": ("test", gettext_noop("Run every test: unit, races, journeys.")),
    "check": (
        "check",
        gettext_noop("Check style, types, layers, migrations, documents and translations."),
    ),
    "serve": ("serve", gettext_noop("Serve the workbench, with its background worker.")),
    "worker": ("worker", gettext_noop("Run the background worker alone.")),
    "stop": (
        "stop",
        gettext_noop("Stop what Jinguo started here: servers and the embedded database."),
    ),
    "doctor": ("doctor", gettext_noop("Say how this installation is and what it lacks.")),
    "account": (
        "account",
        gettext_noop("Open accounts and give them posts, from the server itself."),
    ),
    "token": ("token", gettext_noop("Let programs act through a post, and end their access.")),
    "areas": ("areas", gettext_noop("Import areas by their official codes.")),
    "roster": ("roster", gettext_noop("Import household rosters from workbooks.")),
    "pack": (
        "pack",
        gettext_noop("Check, apply and export packs: a federation's plan as a folder of YAML."),
    ),
    "figures": ("figures", gettext_noop("Print figures, recompute them all, roll them up.")),
    "outbox": (
        "outbox",
        gettext_noop("See what facts could not cause elsewhere, and try it again."),
    ),
    "report": ("report", gettext_noop("Make, freeze, reopen and compare reports.")),
    "audit": ("audit", gettext_noop("Verify the trail and read it.")),
    "draw": (
        "draw",
        gettext_noop("Repeat a draw, of an evaluation or of seats; needs no database."),
    ),
    "retention": (
        "retention",
        gettext_noop("Say what is kept longer than the register of fields says."),
    ),
    "keys": ("keys", gettext_noop("Make and change the keys that seal personal data.")),
    "backup": (
        "backup",
        gettext_noop("Write an encrypted backup; verify that one can be restored."),
    ),
    "restore": ("restore", gettext_noop("Restore a backup into an empty database.")),
    "messages": ("messages", gettext_noop("Update, compile and check the translations.")),
    "wheel": ("wheel", gettext_noop("Build the wheel, with everything built in it, into dist/.")),
    "sbom": ("sbom", gettext_noop("Write the list of parts of the wheel, as CycloneDX.")),
    "docs": ("docs", gettext_noop("Write the reference pages that are generated.")),
}
# Their modules speak of models from the first line, so the installation is made ready before.
PREPARED = {
    "account", "areas", "audit", "figures", "outbox", "pack", "report", "retention", "roster", "token",
}  # fmt: skip


class Table(click.Group):
    """The sub-commands of :data:`COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name in PREPARED:
            make_ready()
        module = import_module(f"jinguo.cli.{COMMANDS[cmd_name][0]}")
        named = getattr(module, cmd_name, None)
        command: click.Command = named if isinstance(named, click.Command) else module.command
        return in_words(command)

    def get_help(self, ctx: click.Context) -> str:
        return super(Table, in_words(self)).get_help(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(said_of("Commands")):
            formatter.write_dl(
                [(name, said_of(sentence)) for name, (_module, sentence) in COMMANDS.items()]
            )


def make_ready() -> None:
    """Prepare the installation; for a page of help only what the imports need."""
    if {"--help", "-h"} & set(sys.argv):
        language.set_up()
        return
    from jinguo.cli.prepare import prepare  # noqa: PLC0415  (reads the environment, which may be wrong)

    prepare()


@click.command(cls=Table, context_settings={"help_option_names": ["-h", "--help"]})
@language.option
@click.version_option(package_name=None, version=__version__, prog_name="jinguo")
def jinguo() -> None:
    """The work platform of a Women's Federation: records, facts, figures, report."""


def main() -> None:
    """Run the command line; expected errors end with their sentence and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinguo.config.settings")
    frames.speak()
    click.Context.formatter_class = Formatter

    try:
        # Outside its standalone mode click returns the code a command left with, None for an ordinary end.
        sys.exit(jinguo(prog_name="jinguo", standalone_mode=False))
    except click.Abort:
        sys.exit(130)
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except (JinguoError, ServerError, SettingError) as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
