"""Uploaded files: sealed, one file each, named after its batch and nothing else."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.blobs import NotKept, Store
from jinguo.core.errors import Refused

KEPT_DAYS = 30
UPLOADS = Store("exchange")


class FileGone(Refused):
    """The uploaded file has been erased."""

    code = "file-gone"


def keep(batch: UUID, data: bytes) -> None:
    """Seal a file for its batch and write it."""
    UPLOADS.keep(batch, data)


def open_kept(batch: UUID) -> bytes:
    """
    Return the file of a batch.

    :raises FileGone: it was erased
    """
    try:
        return UPLOADS.open_kept(batch)
    except NotKept as gone:
        raise FileGone(
            _("The uploaded file was erased after {days} days. Upload it again.").format(
                days=KEPT_DAYS
            )
        ) from gone


def erase(batch: UUID) -> bool:
    """Erase the file of a batch; say whether there was one."""
    return UPLOADS.erase(batch)


def erase_stray(limit: datetime) -> int:
    """Erase files without a batch, whose upload was cut short before an instant; return how many."""
    stray = sum(UPLOADS.erase(one) for one in UPLOADS.written_before(limit))
    return stray + UPLOADS.erase_unfinished(limit)
