from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.core import crypto, scanning, trail
from jinguo.core.errors import Invalid
from jinguo.exchange import files, policies
from jinguo.exchange.models import Batch, Written
from jinguo.exchange.reading import jail

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

LONGEST_NAME = 200


@transaction.atomic
def upload(
    *,
    actor: Actor,
    kind: str,
    file_name: str,
    area: str,
    now: datetime,
    data: bytes | None = None,
    path: Path | None = None,
) -> Batch:
    """
    Take in a workbook, sealed, for the subtree of ``area``; nothing in it is looked at yet.

    The file comes as ``data`` or lies at ``path``. It is erased after 30 days.

    :raises Denied: the actor may not import for this area
    :raises Invalid: not an .xlsx file by its name, larger than 50 MB, or harmful to the virus scanner
    :raises Refused: the virus scanner that is named does not answer
    """
    policies.check_upload(actor, area)
    check_name(file_name)
    if data is None:
        data = read_whole(path)
    if len(data) > jail.LARGEST_FILE:
        raise Invalid(jail.sentence("too-large"), file=jail.sentence("too-large"))
    scanning.check_clean(data)
    batch = Batch.objects.create(
        kind=Batch.Kind(kind),
        area=area,
        file_name=os.path.basename(file_name)[-LONGEST_NAME:],
        digest=crypto.keyed_digest("file", data),
        size=len(data),
        account=actor.account_id,
        created_at=now,
    )
    files.keep(batch.id, data)
    trail.note(
        actor, "exchange.upload", object_type="exchange.batch", object_id=batch.id, area=area
    )
    return batch


def check_name(file_name: str) -> None:
    """
    Pass when the name ends as an .xlsx workbook's does.

    :raises Invalid: otherwise
    """
    if not file_name.lower().endswith(".xlsx"):
        message = _(
            "Only .xlsx workbooks can be read. Open the file in WPS or Excel and save it as .xlsx."
        )
        raise Invalid(message, file=message)


def read_whole(path: Path | None) -> bytes:
    """Return the file at ``path``, at most one byte more than is allowed."""
    if path is None:
        raise ValueError("upload needs data or a path")
    with path.open("rb") as file:
        return file.read(jail.LARGEST_FILE + 1)


def erase_old_uploads(*, now: datetime) -> int:
    """
    Erase uploaded files, and what is needed to undo their batches, 30 days after they came; return how many.

    A file without a batch (its upload was cut short) goes by the file system's time.
    """
    limit = now - timedelta(days=files.KEPT_DAYS)
    Written.objects.filter(batch__created_at__lt=limit).delete()
    old = Batch.objects.filter(created_at__lt=limit).values_list("id", flat=True)
    erased = sum(files.erase(batch) for batch in old.iterator())
    return erased + files.erase_stray(files.UPLOADS, limit)
