"""What the pages of evaluation rounds show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import ngettext

from jinguo.assess import actions, policies, queries, states
from jinguo.assess.evaluation.draws.sample import Sample
from jinguo.assess.ladders import as_sheet
from jinguo.assess.models import Finding, Round, Transition, Visit
from jinguo.core.web import refusal
from jinguo.desk.assess import pages as sheets
from jinguo.desk.assess.pages import Button, Moment
from jinguo.org import queries as org
from jinguo.org.actor import Actor

TAGS: Mapping[str, str] = {
    "drafted": "",
    "frozen": "wait",
    "drawn": "wait",
    "in-field": "main",
    "closed": "good",
    "withdrawn": "bad",
    "open": "wait",
    "filled": "good",
    "returned": "warn",
    "missed": "",
}


@dataclass(frozen=True)
class TownShare:
    """How much of a sample lies in one town."""

    name: str
    listed: int
    unlisted: int
    reserves: int


@dataclass(frozen=True)
class AssessorRow:
    """
    How far an assessor is; ``is_gone`` where she is given no visit any more.

    ``refusal`` says why her visits cannot be passed on, and is None where they can.
    """

    progress: queries.AssessorProgress
    is_gone: bool
    refusal: str | None


def recorded(visit: Visit, finding: Finding | None) -> dict[str, Any]:
    """Return what the card of a finding shows, all empty where there is none."""
    sheet = as_sheet(visit.round.sheet)
    points = finding.points if finding else None
    return {
        "finding": finding,
        "beauties": sheets.beauties(sheet.items, points) if points else [],
        "total": sum(points) if points else None,
        "full": sheet.full,
        "vetoes": [one.label for one in sheet.vetoes if finding and one.id in finding.vetoes],
    }


def check(actor: Actor, verb: str, found: Round) -> None:
    """
    Pass when the act a button stands for would pass, as the action itself asks.

    :raises Denied: the actor may not
    :raises Refused: the round does not allow it
    """
    policies.check_round(actor, verb, found)
    if verb == "send-out":
        actions.check_named(found)
    if verb == "close":
        actions.check_done(found)


def buttons(actor: Actor, found: Round) -> list[Button]:
    """Return what may be done to a round as it stands, the step that takes it onward first."""
    if not actor.can(states.RUN, found.area_id):
        return []
    made = []
    for verb in states.verbs_from(states.ROUND, found.state):
        if verb == "pass-visits-on":
            continue  # it stands beside each assessor
        step = states.step_from(states.ROUND, verb, found.state)
        assert step is not None  # verbs_from read it from the same table
        made.append(
            Button(
                verb=verb,
                title=str(step.title),
                href=verb_url(found, verb),
                refusal=refusal(check, actor, verb, found) or "",
                is_grave=verb == "withdraw",
                is_first=step.is_next,
            )
        )
    return sorted(made, key=lambda button: not button.is_first)


def verb_url(found: Round, verb: str) -> str:
    """Return the page on which a verb is done to a round."""
    if verb in ("name-assessors", "add-assessor"):
        return reverse("desk:round-assessors", args=[found.id])
    if verb == "change":
        return reverse("desk:change-round", args=[found.id, found.plan["design"]])
    return reverse("desk:round-act", args=[found.id, verb])


def moments(found: Round, *, is_named: bool) -> list[Moment]:
    """Return what happened to a round, newest first; assessors by name, or by their codes of the round."""
    made = [
        (one.at, Moment(moment_title(one), one.on, one.actor, one.reason, None))
        for one in queries.history_of_round(found)
    ]
    for _turn, rows in groupby(queries.passings_of(found), key=lambda one: one.turn):
        first, *more = rows
        name = first.giver.name if is_named else first.giver.code
        title = ngettext(
            "%(count)d visit of %(name)s passed on", "%(count)d visits of %(name)s passed on",
            1 + len(more),
        ) % {"count": 1 + len(more), "name": name}  # fmt: skip
        on = timezone.localdate(first.at)
        made.append((first.at, Moment(title, on, first.actor, first.reason, None)))
    return [moment for _at, moment in sorted(made, key=lambda one: one[0], reverse=True)]


def assessor_rows(actor: Actor, found: Round, today: date) -> list[AssessorRow]:
    """Return the assessors of a round, each with why her visits cannot be passed on."""
    rows = {one.id: one for one in found.assessors.all()}
    is_out = found.state == Round.State.IN_FIELD
    still = set(queries.still_visiting(found, today).values_list("id", flat=True))
    return [
        AssessorRow(
            one,
            is_out and one.id not in still,
            refusal(actions.check_passable, actor, found, rows[one.id], today) if is_out else None,
        )
        for one in queries.progress_of_assessors(found, today)
    ]


def moment_title(change: Transition) -> str:
    """Return what a round became."""
    return str(Round.State(change.to_state).label)


def town_shares(sample: Sample) -> list[TownShare]:
    """Return how much of a sample lies in each town, by the towns' codes."""
    towns = sorted({unit.town for unit in sample.units})
    names = org.area_names(towns)
    return [
        TownShare(
            name=names.get(town, town),
            listed=sum(u.town == town and u.is_listed for u in sample.drawn),
            unlisted=sum(u.town == town and not u.is_listed for u in sample.drawn),
            reserves=sum(u.town == town and u.is_reserve for u in sample.units),
        )
        for town in towns
    ]


def percent(value: float) -> str:
    """Return a share from 0 to 1 as a percentage with one place."""
    return f"{number_format(100 * value, decimal_pos=1, use_l10n=True)}%"


def decimal(value: float, places: int = 1) -> str:
    """Return a number with some places."""
    return str(number_format(value, decimal_pos=places, use_l10n=True))
