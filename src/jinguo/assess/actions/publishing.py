"""
Sheets and ladders as a pack publishes them.

Called by the programmes module while it applies a pack: it has asked for the right and notes the
whole pack on the trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.assess.ladders import Condition, Rules, Veto, as_items, as_levels
from jinguo.assess.models import (
    Application,
    AreaLevel,
    AreaRecognition,
    Ladder,
    Round,
    Score,
    Sheet,
)
from jinguo.assess.rules import check_conditions
from jinguo.core.errors import Invalid
from jinguo.core.versions import Published, publish


@transaction.atomic
def publish_sheet(
    *,
    pack: str,
    area: str,
    programme: str,
    key: str,
    title: str,
    title_en: str = "",
    valid_from: date,
    valid_to: date | None = None,
    full: int,
    items: Sequence[Mapping[str, Any]],
    vetoes: Sequence[Mapping[str, Any]] = (),
    asks_ledger: bool = False,
    source: str,
    digest: str,
) -> Published:
    """
    Publish one version of a score sheet; the same digest again changes nothing.

    An earlier version without an end ends on ``valid_from``. ``valid_to`` is exclusive.

    :raises Invalid: items that do not add up, two of one id, or two sheets in force on one day
    :raises InUse: the version's definition differs and applications, scores or rounds were made under it
    """
    as_items(items, full)
    if len({Veto(**veto).id for veto in vetoes}) < len(vetoes):
        raise Invalid(_("Two vetoes of the sheet have the same id."))
    same = Sheet.objects.filter(pack=pack, programme=programme)
    wanted = Sheet(
        pack=pack, area=area, programme=programme, key=key, title=title, title_en=title_en,
        valid_from=valid_from, valid_to=valid_to, full=full, items=[dict(item) for item in items],
        vetoes=[dict(veto) for veto in vetoes], asks_ledger=asks_ledger, source=source, digest=digest,
    )  # fmt: skip
    known = same.filter(key=key, valid_from=valid_from).first()
    return publish(wanted, same, known, is_used=_is_used)


@transaction.atomic
def publish_ladder(
    *,
    pack: str,
    area: str,
    programme: str,
    valid_from: date,
    valid_to: date | None = None,
    levels: Sequence[Mapping[str, Any]],
    rules: Mapping[str, Any],
    eligibility: Sequence[Mapping[str, Any]] = (),
    source: str,
    digest: str,
) -> Published:
    """
    Publish one version of a programme's levels and rules; the same digest again changes nothing.

    An earlier version without an end ends on ``valid_from``. ``valid_to`` is exclusive. Without
    ``eligibility`` the ladder asks of a household only what always holds
    (:data:`jinguo.assess.rules.ALWAYS`).

    :raises Invalid: levels or rules that cannot be worked with, or two ladders in force on one day
    :raises InUse: the version's definition differs and applications or rounds were made under it
    """
    as_levels(levels)
    Rules.from_data(rules)
    check_conditions([Condition(**one) for one in eligibility])
    same = Ladder.objects.filter(pack=pack, programme=programme)
    wanted = Ladder(
        pack=pack, area=area, programme=programme, valid_from=valid_from, valid_to=valid_to,
        levels=[dict(level) for level in levels], rules=dict(rules),
        eligibility=[dict(one) for one in eligibility], source=source, digest=digest,
    )  # fmt: skip
    known = same.filter(valid_from=valid_from).first()
    return publish(wanted, same, known, is_used=_is_used)


@transaction.atomic
def publish_area_level(
    *,
    pack: str,
    area: str,
    programme: str,
    key: str,
    title: str,
    title_en: str = "",
    of: str,
    conferred_by: str,
    conditions: Sequence[Mapping[str, Any]],
    least_households: int = 0,
    valid_from: date,
    valid_to: date | None = None,
    source: str,
    digest: str,
) -> Published:
    """
    Publish one version of a level of towns, villages or lanes; the same digest again changes nothing.

    An earlier version without an end ends on ``valid_from``. ``valid_to`` is exclusive.

    :raises Invalid: two versions in force on one day
    :raises InUse: the version's definition differs and the level was conferred under it
    """
    same = AreaLevel.objects.filter(pack=pack, programme=programme, key=key)
    wanted = AreaLevel(
        pack=pack, area=area, programme=programme, key=key, title=title, title_en=title_en, of=of,
        conferred_by=conferred_by, conditions=[dict(one) for one in conditions],
        least_households=least_households, valid_from=valid_from, valid_to=valid_to, source=source,
        digest=digest,
    )  # fmt: skip
    known = same.filter(valid_from=valid_from).first()
    return publish(wanted, same, known, is_used=_is_used)


def _is_used(version: Sheet | Ladder | AreaLevel) -> bool:
    if isinstance(version, AreaLevel):
        return AreaRecognition.objects.filter(version=version).exists()
    if isinstance(version, Ladder):
        return any(made.objects.filter(ladder=version).exists() for made in (Application, Round))
    return any(made.objects.filter(sheet=version).exists() for made in (Application, Score, Round))
