"""The translations: extraction by Babel, compilation, and the check that nothing is missing."""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).parents[1]
LOCALE = "zh_Hans"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}  # fmt: skip
# Of a new catalogue: what a reader of it needs, and nothing that another day would change.
HEAD = """\
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n\""""
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")
# Packages that are no Django apps share the project's own catalogue.
SHARED = ("cli", "demo", "config")
# What makes a function a command; its docstring is what `--help` says first.
COMMANDS = {"command", "group"}


@click.group(name="messages", help="Update, compile and check the translations.")
def command() -> None:
    """Update, compile and check the translations."""


@command.command(help="Bring the catalogues up to date with the sources, keeping translations.")
def update() -> None:
    """Bring the catalogues up to date with the sources, keeping translations."""
    for file, folders in catalogues().items():
        catalog = merged(file, folders)
        if len(catalog):
            write(file, catalog)


def write(file: Path, catalog: Catalog) -> None:
    """Write a catalogue where it says something new; its head stays as it is, so dates never change."""
    out = io.BytesIO()
    write_po(
        out,
        catalog,
        width=100,
        omit_header=True,
        no_location=True,
        ignore_obsolete=True,
        sort_output=True,
    )
    before = file.read_text("utf-8") if file.exists() else ""
    head = before.partition("\n\n")[0] if before else HEAD
    after = f"{head}\n\n{out.getvalue().decode().strip()}\n"
    if after.strip() != before.strip():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(after, "utf-8")


@command.command(name="compile", help="Compile the catalogues for use.")
def compile_() -> None:
    """Compile the catalogues for use."""
    compile_all()


def compile_all() -> None:
    """Compile every catalogue beside its source."""
    for file in sorted(PACKAGE.glob("**/LC_MESSAGES/django.po")):
        with file.open("rb") as source:
            catalog = read_po(source, locale=LOCALE)
        with file.with_suffix(".mo").open("wb") as out:
            write_mo(out, catalog)


@command.command(
    help="Fail when a text has no translation, a fuzzy one, one with other placeholders, two, or is gone."
)
def check() -> None:
    """Fail when a text has no translation, a fuzzy one, one with other placeholders, two, or is gone."""
    faults = [fault for file, folders in catalogues().items() for fault in faults_of(file, folders)]
    faults += contested(catalogues())
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)


def contested(files: Iterable[Path]) -> list[str]:
    """Return the texts that two catalogues translate differently: one of them would be shown for both."""
    said: dict[tuple[object, object], dict[object, str]] = {}
    for file in filter(Path.exists, files):
        with file.open("rb") as source:
            for message in read_po(source, locale=LOCALE):
                if message.id:
                    ways = said.setdefault((message.context, message.id), {})
                    ways[message.string] = file.relative_to(PACKAGE).parts[0]
    return [
        f"{text!r} is translated differently: {', '.join(f'{zh!r} in {at}' for zh, at in ways.items())}"
        for (_context, text), ways in said.items()
        if len(ways) > 1
    ]


def catalogues() -> dict[Path, list[Path]]:
    """Return each catalogue's file with the folders it speaks for."""
    found = {}
    for folder in sorted(path for path in PACKAGE.iterdir() if (path / "apps.py").exists()):
        if folder.name not in SHARED:
            found[folder / "locale" / LOCALE / "LC_MESSAGES" / "django.po"] = [folder]
    found[PACKAGE / "locale" / LOCALE / "LC_MESSAGES" / "django.po"] = [
        PACKAGE / name for name in SHARED
    ]
    return found


def merged(file: Path, folders: list[Path]) -> Catalog:
    """Return the texts of some folders with the translations a catalogue already has."""
    known = read(file)
    catalog = Catalog(locale=LOCALE, charset="utf-8", fuzzy=False)
    for text, context in sorted(texts(folders), key=str):
        old = known.get(text if isinstance(text, str) else text[0], context) if known else None
        translation = old.string if old and not old.fuzzy else ""
        if isinstance(text, tuple) and isinstance(translation, str):
            translation = (translation,) if translation else ()
        flags = {"python-brace-format"} if old and "python-brace-format" in old.flags else set()
        catalog.add(text, translation, context=context, flags=flags)
    return catalog


def read(file: Path) -> Catalog | None:
    """Return a catalogue, or None when it is not there."""
    if not file.exists():
        return None
    with file.open("rb") as source:
        return read_po(source, locale=LOCALE)


def texts(folders: list[Path]) -> set[tuple[str | tuple[str, str], str | None]]:
    """Return every text to translate, with its context, of the sources and templates below folders."""
    found: set[tuple[str | tuple[str, str], str | None]] = set()
    for folder in folders:
        for file in sorted(folder.glob("**/*")):
            if file.suffix in (".py", ".html", ".txt") and "migrations" not in file.parts:
                found.update(texts_of(file))
    return found


def texts_of(file: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    """Return the texts of one file; a template is made into what xgettext would read first."""
    source = file.read_text("utf-8")
    if file.parent == PACKAGE / "cli":
        yield from ((text, None) for text in helps_of(source))
    if file.suffix != ".py":
        from django.utils.translation.template import templatize  # noqa: PLC0415

        source = templatize(source, origin=str(file))
    for _line, message, _comments, context in extract(
        "python", io.BytesIO(source.encode()), keywords=KEYWORDS
    ):
        text = tuple(message[:2]) if isinstance(message, tuple | list) else message
        if text and text != ("",):
            yield text, context  # type: ignore[misc]


def helps_of(source: str) -> Iterator[str]:
    """Return what ``--help`` says of the commands in a source: of each ``help=``, else its docstring."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            calls = [one for one in node.decorator_list if isinstance(one, ast.Call)]
            if any(is_command(one) for one in calls) and (text := ast.get_docstring(node)):
                yield text
        if isinstance(node, ast.Call):
            for word in node.keywords:
                if word.arg == "help":
                    yield str(ast.literal_eval(word.value))


def is_command(call: ast.Call) -> bool:
    """Say whether a decorator makes a command whose help is the docstring."""
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr in COMMANDS
        and not any(word.arg == "help" for word in call.keywords)
    )


def faults_of(file: Path, folders: list[Path]) -> Iterator[str]:
    """Return what a catalogue lacks, has unsure or with other placeholders, or has too much, a line each."""
    name = str(file.relative_to(PACKAGE)).split(f"{os.sep}LC_MESSAGES")[0]
    known, wanted = read(file), texts(folders)
    have: dict[object, Message] = {}
    for message in known or ():
        if message.id:
            have[
                (
                    tuple(message.id) if isinstance(message.id, list | tuple) else message.id,
                    message.context,
                )
            ] = message
    for text, context in sorted(wanted, key=str):
        found = have.pop((text, context)) if (text, context) in have else None
        filled = found and (
            all(found.string) if isinstance(found.string, tuple | list) else found.string
        )
        if not filled:
            yield f"{name}: no translation of {text!r}"
        elif found and found.fuzzy:
            yield f"{name}: unsure translation of {text!r}"
        elif found and placeholders(found.string or "") != placeholders(text):
            yield f"{name}: the translation of {text!r} has other placeholders"
    for unused in have:
        yield f"{name}: {unused!r} is translated but used nowhere"


def placeholders(text: str | Sequence[str]) -> set[str]:
    """Return the placeholders of a text; of a plural the last form's, which names them all."""
    return set(PLACEHOLDER.findall(text if isinstance(text, str) else text[-1]))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinguo.config.settings")
    command()
