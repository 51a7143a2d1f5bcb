"""Levels of towns, villages and lanes: computed, conferred and withdrawn by the body that may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinguo.assess import events, policies, queries, states
from jinguo.assess.actions import common
from jinguo.assess.ladders import CODE_LENGTHS
from jinguo.assess.models import AreaDecision, AreaLevel, AreaRecognition
from jinguo.assess.queries import AreaStanding, Place
from jinguo.core import trail
from jinguo.core.errors import NotFound, Refused
from jinguo.core.locks import hold
from jinguo.core.recorded import signed
from jinguo.org.actor import Actor
from jinguo.people.rows import common_area

Verb = AreaDecision.Verb


class CannotConfer(Refused):
    """A condition does not hold on the day, or the area holds the level already."""


class AlreadyWithdrawn(Refused):
    """The level was withdrawn before."""


@transaction.atomic
def confer_area_level(
    *, actor: Actor, programme: str, level: str, places: Sequence[Place], on: date, now: datetime
) -> list[UUID]:
    """
    Give towns, villages or lanes a level whose conditions they meet on ``on``; return the recognitions' ids.

    What the conditions came to is kept with the decision.

    :raises NotFound: a place cannot hold such a level, or the actor sees no figures there
    :raises Denied: another body confers it in one of them
    :raises CannotConfer: a condition does not hold in one of them, or it holds the level already
    :raises NotOnThatDay: ``on`` is in the future or before the last decision about one of them
    """
    wanted = sorted(set(places))
    # Places without a recognition have no row to lock.
    hold(f"assess.area-level:{programme}:{level}")
    versions = queries.area_levels_in_force(programme, level, wanted, on)
    for place, version in versions.items():
        policies.check_area_level(actor, version, place.area)
    _check_day(_ever_held(programme, level, wanted), on, now)
    standings = _standings(actor, versions, on)
    check_conditions(standings.values())
    made = [
        AreaRecognition(
            programme=programme,
            level=level,
            version=versions[place],
            area_id=place.area,
            lane=place.lane,
            conferred_on=on,
        )
        for place in wanted
    ]
    common.insert(made)
    _decide(made, standings, Verb.CONFERRED, "", actor, on, now)
    _record(made, 1, actor, on)
    _note(actor, "confer-area-level", made)
    return [one.id for one in made]


@transaction.atomic
def withdraw_area_level(
    *, actor: Actor, recognition_ids: Sequence[UUID], reason: str, on: date, now: datetime
) -> list[UUID]:
    """
    Take a level away from towns, villages or lanes; what its conditions come to on the day is kept with it.

    :raises NotFound: a recognition is not there for this actor
    :raises Denied: another body confers the level
    :raises AlreadyWithdrawn: one was withdrawn before
    :raises Invalid: no reason is given
    :raises NotOnThatDay: ``on`` is in the future or before the last decision about one of them
    """
    why = common.check_reason(reason)
    wanted = set(recognition_ids)
    seen = queries.area_recognitions(actor).filter(id__in=wanted).select_related("version")
    rows = list(common.locked(seen))
    if len(rows) < len(wanted):
        raise NotFound(_("One of the areas chosen is not there. Open the list again."))
    for row in rows:
        policies.check_area_level(actor, row.version, row.area_id)
    if any(row.ended_on for row in rows):
        raise AlreadyWithdrawn(_("The level of one of them was withdrawn before."))
    held = AreaRecognition.objects.filter(id__in=wanted)
    _check_day(held, on, now)
    standings = _standings(actor, {_place(row): row.version for row in rows}, on)
    held.update(ended_on=on)
    _decide(rows, standings, Verb.WITHDRAWN, why, actor, on, now)
    _record(rows, -1, actor, on)
    _note(actor, "withdraw-area-level", rows)
    return [row.id for row in rows]


def _place(row: AreaRecognition) -> Place:
    return Place(row.area_id, row.lane)


def _ever_held(programme: str, level: str, places: Sequence[Place]) -> list[AreaRecognition]:
    rows = AreaRecognition.objects.filter(
        programme=programme, level=level, area__in={place.area for place in places}
    )
    wanted = set(places)
    return [row for row in rows if _place(row) in wanted]


def _check_day(rows: Any, on: date, now: datetime) -> None:
    decided = AreaDecision.objects.filter(recognition__in=rows).values_list("on", flat=True)
    policies.check_day(on, timezone.localdate(now), set(decided))


def _standings(
    actor: Actor, versions: dict[Place, AreaLevel], on: date
) -> dict[Place, AreaStanding]:
    """Return the standing of each place, seen from the body that confers its level."""
    groups: defaultdict[tuple[str, UUID], list[Place]] = defaultdict(list)
    for place, version in versions.items():
        groups[place.area[: CODE_LENGTHS[version.conferred_by]], version.id].append(place)
    by_id = {version.id: version for version in versions.values()}
    return {
        one.place: one
        for (within, version), some in groups.items()
        for one in queries.area_standings(actor, by_id[version], within=within, on=on, places=some)
    }


def check_conditions(standings: Collection[AreaStanding]) -> None:
    """
    Pass when places that come to this may be given the level.

    :raises CannotConfer: a condition does not hold in one of them, or it holds the level already
    """
    if held := [one for one in standings if one.held]:
        raise CannotConfer(
            _("This level is held already by: %s.") % _names(held),
            areas=[one.place.key for one in held],
        )
    if lacking := [one for one in standings if not one.is_met]:
        raise CannotConfer(
            _("On this day not every condition holds in: %s.") % _names(lacking),
            areas=[one.place.key for one in lacking],
        )


def _names(some: Sequence[AreaStanding]) -> str:
    shown = ", ".join(one.label for one in some[: policies.SHOWN])
    return f"{shown}, …" if len(some) > policies.SHOWN else shown


def _decide(
    rows: Iterable[AreaRecognition],
    standings: dict[Place, AreaStanding],
    verb: Verb,
    reason: str,
    actor: Actor,
    on: date,
    now: datetime,
) -> None:
    AreaDecision.objects.bulk_create(
        AreaDecision(
            recognition=row, verb=verb, on=on, reason=reason, **signed(actor, now),
            figures=[
                {
                    "measure": one.key,
                    "value": None if one.value is None else str(one.value),
                    "at_least": str(one.at_least),
                }
                for one in standings[_place(row)].asked
            ],
        )
        for row in rows
    )  # fmt: skip


def _record(rows: Sequence[AreaRecognition], quantity: int, actor: Actor, on: date) -> None:
    found = [
        events.AreaRecognised(
            area=row.area_id, occurred_on=on, object_id=row.id, programme=row.programme,
            category=row.level, quantity=quantity,
        )
        for row in rows
    ]  # fmt: skip
    common.record(found, actor=actor, capability=states.CERTIFY)


def _note(actor: Actor, verb: str, rows: Sequence[AreaRecognition]) -> None:
    if not rows:
        return
    trail.note(
        actor,
        f"assess.{verb}",
        object_type="assess.area_recognition",
        object_id=rows[0].id if len(rows) == 1 else None,
        area=common_area([row.area_id for row in rows]),
        count=len(rows),
    )
