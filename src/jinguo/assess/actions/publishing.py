"""
Sheets and ladders as a pack publishes them.

Called by the programmes module while it applies a pack: it has asked for the right and notes the
whole pack on the trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jinguo.assess.ladders import Condition, Rules, Veto, as_items, as_levels
from jinguo.assess.models import (
    Application,
    AreaLevel,
    AreaRecognition,
    Ladder,
    Score,
    Sheet,
)
from jinguo.assess.rules import check_conditions
from jinguo.core.errors import Invalid, Refused

PUBLISHED, REPLACED, UNCHANGED = "published", "replaced", "unchanged"
Version = TypeVar("Version", Sheet, Ladder, AreaLevel)


class InUse(Refused):
    """A version that something was decided under may not change; a new one begins on a later day."""


class Published(NamedTuple):
    """The version's id, and what was done: ``published``, ``replaced`` or ``unchanged``."""

    id: UUID
    change: str


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
    source: str,
    digest: str,
) -> Published:
    """
    Publish one version of a score sheet; the same digest again changes nothing.

    An earlier version without an end ends on ``valid_from``. ``valid_to`` is exclusive.

    :raises Invalid: items that do not add up, two of one id, or two sheets in force on one day
    :raises InUse: the version's definition differs and applications were made under it
    """
    as_items(items, full)
    if len({Veto(**veto).id for veto in vetoes}) < len(vetoes):
        raise Invalid(_("Two vetoes of the sheet have the same id."))
    same = Sheet.objects.filter(pack=pack, programme=programme)
    wanted = Sheet(
        pack=pack, area=area, programme=programme, key=key, title=title, title_en=title_en,
        valid_from=valid_from, valid_to=valid_to, full=full, items=[dict(item) for item in items],
        vetoes=[dict(veto) for veto in vetoes], source=source, digest=digest,
    )  # fmt: skip
    return _publish(wanted, same, same.filter(key=key, valid_from=valid_from).first())


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
    :raises InUse: the version's definition differs and applications were made under it
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
    return _publish(wanted, same, same.filter(valid_from=valid_from).first())


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
    conditions: Sequence[Mapping[str, str]],
    valid_from: date,
    valid_to: date | None = None,
    source: str,
    digest: str,
) -> Published:
    """
    Publish one version of a level of villages or towns; the same digest again changes nothing.

    An earlier version without an end ends on ``valid_from``. ``valid_to`` is exclusive.

    :raises Invalid: two versions in force on one day
    :raises InUse: the version's definition differs and the level was conferred under it
    """
    same = AreaLevel.objects.filter(pack=pack, programme=programme, key=key)
    wanted = AreaLevel(
        pack=pack, area=area, programme=programme, key=key, title=title, title_en=title_en, of=of,
        conferred_by=conferred_by, conditions=[dict(one) for one in conditions],
        valid_from=valid_from, valid_to=valid_to, source=source, digest=digest,
    )  # fmt: skip
    return _publish(wanted, same, same.filter(valid_from=valid_from).first())


def _publish(wanted: Version, same: QuerySet[Version], known: Version | None) -> Published:
    """``same`` are the versions of one pack and programme; ``known`` the one that begins that day."""
    if known and (known.digest, known.area) == (wanted.digest, wanted.area):
        return Published(known.id, UNCHANGED)
    if known and _is_used(known):
        raise InUse(
            _("“%(version)s” is in use. Publish a version that begins on a later day.")
            % {"version": known}
        )
    if wanted.valid_to is not None and wanted.valid_to <= wanted.valid_from:
        raise Invalid(_("The last day lies before the first."))
    same.filter(valid_from__lt=wanted.valid_from, valid_to__isnull=True).update(
        valid_to=wanted.valid_from
    )
    _check_overlap(wanted, same.exclude(id=known.id) if known else same)
    if known:
        wanted.id = known.id
        wanted.save(force_update=True)
        return Published(wanted.id, REPLACED)
    wanted.save(force_insert=True)
    return Published(wanted.id, PUBLISHED)


def _check_overlap(wanted: Version, others: QuerySet[Version]) -> None:
    ends = Q() if wanted.valid_to is None else Q(valid_from__lt=wanted.valid_to)
    clash = others.filter(
        ends, Q(valid_to__isnull=True) | Q(valid_to__gt=wanted.valid_from)
    ).first()
    if clash is not None:
        raise Invalid(
            _("“%(version)s” is in force on the same days; end it first.") % {"version": clash}
        )


def _is_used(version: Sheet | Ladder | AreaLevel) -> bool:
    if isinstance(version, AreaLevel):
        return AreaRecognition.objects.filter(version=version).exists()
    if isinstance(version, Ladder):
        return Application.objects.filter(ladder=version).exists()
    return (
        Application.objects.filter(sheet=version).exists()
        or Score.objects.filter(sheet=version).exists()
    )
