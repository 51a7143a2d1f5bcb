"""Applying a pack to the installation, and writing one back as a folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.core import locks, trail
from jinguo.core.errors import Invalid, Refused
from jinguo.org.actor import Actor
from jinguo.org.queries import get_area
from jinguo.org.roles import Capability
from jinguo.programmes import changes, publishing, queries
from jinguo.programmes.changes import Change, Verb
from jinguo.programmes.loaded import Loaded
from jinguo.programmes.loader import load, parse
from jinguo.programmes.models import Line, Pack, Programme

PUBLISHED = {"sheet", "ladder", "points", "site kind", "activities", "members", "area level"}


def preview_pack(*, actor: Actor, folder: Path) -> list[Change]:
    """
    Return what :func:`apply_pack` would change, changing nothing.

    :raises Denied: the actor may not apply packs in the pack's area
    :raises Invalid: the pack has problems; ``fields["problems"]`` has them
    :raises Refused: the pack takes back what is already published, its base is not applied, or its name is
        another area's
    :raises NotFound: the installation does not know the pack's area
    """
    return _what_changes(actor, _sound(folder))


@transaction.atomic
def apply_pack(*, actor: Actor, folder: Path, now: datetime) -> list[Change]:
    """
    Make the pack in ``folder`` the one in force in its area, and return what that changed.

    Applying the same pack again changes nothing and returns nothing. Every applied text is kept as a
    version; what was published (a sheet, a ladder, a kind of site …) stays as it was for the records made
    under it.

    :raises Denied: the actor may not apply packs in the pack's area
    :raises Invalid: the pack has problems; ``fields["problems"]`` has them
    :raises Refused: the pack takes back what is already published, its base is not applied, or its name is
        another area's
    :raises NotFound: the installation does not know the pack's area
    """
    loaded = _sound(folder)
    # A pack's first version has no row to lock.
    locks.hold(f"programmes.pack:{loaded.pack.name}")
    found = _what_changes(actor, loaded)
    if not found:
        return []
    pack = _store(actor, loaded, now)
    _store_plan(loaded)
    publishing.publish(actor, loaded, now)
    trail.note(
        actor,
        "programmes.apply",
        object_type="programmes.pack",
        object_id=pack.id,
        area=pack.area,
        count=len(found),
    )
    return found


def export_pack(*, actor: Actor, key: str, folder: Path) -> list[Path]:
    """
    Write the pack in force under ``key`` as the folder it was applied from, byte for byte.

    :raises NotFound: there is no such pack, or the actor may not see it
    :raises Refused: the folder holds other files, which would become part of the pack
    """
    pack = queries.get_pack(actor, key)
    strangers = [
        path.name for path in folder.rglob("*.yaml")
        if path.relative_to(folder).as_posix() not in pack.files
    ]  # fmt: skip
    if strangers:
        raise Refused(
            _("The folder holds files of something else: %s. Choose an empty folder.")
            % ", ".join(sorted(strangers))
        )
    for name, text in pack.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return [folder / name for name in pack.files]


def _sound(folder: Path) -> Loaded:
    loaded, problems = load(folder)
    if loaded is None or problems:
        lines = "\n".join(f"{folder}/{problem}" for problem in problems)
        raise Invalid(
            _("The pack has problems; nothing was changed.") + "\n" + lines, problems=problems
        )
    return loaded


def _what_changes(actor: Actor, loaded: Loaded) -> list[Change]:
    actor.require(Capability.PROGRAMMES_APPLY, loaded.pack.area)
    before = queries.find_pack(loaded.pack.name)
    found = changes.between(_read(before), loaded)
    _check_published(before, found)
    _check_base(loaded)
    _check_area(before, loaded)
    return found


def _read(pack: Pack | None) -> Loaded | None:
    return parse(pack.files, beside=None)[0] if pack else None


def _check_published(before: Pack | None, found: Sequence[Change]) -> None:
    gone = [c.key for c in found if c.verb is Verb.REMOVE and c.kind in PUBLISHED]
    if before and gone:
        raise Refused(
            _("%s is published and stays. End it with `to`, or add a version with a later `from`.")
            % ", ".join(gone)
        )


def _check_base(loaded: Loaded) -> None:
    extends = loaded.pack.extends
    if extends and not queries.find_pack(extends):
        raise Refused(_("This pack extends “%s”. Apply that one first.") % extends)


def _check_area(before: Pack | None, loaded: Loaded) -> None:
    if before and before.area != loaded.pack.area:
        raise Refused(
            _("The pack “%s” is another area's. Give yours a name of its own.") % before.key
        )
    if loaded.pack.area:
        get_area(loaded.pack.area)


def _store(actor: Actor, loaded: Loaded, now: datetime) -> Pack:
    last = queries.find_pack(loaded.pack.name)
    return Pack.objects.create(
        key=loaded.pack.name,
        version=last.version + 1 if last else 1,
        area=loaded.pack.area,
        year=loaded.pack.year,
        title=loaded.pack.title,
        title_en=loaded.pack.title_en,
        digest=loaded.digest,
        files=dict(loaded.files),
        applied_at=now,
        applied_by=actor.name,
    )


def _store_plan(loaded: Loaded) -> None:
    """Replace the lines and programmes of the pack by what it declares now."""
    pack = {"pack": loaded.pack.name, "area": loaded.pack.area}
    Line.objects.filter(pack=loaded.pack.name).delete()
    Line.objects.bulk_create(
        Line(**pack, key=line.id, position=position, **line.model_dump(exclude={"id"}))
        for position, line in enumerate(loaded.pack.lines)
    )
    Programme.objects.filter(pack=loaded.pack.name).delete()
    Programme.objects.bulk_create(
        Programme(
            **pack,
            key=one.programme,
            source=str(one.source),
            codes=[codes.model_dump() for codes in one.codes],
            primitives=one.primitives,
            **one.model_dump(
                include={"line", "title", "title_en", "summary", "summary_en", "position"}
            ),
        )
        for one in loaded.programmes.values()
    )
