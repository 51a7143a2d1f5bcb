"""Plaques of a list too long to wait for: asked of the background worker, printed by it, taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Coalesce

from jinguo.assess.queries import Due
from jinguo.core import progress, trail
from jinguo.exchange import files, policies, queries, queue
from jinguo.exchange.actions.plaques import FIELDS, by_town, drawn, file_name, note_printed
from jinguo.exchange.actions.work import asked_by, end, is_open, owner
from jinguo.exchange.models import PrintedFile, Printing, Step
from jinguo.exchange.plaques.drawing import Template
from jinguo.exchange.queue import Standing

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


@transaction.atomic
def ask_to_print(
    *,
    actor: Actor,
    programme: str,
    state: str,
    area: str,
    address: str,
    now: datetime,
    level: str = "",
    due: Due | None = None,
    template: Template = Template.PLAQUE,
) -> Printing:
    """
    Ask the background worker to print the plaques or certificates of a list.

    While it is at it, the same printing is returned.

    For the filter and the address see :func:`jinguo.exchange.actions.print_plaques`. It is done with the
    rights the actor's account has then, and its refusals are kept for her.

    :raises Denied: the actor certifies nothing in ``area``, may take nothing out, or has no account
    """
    policies.check_print(actor, area)
    asked = asked_by(actor, now)
    choice = {
        "programme": programme,
        "state": state,
        "level": level,
        "due": storable(due),
        "template": template.value,
    }
    for other in Printing.objects.visible_to(actor).filter(
        area=area, choice=choice, address=address, ended_at=None
    ):
        if queries.standing_of(other) != Standing.BROKEN:
            return other
    printing = Printing(area=area, choice=choice, address=address, **asked)
    printing.job = queue.put("printing", printing.id)
    printing.save()
    trail.note(
        actor,
        "exchange.ask-plaques",
        object_type="exchange.printing",
        object_id=printing.id,
        area=area,
    )
    return printing


def storable(due: Due | None) -> dict[str, str] | None:
    """Return what a list is narrowed to as JSON can keep it."""
    return asdict(due) | {"on": due.on.isoformat()} if due else None


def as_given(choice: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept filter as the queries take it."""
    due, kept = choice["due"], {key: one for key, one in choice.items() if key != "template"}
    return {**kept, "due": Due(**due | {"on": date.fromisoformat(due["on"])}) if due else None}


def do(printing: Printing, now: datetime) -> None:
    """
    Print as whoever asked, and end it, unless another process was quicker.

    The files are kept as they are made; what was broken off leaves files that no row names, which go with
    the old ones.
    """
    actor = owner(printing, now)
    policies.check_print(actor, printing.area)
    made = keep_towns(actor, printing)
    with transaction.atomic():
        Printing.objects.select_for_update().get(pk=printing.pk)
        if not is_open(printing):
            return
        PrintedFile.objects.bulk_create(made)
        count = sum(one.plaques for one in made)
        note_printed(actor, printing.area, count, printing.template)
        end(printing, now)


def keep_towns(actor: Actor, printing: Printing) -> list[PrintedFile]:
    """Print the plaques of each town into a sealed file, and say how far it is; return the files."""
    rows = queries.plaques_listed(actor, area=printing.area, **as_given(printing.choice))
    made: list[PrintedFile] = []
    done, total = 0, rows.count()
    progress.begin(Step.PRINT, total)
    for town, plaques in by_town(rows):
        data = drawn(actor, plaques, printing.address, printing.template)
        file = PrintedFile(printing=printing, town=town, plaques=len(plaques), size=len(data))
        files.PRINTED.keep(file.id, data)
        made.append(file)
        done += file.plaques
        progress.count(done, total)
    return made


@transaction.atomic
def take_printed(
    *, actor: Actor, printing_id: UUID, folder: Path, file_id: UUID | None = None
) -> list[Path]:
    """
    Write what was printed into ``folder``, one PDF a town, or the one file asked for; return the files.

    :raises NotFound: no such printing, or no such file of it, for this actor
    :raises FileGone: they were erased
    """
    printing = queries.get_printing(actor, printing_id)
    taken = queries.printed_files(printing, file_id)
    written = []
    for file in taken:
        written.append(folder / file_name(file.town))
        written[-1].write_bytes(files.open_printed(file.id))
    trail.note(
        actor,
        "exchange.take-plaques",
        object_type="exchange.printing",
        object_id=printing.id,
        area=printing.area if file_id is None else taken[0].town,
        count=sum(file.plaques for file in taken),
        fields=FIELDS[printing.template],
    )
    return written


def erase_old_plaques(*, now: datetime) -> int:
    """
    Erase printings and their files 7 days after they ended, or were asked for; return how many files.

    A file without a row (its printing was cut short) goes by the file system's time.
    """
    limit = now - timedelta(days=files.PRINTED_DAYS)
    ended = Coalesce("ended_at", "asked_at")
    old = Printing.objects.alias(over_at=ended).filter(over_at__lt=limit)
    ids = PrintedFile.objects.filter(printing__in=old).values_list("id", flat=True)
    erased = sum(files.PRINTED.erase(one) for one in ids)
    old.delete()
    known = set(PrintedFile.objects.values_list("id", flat=True))
    return erased + files.erase_stray(files.PRINTED, limit, known)
