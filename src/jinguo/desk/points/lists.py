"""Where points are given: the places in reach, a village's households, and points for many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from jinguo.core.web import refusal
from jinguo.desk.areas import area_in, places
from jinguo.desk.errors import refused_into
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.people.lists import SORTS
from jinguo.desk.points.forms import RuleForm
from jinguo.desk.points.pages import place
from jinguo.ledger import actions, policies, queries
from jinguo.ledger.schemes import NotGiven, Rule, Scheme
from jinguo.org import queries as org
from jinguo.org.models import Area, Level
from jinguo.org.roles import Capability
from jinguo.people import masking
from jinguo.people import queries as people
from jinguo.people.masking import MaskedHousehold
from jinguo.people.models import Household
from jinguo.people.queries import HouseholdFilter

TICKED_AT_ONCE = 500  # households of a village on one page to tick


@access(Capability.POINTS_VIEW)
@require_GET
def points(request: DeskRequest) -> HttpResponse:
    """Show a village's points; of a wider area the places below it, in the order of their codes."""
    home = request.actor.home_for(Capability.POINTS_VIEW)
    area = place(request.actor, area_in(request) or home)
    if area.level == Level.VILLAGE:
        return village(request, area)
    above = org.area_path(area.code)[:-1]
    context = {
        "area": area,
        "own_places": places(request, Capability.POINTS_VIEW, area.code),
        "path": [one for one in above if request.actor.can(Capability.POINTS_VIEW, one.code)],
        "places": org.children(area.code, timezone.localdate()).order_by("code"),
        "has_store": area.level == Level.TOWNSHIP,
    }
    return render_page(request, "desk/points/places.html", context)


def village(request: DeskRequest, area: Area) -> HttpResponse:
    """Show the households of a village with their points, by name or number; never by points."""
    today = timezone.localdate()
    sort = request.GET.get("sort") or "name"
    page = people.page_of_households(
        request.actor,
        HouseholdFilter(area=area.code, name=request.GET.get("name", "").strip()),
        sort=sort,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    has = queries.balances([row.id for row in page.rows])
    rules = rules_in(request, area, today)
    context = {
        "area": area,
        "own_places": places(request, Capability.POINTS_VIEW, area.code),
        "page": page,
        "rows": [
            (row, has.get(row.id, 0)) for row in masking.masked_households(request.actor, page.rows)
        ],
        "chosen": request.GET,
        "sort": sort,
        "sorts": SORTS[:2],
        "rules": rules,
        "town": area.code[:9] if request.actor.can(Capability.POINTS_VIEW, area.code[:9]) else "",
        "can_record": any(one.refusal is None for one in rules),
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT, area.code),
    }
    return render_page(request, "desk/points/village.html#list", context)


@dataclass(frozen=True)
class ShownRule:
    """A rule with why this reader cannot record it, and the page on which she does."""

    rule: Rule
    refusal: str | None
    href: str


def rules_in(request: DeskRequest, area: Area, on: date) -> list[ShownRule]:
    """Return the rules that give points in a village on a day."""
    page = reverse("desk:record-points", args=[area.code])
    return [
        ShownRule(
            rule,
            refusal(policies.check_record, request.actor, rule, area.code),
            f"{page}?rule={programme}:{rule.id}",
        )
        for programme, scheme in queries.schemes_over(area.code, on).items()
        for rule in scheme.rules_on(on)
    ]


@access(Capability.POINTS_RECORD)
@require_http_methods(["GET", "POST"])
def record(request: DeskRequest, code: str) -> HttpResponse:
    """Choose a rule and a day, tick the households, and record points for all of them at once."""
    area = place(request.actor, code, Level.VILLAGE)
    today = timezone.localdate()
    is_sent = request.method == "POST"
    given = request.POST if is_sent else request.GET
    schemes = queries.schemes_over(code, today)
    form = RuleForm(
        {"rule": given.get("rule") or first_rule(schemes, today), "on": given.get("on") or today},
        schemes=schemes.values(),
        on=today,
    )
    ticked = [UUID(one) for one in request.POST.getlist("ids") if is_id(one)]
    is_right = form.is_valid() if schemes else False
    # A copy: a refusal takes out of the form what it is about.
    asked = dict(form.cleaned_data) if is_right else {}
    if is_sent and is_right:
        programme, _colon, rule = asked["rule"].partition(":")
        with refused_into(form, request):
            made = actions.record_points(
                actor=request.actor,
                programme=programme,
                rule=rule,
                household_ids=ticked,
                on=asked["on"],
                now=timezone.now(),
            )
            messages.success(
                request,
                ngettext(
                    "Points are recorded for %d household.",
                    "Points are recorded for %d households.",
                    len(made),
                )
                % len(made),
            )
            return redirect(f"{reverse('desk:points')}?area={code}")
    if asked and not is_sent and (said := refusal(policies.check_day, asked["on"], today)):
        form.add_error("on", said)
    context = {
        "area": area,
        "form": form,
        "has_rules": bool(schemes),
        "ticked": set(ticked),
        "asked": asked,
        **(
            to_tick(request, area, asked["rule"], min(asked["on"], today))
            if asked
            else {"rows": []}
        ),
    }
    status = 422 if is_sent and form.errors else 200
    return render_page(request, "desk/points/record.html", context, status)


def first_rule(schemes: Mapping[str, Scheme], on: date) -> str:
    """Return the rule a form begins with; empty where none gives points."""
    rules = [f"{key}:{one.id}" for key, scheme in schemes.items() for one in scheme.rules_on(on)]
    return rules[0] if rules else ""


def is_id(text: str) -> bool:
    """Say whether a text is an id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Ticked:
    """A household to be ticked, with why it gets no more points by the rule."""

    household: MaskedHousehold
    refusal: str


def to_tick(request: DeskRequest, area: Area, rule: str, on: date) -> dict[str, object]:
    """Return the households of a village, each with why it cannot be ticked, and why none can."""
    programme, _colon, key = rule.partition(":")
    try:
        found = queries.rule_in_force(programme, key, area.code, on)
    except NotGiven as refused:
        return {"rows": [], "nothing": refused.message}
    page = people.page_of_households(
        request.actor,
        HouseholdFilter(area=area.code),
        after=request.GET.get("after", ""),
        size=TICKED_AT_ONCE,
    )
    return {
        "rule": found,
        "rows": ticked_rows(request, page.rows, programme, found, on),
        "next": page.next,
        "nothing": refusal(policies.check_record, request.actor, found, area.code),
    }


def ticked_rows(
    request: DeskRequest, households: Sequence[Household], programme: str, rule: Rule, on: date
) -> list[Ticked]:
    """Return households with why the limit of a rule stops one of them."""
    shown = masking.masked_households(request.actor, households)
    if rule.limit is None:
        return [Ticked(one, "") for one in shown]
    times = queries.times_recorded(
        [one.id for one in shown], programme=programme, rule=rule.id, span=rule.limit.span(on)
    )
    said = _("Recorded already: %s.") % rule.limit
    return [Ticked(one, said if times.get(one.id, 0) >= rule.limit.most else "") for one in shown]
