"""Pages anyone may open, without an account."""

from __future__ import annotations

from allauth.core.internal import ratelimit  # the public one never counts a GET
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jinguo.assess import queries
from jinguo.portal.http import public


@public
@never_cache
@require_safe
def plaque(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the plaque with this code is valid: its number and level, and since when."""
    if not may_look_up(request):
        return page(request, 429, is_too_often=True)
    found = queries.public_plaque(code)
    if found is None:
        return page(request, 404)
    return page(request, 200, plaque=found)


def may_look_up(request: HttpRequest) -> bool:
    """Count a look-up, and say whether so many may come from one address."""
    usage = ratelimit.consume(
        request, app="allauth.account", action="verify_plaque", limit_get=True
    )
    return usage is not None


def page(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    """Show the page; search engines are told to leave it alone."""
    response = render(request, "portal/plaque.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
