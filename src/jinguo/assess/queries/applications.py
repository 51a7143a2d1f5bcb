"""Applications: one, many, counted, and why a household cannot apply."""

from __future__ import annotations

import hmac
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from jinguo.assess.ladders import Ladder, Rules, months_after
from jinguo.assess.models import Application, ApplicationQuerySet, Recognition, Score
from jinguo.assess.queries.versions import ladders_in_force
from jinguo.core.errors import NotFound
from jinguo.org.actor import Actor
from jinguo.people.models import Household

T = TypeVar("T", bound=QuerySet[Any])
OPEN = [state.value for state in Application.OPEN]


def applications(actor: Actor) -> ApplicationQuerySet:
    """Return the applications the actor can see."""
    return Application.objects.visible_to(actor)


def narrowed(rows: T, actor: Actor, programme: str, area: str = "", level: str = "") -> T:
    """
    Keep the rows of a programme, of the area with all below it, and of a level; empty keeps all.

    An area takes in what it succeeded by the actor's day.
    """
    rows = rows.filter(programme=programme)
    if area:
        rows = rows.filter(actor.moves.takes_in(area).as_q("area__code"))
    return rows.filter(level=level) if level else rows


def get_application(actor: Actor, application_id: UUID) -> Application:
    """
    Return one application with its household, area, sheet and ladder.

    :raises NotFound: none, or none this actor may see
    """
    found = (
        applications(actor)
        .select_related("household", "area", "sheet", "ladder")
        .filter(id=application_id)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such application."))
    return found


def count_by_state(actor: Actor, *, programme: str, area: str = "") -> dict[str, int]:
    """Return how many applications are in each state, every state named, in table order."""
    rows = narrowed(applications(actor), actor, programme, area).order_by()
    found = dict(rows.values_list("state").annotate(Count("id")))
    return {state.value: found.get(state.value, 0) for state in Application.State}


def latest_scores(application_ids: Collection[UUID], kind: str) -> dict[UUID, Score]:
    """Return the last score of a kind of each application that has one, in one query."""
    rows = Score.objects.filter(application__in=application_ids, kind=kind)
    last = rows.order_by("application_id", "-at", "-id").distinct("application_id")
    return {row.application_id: row for row in last if row.application_id}


def district_sample(
    actor: Actor, *, programme: str, seed: str, area: str = ""
) -> list[Application]:
    """
    Draw the passed applications the district checks itself: the ladder's share, rounded up.

    The draw is the order of HMAC-SHA256(seed, application id), so that anyone with the published
    seed and the list repeats it. Those the district has scored already count towards the share.
    """
    passed = narrowed(applications(actor), actor, programme, area).filter(state="passed")
    rows = list(passed.select_related("household", "area", "ladder"))
    by_ladder: dict[UUID, list[Application]] = {}
    for row in sorted(rows, key=lambda row: _lot(seed, row.id)):
        by_ladder.setdefault(row.ladder_id, []).append(row)
    scored = set(
        Score.objects.filter(application__in=rows, kind=Score.Kind.DISTRICT).values_list(
            "application_id", flat=True
        )
    )
    drawn = []
    for some in by_ladder.values():
        share = Rules(**some[0].ladder.rules).sample_share
        missing = math.ceil(len(some) * share) - sum(row.id in scored for row in some)
        drawn += [row for row in some if row.id not in scored][: max(missing, 0)]
    return drawn


def _lot(seed: str, application_id: UUID) -> bytes:
    return hmac.digest(seed.encode(), application_id.bytes, "sha256")


def application_problems(
    households: Sequence[Household], *, programme: str, level: str, on: date
) -> dict[UUID, list[str]]:
    """
    Return, by household, each reason for which it cannot apply for ``level`` on ``on``.

    Households without a reason are left out.

    :raises NotFound: the programme has no ladder there on that day, or no such level
    """
    ladders = ladders_in_force(programme, {row.area_id for row in households}, on)
    ids = [row.id for row in households]
    standings = _standings(programme, ids)
    reasons = {
        row.id: _reasons(row, ladders[row.area_id], level, on, standings) for row in households
    }
    return {key: found for key, found in reasons.items() if found}


@dataclass(frozen=True)
class _Standings:
    open: Mapping[UUID, str]
    held: Mapping[UUID, str]
    delisted: Mapping[UUID, date]


def _standings(programme: str, ids: Sequence[UUID]) -> _Standings:
    applied = Application.objects.filter(programme=programme, household__in=ids, state__in=OPEN)
    plaques = Recognition.objects.filter(programme=programme, household__in=ids)
    delisted = plaques.filter(state=Recognition.State.DELISTED).order_by("ended_on")
    return _Standings(
        open=dict(applied.values_list("household_id", "state")),
        held=dict(plaques.in_force().values_list("household_id", "level")),
        delisted={
            household: day
            for household, day in delisted.values_list("household_id", "ended_on")
            if day
        },
    )


def _reasons(
    household: Household, ladder: Ladder, level: str, on: date, standings: _Standings
) -> list[str]:
    asked = ladder.level(level)
    found = []
    if household.closed_on is not None:
        found.append(_("the household is closed"))
    if not household.is_resident:
        found.append(_("nobody lives there all year"))
    if household.id in standings.open:
        state = Application.State(standings.open[household.id]).label
        found.append(_("it has an open application (%(state)s)") % {"state": state})
    held = standings.held.get(household.id)
    if held is not None and ladder.rank(held) >= asked.rank:
        held_title = ladder.by_id[held].title if held in ladder.by_id else held
        found.append(_("it holds “%(level)s” already") % {"level": held_title})
    lost = standings.delisted.get(household.id)
    if lost is not None:
        again = months_after(lost, ladder.rules.reapply_after_months)
        if on < again:
            found.append(
                _("it was delisted on %(lost)s and may apply again from %(again)s")
                % {"lost": lost, "again": again}
            )
    return found
