"""
Schemes as a pack publishes them.

Called by the programmes module while it applies a pack: it has asked for the right and notes the
whole pack on the trail.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from jinguo.core.versions import Published, publish
from jinguo.members.models import Agreement, Appointment, Assignment, Body, Scheme, Volunteer
from jinguo.members.schemes import as_definition

MADE_UNDER = (Body, Agreement, Volunteer, Appointment, Assignment)


@transaction.atomic
def publish_scheme(
    *,
    pack: str,
    area: str,
    programme: str,
    valid_from: date,
    valid_to: date | None = None,
    definition: Mapping[str, Any],
    source: str,
    digest: str,
) -> Published:
    """
    Publish one version of what a programme says here; the same digest again changes nothing.

    An earlier version without an end ends on ``valid_from``. ``valid_to`` is exclusive.

    :raises Invalid: two things of one id, an unknown kind, or two versions in force on one day
    :raises InUse: the version's definition differs and records were made under it
    """
    as_definition(definition)
    same = Scheme.objects.filter(pack=pack, programme=programme)
    wanted = Scheme(
        pack=pack, area=area, programme=programme, valid_from=valid_from, valid_to=valid_to,
        definition=dict(definition), source=source, digest=digest,
    )  # fmt: skip
    return publish(wanted, same, same.filter(valid_from=valid_from).first(), is_used=_is_used)


def _is_used(scheme: Scheme) -> bool:
    return any(model.objects.filter(scheme=scheme).exists() for model in MADE_UNDER)
