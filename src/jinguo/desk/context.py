"""What every page's frame shows: the place, the plan, and the rooms the actor may enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.core.language import in_language
from jinguo.desk.errors import ours
from jinguo.desk.http import DeskRequest
from jinguo.org.actor import Actor
from jinguo.org.queries import area_names
from jinguo.org.roles import Capability
from jinguo.programmes.queries import PlanLine

LANGUAGES = (("zh-hans", "中文"), ("en", "English"))
TABS = 3


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation."""

    title: str
    href: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Room:
    """
    A page that stands in the navigation, and what one needs to enter it.

    A room with a ``section`` stands there only where a programme of the plan has that section.
    """

    title: str | Promise
    url_name: str
    icon: str
    capability: Capability | None = None
    section: str = ""


ROOMS = (
    Room(_("My work"), "desk:home", "list-todo"),
    Room(_("Households"), "desk:households", "house", Capability.PEOPLE_VIEW),
    Room(_("Applications"), "desk:courtyards", "clipboard-check", Capability.ASSESS_VIEW),
    Room(_("Activities"), "desk:activities", "calendar-days", Capability.ACTIVITIES_VIEW),
    Room(_("Household points"), "desk:points", "gift", Capability.POINTS_VIEW, section="points"),
    Room(_("Sites"), "desk:sites", "map-pinned", Capability.SITES_VIEW, section="sites"),
    Room(_("Visits"), "desk:own-visits", "map-pin", Capability.ASSESS_VISIT),
    Room(_("Evaluation"), "desk:rounds", "dices", Capability.ASSESS_VIEW_ROUNDS),
    Room(_("Public notices"), "desk:notices", "megaphone", Capability.NOTICES_VIEW),
    Room(_("Messages"), "desk:messages", "send", Capability.NOTICES_VIEW_MESSAGES),
    Room(
        _("Requests about data"),
        "desk:requests",
        "file-question-mark",
        Capability.PEOPLE_ANSWER_REQUESTS,
    ),
    Room(_("Reports"), "desk:reports", "file-text", Capability.REPORTS_VIEW),
    Room(_("Imports"), "desk:imports", "file-up", Capability.EXCHANGE_IMPORT),
)
OFFICE = (
    Room(_("Accounts and posts"), "desk:accounts", "users", Capability.ORG_VIEW),
    Room(_("Alerts"), "desk:alerts", "bell-ring", Capability.AUDIT_ALERTS),
    Room(_("Trail"), "desk:audit", "scroll-text", Capability.AUDIT_VIEW),
    Room(_("Audit pack"), "desk:audit-pack", "archive", Capability.AUDIT_PACK),
)


def desk(request: HttpRequest) -> dict[str, object]:
    """Return the frame's values; of a page outside the workbench only what changes the language."""
    if not hasattr(request, "actor") or is_elsewhere(request):
        return {"languages": LANGUAGES, "here": here(request)}
    actor: Actor = request.actor
    plan = cast(DeskRequest, request).plan
    rooms = entries(actor, request.path, rooms_of(plan))
    return {
        "actor": actor,
        "home_area_name": area_names([actor.home_area]).get(actor.home_area, ""),
        "languages": LANGUAGES,
        "here": here(request),
        "other_language": LANGUAGES[0] if is_english() else LANGUAGES[1],
        "can_find": actor.can(Capability.PEOPLE_VIEW),
        "nav_rooms": rooms,
        "nav_tabs": rooms[:TABS],
        "nav_plan": plan_entries(plan, request.path),
        "nav_office": entries(actor, request.path, OFFICE),
    }


def is_elsewhere(request: HttpRequest) -> bool:
    """Say whether a page has another frame than the workbench's."""
    return request.resolver_match is not None and request.resolver_match.namespace == "portal"


def here(request: HttpRequest) -> str:
    """Return the address that shows this page again: of a form that was sent, that of its page."""
    if request.method == "GET":
        return request.get_full_path()
    return ours(request, request.META.get("HTTP_REFERER", "")) or reverse("desk:home")


def is_english() -> bool:
    """Say whether the page is being written in English."""
    return (get_language() or "").startswith("en")


def rooms_of(plan: Sequence[PlanLine]) -> list[Room]:
    """Return the rooms there are under a plan."""
    sections = {name for line in plan for one in line.programmes for name in one.primitives}
    return [room for room in ROOMS if not room.section or room.section in sections]


def entries(actor: Actor, path: str, rooms: Sequence[Room]) -> list[Entry]:
    """Return the rooms the actor may enter, the one she is in marked: the innermost, if one holds another."""
    shown = [
        (room, reverse(room.url_name))
        for room in rooms
        if room.capability is None or actor.can(room.capability)
    ]
    inside = max((href for _room, href in shown if is_in(path, href)), key=len, default="")
    return [Entry(str(room.title), href, room.icon, href == inside) for room, href in shown]


def is_in(path: str, href: str) -> bool:
    """Say whether a page lies in a room; the first page only is its own."""
    return path == href if href == reverse("desk:home") else path.startswith(href)


def plan_entries(plan: Sequence[PlanLine], path: str) -> list[Entry]:
    """Return the lines of the plan in force where the actor works."""
    found = []
    for line in plan:
        href = reverse("desk:plan-line", args=[line.line.key])
        title = in_language(line.line.title, line.line.title_en)
        inside = [reverse("desk:programme", args=[one.key]) for one in line.programmes]
        found.append(Entry(title, href, line.line.icon or "layers", path == href or path in inside))
    return found
