"""Pages alike for everyone who is not signed in: made once, then given out before anything else is done."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language_from_request

from jinguo.portal.frame import LARGE_TYPE

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

SECONDS = 3
AT_MOST = 10
"""Seconds; between the two the old page is given out only while one visitor waits for the new one."""


def kept(view: View[P]) -> View[P]:
    """
    Declare that a view shows the same to everyone who is not signed in, for :data:`SECONDS`.

    Such a page holds no form that changes something, as every form has a token of its own visitor.
    """

    @wraps(view)
    def marked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.is_alike = True  # type: ignore[attr-defined]  # read by the middleware
        return response

    return cast(View[P], marked)


class KeptMiddleware:
    """
    Gives out what a view marked by :func:`kept` made for one visitor to others who ask for the same.

    Who is signed in, or has a message waiting, gets a page of her own. A browser that has the page already
    is told so. It comes before everything that reads the session or the database, and keeps the answer
    with all the headers that were put on it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET" or not is_alike(request):
            return self.get_response(request)
        cache, key = caches["pages"], key_of(request)
        page: Page | None = cache.get(key)
        if page is not None and (
            page.is_fresh() or not cache.add(f"{key}-in-the-making", 1, AT_MOST)
        ):
            return page.answer(request)
        try:
            return self._made(request, key)
        finally:
            cache.delete(f"{key}-in-the-making")

    def _made(self, request: HttpRequest, key: str) -> HttpResponseBase:
        response = self.get_response(request)
        if not may_be_kept(response):
            return response
        page = Page.of(cast(HttpResponse, response), zipped=takes_gzip(request))
        caches["pages"].set(key, page, AT_MOST)
        return page.answer(request)


@dataclass(frozen=True)
class Page:
    """
    An answer as it is kept, whole, and when it was made (seconds).

    The cache gives a copy of it to each visitor: to put it together anew, header by header, takes twice as
    long as to look it up.
    """

    response: HttpResponse
    made_at: float

    @classmethod
    def of(cls, made: HttpResponse, *, zipped: bool) -> Page:
        """Return what is kept of an answer. Nothing on it is one visitor's: zipping gives nothing away."""
        etag = f'W/"{sha256(made.content).hexdigest()[:32]}"'
        patch_vary_headers(made, ["Accept-Encoding"])
        content = gzip.compress(made.content) if zipped else made.content
        response = HttpResponse(content, headers=dict(made.items()))
        response["Cache-Control"] = "private, no-cache"
        response["ETag"] = etag
        response["Content-Length"] = str(len(content))
        if zipped:
            response["Content-Encoding"] = "gzip"
        return cls(response, time.monotonic())

    def is_fresh(self) -> bool:
        return time.monotonic() - self.made_at < SECONDS

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Return the page, or that the browser has it already."""
        if "HTTP_IF_NONE_MATCH" not in request.META:
            return self.response
        etag = self.response["ETag"]
        answer = get_conditional_response(request, etag=etag, response=self.response)
        return cast(HttpResponseBase, answer)


def is_alike(request: HttpRequest) -> bool:
    """Say whether this visitor sees what every other sees."""
    return not {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()


def may_be_kept(response: HttpResponseBase) -> bool:
    """Say whether an answer is one for everyone: marked so, whole, and with no cookie of anyone's."""
    return (
        getattr(response, "is_alike", False)
        and response.status_code == 200
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
    )


def takes_gzip(request: HttpRequest) -> bool:
    """Say whether the browser reads what is zipped, as every browser does."""
    return "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")


def key_of(request: HttpRequest) -> str:
    """Return the key of a page: what was asked for, in which language and size of type, and if zipped."""
    asked = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    is_large = request.COOKIES.get(LARGE_TYPE) == "1"
    shown = f"{get_language_from_request(request)} {is_large} {takes_gzip(request)}"
    return sha256(f"{shown} {asked}".encode()).hexdigest()
