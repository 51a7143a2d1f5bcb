"""Planning: what, when, where, for whom, and how many; one activity with its days, or a series."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jinguo.activities import actions, queries
from jinguo.activities.actions import OfferIn, SessionIn
from jinguo.activities.models import Activity
from jinguo.activities.sentences import sentences
from jinguo.activities.signups.matching import Certainty
from jinguo.core.errors import NotFound
from jinguo.core.language import as_clauses
from jinguo.core.web import posted
from jinguo.desk.activities import who
from jinguo.desk.activities.again import offered_before, values_of
from jinguo.desk.activities.fields import SiteGroup
from jinguo.desk.activities.offered import Offered, offered
from jinguo.desk.activities.plan_form import MeetingsForm, PlanForm
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.org import queries as org
from jinguo.org.actor import Actor
from jinguo.org.models import Level
from jinguo.org.roles import Capability
from jinguo.sites import queries as sites


@access(Capability.ACTIVITIES_PLAN)
@require_http_methods(["GET", "POST"])
def plan(request: DeskRequest) -> HttpResponse:
    """
    Plan an activity with its days, or a series of activities, as drafts nobody else sees.

    It may begin as something that was offered before, such as a mobile class that goes on to the next town.
    """
    home = request.actor.home_for(Capability.ACTIVITIES_PLAN)
    now = timezone.now()
    today = timezone.localdate(now)
    before = offered_before(request.actor, request.GET.get("like", ""))
    programmes = asked_for(request, offered(home, today))
    form = PlanForm(
        posted(request),
        programmes=programmes,
        stages=queries.stages_over(home, on=today),
        areas=areas_in(home),
        sites=site_groups(request.actor, held_at(programmes), today),
        initial=first_values(home, now) | (values_of(before, now) if before else {}),
    )
    if form.is_valid():
        with refused_into(form, request, field="on"):
            made = planned(request, form, now)
            messages.success(request, said(made))
            if form.cleaned_data["as_series"]:
                return redirect("desk:series", made[0].series_id)
            return redirect("desk:activity", made[0].id)
    context = {
        "form": form,
        "before": before,
        "rules": form.rules(),
        "programmes": [(one, as_clauses(sentences(one.ruleset.audience))) for one in programmes],
        "limits": programmes[0].ruleset.limits if len(programmes) == 1 else None,
    }
    status = 422 if form.errors else 200
    return render_page(request, "desk/activities/plan.html", context, status)


def held_at(programmes: Sequence[Offered]) -> set[str]:
    """Return the kinds of site all that is offered is held at; none where something may be held anywhere."""
    kinds = [kind for one in programmes for kind in one.ruleset.kinds]
    return (
        {key for kind in kinds for key in kind.held_at} if all(k.held_at for k in kinds) else set()
    )


def site_groups(actor: Actor, kinds: Collection[str], today: date) -> list[SiteGroup]:
    """Return the open sites one may plan at, by kind, each with its place; of some kinds, or all for none."""
    found = sites.sites(actor).open().select_related("area").order_by("kind", "name", "id")
    rows = list(found.filter(kind__in=kinds) if kinds else found)
    titles = {
        kind.key: kind.label
        for over in sites.kinds_over_each({one.area_id for one in rows}, today).values()
        for kind in over.values()
    }
    return [
        (titles.get(key, key), [(str(one.id), f"{one.name} · {one.area.name}") for one in some])
        for key, some in groupby(rows, key=lambda one: one.kind)
    ]


def asked_for(request: DeskRequest, programmes: Sequence[Offered]) -> Sequence[Offered]:
    """
    Return the programme the address names, all where it names none.

    :raises NotFound: the plan has no activities here, or none of that programme
    """
    wanted = request.GET.get("programme", "")
    found = [one for one in programmes if wanted in ("", one.key)]
    if not found:
        raise NotFound(
            _("The plan here has no such activities. A pack names them under “activities”.")
        )
    return found


def areas_in(home: str) -> list[tuple[str, str]]:
    """Return where somebody plans: the area of her post, and the towns or villages right below it."""
    if not home:
        return []
    area = org.get_area(home)
    below = org.children(home, timezone.localdate()) if area.level != Level.VILLAGE else []
    return [(area.code, area.name), *((one.code, one.name) for one in below)]


def first_values(home: str, now: datetime) -> dict[str, Any]:
    """Return what the form proposes: her own area, and that enrolment opens now."""
    here = timezone.localtime(now)
    return {
        "area": home,
        "opens_on": here.date(),
        "opens": here.time().replace(second=0, microsecond=0),
    }


@transaction.atomic
def planned(request: DeskRequest, form: PlanForm, now: datetime) -> list[Activity]:
    """Plan what a form says: one activity, or a series with one a day."""
    data, offer = form.cleaned_data, offer_in(form)
    name, person = instructor_in(request, data["instructor"], data["area"])
    sessions = sessions_in(form, name, person)
    closes = timedelta(hours=data["closes_before"])
    if not data["as_series"]:
        return [
            actions.plan_activity(
                actor=request.actor,
                offer=offer,
                sessions=sessions,
                opens_at=form.opens_at(),
                closes_at=sessions[0].starts_at - closes,
                now=now,
            )
        ]
    series = actions.plan_series(actor=request.actor, offer=offer, now=now)
    return [
        actions.plan_in_series(
            actor=request.actor,
            series_id=series.id,
            sessions=[one],
            opens_at=form.opens_at(),
            closes_at=one.starts_at - closes,
            now=now,
        )
        for one in sessions
    ]


def offer_in(form: PlanForm) -> OfferIn:
    """Return what a form offers."""
    data = form.cleaned_data
    programme, _colon, kind = data["what"].partition(":")
    same = ("title", "summary", "category", "area", "stages", "place", "capacity", "minimum",
            "waiting_capacity", "seats_most", "allocation", "fee_note")  # fmt: skip
    return OfferIn(
        programme=programme,
        kind=kind,
        site_id=UUID(data["site"]) if data["site"] else None,
        audience=form.conditions(),
        fee_fen=data["fee"],
        **{name: data[name] for name in same},
    )


def sessions_in(form: MeetingsForm, name: str, person: UUID | None) -> list[SessionIn]:
    """Return the sessions of a form, with the instructor's name, and her record where it is known."""
    data = form.cleaned_data
    return [
        SessionIn(
            starts_at=starts_at,
            ends_at=ends_at,
            site_id=UUID(data["site"]) if data["site"] else None,
            room=data["room"],
            place=data["place"],
            instructor_id=person,
            instructor_name=name,
            stream_url=data.get("stream_url", ""),
        )
        for starts_at, ends_at in form.days()
    ]


def instructor_in(request: DeskRequest, text: str, area: str) -> tuple[str, UUID | None]:
    """Return an instructor's name, and her record where name and phone say surely who she is."""
    match = who.found(request.actor, text, area)
    if match is None:
        return text, None
    is_sure = match.certainty == Certainty.EXACT
    return match.entry.name, match.persons[0].pk if is_sure else None


def said(made: Sequence[Activity]) -> str:
    """Return what is true once activities are planned."""
    if len(made) == 1:
        return _("Planned as a draft. Publish it, and it can be booked.")
    return ngettext(
        "%d activity of the series is planned as a draft.",
        "%d activities of the series are planned as drafts.",
        len(made),
    ) % len(made)
