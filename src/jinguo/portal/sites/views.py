"""The places that are open to everyone: a list with a map, a page for each, and the check-in there."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinguo.activities import queries as activities
from jinguo.activities.queries import SessionFilter
from jinguo.core.blobs import Store
from jinguo.core.web import TILES, allow, picture_response
from jinguo.portal.activities.lists import offered_in, with_activities
from jinguo.portal.activities.rows import by_day, rows_of
from jinguo.portal.areas import place_text
from jinguo.portal.http import ResidentRequest, page, public, resident
from jinguo.portal.paging import page_of
from jinguo.portal.sites.lists import filter_form, places_of
from jinguo.sites import actions, files, queries
from jinguo.sites.models import Site

A_PAGE = 100
SHOWN = 20  # sessions on the page of a place
ORDER = ("area_id", "name", "id")


@public
@require_safe
def sites(request: HttpRequest) -> HttpResponse:
    """List the places with a map of them, by town and kind."""
    today = timezone.localdate()
    form = filter_form(request.GET, today)
    chosen = form.chosen
    found = queries.public_sites(
        on=today, area=chosen["town"], kind=chosen["kind"], text=chosen["q"]
    )
    pages = page_of(found, ORDER, request.GET, A_PAGE)
    key = settings.JINGUO_TIANDITU_KEY
    context = {"form": form, "rows": places_of(pages.rows, today), "pages": pages, "tiles": key}
    response = page(request, "sites/sites.html", context)
    return allow(response, "img-src", TILES) if key else response


@public
@require_safe
def site(request: HttpRequest, code: str) -> HttpResponse:
    """Show one place: when it is open, where it is, what takes place there; or that it is so no more."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = queries.get_at_door(code, on=today)
    kind = queries.kind_of(found, today)
    coming = activities.public_sessions(SessionFilter(site=found.id), now=now)[:SHOWN]
    offered = offered_in([found.area_id], today)
    context = {
        "site": found,
        "kind": kind,
        "is_open": found.state == Site.State.ACTIVE,
        "is_closed": found.state == Site.State.CLOSED,
        "pictures": queries.pictures_of(found) if found.state == Site.State.ACTIVE else (),
        "place": place_text(found.area_id),
        "days": by_day(rows_of(with_activities(list(coming)), offered.about, now)),
    }
    return page(request, "sites/site.html", context)


@public
@require_safe
def picture(request: HttpRequest, code: str, picture_id: UUID) -> HttpResponseBase:
    """Send a picture of a place, as long as both are public."""
    return send(request, code, picture_id, files.PICTURES.pictures)


@public
@require_safe
def thumbnail(request: HttpRequest, code: str, picture_id: UUID) -> HttpResponseBase:
    """Send the small form of a picture of a place, as long as both are public."""
    return send(request, code, picture_id, files.PICTURES.thumbnails)


def send(request: HttpRequest, code: str, picture_id: UUID, store: Store) -> HttpResponseBase:
    """Send one of the two files of a picture; whether it is public is asked every time."""
    found = queries.get_public_picture(code, picture_id, on=timezone.localdate())
    return picture_response(request, store, found.id)


@resident
@require_POST
def check_in(request: ResidentRequest, code: str) -> HttpResponse:
    """Count whoever scanned the code on the door, once a day."""
    if actions.check_in(actor=request.actor, code=code, now=timezone.now()):
        messages.success(request, _("You are counted. Nobody sees who it was."))
    else:
        messages.info(request, _("You were counted here today already."))
    return redirect("portal:site", code)
