"""What every page of the portal is made of: who may open it, and the headers of sensitive ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def public(view: View[P]) -> View[P]:
    """Declare a page that anyone may open; a portal view without a declaration is not served."""

    @wraps(view)
    def declared(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    declared.is_declared = True  # type: ignore[attr-defined]
    return cast(View[P], declared)


def sensitive(view: View[P]) -> View[P]:
    """
    Declare a page that must leave no trace: browsers keep no copy and search engines none.

    Its template extends ``portal/sensitive.html``, and its address says nothing of what it is about.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return unkept(view(request, *args, **kwargs))

    return cast(View[P], guarded)


def unkept(response: HttpResponseBase) -> HttpResponseBase:
    """Return a response that no browser, proxy or search engine keeps."""
    add_never_cache_headers(response)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def page(
    request: HttpRequest, template: str, context: dict[str, object] | None = None, status: int = 200
) -> HttpResponse:
    """Render a page of the portal."""
    return render(request, f"portal/{template}", context, status=status)
