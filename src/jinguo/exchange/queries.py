"""Reads of what was brought in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from jinguo.core.errors import NotFound
from jinguo.exchange.models import Batch, BatchQuerySet
from jinguo.exchange.roster.villages import Villages
from jinguo.org.models import Area, Level

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


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


def villages_for(batch: Batch, on: date) -> Villages:
    """Return the towns and villages in force on a day for which this batch may bring rows."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    areas = Area.objects.filter(
        in_force, code__startswith=batch.area, level__in=(Level.TOWNSHIP, Level.VILLAGE)
    )
    towns = Area.objects.filter(level=Level.TOWNSHIP, code=batch.area[:9])
    rows = [*areas.values_list("code", "name"), *towns.values_list("code", "name")]
    return Villages.of([batch.area], rows)
