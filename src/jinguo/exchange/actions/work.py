"""What all work of the background worker has in common: who asked, how far it is, its end."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jinguo.core.errors import Denied, NotFound
from jinguo.exchange.models import WORK, Printing, Run
from jinguo.org import queries as org

if TYPE_CHECKING:
    from jinguo.org.actor import Actor


def asked_by(actor: Actor, now: datetime) -> dict[str, Any]:
    """
    Return the fields that say who asks for work, when, and in which language.

    :raises Denied: the actor has no account in whose name it could be done
    """
    if actor.account_id is None:
        raise Denied(_("Only someone with an account can leave work to the background worker."))
    return {
        "account": actor.account_id,
        "language": translation.get_language() or "",
        "asked_at": now,
    }


def owner(work: Run | Printing, now: datetime) -> Actor:
    """
    Return who asked for work, with the rights of today.

    :raises NotFound: the account is gone
    """
    account = org.account_of(work.account)
    if account is None:
        raise NotFound(_("The account that asked for this is gone."))
    return org.actor_for(account, on=timezone.localdate(now))


def is_open(work: Run | Printing) -> bool:
    """Say whether work is still to be done, by this job: no other process was quicker."""
    same = type(work).objects.filter(pk=work.pk, job=work.job, ended_at=None)
    return same.exists()


def end(work: Run | Printing, now: datetime, refusal: str = "") -> None:
    """End work, with the sentence by which it was refused, if it was."""
    same = type(work).objects.filter(pk=work.pk, job=work.job)
    same.update(ended_at=now, refusal=refusal)


def tell(*, kind: str, work_id: UUID, step: str, done: int, total: int) -> None:
    """Keep how far work has come, for whoever looks."""
    still = WORK[kind].objects.filter(pk=work_id, ended_at=None)
    still.update(step=step, done=done, total=total)


def see(*, actor: Actor, kind: str, work_id: UUID, now: datetime) -> None:
    """Keep that who asked for work has seen its end, so that she is not told again."""
    ended = WORK[kind].objects.to_tell(actor).filter(pk=work_id, ended_at__isnull=False)
    ended.update(seen_at=now)
