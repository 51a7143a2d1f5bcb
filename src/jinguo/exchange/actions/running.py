"""Work on a workbook too large to wait for: asked of the background worker, and carried out by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Denied, JinguoError, NotFound
from jinguo.exchange import policies, queries, queue
from jinguo.exchange.actions.checking import check
from jinguo.exchange.actions.writing import apply, refuse_wrong, undo
from jinguo.exchange.models import Batch, Run
from jinguo.exchange.roster.columns import refuse_unfit
from jinguo.exchange.roster.fields import as_mapping
from jinguo.org import queries as org

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
    if actor.account_id is None:
        raise Denied(_("Only someone with an account can leave work to the background worker."))
    policies.check_at_rest(queries.standing(batch))
    REFUSE[act](actor, batch, choice or {})
    Run.objects.filter(batch=batch).delete()
    run = Run.objects.create(
        batch=batch,
        act=act,
        choice=storable(choice or {}),
        account=actor.account_id,
        language=translation.get_language() or "",
        job=queue.put(batch.id),
        asked_at=now,
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


def carry_out(*, batch_id: UUID, now: datetime) -> None:
    """
    Do what was asked of the worker with a batch; what is finished already stays as it is.

    The outcome and the run's end are one transaction, so that a run broken off is begun again from the
    start. A refusal ends the run too, and is kept in it, in the language of who asked.
    """
    run = Run.objects.filter(batch=batch_id, ended_at=None).first()
    if run is None:
        return
    with translation.override(run.language):
        try:
            with transaction.atomic():
                do(run, now)
        except JinguoError as refused:
            end(run, now, refused.message)


def do(run: Run, now: datetime) -> None:
    """Do a run's act as its account, unless another process was quicker, and end it."""
    Batch.objects.select_for_update().get(pk=run.batch_id)
    if not Run.objects.filter(pk=run.pk, job=run.job, ended_at=None).exists():
        return
    account = org.account_of(run.account)
    if account is None:
        raise NotFound(_("There is no such import."))
    actor = org.actor_for(account, on=timezone.localdate(now))
    ACTS[run.act](actor=actor, batch_id=run.batch_id, now=now, **as_given(run.choice))
    end(run, now)


def as_given(choice: Choice) -> dict[str, Any]:
    """Return a kept choice as the action takes it."""
    return {
        key: date.fromisoformat(value) if key == "on" and value else value
        for key, value in choice.items()
    }


def end(run: Run, now: datetime, refusal: str = "") -> None:
    """End a run, with the sentence by which its act was refused, if it was."""
    Run.objects.filter(pk=run.pk, job=run.job).update(ended_at=now, refusal=refusal)


def tell(*, batch_id: UUID, step: str, done: int, total: int) -> None:
    """Keep how far the work on a batch has come, for whoever looks."""
    Run.objects.filter(batch=batch_id, ended_at=None).update(step=step, done=done, total=total)


def see(*, actor: Actor, batch_id: UUID, now: datetime) -> None:
    """Keep that who asked for the work on a batch has seen its end, so that she is not told again."""
    queries.runs_to_tell(actor).filter(batch=batch_id, ended_at__isnull=False).update(seen_at=now)
