"""What a closed round found, with how sure it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jinguo.assess import queries
from jinguo.assess.evaluation.estimates.cautions import Caution, Rule
from jinguo.assess.evaluation.estimates.measures import Scale, measures
from jinguo.assess.evaluation.estimates.results import TOLERANCE
from jinguo.assess.ladders import as_sheet
from jinguo.assess.models import Round, Visit
from jinguo.core.errors import Refused
from jinguo.desk.assess.rounds.pages import decimal, percent
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org import queries as org
from jinguo.org.roles import Capability


@dataclass(frozen=True)
class Shown:
    """
    One figure of a round as its page prints it; without a value where the sample says nothing.

    ``caution`` is the gravest thing to mind, in a sentence.
    """

    title: str
    value: str
    interval: str
    households: int
    caution: str


@dataclass(frozen=True)
class Calibration:
    """How an assessor's points lie beside the others', under her code of the round."""

    code: str
    marks: int
    difference: str
    interval: str


@access(Capability.ASSESS_VIEW_ROUNDS)
@require_GET
def results(request: DeskRequest, round_id: UUID) -> HttpResponse:
    """Show the figures of a closed round, each with its interval and what to mind."""
    found = queries.get_round(request.actor, round_id)
    if found.results is None:
        raise Refused(_("The results are worked out when the round is closed."))
    data = found.results
    context = {
        "round": found,
        "estimates": estimates(data["estimates"]),
        "kappas": kappas(found, data["kappas"]),
        "towns": towns(data["towns"]),
        "severities": [calibration(one) for one in data["severities"]],
        "uncompared": uncompared(found, {one["assessor"] for one in data["severities"]}),
        "tolerance": f"{TOLERANCE:g}",
        "visited": data["visited"],
        "missed": data["missed"],
        "unheard": len(data["unheard"]),
    }
    return render_page(request, "desk/assess/rounds/results.html", context)


def estimates(data: Mapping[str, Any]) -> list[Shown]:
    """Return the figures in their order, without those nobody was asked for."""
    return [
        shown(str(one.title), data[one.id], one.scale)
        for one in measures(TOLERANCE)
        if one.id in data and data[one.id]["households"]
    ]


def kappas(found: Round, data: Mapping[str, Any]) -> list[Shown]:
    """Return the agreement with the first assessment, part by part in the order of the sheet."""
    titles = {item.beauty: item.beauty_label for item in as_sheet(found.sheet).items}
    return [shown(title, data[key], Scale.KAPPA) for key, title in titles.items() if key in data]


def towns(data: Mapping[str, Any]) -> list[Shown]:
    """Return the confirmed rate of each town by its code; without a value where too few were visited."""
    names = org.area_names(data)
    return [
        shown(names.get(code, code), data[code], Scale.PROPORTION, only_if_sure=True)
        for code in sorted(data)
    ]


def shown(
    title: str,
    figure: Mapping[str, Any],
    scale: Scale,
    *,
    only_if_sure: bool = False,
) -> Shown:
    """Return a figure as it is printed; ``only_if_sure`` leaves out a value the sample is too small for."""
    text = SCALES[scale]
    cautions = [
        Caution(Rule(rule), number, limit, scale) for rule, number, limit in figure["cautions"]
    ]
    is_hidden = figure["value"] is None or (only_if_sure and any(one.is_fatal for one in cautions))
    return Shown(
        title=title,
        value="" if is_hidden else text(figure["value"]),
        interval="" if is_hidden else between(figure, text),
        households=figure["households"],
        caution=cautions[0].sentence if cautions else "",
    )


def between(figure: Mapping[str, Any], text: Callable[[float], str]) -> str:
    """Return an interval in words of its scale; empty where the error cannot be told."""
    if figure["low"] is None:
        return ""
    return f"{text(figure['low'])} – {text(figure['high'])}"


def uncompared(found: Round, marked: Collection[str]) -> int:
    """Return how many assessors visited, but nobody with a first score to compare theirs with."""
    seen = found.assessors.filter(visits__state=Visit.State.FILLED).exclude(code__in=marked)
    return seen.distinct().count()


def calibration(data: Mapping[str, Any]) -> Calibration:
    """Return how one assessor's points lie beside the others'."""
    difference = data["difference"]
    return Calibration(
        code=data["assessor"],
        marks=data["marks"],
        difference="" if difference is None else signed(difference),
        interval=between(data, signed),
    )


def signed(value: float) -> str:
    """Return a difference with its sign."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{decimal(abs(value))}"


def hundredths(value: float) -> str:
    """Return a number with two places."""
    return decimal(value, 2)


SCALES: Mapping[Scale, Callable[[float], str]] = {
    Scale.PROPORTION: percent,
    Scale.POINTS: decimal,
    Scale.KAPPA: hundredths,
}
