"""
Schemes as a pack publishes them.

Called by the programmes module while it applies a pack: it has asked for the right and notes the
whole pack on the trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from jinguo.core.versions import Published, publish
from jinguo.ledger.models import Entry, Scheme
from jinguo.ledger.schemes import as_rules


@transaction.atomic
def publish_scheme(
    *,
    pack: str,
    area: str,
    programme: str,
    valid_from: date,
    valid_to: date | None = None,
    rules: Sequence[Mapping[str, Any]],
    expire_months: int | None,
    source: str,
    digest: str,
) -> Published:
    """
    Publish one version of what a programme gives points for; the same digest again changes nothing.

    An earlier version without an end ends on ``valid_from``. ``valid_to`` is exclusive.

    :raises Invalid: two rules of one id, or two schemes in force on one day
    :raises InUse: the version's definition differs and points were recorded under it
    """
    as_rules(rules)
    same = Scheme.objects.filter(pack=pack, programme=programme)
    wanted = Scheme(
        pack=pack, area=area, programme=programme, valid_from=valid_from, valid_to=valid_to,
        rules=[dict(rule) for rule in rules], expire_months=expire_months, source=source, digest=digest,
    )  # fmt: skip
    return publish(wanted, same, same.filter(valid_from=valid_from).first(), is_used=_is_used)


def _is_used(scheme: Scheme) -> bool:
    return Entry.objects.filter(scheme=scheme).exists()
