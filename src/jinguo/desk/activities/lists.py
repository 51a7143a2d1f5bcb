"""The list of sessions: what is coming, by day, and what waits; taken out as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import FileResponse, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from jinguo.activities import queries
from jinguo.activities.models import Activity, Session
from jinguo.activities.queries import worklists
from jinguo.activities.queries.worklists import Listed, Wanted
from jinguo.activities.telling import place_of
from jinguo.desk import exporting
from jinguo.desk.accounts.proof import proven
from jinguo.desk.activities import offered, pages
from jinguo.desk.activities.narrowing import FILTER, listed_titles, wanted
from jinguo.desk.assess.pages import Chip
from jinguo.desk.http import DeskRequest, access, render_page
from jinguo.desk.saved.filters import List, saved_here
from jinguo.exchange.export import Column, Kind
from jinguo.org import queries as org
from jinguo.org.roles import Capability


@access(Capability.ACTIVITIES_VIEW)
@require_GET
def activities(request: DeskRequest) -> HttpResponse:
    """List sessions by day: what is coming, or what waits for somebody."""
    now = timezone.now()
    home = request.actor.home_for(Capability.ACTIVITIES_VIEW)
    chosen = {key: request.GET.get(key, "") for key in FILTER}
    asked = wanted(request.GET)
    page = worklists.page_of_sessions(
        worklists.sessions_listed(request.actor, asked, now=now),
        after=request.GET.get("after", ""),
        newest_first=asked.listed in worklists.NEWEST_FIRST,
    )
    programmes = offered.offered(home, timezone.localdate(now))
    narrowed = [one for one in programmes if chosen["programme"] in ("", one.key)]
    context = {
        "days": pages.days(
            page.rows, with_seats(request, page.rows), offered.category_titles(programmes)
        ),
        "after": page.after,
        "chosen": chosen,
        "listed": asked.listed,
        "chips": chips(request, asked),
        "programmes": programmes,
        "kinds": offered.kinds_in(narrowed),
        "categories": offered.categories_in(narrowed),
        "towns": org.areas_to_choose(
            request.actor, Capability.ACTIVITIES_VIEW, timezone.localdate(now)
        ),
        "saved": saved_here(request, List.ACTIVITIES),
        "today": timezone.localdate(now),
        "can_plan": request.actor.can(Capability.ACTIVITIES_PLAN),
        "can_enrol": request.actor.can(Capability.ACTIVITIES_ENROL),
        "can_forgive": request.actor.can(Capability.ACTIVITIES_FORGIVE),
        "can_counsel": request.actor.can(Capability.ACTIVITIES_COUNSEL),
        "has_private": has_private(programmes),
        "has_incidents": minds_children(programmes)
        and request.actor.can(Capability.ACTIVITIES_ATTEND),
        "can_export": request.actor.can(Capability.EXCHANGE_EXPORT),
    }
    return render_page(request, "desk/activities/activities.html#list", context)


def has_private(programmes: Sequence[offered.Offered]) -> bool:
    """Say whether the plan has activities that counsellors hold."""
    return any(kind.is_private for one in programmes for kind in one.ruleset.kinds)


def minds_children(programmes: Sequence[offered.Offered]) -> bool:
    """Say whether the plan has activities at which children are minded."""
    return any(kind.minds_children for one in programmes for kind in one.ruleset.kinds)


def with_seats(request: DeskRequest, sessions: Sequence[Session]) -> Mapping[Any, Activity]:
    """Return the activities of some sessions by id, each with its seats counted."""
    return queries.activities(request.actor).in_bulk({one.activity_id for one in sessions})


def chips(request: DeskRequest, asked: Wanted) -> list[Chip]:
    """Return the lists there are, each with how many sessions it holds."""
    counts = worklists.count_listed(request.actor, asked, now=timezone.now())
    return [
        Chip(title, "" if one == Listed.COMING else one.value, counts[one], one == asked.listed)
        for one, title in listed_titles().items()
    ]


@access(Capability.EXCHANGE_EXPORT)
@require_POST
@proven(gettext_lazy("Export to Excel"))
def export_activities(request: DeskRequest) -> FileResponse:
    """Send the sessions of a filter as a workbook."""
    values = QueryDict(request.GET.urlencode(), mutable=True)
    area = exporting.area_taken_out(request.actor, values.get("area", ""))
    values["area"] = area
    listed = worklists.sessions_listed(request.actor, wanted(values), now=timezone.now())
    found = exporting.within(listed, request.actor, "activity__area__code")
    programmes = offered.offered(area, timezone.localdate())
    titles = offered.category_titles(programmes)
    return exporting.taken_out(
        request,
        name="activities",
        title=_("Activities"),
        columns=[
            Column("on", _("Day"), Kind.DATE),
            Column("time", _("Time")),
            Column("title", _("Activity"), width=36),
            Column("category", _("Category")),
            Column("place", _("Venue"), width=28),
            Column("area", _("Area"), width=20),
            Column("capacity", _("Seats"), Kind.NUMBER),
            Column("taken", _("Taken"), Kind.NUMBER),
            Column("came", _("Came"), Kind.NUMBER),
            Column("state", _("State")),
        ],
        rows=(cells(one, titles) for one in worklists.counted(found).iterator(exporting.AT_ONCE)),
        area=area,
        object_type="activities.session",
        area_of=lambda row: str(row[-1]),
    )


def cells(session: Session, titles: Mapping[tuple[str, str], str]) -> tuple[Any, ...]:
    """Return the cells of a session, and the code of its area behind them."""
    activity = session.activity
    starts_at = timezone.localtime(session.starts_at)
    on: date = starts_at.date()
    return (
        on,
        f"{starts_at:%H:%M}",
        activity.title,
        titles.get((activity.programme, activity.category), activity.category),
        place_of(session),
        activity.area.name,
        activity.capacity,
        session.taken,  # type: ignore[attr-defined]
        session.came,  # type: ignore[attr-defined]
        pages.state_of(session)[0],
        activity.area_id,
    )
