"""What is done with a roster by a town officer, as the tests of rosters do it."""

from __future__ import annotations

from jinguo.exchange import actions
from jinguo.exchange.models import Batch
from tests.make.people import colleague, instant


def apply(batch: Batch, **given) -> Batch:
    return actions.apply(
        **{
            "actor": colleague(),
            "batch_id": batch.id,
            "only_good": False,
            "now": instant(),
            **given,
        }
    )


def check(batch: Batch, **given) -> Batch:
    return actions.check(actor=colleague(), batch_id=batch.id, now=instant(), **given)


def preview(batch: Batch, **given):
    return actions.preview(actor=colleague(), batch_id=batch.id, **given)


def problems(batch: Batch) -> list[tuple[int, str]]:
    return [(one["row"], one["reason"]) for one in batch.problems]
