"""What applying a pack would change: the difference between two readings of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.programmes import schema
from jinguo.programmes.loaded import Loaded


class Verb(StrEnum):
    """What happens to one thing of a pack."""

    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"


TITLES = {
    "pack": gettext_lazy("pack"),
    "line": gettext_lazy("line"),
    "programme": gettext_lazy("programme"),
    "sheet": gettext_lazy("score sheet"),
    "ladder": gettext_lazy("ladder"),
    "points": gettext_lazy("points"),
    "site kind": gettext_lazy("kind of site"),
    "activities": gettext_lazy("rules of activities"),
    "members": gettext_lazy("members"),
    "area level": gettext_lazy("level of areas"),
    "measure": gettext_lazy("measure"),
    "target": gettext_lazy("target"),
    "file": gettext_lazy("file"),
}


@dataclass(frozen=True)
class Change:
    """One thing of a pack that is added, changed or removed."""

    verb: Verb
    kind: str
    key: str

    def __str__(self) -> str:
        sentence = {
            Verb.ADD: _("+ %(kind)s %(key)s"),
            Verb.CHANGE: _("~ %(kind)s %(key)s"),
            Verb.REMOVE: _("- %(kind)s %(key)s"),
        }[self.verb]
        return sentence % {"kind": TITLES[self.kind], "key": self.key}


def between(before: Loaded | None, after: Loaded) -> list[Change]:
    """
    Return what applying ``after`` over ``before`` changes; nothing when both say the same.

    A file whose words changed but not what it declares (a comment) is one change of a file.
    """
    old = dict(_things(before)) if before else {}
    new = dict(_things(after))
    changes = [Change(Verb.ADD, *key) for key in new if key not in old]
    changes += [Change(Verb.CHANGE, *key) for key in new if key in old and old[key] != new[key]]
    changes += [Change(Verb.REMOVE, *key) for key in old if key not in new]
    return changes or _words(before, after)


def _words(before: Loaded | None, after: Loaded) -> list[Change]:
    old = before.files if before else {}
    names = sorted(set(old) | set(after.files))
    return [
        Change(Verb.CHANGE, "file", name)
        for name in names
        if old.get(name) != after.files.get(name)
    ]


def _things(loaded: Loaded) -> Iterator[tuple[tuple[str, str], object]]:
    yield ("pack", loaded.pack.name), loaded.pack.model_dump(exclude={"lines"})
    for position, line in enumerate(loaded.pack.lines):
        yield ("line", line.id), (position, line)
    for programme in loaded.programmes.values():
        yield from _declared(programme)
    for section, documents in loaded.sections.items():
        for document in documents:
            yield ("file", f"{section}: {document.file}"), document.data


def _declared(programme: schema.Programme) -> Iterator[tuple[tuple[str, str], object]]:
    key = programme.programme
    inner = {
        "sheets", "ladder", "points", "sites", "activities", "members", "area_levels", "measures", "targets",
    }  # fmt: skip
    yield ("programme", key), programme.model_dump(exclude=inner)
    for sheet in programme.sheets:
        yield ("sheet", f"{key} {sheet.id} {sheet.starts}"), sheet
    for ladder in programme.ladder:
        yield ("ladder", f"{key} {ladder.starts}"), ladder
    for points in programme.points:
        yield ("points", f"{key} {points.starts}"), points
    for kind in programme.sites:
        yield ("site kind", f"{key} {kind.id} {kind.starts}"), kind
    for activities in programme.activities:
        yield ("activities", f"{key} {activities.starts}"), activities
    for members in programme.members:
        yield ("members", f"{key} {members.starts}"), members
    for level in programme.area_levels:
        yield ("area level", f"{key} {level.id} {level.starts}"), level
    for measure in programme.measures:
        yield ("measure", measure.id), measure
    for target in programme.targets:
        yield ("target", target.name), target
