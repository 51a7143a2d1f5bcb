"""A checked workbook written, all good rows or none, and a roster taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.core import bulk, progress, trail
from jinguo.core.errors import Refused
from jinguo.exchange import files, policies, queries
from jinguo.exchange.actions.checking import Checked, check_again, check_rows
from jinguo.exchange.actions.uploads import upload
from jinguo.exchange.importers import importer_of
from jinguo.exchange.models import Batch, Step, Written
from jinguo.people import actions as people
from jinguo.people.checking import check_day

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


class RowsWrong(Refused):
    """Some rows are wrong, and all or none were to be written."""

    code = "rows-wrong"


def apply(
    *,
    actor: Actor,
    batch_id: UUID,
    only_good: bool,
    now: datetime,
    on: date | None = None,
    update: bool = False,
) -> Batch:
    """
    Write the rows of a checked workbook: every good one, or none.

    The workbook is read and checked again, because the register may have changed since. ``only_good`` leaves
    wrong rows out; without it a single wrong row refuses the whole. Rows that are written already change
    nothing; with ``update`` those that differ from the register bring it up to date. ``on`` is the day
    households and changes of residence count from, or the day of the scores; today when left out.

    :raises NotFound: no such batch for this actor
    :raises RowsWrong: some rows are wrong and ``only_good`` is not set
    :raises Refused: not checked, applied already, erased, or taken by another import meanwhile
    """
    with transaction.atomic(), bulk.without_collector():
        batch = queries.get_batch(actor, batch_id, lock=True)
        policies.check_writable(actor, batch)
        refuse_wrong(batch.bad, only_good)
        checked = check_again(actor, batch, now, on)
        write(actor, batch, checked, only_good=only_good, update=update, now=now, on=on)
    return batch


def write(
    actor: Actor,
    batch: Batch,
    checked: Checked,
    *,
    only_good: bool,
    update: bool,
    now: datetime,
    on: date | None,
) -> None:
    """Write the good rows of a checked batch, in the caller's transaction."""
    rows, importer = checked.rows, importer_of(batch)
    bad = rows.bad_rows()
    refuse_wrong(len(bad), only_good)
    day = on or timezone.localdate(now)
    known = rows.same | rows.differing.keys()
    count = importer.write(actor, batch, rows, bad | known, day, now)
    batch.updated = importer.update(actor, rows, day, now) if update else 0
    batch.state, batch.applied_at = Batch.State.APPLIED, now
    batch.good, batch.bad = count, len(bad)
    batch.same, batch.differing = len(rows.same), len(rows.differing)
    batch.save()
    trail.note(
        actor,
        "exchange.apply",
        object_type="exchange.batch",
        object_id=batch.id,
        area=batch.area,
        count=count,
    )


def refuse_wrong(bad: int, only_good: bool) -> None:
    """
    Pass when no row is wrong, or wrong ones are to be left out.

    :raises RowsWrong: otherwise
    """
    if bad and not only_good:
        message = _(
            "{count} rows are wrong, so nothing was written. Correct them, or import the good rows only."
        )
        raise RowsWrong(message.format(count=bad), rows=bad)


@transaction.atomic
def undo(*, actor: Actor, batch_id: UUID, now: datetime) -> Batch:
    """
    Take back what a batch put on the register, as if it had never come, while nothing rests on it.

    Households it brought up to date keep their new details: what they said before is not kept.

    :raises NotFound: no such batch for this actor
    :raises Refused: not applied, too old, or work has been done on its households since
    """
    batch = queries.get_batch(actor, batch_id, lock=True)
    policies.check_undo(actor, batch)
    written = Written.objects.filter(batch=batch).first()
    if written is None:
        raise Refused(_("An import can be undone for {days} days.").format(days=files.KEPT_DAYS))
    ids = ids_of(written)
    progress.begin(Step.REMOVE, len(ids))
    count = people.undo_registration(actor=actor, household_ids=ids, now=now)
    written.delete()
    batch.state = Batch.State.UNDONE
    batch.save(update_fields=["state"])
    trail.note(
        actor,
        "exchange.undo",
        object_type="exchange.batch",
        object_id=batch.id,
        area=batch.area,
        count=count,
    )
    return batch


def ids_of(written: Written) -> list[UUID]:
    """Return the households a batch put on the register."""
    ids = bytes(written.ids)
    return [UUID(bytes=ids[at : at + 16]) for at in range(0, len(ids), 16)]


@transaction.atomic
def import_roster(
    *,
    actor: Actor,
    path: Path,
    area: str,
    only_good: bool,
    now: datetime,
    registered_on: date | None = None,
    update: bool = False,
    is_dry_run: bool = False,
    mapping: Mapping[str, int] | None = None,
    header_row: int | None = None,
    sheet: str = "",
) -> Batch:
    """
    Upload, check and write a roster in one act, reading it once.

    ``update`` is as in :func:`apply`; ``mapping``, ``header_row`` and ``sheet`` as in :func:`check`. With
    ``is_dry_run`` it stops after the check. A refusal of wrong rows keeps the checked batch.

    :raises Invalid: ``registered_on`` is to come
    :raises: what :func:`upload`, :func:`check` and :func:`apply` raise
    """
    check_day(registered_on or timezone.localdate(now), now)
    batch = upload(actor=actor, kind="roster", file_name=path.name, path=path, area=area, now=now)
    with bulk.without_collector():
        checked = check_rows(
            actor,
            batch.id,
            now,
            mapping=mapping,
            header_row=header_row,
            sheet=sheet,
            on=registered_on,
        )
        batch = queries.get_batch(actor, batch.id, lock=True)
        if not is_dry_run and not (batch.bad and not only_good):
            write(
                actor, batch, checked,
                only_good=only_good, update=update, now=now, on=registered_on,
            )  # fmt: skip
    return batch
