from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jinguo.core import trail
from jinguo.core.errors import Invalid, Refused
from jinguo.org import policies, queries
from jinguo.org.actor import Actor
from jinguo.org.models import Unit


def open_unit(*, actor: Actor, area: str, kind: str, name: str, now: datetime) -> Unit:
    """
    Open one unit.

    :raises NotFound: no such area
    :raises Denied: the actor manages no accounts there
    :raises Invalid: it has no name
    :raises Refused: the area has a unit of this name
    """
    queries.get_area(area)
    if not name.strip():
        raise Invalid(_("The unit needs a name."), name="")
    return open_units(actor=actor, units=[(area, kind, name)], now=now)[0]


@transaction.atomic
def open_units(*, actor: Actor, units: Sequence[tuple[str, str, str]], now: datetime) -> list[Unit]:
    """
    Open many units, each given as (area code, kind, name).

    :raises Denied: the actor manages no accounts in one of the areas
    :raises Refused: an area already has a unit of that name
    """
    policies.check_open_units(actor, {area for area, _kind, _name in units})
    wanted = [Unit(area_id=area, kind=kind, name=name.strip()) for area, kind, name in units]
    made = Unit.objects.bulk_create(wanted, ignore_conflicts=True, batch_size=2_000)
    kept = set(Unit.objects.filter(id__in=[unit.id for unit in made]).values_list("id", flat=True))
    if len(kept) != len(made):
        double = next(unit for unit in made if unit.id not in kept)
        raise Refused(_("There is already a unit called %s there.") % double.name)
    trail.note(
        actor,
        "org.open-unit",
        object_type="org.unit",
        count=len(made),
        object_id=made[0].id if len(made) == 1 else None,
        area=made[0].area_id if len(made) == 1 else "",
    )
    return made
