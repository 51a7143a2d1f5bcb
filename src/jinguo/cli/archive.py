"""
What a backup tells of itself, and what making, checking and restoring one share.

A backup is one sealed file (``sealing.py``) around an archive: ``about.json`` (which keys the database was
sealed with, where its trail stood), ``database.dump`` and ``files/``. The key ring is not in it. Writing,
restoring and verifying one are events of the trail.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

import click
from django.conf import settings
from django.utils.translation import gettext as _

from jinguo.cli import drilling
from jinguo.core.errors import Refused

FORMAT = 1
SHORTEST = 12
WRITTEN, VERIFIED, RESTORED = "backup.write", "backup.verify", "backup.restore"
DRILLED = "backup.drill"

passphrase_file = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File whose first line is the passphrase; asked for otherwise.",
)
existing_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


def note(action: str, file: Path, *, result: str = "done") -> None:
    """Write an event of the trail about a backup; of its place only the file's name is said."""
    from jinguo.core import trail  # noqa: PLC0415  (Django must be set up first)
    from jinguo.org.actor import Actor  # noqa: PLC0415

    trail.note(
        Actor.system("backup"),
        action,
        object_type="backup",
        purpose=file.name[:200],
        result=result,
    )


def passphrase_of(file: Path | None, *, confirm: bool) -> str:
    """
    Return the passphrase of a file, or ask for it.

    :raises Refused: it is shorter than twelve signs
    """
    text = (
        file.read_text("utf-8").partition("\n")[0].strip()
        if file
        else click.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=confirm)
    )
    if len(text) < SHORTEST:
        raise Refused(_("The passphrase needs at least %d signs.") % SHORTEST)
    return str(text)


def about() -> dict[str, object]:
    """Return what a restore compares: marks of the keys, rows of each table, the head of the trail."""
    from jinguo.audit.models import Link  # noqa: PLC0415  (Django must be set up first)

    head = Link.objects.order_by("-seq").first()
    return {
        "format": FORMAT,
        "keys": marks(),
        "counts": drilling.counts(drilling.our_tables()),
        "trail": {"seq": head.seq, "digest": bytes(head.digest).hex()} if head else None,
    }


def marks() -> dict[str, str]:
    """Return a mark of each key on the ring, from which the key cannot be found."""
    from jinguo.core import crypto  # noqa: PLC0415  (the settings must stand first)

    ring = crypto.ring()
    keys = {"indexing": ring.indexing, **{str(n): key for n, key in ring.sealing.items()}}
    return {
        name: hmac.digest(key, b"jinguo backup", hashlib.sha256).hex() for name, key in keys.items()
    }


def check_keys(told: dict[str, object]) -> None:
    """
    Pass when the ring in place holds every key the backup's database was sealed with.

    :raises Refused: a key is missing, or there is no ring
    """
    place = settings.JINGUO_KEY_FILE
    wanted, have = told["keys"], marks() if place.exists() else {}
    if not isinstance(wanted, dict) or not wanted.items() <= have.items():
        raise Refused(
            _(
                "The key ring at %s does not open this backup's data. Put the key ring of the"
                " installation that was backed up there (mode 0600), then restore again."
            )
            % place
        )
