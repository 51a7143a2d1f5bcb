"""
Rulesets as a pack publishes them.

Called by the programmes module while it applies a pack: it has asked for the right and notes the
whole pack on the trail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from jinguo.activities import rules, rulesets
from jinguo.activities.models import Ruleset
from jinguo.core import versions
from jinguo.core.versions import Published


@transaction.atomic
def publish_ruleset(
    *,
    pack: str,
    area: str,
    programme: str,
    valid_from: date,
    valid_to: date | None = None,
    kinds: Sequence[Mapping[str, Any]],
    categories: Sequence[Mapping[str, Any]] = (),
    stages: Sequence[Mapping[str, Any]] = (),
    audience: Sequence[Mapping[str, Any]] = (),
    limits: Mapping[str, Any],
    source: str,
    digest: str,
) -> Published:
    """
    Publish one version of what a programme says about its activities; the same digest again changes nothing.

    An earlier version without an end ends on ``valid_from``. ``valid_to`` is exclusive. Activities keep what
    they were planned with, so a version may be replaced at any time.

    :raises Invalid: two kinds, categories or stages of one id, an unknown rule or limit, or two rulesets in
        force on one day
    """
    parts: dict[str, Any] = {
        "kinds": [dict(one) for one in kinds],
        "categories": [dict(one) for one in categories],
        "stages": [dict(one) for one in stages],
        "audience": [dict(one) for one in audience],
        "limits": dict(limits),
    }
    found = rulesets.read(id=None, programme=programme, **parts)
    rules.check_conditions(found.audience)
    same = Ruleset.objects.filter(pack=pack, programme=programme)
    wanted = Ruleset(
        pack=pack, area=area, programme=programme, valid_from=valid_from, valid_to=valid_to,
        source=source, digest=digest, **parts,
    )  # fmt: skip
    known = same.filter(valid_from=valid_from).first()
    return versions.publish(wanted, same, known, is_used=lambda version: False)
