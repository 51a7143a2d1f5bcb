"""The worker's side: long work done once, as whoever asked for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import translation

from jinguo.core.errors import JinguoError
from jinguo.exchange.actions import printing, running
from jinguo.exchange.actions.work import end
from jinguo.exchange.models import WORK

DO: dict[str, Callable[[Any, datetime], None]] = {"run": running.do, "printing": printing.do}


def carry_out(*, kind: str, work_id: UUID, now: datetime) -> None:
    """
    Do what was asked of the worker; what is finished already stays as it is.

    The outcome and the work's end are one transaction, so that what was broken off is begun again from the
    start. A refusal ends the work too, and is kept in it, in the language of who asked.
    """
    work = WORK[kind].objects.filter(pk=work_id, ended_at=None).first()
    if work is None:
        return
    with translation.override(work.language):
        try:
            DO[kind](work, now)
        except JinguoError as refused:
            end(work, now, refused.message)
