"""What the frame of every page of the portal shows: where one can go, the size of type, the languages."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = (("zh-hans", "中文"), ("en", "English"))
WORK = ("/desk/", "/sign-in/")  # addresses for those who are signed in for work
LARGE_TYPE = "large"  # the cookie that says so


@dataclass(frozen=True)
class Place:
    """One entry of the navigation; ``within`` are the beginnings of the addresses that belong to it."""

    title: Promise
    url_name: str
    icon: str
    within: tuple[str, ...] = ()


PLACES = (
    Place(_("Activities"), "portal:home", "calendar-heart", ("/a/", "/activities/")),
    Place(_("Where to go"), "portal:sites", "map-pin", ("/s/",)),
    Place(_("Notices"), "portal:notices", "megaphone", ("/rounds/",)),
    Place(_("Mine"), "portal:me", "circle-user-round", ("/my/", "/c/")),
)


@dataclass(frozen=True)
class Entry:
    """A place as a page shows it."""

    title: str
    href: str
    icon: str
    is_current: bool


def portal(request: HttpRequest) -> dict[str, object]:
    """Return the frame's values; nothing for pages of other surfaces."""
    if not is_portal(request):
        return {}
    language = get_language() or ""
    return {
        "places": entries(request.path),
        "is_large": request.COOKIES.get(LARGE_TYPE) == "1",
        "other_language": LANGUAGES[0] if language.startswith("en") else LANGUAGES[1],
        "here": here(request),
    }


def is_portal(request: HttpRequest) -> bool:
    """Say whether a request is for a page of the portal, or for one that is nowhere outside the workbench."""
    if request.resolver_match is None:
        return not request.path.startswith(WORK)
    return request.resolver_match.namespace == "portal"


def entries(path: str) -> list[Entry]:
    """Return the places, the one a path lies in marked."""
    made = []
    for place in PLACES:
        href = reverse(place.url_name)
        is_current = path == href or path.startswith((*place.within, href if href != "/" else "//"))
        made.append(Entry(str(place.title), href, place.icon, is_current))
    return made


def here(request: HttpRequest) -> str:
    """Return the address that shows this page again: of a form that was sent, that of its page."""
    if request.method == "GET":
        return request.get_full_path()
    return came_from(request) or reverse("portal:home")


def came_from(request: HttpRequest) -> str:
    """Return the address of our own page a request was sent from; empty for any other."""
    return own(request, request.META.get("HTTP_REFERER", ""))


def own(request: HttpRequest, address: str) -> str:
    """Return an address if it is one of this server; empty for any other."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if is_ours else ""
