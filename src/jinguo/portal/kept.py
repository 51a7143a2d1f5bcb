"""Pages alike for everyone who is not signed in: made once, then given out before anything else is done."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Mapping
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
        page = Page.of(cast(HttpResponse, response))
        caches["pages"].set(key, page, AT_MOST)
        return page.answer(request)


@dataclass(frozen=True)
class Page:
    """An answer as it is kept: plain and zipped, each with its headers, and when it was made (seconds)."""

    plain: bytes
    headers: Mapping[str, str]
    zipped: bytes
    headers_zipped: Mapping[str, str]
    made_at: float

    @classmethod
    def of(cls, response: HttpResponse) -> Page:
        plain = response.content
        zipped = gzip.compress(plain)
        patch_vary_headers(response, ["Accept-Encoding"])
        headers = dict(response.items())
        headers["Cache-Control"] = "private, no-cache"
        headers["ETag"] = f'W/"{sha256(plain).hexdigest()[:32]}"'
        headers["Content-Length"] = str(len(plain))
        of_zipped = {"Content-Encoding": "gzip", "Content-Length": str(len(zipped))}
        return cls(plain, headers, zipped, headers | of_zipped, time.monotonic())

    def is_fresh(self) -> bool:
        return time.monotonic() - self.made_at < SECONDS

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        # Nothing on the page is of one visitor, so that zipping it gives nothing away.
        if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
            response = HttpResponse(self.zipped, headers=self.headers_zipped)
        else:
            response = HttpResponse(self.plain, headers=self.headers)
        answer = get_conditional_response(request, etag=self.headers["ETag"], response=response)
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


def key_of(request: HttpRequest) -> str:
    """Return the key of a page: what was asked for, in which language, in which size of type."""
    asked = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    shown = f"{get_language_from_request(request)} {request.COOKIES.get(LARGE_TYPE) == '1'}"
    return sha256(f"{shown} {asked}".encode()).hexdigest()
