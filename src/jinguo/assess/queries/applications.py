"""Applications: one, many, counted, and why a household cannot apply."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from jinguo.assess import rules
from jinguo.assess.ladders import Ladder
from jinguo.assess.models import Application, ApplicationQuerySet, Score
from jinguo.assess.queries.versions import ladders_in_force
from jinguo.core.errors import NotFound
from jinguo.core.workdays import year_without_notice
from jinguo.org.actor import Actor
from jinguo.people.models import Household

T = TypeVar("T", bound=QuerySet[Any])
OPEN = [state.value for state in Application.OPEN]


def applications(actor: Actor) -> ApplicationQuerySet:
    """Return the applications the actor can see."""
    return Application.objects.visible_to(actor)


def certified_among(ids: Collection[UUID] | QuerySet[Any]) -> ApplicationQuerySet:
    """Return those of some applications that were certified; for checks, of whatever place."""
    return Application.objects.filter(id__in=ids, state=Application.State.CERTIFIED).order_by("id")


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


def provisional_year(application: Application) -> int | None:
    """
    Return the year whose holiday notice was not out when the next step's deadline was counted, if any.

    It is told from the table of notices as it is now: a notice that came out later leaves no mark.
    """
    due_on = application.due_on
    return None if due_on is None else year_without_notice(application.state_on, due_on)


def latest_scores(application_ids: Collection[UUID], kind: str = "") -> dict[UUID, Score]:
    """
    Return the last recorded score of each application that has one, in one query.

    ``kind`` empty means any: that is the score in force.
    """
    rows = Score.objects.filter(application__in=application_ids)
    rows = rows.filter(kind=kind) if kind else rows
    last = rows.order_by("application_id", "-at", "-id").distinct("application_id")
    return {row.application_id: row for row in last if row.application_id}


def application_problems(
    households: Sequence[Household], *, programme: str, level: str, on: date
) -> dict[UUID, list[str]]:
    """
    Return, by household, each reason for which it cannot apply for ``level`` on ``on``.

    Households without a reason are left out.

    :raises NotFound: the programme has no ladder there on that day, or no such level
    """
    return problems_by_level(households, programme=programme, levels=[level], on=on)[level]


def problems_by_level(
    households: Sequence[Household], *, programme: str, levels: Sequence[str], on: date
) -> dict[str, dict[UUID, list[str]]]:
    """
    Return :func:`application_problems` of several levels, in as many statements as of one.

    Their number grows with the ladders in force there, not with the households.

    :raises NotFound: the programme has no ladder there on that day, or no such level
    """
    ladders = ladders_in_force(programme, {row.area_id for row in households}, on)
    found: dict[str, dict[UUID, list[str]]] = {level: {} for level in levels}
    for ladder in {one.id: one for one in ladders.values()}.values():
        some = [row for row in households if ladders[row.area_id].id == ladder.id]
        past = rules.Past(programme, some)
        for level in levels:
            asked = rules.Applicants(some, ladder, ladder.level(level), on, past)
            found[level] |= rules.refusals(asked)
    return found


def shortfall(row: Application, ladder: Ladder) -> str:
    """Return why the score in force does not reach the level; empty when it does."""
    level = ladder.level(row.level)
    if row.is_vetoed:
        return _("A veto item of the score sheet applies.")
    if row.total is None or row.total < level.min_score:
        return _("%(total)d points; “%(level)s” asks for %(least)d.") % {
            "total": row.total or 0,
            "level": level.label,
            "least": level.min_score,
        }
    return ""
