"""Uploaded files: sealed under ``var/files``, one file each, named after its batch and nothing else."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from jinguo.core import crypto
from jinguo.core.errors import Refused

KEPT_DAYS = 30
TABLE, COLUMN = "exchange_batch", "file"


class FileGone(Refused):
    """The uploaded file has been erased."""

    code = "file-gone"


def place(batch: UUID) -> Path:
    """Return where the sealed file of a batch is kept."""
    return Path(settings.MEDIA_ROOT) / "exchange" / f"{batch}.sealed"


def keep(batch: UUID, data: bytes) -> None:
    """Seal a file for its batch and write it, readable by this system's user only."""
    path = place(batch)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    token = crypto.seal(TABLE, COLUMN, batch, base64.b64encode(data).decode("ascii"))
    beside = path.with_suffix(".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(token)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def open_kept(batch: UUID) -> bytes:
    """
    Return the file of a batch.

    :raises FileGone: it was erased
    """
    try:
        token = place(batch).read_bytes()
    except FileNotFoundError as gone:
        raise FileGone(
            _("The uploaded file was erased after {days} days. Upload it again.").format(
                days=KEPT_DAYS
            )
        ) from gone
    return base64.b64decode(crypto.unseal(TABLE, COLUMN, batch, token))


def erase(batch: UUID) -> bool:
    """Erase the file of a batch; say whether there was one."""
    path = place(batch)
    found = path.exists()
    path.unlink(missing_ok=True)
    return found
