"""
Kinds of site as a pack publishes them.

Called by the programmes module while it applies a pack: it has asked for the right and notes the whole pack
on the trail.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from jinguo.core.versions import Published, publish
from jinguo.sites.kinds import as_rules
from jinguo.sites.models import Check, SiteKind


@transaction.atomic
def publish_kind(
    *,
    pack: str,
    area: str,
    programme: str,
    key: str,
    title: str,
    title_en: str = "",
    valid_from: date,
    valid_to: date | None = None,
    rules: Mapping[str, Any],
    source: str,
    digest: str,
) -> Published:
    """
    Publish one version of a kind of site; the same digest again changes nothing.

    An earlier version without an end ends on ``valid_from``. ``valid_to`` is exclusive. ``rules`` are the
    fields of :class:`jinguo.sites.kinds.Kind` beside the columns given here.

    :raises Invalid: the rules contradict themselves, or two versions are in force on one day
    :raises InUse: the version's definition differs and a checklist was filled under it
    """
    same = SiteKind.objects.filter(pack=pack, key=key)
    wanted = SiteKind(
        pack=pack, area=area, programme=programme, key=key, title=title, title_en=title_en,
        valid_from=valid_from, valid_to=valid_to, rules=as_rules(rules), source=source, digest=digest,
    )  # fmt: skip
    return publish(wanted, same, same.filter(valid_from=valid_from).first(), is_used=_is_used)


def _is_used(kind: SiteKind) -> bool:
    return Check.objects.filter(version=kind).exists()
