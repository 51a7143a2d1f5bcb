"""The places that are open to everyone: a list with a map, a page for each, and the check-in there."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from jinguo.portal.areas import place_text
from jinguo.portal.http import allow, page, public
from jinguo.portal.paging import page_of
from jinguo.portal.sites.lists import filter_form, rows_of
from jinguo.sites import queries

A_PAGE = 100
ORDER = ("area_id", "name", "id")
TILES = "https://*.tianditu.gov.cn"


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
    context = {"form": form, "rows": rows_of(pages.rows, today), "pages": pages, "tiles": key}
    response = page(request, "sites/sites.html", context)
    return allow(response, "img-src", TILES) if key else response


@public
@require_safe
def site(request: HttpRequest, code: str) -> HttpResponse:
    """Show one place: when it is open, where it is, and what takes place there."""
    today = timezone.localdate()
    found = queries.get_public(code, on=today)
    context = {
        "site": found,
        "kind": queries.kind_of(found, today),
        "place": place_text(found.area_id),
    }
    return page(request, "sites/site.html", context)
