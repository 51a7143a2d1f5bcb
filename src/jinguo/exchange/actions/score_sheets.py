"""The score sheets of waiting households, taken out to be filled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from jinguo.assess import models, queries
from jinguo.assess.actions import STATE_OF_KIND
from jinguo.assess.models import Application, Score
from jinguo.core import trail
from jinguo.core.errors import Invalid, Refused
from jinguo.core.identity import mask_name
from jinguo.core.language import in_language
from jinguo.exchange import policies
from jinguo.exchange.scores import workbook
from jinguo.exchange.scores.columns import as_version
from jinguo.exchange.scores.workbook import Line
from jinguo.org.roles import Capability
from jinguo.people.masking import sees_names

if TYPE_CHECKING:
    from jinguo.org.actor import Actor

MOST_LINES = 20_000


def score_workbook(
    *, actor: Actor, programme: str, state: str, area: str, level: str = ""
) -> bytes:
    """
    Return the score sheets of the households whose applications wait in a state, as an .xlsx workbook.

    ``area`` is a code, whose subtree is meant; ``level`` empty means any. Households that have a score
    already come with it; those with a veto on it are left out. Where two versions of the sheet are in
    use the older comes first, and the newer when its households are scored.

    :raises Denied: the actor may not score or not take lists out there
    :raises Invalid: applications in this state take no town score
    :raises Refused: nothing waits there, or more than 20,000 do
    """
    actor.require(Capability.ASSESS_SCORE, area)
    policies.check_export(actor, area)
    if state not in STATE_OF_KIND[Score.Kind.TOWN]:
        raise Invalid(_("Applications in this state take no town score."))
    rows = waiting(actor, programme, state, area, level)
    latest = queries.latest_scores([row.id for row in rows], Score.Kind.TOWN)
    rows = [row for row in rows if row.id not in latest or not latest[row.id].vetoes]
    if not rows:
        raise Refused(_("No household waits for a score here."))
    sheet = min((row.sheet for row in rows), key=lambda one: (one.valid_from, one.id))
    chosen = [row for row in rows if row.sheet_id == sheet.id]
    made = workbook.draw(as_version(sheet), lines_of(actor, chosen, latest))
    trail.note(
        actor,
        "exchange.score-sheets",
        object_type="assess.application",
        area=area,
        count=len(chosen),
        fields=["code", "village", "head", "level", "points", "note"],
    )
    return made


def waiting(actor: Actor, programme: str, state: str, area: str, level: str) -> list[Application]:
    """
    Return the applications in a state, by village and number.

    :raises Refused: more than 20,000
    """
    found = queries.applications(actor).filter(
        actor.moves.takes_in(area).as_q("area__code"), programme=programme, state=state
    )
    if level:
        found = found.filter(level=level)
    found = found.select_related("household", "area", "sheet").order_by("household__code")
    rows = list(found[: MOST_LINES + 1])
    if len(rows) > MOST_LINES:
        raise Refused(
            _("More than {most} households wait here. Choose a town first.").format(
                most=f"{MOST_LINES:,}"
            )
        )
    return rows


def lines_of(actor: Actor, rows: Sequence[Application], latest: dict[UUID, Score]) -> list[Line]:
    """Return what stands in the workbook, names as this actor may see them."""
    in_full = {area: sees_names(actor, area) for area in {row.area_id for row in rows}}
    ladders = {row.id: row for row in models.Ladder.objects.filter(
        id__in={row.ladder_id for row in rows}
    )}  # fmt: skip
    titles = {
        (key, level["id"]): in_language(level["title"], level.get("title_en", ""))
        for key, one in ladders.items()
        for level in one.levels
    }
    return [
        Line(
            row.household.code,
            row.area.name,
            row.household.head_name if in_full[row.area_id] else mask_name(row.household.head_name),
            titles[row.ladder_id, row.level],
            latest[row.id].points if row.id in latest else (),
            latest[row.id].note if row.id in latest else "",
        )
        for row in rows
    ]
