"""Uploaded workbooks and printed plaques: sealed, one file each, named by an id and nothing else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.core.blobs import NotKept, Store
from jinguo.core.errors import Refused

KEPT_DAYS = 30
UPLOADS = Store("exchange")
PRINTED_DAYS = 7  # they can be printed again at any time
PRINTED = Store("plaques")


class FileGone(Refused):
    """The file has been erased."""

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


def open_printed(file_id: UUID) -> bytes:
    """
    Return a PDF of plaques.

    :raises FileGone: it was erased
    """
    try:
        return PRINTED.open_kept(file_id)
    except NotKept as gone:
        raise FileGone(
            _("The plaques were erased after {days} days. Print them again.").format(
                days=PRINTED_DAYS
            )
        ) from gone


def erase_stray(store: Store, limit: datetime, known: Collection[UUID] = ()) -> int:
    """Erase the files of a store written before an instant that nothing known needs; return how many."""
    stray = sum(store.erase(one) for one in store.written_before(limit) if one not in known)
    return stray + store.erase_unfinished(limit)
