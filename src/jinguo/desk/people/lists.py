"""The list of households: filtered, sorted, a page at a time, and taken out as a workbook."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from jinguo.assess import queries as assess
from jinguo.desk import exporting
from jinguo.desk.accounts.proof import proven
from jinguo.desk.assess.offered import NONE, offered, split, titles_of
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.saved.filters import List, saved_here
from jinguo.exchange.export import Column, Kind
from jinguo.org import queries as org
from jinguo.org.models import Area, Level
from jinguo.org.roles import Capability
from jinguo.people import masking, queries
from jinguo.people.queries import HouseholdFilter

TOWN, VILLAGE = 9, 12  # digits of their codes
SORTS = (
    ("name", gettext_lazy("Name")),
    ("code", gettext_lazy("Number")),
    ("area", gettext_lazy("Village")),
)


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
    programmes = offered(request.actor, request.actor.home_for(Capability.PEOPLE_VIEW), today)
    levels = titles_of(programmes)
    held = assess.levels_of(request.actor, [row.pk for row in page.rows])
    area = request.GET.get("area", "")
    context = {
        "page": page,
        "rows": [
            (row, [levels.get(one, one[1]) for one in held.get(row.id, ())])
            for row in masking.masked_households(request.actor, page.rows)
        ],
        "programmes": programmes,
        "chosen": request.GET,
        "sort": sort,
        "sorts": SORTS,
        "areas": areas_offered(request, area, chosen.area),
        "is_one_village": bool(village_of(request.actor.home_for(Capability.PEOPLE_VIEW))),
        "saved": saved_here(request, List.HOUSEHOLDS),
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT),
        "can_add": request.actor.can(Capability.PEOPLE_EDIT),
        "can_change_phone": request.actor.can(Capability.PEOPLE_UNMASK)
        and request.actor.can(Capability.PEOPLE_EDIT),
        "can_merge": request.actor.can(Capability.PEOPLE_MERGE),
        "can_apply": bool(programmes) and request.actor.can(Capability.ASSESS_APPLY),
        "can_import": request.actor.can(Capability.EXCHANGE_IMPORT),
    }
    return render_page(request, "desk/people/households.html#list", context)


def filter_asked(request: DeskRequest) -> HouseholdFilter:
    """Return the filter in the address."""
    level = request.GET.get("level", "")
    resident = {"yes": True, "no": False}.get(request.GET.get("resident", ""))
    area = request.GET.get("village") or request.GET.get("area", "")
    return HouseholdFilter(
        area=area,
        name=request.GET.get("name", "").strip(),
        phone_tail=request.GET.get("tail", "").strip(),
        is_resident=resident,
        lane=lane_asked(request, area),
        also=level_condition(request, level) if level else None,
    )


def level_condition(request: DeskRequest, level: str) -> Q:
    """Return the condition that keeps the households that hold a programme's level, or none of it."""
    programme, asked = split(level)
    in_force = assess.recognitions(request.actor).in_force().filter(programme=programme)
    if asked == NONE:
        return ~Q(id__in=in_force.values("household"))
    return Q(id__in=in_force.filter(level=asked).values("household"))


def areas_offered(request: DeskRequest, area: str, narrowest: str) -> dict[str, Any]:
    """
    Return the towns within reach, the villages of the one chosen, and the lanes of a village chosen.

    ``no_villages`` and ``no_lanes`` say why there are none to choose from, and are empty where there are.
    """
    actor, today = request.actor, timezone.localdate()
    home = actor.home_for(Capability.PEOPLE_VIEW)
    if has_several := actor.has_several_areas(Capability.PEOPLE_VIEW):
        every = org.areas_to_choose(actor, Capability.PEOPLE_VIEW, today)
        towns, villages = every.filter(level=Level.TOWNSHIP), every.filter(level=Level.VILLAGE)
    else:
        towns = org.areas_below(home, Level.TOWNSHIP, today).exclude(code=home)
        villages = Area.objects.none()
    inside = area if len(area) == TOWN or has_several else home
    if len(inside) == TOWN:
        villages = org.areas_below(inside, Level.VILLAGE, today)
    village = village_of(narrowest or home)
    lanes = queries.lanes_of(request.actor, village) if village else []
    return {
        "towns": towns,
        "villages": villages,
        "no_villages": _("Choose a town first") if towns and not villages else "",
        "lanes": lanes,
        "no_lanes": "" if lanes else no_lanes_text(is_village=bool(village)),
    }


def village_of(code: str) -> str:
    """Return the code of a village as it is, and nothing for any other area."""
    return code if len(code) == VILLAGE and code.isdigit() else ""


def lane_asked(request: DeskRequest, area: str) -> str:
    """Return the lane in the address where the village chosen has it: of another one it says nothing."""
    lane = request.GET.get("lane", "").strip()
    village = village_of(area or request.actor.home_for(Capability.PEOPLE_VIEW))
    return lane if lane and village and lane in queries.lanes_of(request.actor, village) else ""


def no_lanes_text(*, is_village: bool) -> str:
    """Say why no lane can be chosen."""
    if is_village:
        return _("No lane or group yet")
    return _("Choose a village first")


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_households(request: DeskRequest) -> FileResponse:
    """Send the filtered list as a workbook: masked by role, noted on the trail."""
    asked = filter_asked(request)
    area = exporting.area_taken_out(request.actor, asked.area)
    chosen = replace(asked, area=area)
    columns = [
        Column("code", _("Number"), width=20),
        Column("area", _("Village"), width=28),
        Column("lane", _("Lane or group")),
        Column("head_name", _("Head"), Kind.NAME),
        Column("phone", _("Phone"), Kind.NUMBER_TAIL),
        Column("member_count", _("People"), Kind.NUMBER),
        Column("is_resident", _("Resident")),
        Column("registered_on", _("Registered on"), Kind.DATE),
        Column("level", _("Level")),
    ]
    levels = titles_of(offered(request.actor, area, timezone.localdate()))
    held = assess.levels_of(request.actor)
    found = queries.filtered_households(
        request.actor, chosen, capability=Capability.EXCHANGE_EXPORT
    ).order_by("code").values_list(
        "code", "area__name", "lane", "head_name", "phone_tail", "member_count", "is_resident",
        "registered_on", "id", "area_id",
    )  # fmt: skip
    rows = (
        (
            *row[:6],
            _("yes") if row[6] else _("no"),
            row[7],
            " / ".join(levels.get(one, one[1]) for one in held.get(row[8], ())),
            row[9],
        )
        for row in found.iterator(exporting.AT_ONCE)
    )
    return exporting.taken_out(
        request,
        name="households",
        title=_("Households"),
        columns=columns,
        rows=rows,
        area=area,
        object_type="people.household",
        area_of=lambda row: str(row[-1]),
    )
