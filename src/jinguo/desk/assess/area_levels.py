"""Towns, villages and lanes with the shares by which they may hold a level; conferred, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.assess import actions, policies, queries
from jinguo.assess.models import LANE, AreaLevel
from jinguo.assess.queries import AreaStanding, Asked
from jinguo.core.errors import Invalid, NotFound
from jinguo.core.web import refusal
from jinguo.desk import exporting
from jinguo.desk.accounts.proof import proven
from jinguo.desk.assess.pages import Chip
from jinguo.desk.errors import refused_into
from jinguo.desk.forms import DeskForm
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.saved.filters import List, saved_here
from jinguo.exchange.export import Column, Kind
from jinguo.facts.formats import shown
from jinguo.org import queries as org
from jinguo.org.roles import Capability

A_PAGE = 50
MET, HELD = "met", "held"
CONFER, WITHDRAW = "confer", "withdraw"


class ConferForm(DeskForm):
    """Nothing is asked: the conditions decide."""


class WithdrawForm(DeskForm):
    """Why a level is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays in the history of the area."),
    )  # fmt: skip


FORMS: dict[str, type[DeskForm]] = {CONFER: ConferForm, WITHDRAW: WithdrawForm}


@dataclass(frozen=True)
class View:
    """The list asked for: one level of the plan, the area inside which, and which of its areas."""

    levels: Sequence[AreaLevel]
    level: AreaLevel | None
    area: str
    state: str
    standings: Sequence[AreaStanding]

    @property
    def kept(self) -> list[AreaStanding]:
        """The areas of the state asked for, by their codes."""
        keep = {MET: lambda one: one.is_met, HELD: lambda one: one.held}.get(self.state)
        return [one for one in self.standings if keep is None or keep(one)]

    def address(self, **more: str) -> str:
        """Return the address of the list, with more parts or other ones."""
        key = f"{self.level.programme}:{self.level.key}" if self.level else ""
        parts = {"level": key, "area": self.area, "state": self.state, **more}
        return f"{reverse('desk:area-levels')}?{urlencode({k: v for k, v in parts.items() if v})}"


def view_asked(request: DeskRequest, today: date) -> View:
    """Return the list an address or form asks for: her own area and the first level where it is silent."""
    values = request.POST if request.method == "POST" else request.GET
    home = request.actor.home_for(Capability.ASSESS_VIEW)
    levels = queries.area_levels_around(home, today)
    wanted = values.get("level", "")
    level = next(
        (one for one in levels if wanted in ("", one.programme, f"{one.programme}:{one.key}")), None
    )
    area = values.get("area") or home
    standings = queries.area_standings(request.actor, level, within=area, on=today) if level else []
    return View(levels, level, area, values.get("state", ""), standings)


@access(Capability.ASSESS_VIEW)
@require_GET
def area_levels(request: DeskRequest) -> HttpResponse:
    """List the places that may hold a level, by code, each with what its conditions come to today."""
    today = timezone.localdate()
    view = view_asked(request, today)
    kept, after = view.kept, request.GET.get("after", "")
    rest = [one for one in kept if one.place.key > after]
    page = rest[:A_PAGE]
    home = request.actor.home_for(Capability.ASSESS_VIEW)
    context = {
        "view": view,
        "level": view.level,
        "today": today,
        "rows": page,
        "next": page[-1].place.key if len(rest) > A_PAGE else "",
        "chips": chips(view),
        "saved": saved_here(request, List.AREA_LEVELS),
        "towns": org.children(home, today),
        "area": "" if view.area == home else view.area,
        "refusal": confer_refusal(request, view),
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT),
        "can_list": request.actor.can(Capability.PEOPLE_VIEW),
        "decisions": view.level
        and queries.area_decisions(request.actor, view.level, [one.place for one in page]),
    }
    return render_page(request, "desk/assess/area_levels.html", context)


def chips(view: View) -> list[Chip]:
    """Return which of the areas may be listed, each with how many there are."""
    met = sum(one.is_met for one in view.standings)
    held = sum(one.held is not None for one in view.standings)
    return [
        Chip(_("All"), "", len(view.standings), not view.state),
        Chip(_("All conditions hold"), MET, met, view.state == MET),
        Chip(_("Conferred"), HELD, held, view.state == HELD),
    ]


def confer_refusal(request: DeskRequest, view: View) -> str | None:
    """Return why this actor confers and withdraws nothing in the area asked for; None where she may."""
    if view.level is None:
        return None
    return refusal(policies.check_area_level, request.actor, view.level, view.area)


@access(Capability.ASSESS_CERTIFY)
@require_http_methods(["GET", "POST"])
def area_level_act(request: DeskRequest, verb: str) -> HttpResponse:
    """Show what conferring or withdrawing a level will do to the areas chosen; do it when confirmed."""
    if verb not in FORMS:
        raise NotFound(_("There is no such act."))
    today = timezone.localdate()
    view, chosen = chosen_in(request, today)
    is_confirmed = "confirmed" in request.POST
    form = FORMS[verb](request.POST if is_confirmed else None)
    if is_confirmed and form.is_valid():
        with refused_into(form, request):
            messages.success(request, done(request, verb, view, chosen, form, today))
            return redirect(view.address())
    context = {
        "view": view,
        "rows": chosen,
        "verb": verb,
        "form": form,
        "level": view.level,
        "refusal": act_refusal(request, verb, view, chosen),
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/assess/area_level_act.html", context, status)


def act_refusal(
    request: DeskRequest, verb: str, view: View, chosen: Sequence[AreaStanding]
) -> str | None:
    """Return why the level cannot be conferred on the areas chosen, or withdrawn from them, today."""
    check = actions.check_conditions if verb == CONFER else held_by
    return confer_refusal(request, view) or refusal(check, chosen)


def held_by(chosen: Sequence[AreaStanding]) -> list[UUID]:
    """
    Return the recognitions the areas chosen hold.

    :raises Invalid: one of them holds none
    """
    held = [one.held.id for one in chosen if one.held]
    if len(held) < len(chosen):
        raise Invalid(_("One of the areas chosen does not hold the level."))
    return held


def chosen_in(request: DeskRequest, today: date) -> tuple[View, list[AreaStanding]]:
    """
    Return the list and the areas ticked in it.

    :raises Invalid: none of them is ticked
    """
    view = view_asked(request, today)
    values = request.POST if request.method == "POST" else request.GET
    ticked = set(values.getlist("codes"))
    chosen = [one for one in view.standings if one.place.key in ticked]
    if not chosen:
        raise Invalid(_("Nothing is chosen. Tick at least one row of the list."))
    return view, chosen


def done(
    request: DeskRequest,
    verb: str,
    view: View,
    chosen: Sequence[AreaStanding],
    form: DeskForm,
    today: date,
) -> str:
    """Do it, and return what is now true."""
    assert view.level is not None  # something of its list was chosen
    given: dict[str, Any] = {"actor": request.actor, "on": today, "now": timezone.now()}
    if verb == CONFER:
        actions.confer_area_level(
            programme=view.level.programme,
            level=view.level.key,
            places=[one.place for one in chosen],
            **given,
        )
        sentence = ngettext(
            "Conferred on %(count)d area: %(level)s.",
            "Conferred on %(count)d areas: %(level)s.",
            len(chosen),
        )
    else:
        actions.withdraw_area_level(recognition_ids=held_by(chosen), **form.cleaned_data, **given)
        sentence = ngettext(
            "Withdrawn from %(count)d area: %(level)s.",
            "Withdrawn from %(count)d areas: %(level)s.",
            len(chosen),
        )
    return sentence % {"count": len(chosen), "level": view.level.label}


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_area_levels(request: DeskRequest) -> FileResponse:
    """Send the list as a workbook: the areas by code, what each condition comes to, and what is held."""
    view = view_asked(request, timezone.localdate())
    return exporting.taken_out(
        request,
        name="area-levels",
        title=view.level.label if view.level else _("Levels of villages and towns"),
        columns=columns(view),
        rows=rows(view.kept),
        area=exporting.area_taken_out(request.actor, view.area),
        object_type="assess.area_recognition",
        area_of=lambda cells: str(cells[0]),
    )


def columns(view: View) -> list[Column]:
    """Return the columns: those of each condition between the place and what it holds."""
    asked = view.standings[0].asked if view.standings else ()
    return [
        Column("area-code", _("Area code"), width=16),
        Column("area", _("Area"), width=28),
        *([Column("lane", _("Lane or group"))] if is_of_lanes(view) else []),
        *(column for one in asked for column in columns_of(one)),
        Column("met", _("All conditions hold")),
        Column("conferred-on", _("Conferred on"), Kind.DATE),
    ]


def is_of_lanes(view: View) -> bool:
    """Say whether the level asked for is one of lanes."""
    return view.level is not None and view.level.of == LANE


def columns_of(asked: Asked) -> Iterator[Column]:
    """Yield the columns of one condition: of a share of households how many they are, then the value."""
    if asked.count is not None:
        yield Column(f"{asked.key}:count", _("of these, households"), Kind.NUMBER)
    yield Column(asked.key, f"{asked.title} ≥ {asked.least_text}", Kind.NUMBER, 20)


def rows(standings: Sequence[AreaStanding]) -> Iterator[tuple[Any, ...]]:
    """Yield a place as its row; a share of nothing is left empty."""
    for one in standings:
        values = (value for part in one.asked for value in values_of(part))
        lane = [one.place.lane] if one.place.lane else []
        is_met = _("yes") if one.is_met else _("no")
        yield (one.code, one.name, *lane, *values, is_met, one.held and one.held.conferred_on)


def values_of(asked: Asked) -> Iterator[float | None]:
    """Yield what stands in the columns of one condition."""
    if asked.count is not None:
        yield asked.count
    yield None if asked.value is None else float(shown(asked.value, asked))
