"""
From a folder of YAML to typed declarations, or to every problem with its file and line.

A pack is ``pack.yaml``, one file a programme beside it, and a folder for each registered section.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.utils.translation import gettext as _

from jinguo.programmes import checks, schema, sections
from jinguo.programmes.loaded import Loaded
from jinguo.programmes.source import Document, Problem, read
from jinguo.programmes.validation import build

HEAD = "pack.yaml"


def check(folder: Path) -> list[Problem]:
    """Return everything wrong with the pack in ``folder``, in the order of files and lines."""
    return load(folder)[1]


def load(folder: Path) -> tuple[Loaded | None, list[Problem]]:
    """Read the pack in ``folder`` and check it whole; None when nothing could be made of it."""
    files, problems = read_files(folder)
    loaded, more = parse(files, beside=folder.parent)
    return loaded, sorted(problems + more)


def read_files(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    """Return the YAML files below ``folder`` by their path in it; hidden files are passed over."""
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or any(part.startswith(".") for part in PurePosixPath(name).parts):
            continue
        if path.suffix != ".yaml":
            problems.append(Problem(name, 0, _("Only .yaml files belong in a pack.")))
            continue
        try:
            files[name] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            problems.append(Problem(name, 0, _("The file is not UTF-8 text.")))
    return files, problems


def parse(
    files: Mapping[str, str], *, beside: Path | None, extended_by: tuple[str, ...] = ()
) -> tuple[Loaded | None, list[Problem]]:
    """
    Turn a pack's files into declarations and check them.

    The pack it extends is looked for in ``beside``, then among the installation's packs. ``extended_by``
    are the names of the packs that led here, which it may not extend in turn.
    """
    if HEAD not in files:
        return None, [Problem(HEAD, 0, _("The folder is no pack: it has no pack.yaml."))]
    documents, problems = _documents(files)
    head = documents.get(HEAD)
    pack, more = build(schema.Pack, head) if head else (None, [])
    problems += more
    if head is None or pack is None:
        return None, problems
    broken = [one.file for one in problems]
    programmes = {}
    for name, document in documents.items():
        if name != HEAD and "/" not in name:
            programme, more = build(schema.Programme, document)
            problems += more
            if programme:
                programmes[name] = programme
            else:
                broken.append(name)
    base, more = _base(head, pack, beside, extended_by)
    problems += more
    folders = {name: list(_inside(name, documents)) for name in sections.registered()}
    loaded = Loaded(head, pack, programmes, documents, folders, dict(files), base)
    problems += _unknown_folders(documents)
    if broken:  # what such a file declares is missing everywhere else, and no fault there
        return loaded, [*problems, _unchecked(broken)]
    return loaded, problems if more else problems + checks.check(loaded)


def _unchecked(broken: Sequence[str]) -> Problem:
    """Return the sentence that says what was not looked at, because files are wrong by themselves."""
    names = ", ".join(sorted(set(broken)))
    return Problem(
        HEAD,
        0,
        _("How the files agree with each other is checked once this is put right: %s.") % names,
    )


def _documents(files: Mapping[str, str]) -> tuple[dict[str, Document], list[Problem]]:
    parsed = [(name, read(name, text)) for name, text in sorted(files.items())]
    documents = {name: one for name, one in parsed if isinstance(one, Document)}
    return documents, [one for _name, one in parsed if isinstance(one, Problem)]


def _inside(folder: str, documents: Mapping[str, Document]) -> Iterator[Document]:
    return (document for name, document in documents.items() if name.startswith(f"{folder}/"))


def _unknown_folders(documents: Mapping[str, Document]) -> Iterator[Problem]:
    known = sections.registered()
    for name in documents:
        folder, slash, _rest = name.partition("/")
        if slash and folder not in known:
            yield Problem(
                name,
                0,
                _("Unknown folder “%(folder)s”. Known: %(known)s.")
                % {"folder": folder, "known": ", ".join(known) or "–"},
            )


def _base(
    head: Document, pack: schema.Pack, beside: Path | None, extended_by: tuple[str, ...]
) -> tuple[Loaded | None, list[Problem]]:
    if not pack.extends:
        return None, []
    names = (*extended_by, pack.name)
    if pack.extends in names:
        circle = _("These packs extend each other in a circle: %s.")
        return None, [head.problem(circle % " → ".join([*names, pack.extends]), ["extends"])]
    for place in (beside, Path(settings.JINGUO_PACKS)):
        if place and (place / pack.extends / HEAD).exists():
            files, problems = read_files(place / pack.extends)
            base, more = parse(files, beside=place, extended_by=names)
            return base, [one.within(f"../{pack.extends}") for one in problems + more]
    message = _("There is no pack “%(name)s” beside this one.") % {"name": pack.extends}
    return None, [head.problem(message, ["extends"])]
