"""Households: the list, the record, a new one, and single values in clear."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jinguo.assess import policies as assess_policies
from jinguo.assess import queries as assess
from jinguo.audit import queries as audit
from jinguo.core.errors import JinguoError, NotFound
from jinguo.core.web import refusal
from jinguo.desk.assess import pages as assess_pages
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.people.forms import CloseForm, ConsentForm, HouseholdForm, RevealForm
from jinguo.exchange import export
from jinguo.org import queries as org
from jinguo.org.models import Level
from jinguo.org.roles import Capability
from jinguo.people import actions, masking, policies, queries
from jinguo.people.actions import ConsentIn
from jinguo.people.models import Household
from jinguo.people.queries import HouseholdFilter
from jinguo.people.rows import HouseholdIn

PROGRAMME = "courtyards"
SORTS = (("name", "Name"), ("code", "Number"), ("area", "Village"))
SEEN_SHOWN = 8


@access(Capability.PEOPLE_VIEW)
@require_GET
def households(request: DeskRequest) -> HttpResponse:
    """List the households within reach, filtered, sorted, a page at a time."""
    today = timezone.localdate()
    chosen = filter_asked(request)
    sort = request.GET.get("sort") or "name"
    page = queries.page_of_households(
        request.actor,
        chosen,
        sort=sort,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    levels = assess_pages.level_titles(request.actor, PROGRAMME, request.actor.home_area, today)
    held = assess.levels_of([row.pk for row in page.rows], PROGRAMME)
    area = request.GET.get("area", "")
    context = {
        "page": page,
        "rows": [
            (row, held.get(row.id, ""))
            for row in masking.masked_households(request.actor, page.rows)
        ],
        "levels": levels,
        "chosen": request.GET,
        "sort": sort,
        "sorts": [(key, _(title)) for key, title in SORTS],
        "areas": areas_offered(request, area),
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT),
        "can_add": request.actor.can(Capability.PEOPLE_EDIT),
        "can_apply": request.actor.can(Capability.ASSESS_APPLY),
        "can_import": request.actor.can(Capability.EXCHANGE_IMPORT),
    }
    return render_page(request, "desk/people/households.html#list", context)


def filter_asked(request: DeskRequest) -> HouseholdFilter:
    """Return the filter in the address."""
    level = request.GET.get("level", "")
    resident = {"yes": True, "no": False}.get(request.GET.get("resident", ""))
    return HouseholdFilter(
        area=request.GET.get("village") or request.GET.get("area", ""),
        name=request.GET.get("name", "").strip(),
        phone_tail=request.GET.get("tail", "").strip(),
        is_resident=resident,
        also=level_condition(request, level) if level else None,
    )


def level_condition(request: DeskRequest, level: str) -> Q:
    """Return the condition that keeps the households that hold a level, or none at all."""
    in_force = assess.recognitions(request.actor).in_force().filter(programme=PROGRAMME)
    if level == "none":
        return ~Q(id__in=in_force.values("household"))
    return Q(id__in=in_force.filter(level=level).values("household"))


def areas_offered(request: DeskRequest, area: str) -> dict[str, Any]:
    """Return the towns within reach, and the villages of the one chosen."""
    home, today = request.actor.home_area, timezone.localdate()
    level = org.level_of(home) if home else Level.COUNTY
    towns = org.areas_below(home, Level.TOWNSHIP, today) if level != Level.VILLAGE else []
    inside = area if len(area) == 9 else home if level == Level.TOWNSHIP else ""
    villages = org.areas_below(inside, Level.VILLAGE, today) if inside else []
    return {"towns": towns if level != Level.TOWNSHIP else [], "villages": villages}


@access(Capability.PEOPLE_VIEW)
@require_GET
def household(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Show one household."""
    return household_page(request, household_id)


def household_page(
    request: DeskRequest, household_id: UUID, status: int = 200, **more: object
) -> HttpResponse:
    """Return the record of one household, with a form that did not pass or a value in clear."""
    found = queries.get_household(request.actor, household_id)
    today = timezone.localdate()
    members = queries.members_of(found, today)
    standings = assess.standing(request.actor, household_id)
    levels = assess_pages.level_titles(request.actor, PROGRAMME, found.area_id, today)
    open_application = (
        assess.applications(request.actor)
        .filter(household=household_id)
        .exclude(state__in=["certified", "rejected", "withdrawn"])
        .first()
    )
    context: dict[str, Any] = {
        "household": masking.masked_household(request.actor, found),
        "members": masking.masked_members(request.actor, members),
        "standings": standings,
        "levels": open_levels(found, levels),
        "open_application": open_application,
        "moments": assess_pages.moments(request.actor, household_id),
        "consents": [one for member in members for one in queries.consents_of(member.person)],
        "seen": seen_by(request, [household_id, *(member.person_id for member in members)]),
        "apply_refusal": apply_refusal(request, found, levels),
        "edit_refusal": refusal(policies.check_edit, request.actor, found),
        "reveal": RevealForm(),
        "consent": ConsentForm(initial={"given_on": today}),
        "close": CloseForm(),
    }
    return render_page(request, "desk/people/household.html", {**context, **more}, status)


def open_levels(found: Household, levels: dict[str, str]) -> dict[str, str]:
    """Return the levels the household could apply for today."""
    today = timezone.localdate()
    return {
        level: title
        for level, title in levels.items()
        if not assess.application_problems([found], programme=PROGRAMME, level=level, on=today)
    }


def apply_refusal(request: DeskRequest, found: Household, levels: dict[str, str]) -> str | None:
    """Return why nothing can be applied for: the right is missing, or the highest level says no."""
    if sentence := refusal(assess_policies.check_apply, request.actor, found):
        return sentence
    if open_levels(found, levels):
        return None
    highest = list(levels)[-1]
    reasons = assess.application_problems(
        [found], programme=PROGRAMME, level=highest, on=timezone.localdate()
    )
    return " ".join(str(reason) for reason in reasons[found.id])


def seen_by(request: DeskRequest, ids: list[UUID]) -> list[Any]:
    """Return who last saw or took out this household's sealed values."""
    if not request.actor.can(Capability.PEOPLE_VIEW):
        return []
    found = [event for one in ids for event in audit.who_saw(request.actor, one)[:SEEN_SHOWN]]
    return sorted(found, key=lambda event: event.at, reverse=True)[:SEEN_SHOWN]


@access(Capability.PEOPLE_UNMASK)
@require_POST
def reveal(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Show one value in clear, on this page only, once its purpose is noted."""
    form = RevealForm(request.POST)
    kind, field = request.POST.get("kind", ""), request.POST.get("field", "")
    object_id = request.POST.get("object", "")
    if form.is_valid():
        try:
            value = actions.reveal(
                actor=request.actor,
                kind=kind,
                object_id=UUID(object_id),
                field=field,
                purpose=form.cleaned_data["purpose"],
                now=timezone.now(),
            )
        except ValueError:
            raise NotFound(_("There is no such value.")) from None
        except JinguoError as refused:
            form.add_error(None, refused.message)
        else:
            shown = {"key": f"{kind}-{object_id}-{field}", "value": value}
            return household_page(request, household_id, shown=shown)
    return household_page(
        request, household_id, 422, reveal=form, asked=f"{kind}-{object_id}-{field}"
    )


@access(Capability.PEOPLE_EDIT)
@require_http_methods(["GET", "POST"])
def add_household(request: DeskRequest) -> HttpResponse:
    """Put one household on the register."""
    today = timezone.localdate()
    reach = request.actor.reach(Capability.PEOPLE_EDIT)
    villages = [
        (area.code, area.name)
        for prefix in reach.prefixes
        for area in org.areas_below(prefix, Level.VILLAGE, today)
    ]
    form = HouseholdForm(
        request.POST or None, villages=villages, initial={"area": request.GET.get("village", "")}
    )
    if form.is_valid():
        try:
            made = actions.register_household(
                actor=request.actor,
                row=HouseholdIn(**form.cleaned_data),
                registered_on=today,
                now=timezone.now(),
            )
        except JinguoError as refused:
            place = next((name for name in refused.fields if name in form.fields), None)
            form.add_error(place, refused.message)
        else:
            messages.success(request, _("The household is on the register."))
            return redirect("desk:household", made)
    return render_page(request, "desk/people/add.html", {"form": form}, 422 if form.errors else 200)


@access(Capability.PEOPLE_EDIT)
@require_POST
def close_household(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Take a household off the register from today on."""
    form = CloseForm(request.POST)
    if not form.is_valid():
        return household_page(request, household_id, 422, close=form)
    actions.close_household(
        actor=request.actor,
        household_id=household_id,
        on=timezone.localdate(),
        reason=form.cleaned_data["reason"],
        now=timezone.now(),
    )
    messages.success(request, _("The household is off the register; its history stays."))
    return redirect("desk:household", household_id)


@access(Capability.PEOPLE_EDIT)
@require_POST
def record_consent(request: DeskRequest, household_id: UUID) -> HttpResponse:
    """Record a consent of the head of the household."""
    form = ConsentForm(request.POST)
    if form.is_valid():
        found = queries.get_household(request.actor, household_id)
        members = queries.members_of(found, timezone.localdate())
        data = form.cleaned_data
        try:
            actions.record_consent(
                actor=request.actor,
                person_id=members[0].person_id,
                consent=ConsentIn(
                    purpose=data["purpose"],
                    text_version=data["text_version"],
                    fields=data["fields_agreed"],
                    given_how=data["given_how"],
                ),
                given_on=data["given_on"],
                now=timezone.now(),
            )
        except JinguoError as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The consent is on file."))
            return redirect("desk:household", household_id)
    return household_page(request, household_id, 422, consent=form)


@access(Capability.PEOPLE_EDIT)
@require_POST
def withdraw_consent(request: DeskRequest, household_id: UUID, consent_id: UUID) -> HttpResponse:
    """Record that a consent was withdrawn today."""
    actions.withdraw_consent(
        actor=request.actor,
        consent_id=consent_id,
        withdrawn_on=timezone.localdate(),
        now=timezone.now(),
    )
    messages.success(request, _("The consent is withdrawn."))
    return redirect("desk:household", household_id)


@access(Capability.EXCHANGE_EXPORT)
@require_POST
def export_households(request: DeskRequest) -> FileResponse:
    """Send the filtered list as a workbook: masked by role, noted on the trail."""
    chosen = filter_asked(request)
    columns = [
        export.Column("code", _("Number"), width=20),
        export.Column("area", _("Village"), width=28),
        export.Column("head_name", _("Head"), export.Kind.NAME),
        export.Column("phone", _("Phone"), export.Kind.NUMBER_TAIL),
        export.Column("member_count", _("People"), export.Kind.NUMBER),
        export.Column("is_resident", _("Resident")),
        export.Column("registered_on", _("Registered on"), export.Kind.DATE),
        export.Column("level", _("Level")),
    ]
    levels = assess_pages.level_titles(
        request.actor, PROGRAMME, request.actor.home_area, timezone.localdate()
    )
    held = dict(
        assess.recognitions(request.actor)
        .in_force()
        .filter(programme=PROGRAMME)
        .values_list("household", "level")
    )
    found = queries.filtered_households(request.actor, chosen).order_by("code").values_list(
        "code", "area__name", "head_name", "phone_tail", "member_count", "is_resident",
        "registered_on", "id", "area_id",
    )  # fmt: skip
    rows = (
        (
            *row[:5],
            _("yes") if row[5] else _("no"),
            row[6],
            levels.get(held.get(row[7], ""), ""),
            row[8],
        )
        for row in found.iterator(chunk_size=5_000)
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "households.xlsx"
        export.stream(
            request.actor,
            title=_("Households"),
            columns=columns,
            rows=rows,
            area=chosen.area or request.actor.home_area,
            path=file,
            object_type="people.household",
            area_of=lambda row: str(row[8]),
        )
        return FileResponse(file.open("rb"), as_attachment=True, filename="households.xlsx")
