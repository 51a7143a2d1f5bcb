"""Work on a workbook too large to wait for: asked of the background worker, and carried out by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from jinguo.core import trail
from jinguo.exchange import policies, queries, queue
from jinguo.exchange.actions.checking import check
from jinguo.exchange.actions.work import asked_by, end, is_open, owner
from jinguo.exchange.actions.writing import apply, refuse_wrong, undo
from jinguo.exchange.models import Batch, Run
from jinguo.exchange.roster.columns import refuse_unfit
from jinguo.exchange.roster.fields import as_mapping

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

Choice = Mapping[str, Any]


@transaction.atomic
def ask(
    *, actor: Actor, batch_id: UUID, act: str, now: datetime, choice: Choice | None = None
) -> Run:
    """
    Ask the background worker to check, apply or undo a batch; ``choice`` is what that action takes besides.

    It is done with the rights the actor's account has then, and its refusals are kept for her. What can be
    refused without reading the workbook is refused here.

    :raises NotFound: no such batch for this actor
    :raises Denied: the actor has no account in whose name it could be done
    :raises Refused: the worker is at this batch already; or what the action itself refuses at once
    """
    batch = queries.get_batch(actor, batch_id, lock=True)
    asked = asked_by(actor, now)
    policies.check_at_rest(queries.standing(batch))
    REFUSE[act](actor, batch, choice or {})
    Run.objects.filter(batch=batch).delete()
    run = Run.objects.create(
        batch=batch,
        act=act,
        choice=storable(choice or {}),
        job=queue.put("run", batch.id),
        **asked,
    )
    trail.note(
        actor,
        f"exchange.ask-{act}",
        object_type="exchange.batch",
        object_id=batch.id,
        area=batch.area,
    )
    return run


def storable(choice: Choice) -> dict[str, Any]:
    """Return a choice as JSON can keep it."""
    return {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in choice.items()
    }


def refuse_check(actor: Actor, batch: Batch, choice: Choice) -> None:
    policies.check_unwritten(actor, batch)
    if batch.kind == Batch.Kind.ROSTER and choice.get("mapping") is not None:
        refuse_unfit(as_mapping(choice["mapping"]))


def refuse_apply(actor: Actor, batch: Batch, choice: Choice) -> None:
    policies.check_writable(actor, batch)
    refuse_wrong(batch.bad, choice["only_good"])


def refuse_undo(actor: Actor, batch: Batch, choice: Choice) -> None:
    policies.check_undo(actor, batch)


REFUSE: dict[str, Callable[[Actor, Batch, Choice], None]] = {
    Run.Act.CHECK: refuse_check,
    Run.Act.APPLY: refuse_apply,
    Run.Act.UNDO: refuse_undo,
}
ACTS: dict[str, Callable[..., Batch]] = {
    Run.Act.CHECK: check,
    Run.Act.APPLY: apply,
    Run.Act.UNDO: undo,
}


@transaction.atomic
def do(run: Run, now: datetime) -> None:
    """Do a run's act as its account, unless another process was quicker, and end it."""
    Batch.objects.select_for_update().get(pk=run.batch_id)
    if not is_open(run):
        return
    ACTS[run.act](actor=owner(run, now), batch_id=run.batch_id, now=now, **as_given(run.choice))
    end(run, now)


def as_given(choice: Choice) -> dict[str, Any]:
    """Return a kept choice as the action takes it."""
    return {
        key: date.fromisoformat(value) if key == "on" and value else value
        for key, value in choice.items()
    }
