"""What every page's frame shows: the place, the plan, and the rooms the actor may enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from jinguo.desk.language import in_language
from jinguo.org.models import Area
from jinguo.org.roles import Capability
from jinguo.programmes import queries as programmes


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation."""

    title: str
    href: str
    icon: str
    is_current: bool
    is_sub: bool = False


# Title, address, icon, what it needs.
ROOMS = (
    ("Households", "desk:households", "house", Capability.PEOPLE_VIEW),
    ("Courtyards", "desk:courtyards", "clipboard-check", Capability.ASSESS_VIEW),
    ("Reports", "desk:reports", "file-text", Capability.REPORTS_VIEW),
    ("Imports", "desk:imports", "file-up", Capability.EXCHANGE_IMPORT),
)
OFFICE = (
    ("Accounts and posts", "desk:accounts", "users", Capability.ORG_VIEW),
    ("Trail", "desk:audit", "scroll-text", Capability.AUDIT_VIEW),
)


def desk(request: HttpRequest) -> dict[str, object]:
    """Return the frame's values; nothing for pages before the sign-in."""
    if not hasattr(request, "actor"):
        return {"languages": languages()}
    actor = request.actor
    place = Area.objects.filter(code=actor.home_area).first()
    return {
        "actor": actor,
        "place": place,
        "languages": languages(),
        "nav_rooms": entries(request, ROOMS),
        "nav_office": entries(request, OFFICE),
        "nav_plan": plan_entries(request),
    }


def languages() -> Sequence[tuple[str, str]]:
    """Return the languages offered, each under its own name."""
    return (("zh-hans", "中文"), ("en", "English"))


def entries(request: HttpRequest, rooms: Sequence[tuple[str, str, str, Capability]]) -> list[Entry]:
    """Return the rooms the actor may enter."""
    return [
        Entry(_(title), href := reverse(name), icon, request.path.startswith(href))
        for title, name, icon, capability in rooms
        if request.actor.can(capability)  # type: ignore[attr-defined]
    ]


def plan_entries(request: HttpRequest) -> list[Entry]:
    """Return the lines of the plan in force where the actor works."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.can(Capability.PROGRAMMES_VIEW):
        return []
    found = []
    for line in programmes.plan(actor):
        href = reverse("desk:plan-line", args=[line.line.key])
        title = in_language(line.line.title, line.line.title_en)
        found.append(Entry(title, href, line.line.icon or "layers", request.path.startswith(href)))
    return found
