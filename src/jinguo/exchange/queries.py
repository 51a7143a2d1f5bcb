"""Reads of what was brought in, of plaques to print and what was printed of them, of the worker's work."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jinguo.assess import queries as assess
from jinguo.assess.models import RecognitionQuerySet
from jinguo.core.errors import NotFound
from jinguo.exchange import files, queue
from jinguo.exchange.models import (
    Batch,
    BatchQuerySet,
    PrintedFile,
    Printing,
    PrintingQuerySet,
    Run,
)
from jinguo.exchange.queue import Standing
from jinguo.exchange.roster.villages import Villages
from jinguo.org import queries as org
from jinguo.org.models import Level

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

TOWN = 9  # digits of its code


def batches(actor: Actor) -> BatchQuerySet:
    """Return the workbooks brought in for areas the actor imports for, newest first."""
    return Batch.objects.visible_to(actor).order_by("-created_at", "-id")


def get_batch(actor: Actor, batch_id: UUID, *, lock: bool = False) -> Batch:
    """
    Return one batch the actor may see.

    ``lock`` holds its row until the transaction ends.

    :raises NotFound: no such batch, or none this actor may see
    """
    found = Batch.objects.visible_to(actor)
    if lock:
        found = found.select_for_update()
    batch = found.filter(pk=batch_id).first()
    if batch is None:
        raise NotFound(_("There is no such import."))
    return batch


def run_of(batch: Batch) -> Run | None:
    """Return the work the background worker was last asked for with a batch, or None."""
    return Run.objects.filter(batch=batch).first()


def standing(batch: Batch) -> Standing | None:
    """Return how the work last asked for with a batch stands; None when there was none."""
    run = run_of(batch)
    return None if run is None else standing_of(run)


def standing_of(work: Run | Printing) -> Standing:
    """Return how work stands that the background worker was asked for."""
    return Standing.FINISHED if work.ended_at else queue.standing(work.job)


def runs_to_tell(actor: Actor) -> QuerySet[Run]:
    """Return the work on batches the actor asked for and has not seen the end of, the latest first."""
    return (
        Run.objects.to_tell(actor)
        .filter(batch__in=Batch.objects.visible_to(actor))
        .select_related("batch")
    )


def plaques_listed(
    actor: Actor,
    *,
    programme: str,
    state: str,
    area: str,
    level: str = "",
    due: assess.Due | None = None,
) -> RecognitionQuerySet:
    """Return the levels in force of a list, by area: those whose plaques can be printed."""
    return (
        assess.listed_recognitions(
            actor, programme=programme, state=state, area=area, level=level, due=due
        )
        .in_force()
        .select_related("application", "household")
        .order_by("area_id", "plaque")
    )


def printings(actor: Actor) -> PrintingQuerySet:
    """Return the printings the actor asked for and may still take out, the latest first."""
    return Printing.objects.visible_to(actor).order_by("-asked_at")


def get_printing(actor: Actor, printing_id: UUID) -> Printing:
    """
    Return one printing the actor may see.

    :raises NotFound: no such printing, or none this actor may see
    """
    printing = printings(actor).filter(pk=printing_id).first()
    if printing is None:
        raise NotFound(
            _("There is no such printing. Printed plaques are erased after {days} days.").format(
                days=files.PRINTED_DAYS
            )
        )
    return printing


def printed_files(printing: Printing, file_id: UUID | None = None) -> list[PrintedFile]:
    """
    Return the files of a printing by town, or the one asked for.

    :raises NotFound: there are none, or there is no such file
    """
    found = printing.files.order_by("town")
    kept = list(found if file_id is None else found.filter(pk=file_id))
    if not kept:
        raise NotFound(_("There is no such file of these plaques."))
    return kept


def villages_for(batch: Batch, on: date) -> Villages:
    """Return the towns and villages in force on a day for which this batch may bring rows."""
    towns = org.areas_below(batch.area[:TOWN], Level.TOWNSHIP, on)
    villages = org.areas_below(batch.area, Level.VILLAGE, on)
    rows = [*towns.values_list("code", "name"), *villages.values_list("code", "name")]
    return Villages.of([batch.area], rows)
