"""Reads of what was brought in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.exchange import queue
from jinguo.exchange.models import Batch, BatchQuerySet, Run
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


def standing_of(run: Run) -> Standing:
    """Return how the work on a batch stands."""
    return Standing.FINISHED if run.ended_at else queue.standing(run.job)


def runs_to_tell(actor: Actor) -> QuerySet[Run]:
    """Return the work that the actor asked for and has not yet seen the end of, the latest first."""
    return (
        Run.objects.filter(Q(account=actor.account_id), seen_at=None)
        .filter(batch__in=Batch.objects.visible_to(actor))
        .select_related("batch")
        .order_by("-asked_at")
    )


def villages_for(batch: Batch, on: date) -> Villages:
    """Return the towns and villages in force on a day for which this batch may bring rows."""
    towns = org.areas_below(batch.area[:TOWN], Level.TOWNSHIP, on)
    villages = org.areas_below(batch.area, Level.VILLAGE, on)
    rows = [*towns.values_list("code", "name"), *villages.values_list("code", "name")]
    return Villages.of([batch.area], rows)
